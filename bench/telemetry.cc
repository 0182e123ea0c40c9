#include "bench/telemetry.h"

#include <array>

#include "bench/catalogue.h"
#include "bench/json_line.h"

namespace yaral::bench {

struct Telemetry::Source {
  std::string_view event_type;
  std::string_view product;
  std::string_view event_id;
  std::string_view log_type;
  std::string_view channel;
  std::string_view provider;
};

namespace {

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon";
constexpr std::string_view kSysmonGuid = "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}";
constexpr std::string_view kSysmonChannel = "Microsoft-Windows-Sysmon/Operational";

constexpr std::string_view kPad = " --option=value-of-no-interest/0123456789abcdef";
constexpr std::uint64_t kMeanGapMs = 20;  // of 50 events a second
constexpr std::uint64_t kLateMs = 3000;   // events come up to this much out of order

}  // namespace

Telemetry::Telemetry(const TelemetryOptions& options)
    : options_(options), random_(options.seed), cast_(random_, options.hosts), clock_ms_(kTelemetryBegin) {}

void Telemetry::append_event(std::string& out) {
  ++number_;
  clock_ms_ += static_cast<std::int64_t>(random_.below(2 * kMeanGapMs + 1));
  if (random_.below(1'000'000) < options_.planted_per_million) {
    append_planted(out);
    return;
  }
  const Machine machine = cast_.machine();
  const std::uint64_t kind = options_.only_launches ? 0 : random_.below(100);
  if (kind < 22) {
    const Program& program = pick(kPrograms, random_);
    launch(out, machine, program.image, program.command_line, program.company);
  } else if (kind < 42) {
    file(out, machine, pick(kFiles, random_));
  } else if (kind < 62) {
    registry(out, machine, pick(kRegistryKeys, random_), pick(kPrograms, random_).image);
  } else if (kind < 82) {
    connection(out, machine);
  } else if (kind < 94) {
    dns(out, machine);
  } else {
    logon(out, machine);
  }
}

void Telemetry::append_planted(std::string& out) {
  ++planted_;
  const Machine machine = cast_.machine();
  switch (random_.below(3)) {
    case 0: {
      const Program& program = pick(kSigning, random_);
      launch(out, machine, program.image, program.command_line, program.company);
      break;
    }
    case 1: file(out, machine, kPlantedFile); break;
    default: registry(out, machine, kTrustedKey, R"(C:\Users\%u\AppData\Local\Temp\%w.exe)");
  }
}

void Telemetry::head(std::string& out, const Machine& machine, const Source& source) {
  const std::int64_t time = clock_ms_ - static_cast<std::int64_t>(random_.below(kLateMs));
  out += R"({"metadata":{"id":")";
  append_hex(out, random_.next(), 16);
  append_hex(out, random_.next(), 16);
  out += R"(","eventTimestamp":")";
  append_time(out, time);
  out += R"(","collectedTimestamp":")";
  append_time(out, time + 1200 + static_cast<std::int64_t>(random_.below(4000)));
  append_raw(out, {R"(","eventType":")", source.event_type, R"(","vendorName":"Microsoft","productName":")",
                   source.product, R"(","productEventType":")"});
  if (options_.event_types == 0) {
    out += source.event_id;
  } else {
    append_number(out, random_.below(options_.event_types));
  }
  out += R"(","productLogId":")";
  append_number(out, 100'000 + number_);
  append_raw(out, {R"(","logType":")", source.log_type, R"("},"principal":{"hostname":")", machine.name,
                   R"(","asset":{"hostname":")", machine.name, R"(","ip":[")", machine.ip, R"("]},"ip":[")", machine.ip,
                   R"("],"administrativeDomain":"CORP","user":{"userid":")", machine.user,
                   R"(","windowsSid":"S-1-5-21-1004336348-1177238915-682003330-)"});
  append_number(out, machine.user_rid);
  out += R"("})";
}

void Telemetry::tail(std::string& out, const Source& source) {
  out += R"(,"observer":{"process":{"pid":")";
  append_number(out, 2000 + random_.below(4) * 4);
  append_raw(out, {R"("}},"additional":{"Channel":")", source.channel, R"(","ProviderGuid":")", source.provider,
                   R"(","ThreadID":")"});
  append_number(out, 3000 + random_.below(50) * 4);
  out += R"(","LogonId":"0x)";
  append_hex(out, random_.below(1u << 24), 6);
  out += R"(","TerminalSessionId":")";
  append_number(out, random_.below(3));
  out += "\"}}\n";
}

void Telemetry::actor(std::string& out, const Machine& machine, std::string_view image, std::string_view command_line) {
  out += R"(,"process":{"pid":")";
  append_number(out, 4 * (100 + random_.below(4000)));
  out += R"(","productSpecificProcessId":"SYSMON:{)";
  append_guid(out, random_.next(), random_.next());
  out += R"(}","file":{"fullPath":")";
  append_text(out, cast_.filled(image, machine));
  if (!command_line.empty()) {
    out += R"("},"commandLine":")";
    append_text(out, cast_.filled(command_line, machine));
    out += R"("}})";
  } else {
    out += R"("}}})";
  }
}

void Telemetry::hashes(std::string& out, std::string_view image) {
  for (const auto& [name, digits] : hashes_of(image)) append_raw(out, {R"(,")", name, R"(":")", digits, "\""});
}

