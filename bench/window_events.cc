#include "bench/window_events.h"

#include "bench/json_line.h"
#include "bench/telemetry.h"

namespace yaral::bench {

namespace {

constexpr std::uint64_t kPlantedOneIn = 50'000;
constexpr int kBurst = 25;  // more than counts.yaral asks for, and more than chance gives a key
constexpr std::uint64_t kSpanMs = 3'500'000;

constexpr std::string_view kSteps[] = {"PROCESS_LAUNCH", "NETWORK_CONNECTION", "FILE_CREATION"};

}  // namespace

bool WindowEvents::use(std::string_view shape) {
  static constexpr struct {
    std::string_view name;
    void (WindowEvents::*append)(std::string&);
  } kShapes[] = {
      {"counts", &WindowEvents::counts},   {"one_key", &WindowEvents::one_key},       {"join", &WindowEvents::join},
      {"absence", &WindowEvents::absence}, {"arithmetic", &WindowEvents::arithmetic},
  };
  for (const auto& known : kShapes)
    if (known.name == shape) append_ = known.append;
  return append_ != nullptr;
}

void WindowEvents::counts(std::string& out) {
  std::string host;
  for (int left = plants(host) ? kBurst : 1; left > 0; --left)
    write(out, "USER_LOGIN", host, random_.below(1u << 20), random_.below(1u << 16));
}

void WindowEvents::one_key(std::string& out) {
  const std::uint64_t key = random_.one_in(10) ? random_.below(options_.keys) : 0;
  write(out, "USER_LOGIN", "host-" + std::to_string(key), random_.below(1u << 20), random_.below(1u << 16));
}

void WindowEvents::join(std::string& out) {
  std::string host;
  if (!plants(host)) {
    write(out, kSteps[random_.below(3)], host, random_.below(1u << 31), random_.below(1u << 16));
    return;
  }
  const std::uint64_t pid = random_.below(1u << 31);
  for (const std::string_view step : kSteps) write(out, step, host, pid, 443);
}

void WindowEvents::absence(std::string& out) {
  std::string host;
  const bool alone = plants(host);
  const std::uint64_t pid = random_.below(1u << 20);
  write(out, "PROCESS_LAUNCH", host, pid, 0);
  if (!alone) write(out, "PROCESS_TERMINATION", host, pid, 0);
}

void WindowEvents::arithmetic(std::string& out) {
  std::string host;
  const bool scan = plants(host);
  const std::uint64_t port = 1024 + random_.below(60'000);
  for (std::uint64_t i = 0; i < (scan ? 4 : 1); ++i)
    write(out, "NETWORK_CONNECTION", host, random_.below(1u << 20), port + 7 * i);
}

bool WindowEvents::plants(std::string& host) {
  const bool due = random_.one_in(kPlantedOneIn);
  host = due ? "planted-" + std::to_string(planted_++) : "host-" + std::to_string(random_.below(options_.keys));
  return due;
}

void WindowEvents::write(std::string& out, std::string_view type, std::string_view host, std::uint64_t pid,
                         std::uint64_t port) {
  out += R"({"metadata":{"id":")";
  append_hex(out, random_.next(), 16);
  out += R"(","eventTimestamp":")";
  append_time(out, kTelemetryBegin + static_cast<std::int64_t>(events_ * kSpanMs / (options_.events + 1)));
  append_raw(out, {R"(","eventType":")", type, R"("},"principal":{"hostname":")", host, R"(","process":{"pid":")"});
  append_number(out, pid);
  out += R"("}},"target":{"port":)";
  append_number(out, port);
  out += "}}\n";
  ++events_;
}

}  // namespace yaral::bench