void Telemetry::launch(std::string& out, const Machine& machine, std::string_view image, std::string_view command_line,
                       std::string_view company) {
  static constexpr Source kSource{"PROCESS_LAUNCH", kSysmon, "1", "WINDOWS_SYSMON", kSysmonChannel, kSysmonGuid};
  head(out, machine, kSource);
  const Program& parent = pick(kPrograms, random_);
  actor(out, machine, parent.image, parent.command_line);
  const std::string path = cast_.filled(image, machine);
  out += R"(,"target":{"process":{"pid":")";
  append_number(out, 4 * (100 + random_.below(4000)));
  out += R"(","productSpecificProcessId":"SYSMON:{)";
  append_guid(out, random_.next(), random_.next());
  out += R"(}","commandLine":")";
  const std::string line = cast_.filled(command_line, machine);
  append_text(out, line);
  for (std::size_t size = line.size(); size < options_.value_bytes; size += kPad.size()) out += kPad;
  out += R"(","integrityLevelRid":"8192","file":{"fullPath":")";
  append_text(out, path);
  out += '"';
  hashes(out, path);
  out += R"(}},"user":{"userid":")";
  append_raw(out, {machine.user, R"("},"asset":{"software":[{"vendorName":")"});
  append_text(out, cast_.filled(company, machine));
  out += R"(","version":"10.0.22621.)";
  append_number(out, random_.rank(4000));
  out += R"("}]}})";
  tail(out, kSource);
}

void Telemetry::file(std::string& out, const Machine& machine, std::string_view path) {
  static constexpr Source kSource{"FILE_CREATION", kSysmon, "11", "WINDOWS_SYSMON", kSysmonChannel, kSysmonGuid};
  head(out, machine, kSource);
  actor(out, machine, pick(kPrograms, random_).image, {});
  out += R"(,"target":{"file":{"fullPath":")";
  append_text(out, cast_.filled(path, machine));
  out += R"("}})";
  tail(out, kSource);
}

void Telemetry::registry(std::string& out, const Machine& machine, std::string_view key, std::string_view by) {
  static constexpr Source kSource{"REGISTRY_MODIFICATION", kSysmon,        "13",
                                  "WINDOWS_SYSMON",        kSysmonChannel, kSysmonGuid};
  head(out, machine, kSource);
  actor(out, machine, by, {});
  const std::string full = cast_.filled(key, machine);
  out += R"(,"target":{"registry":{"registryKey":")";
  append_text(out, full);
  out += R"(","registryValueName":")";
  append_text(out, std::string_view(full).substr(full.rfind('\\') + 1));
  out += R"(","registryValueData":"DWORD (0x)";
  append_hex(out, random_.rank(1u << 31), 8);
  out += ")\"}}";
  tail(out, kSource);
}

void Telemetry::connection(std::string& out, const Machine& machine) {
  static constexpr Source kSource{"NETWORK_CONNECTION", kSysmon, "3", "WINDOWS_SYSMON", kSysmonChannel, kSysmonGuid};
  head(out, machine, kSource);
  out += R"(,"port":)";
  append_number(out, 49'152 + random_.below(16'000));
  actor(out, machine, pick(kPrograms, random_).image, {});
  out += R"(,"target":{"ip":["198.18.)";
  append_number(out, random_.rank(256));
  out += '.';
  append_number(out, random_.below(256));
  out += R"("],"port":)";
  append_number(out, random_.one_in(4) ? 80 + random_.rank(9000) : 443);
  out += R"(,"hostname":"edge-)";
  append_number(out, random_.rank(5000));
  append_raw(
      out, {".", pick(kDomains, random_), R"("},"network":{"ipProtocol":"TCP","direction":"OUTBOUND","sentBytes":")"});
  append_number(out, random_.rank(1u << 24));
  out += R"(","receivedBytes":")";
  append_number(out, random_.rank(1u << 28));
  out += R"("})";
  tail(out, kSource);
}

void Telemetry::dns(std::string& out, const Machine& machine) {
  static constexpr Source kSource{"NETWORK_DNS", kSysmon, "22", "WINDOWS_SYSMON", kSysmonChannel, kSysmonGuid};
  head(out, machine, kSource);
  actor(out, machine, pick(kPrograms, random_).image, {});
  const std::string name = "srv" + std::to_string(random_.rank(200'000)) + "." + std::string(pick(kDomains, random_));
  append_raw(out, {R"(,"network":{"applicationProtocol":"DNS","dns":{"questions":[{"name":")", name,
                   R"(","type":1}],"answers":[)"});
  for (std::uint64_t i = 0, count = 1 + random_.below(3); i < count; ++i) {
    append_raw(out, {i == 0 ? "" : ",", R"({"name":")", name, R"(","type":1,"ttl":300,"data":"203.0.113.)"});
    append_number(out, random_.below(256));
    out += R"("})";
  }
  out += R"(],"responseCode":0}})";
  tail(out, kSource);
}

void Telemetry::logon(std::string& out, const Machine& machine) {
  static constexpr Source kSource{"USER_LOGIN", "Microsoft-Windows-Security-Auditing",   "4624", "WINEVTLOG",
                                  "Security",   "{54849625-5478-4994-A5BA-3E3B0328C30D}"};
  head(out, machine, kSource);
  actor(out, machine, R"(C:\Windows\System32\lsass.exe)", {});
  append_raw(out, {R"(,"target":{"hostname":"dc-01.corp.example","user":{"userid":")", machine.user,
                   R"("},"administrativeDomain":"CORP"},"extensions":{"auth":{"type":"MACHINE","mechanism":[")",
                   random_.one_in(3) ? "INTERACTIVE" : "NETWORK", R"("]}},"securityResult":[{"action":[")",
                   random_.one_in(20) ? "FAIL" : "ALLOW", R"("],"description":"An account was logged on: package )",
                   random_.one_in(4) ? "NTLM V2" : "Kerberos", R"(, key length 0, impersonation level %%1833"}])"});
  tail(out, kSource);
}

}  // namespace yaral::bench
