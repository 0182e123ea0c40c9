#include "bench/evtx_telemetry.h"

#include <iterator>
#include <span>

#include "base/text.h"
#include "bench/catalogue.h"
#include "bench/evtx_kinds.h"
#include "bench/json_line.h"

namespace yaral::bench {

namespace {

using evtx::number;
using evtx::Value;

constexpr std::int64_t kFileTimeOfUnix = 11'644'473'600'000;  // milliseconds from 1601 to 1970

Value text(std::string_view words) { return evtx::text(std::u16string(words.begin(), words.end())); }

// A SID of `authority` 5 (accounts) or 16 (integrity) with these parts.
Value sid(char authority, std::span<const std::uint32_t> parts) {
  std::string bytes{"\x01\0\0\0\0\0\0", 7};
  bytes[1] = static_cast<char>(parts.size());
  bytes += authority;
  bytes.append(reinterpret_cast<const char*>(parts.data()), parts.size_bytes());
  return evtx::raw(kSid, bytes);
}

Value no_account() { return evtx::raw(kSid, {"\x01\x01\0\0\0\0\0\0\0\0\0\0", 12}); }

}  // namespace

EvtxTelemetry::EvtxTelemetry(const TelemetryOptions& options)
    : options_(options), random_(options.seed), cast_(random_, options.hosts), clock_ms_(kTelemetryBegin) {}

std::string EvtxTelemetry::sysmon_chunk(std::uint64_t first_record) {
  return chunk(kSysmonChannel, first_record, &EvtxTelemetry::sysmon);
}

std::string EvtxTelemetry::security_chunk(std::uint64_t first_record) {
  return chunk(kSecurityChannel, first_record, &EvtxTelemetry::security);
}

std::string EvtxTelemetry::chunk(const Channel& channel, std::uint64_t first_record,
                                 const Kind& (EvtxTelemetry::*choose)(Values&)) {
  EvtxChunk chunk(channel, first_record);
  for (;;) {
    clock_ms_ += static_cast<std::int64_t>(random_.below(40));
    machine_ = cast_.machine();
    Values values;
    planting_ = false;
    const Kind& kind = (this->*choose)(values);
    const std::u16string computer(machine_.name.begin(), machine_.name.end());
    const Occurrence occurrence{.filetime = static_cast<std::uint64_t>(clock_ms_ + kFileTimeOfUnix) * 10'000,
                                .process = static_cast<std::uint32_t>(2000 + random_.below(4) * 4),
                                .thread = static_cast<std::uint32_t>(3000 + random_.below(50) * 4),
                                .computer = computer};
    if (!chunk.add(kind, occurrence, values)) return chunk.finish();
    ++events_;
    if (planting_) ++planted_;
  }
}

const Kind& EvtxTelemetry::sysmon(Values& values) {
  if (random_.below(1'000'000) < options_.planted_per_million) return plant(values);
  const std::uint64_t share = random_.below(94);
  if (share < 22) {
    const Program& program = pick(kPrograms, random_);
    values = launch(program.image, program.command_line, program.company);
    return kLaunch;
  }
  if (share < 42) {
    values = file(pick(kFiles, random_));
    return kFile;
  }
  if (share < 62) {
    values = registry(pick(kRegistryKeys, random_), pick(kPrograms, random_).image);
    return kRegistry;
  }
  values = share < 82 ? connection() : dns();
  return share < 82 ? kConnection : kDns;
}

const Kind& EvtxTelemetry::plant(Values& values) {
  planting_ = true;
  switch (random_.below(3)) {
    case 0: {
      const Program& program = pick(kSigning, random_);
      values = launch(program.image, program.command_line, program.company);
      return kLaunch;
    }
    case 1: values = file(kPlantedFile); return kFile;
    default: values = registry(kTrustedKey, R"(C:\Users\%u\AppData\Local\Temp\%w.exe)"); return kRegistry;
  }
}

const Kind& EvtxTelemetry::security(Values& values) {
  static constexpr struct {
    std::uint64_t below;
    const Kind& kind;
    Fill fill;
  } kShares[] = {{40, kLogon, &EvtxTelemetry::logon},
                 {65, kLogoff, &EvtxTelemetry::logoff},
                 {75, kPrivileges, &EvtxTelemetry::privileges},
                 {95, kAuditedLaunch, &EvtxTelemetry::audited_launch},
                 {100, kShareAccess, &EvtxTelemetry::share_access}};
  const std::uint64_t share = random_.below(100);
  const auto* row = kShares;
  while (share >= row->below) ++row;
  values = (this->*row->fill)();
  return row->kind;
}

EvtxTelemetry::Values EvtxTelemetry::launch(std::string_view image, std::string_view command_line,
                                            std::string_view company) {
  const Program& parent = pick(kPrograms, random_);
  const std::string path = filled(image);
  const std::string name = path.substr(path.rfind('\\') + 1);
  std::string hashes;
  for (const auto& [algorithm, digits] : hashes_of(path))
    append_raw(hashes, {hashes.empty() ? "" : ",", ascii_upper(algorithm), "=", ascii_upper(digits)});
  return {text("-"),
          utc_time(),
          guid(),
          pid(),
          text(path),
          text("10.0.22621." + std::to_string(random_.rank(4000))),
          text(name + " of Windows"),
          text("Microsoft Windows Operating System"),
          text(filled(company)),
          text(name),
          text(filled(command_line)),
          text(filled(R"(C:\Users\%u\)")),
          user(),
          guid(),
          logon_id(),
          number<std::uint32_t>(kInt, static_cast<std::uint32_t>(random_.below(3))),
          text(random_.one_in(4) ? "High" : "Medium"),
          text(hashes),
          guid(),
          pid(),
          text(filled(parent.image)),
          text(filled(parent.command_line)),
          user()};
}

EvtxTelemetry::Values EvtxTelemetry::file(std::string_view path) {
  return {text("-"),          utc_time(), guid(), pid(), text(filled(pick(kPrograms, random_).image)),
          text(filled(path)), utc_time(), user()};
}

EvtxTelemetry::Values EvtxTelemetry::registry(std::string_view key, std::string_view by) {
  std::string details = "DWORD (0x";
  append_hex(details, random_.rank(1u << 31), 8);
  return {text("-"),        text("SetValue"),  utc_time(),          guid(), pid(),
          text(filled(by)), text(filled(key)), text(details + ")"), user()};
}

EvtxTelemetry::Values EvtxTelemetry::connection() {
  const auto port = static_cast<std::uint16_t>(random_.one_in(4) ? 80 + random_.rank(9000) : 443);
  const std::string address = "198.18." + std::to_string(random_.rank(256)) + "." + std::to_string(random_.below(256));
  const std::string name = "edge-" + std::to_string(random_.rank(5000)) + "." + std::string(pick(kDomains, random_));
  const auto bit = [](bool set) { return number<std::uint32_t>(kBool, set ? 1 : 0); };
  return {text("-"),
          utc_time(),
          guid(),
          pid(),
          text(filled(pick(kPrograms, random_).image)),
          user(),
          text("tcp"),
          bit(true),
          bit(false),
          text(machine_.ip),
          text(machine_.name),
          number(kShort, static_cast<std::uint16_t>(49'152 + random_.below(16'000))),
          text("-"),
          bit(false),
          text(address),
          text(name),
          number(kShort, port),
          text(port == 443 ? "https" : "-")};
}

EvtxTelemetry::Values EvtxTelemetry::dns() {
  const std::string name = "srv" + std::to_string(random_.rank(200'000)) + "." + std::string(pick(kDomains, random_));
  std::string results;
  for (std::uint64_t i = 0, count = 1 + random_.below(3); i < count; ++i)
    results += "::ffff:203.0.113." + std::to_string(random_.below(256)) + ";";
  return {text("-"),  utc_time(), guid(),        pid(),
          text(name), text("0"),  text(results), text(filled(pick(kPrograms, random_).image)),
          user()};
}

EvtxTelemetry::Values EvtxTelemetry::logon() {
  const bool network = !random_.one_in(3);
  const bool ntlm = random_.one_in(4);
  return {no_account(),
          text("-"),
          text("-"),
          number<std::uint64_t>(kHexLong, 0),
          user_sid(),
          text(machine_.user),
          text("CORP"),
          logon_id(),
          number<std::uint32_t>(kInt, network ? 3 : 2),
          text(ntlm ? "NtLmSsp " : "Kerberos"),
          text(ntlm ? "NTLM" : "Kerberos"),
          text(ntlm ? ascii_upper(machine_.name.substr(0, machine_.name.find('.'))) : "-"),
          guid(),
          text("-"),
          text(ntlm ? "NTLM V2" : "-"),
          number<std::uint32_t>(kInt, ntlm ? 128 : 0),
          number<std::uint64_t>(kHexLong, network ? 0 : 4 * (100 + random_.below(4000))),
          text(network ? "-" : R"(C:\Windows\System32\lsass.exe)"),
          text(machine_.ip),
          text(std::to_string(49'152 + random_.below(16'000))),
          text("%%1833"),
          text("-"),
          text("-"),
          text("-"),
          text("%%1843"),
          number<std::uint64_t>(kHexLong, 0),
          text(random_.one_in(5) ? "%%1842" : "%%1843")};
}

EvtxTelemetry::Values EvtxTelemetry::logoff() {
  return {user_sid(), text(machine_.user), text("CORP"), logon_id(), number<std::uint32_t>(kInt, 3)};
}

EvtxTelemetry::Values EvtxTelemetry::privileges() {
  Values values = subject();
  values.push_back(
      text("SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeRestorePrivilege\n\t\t\tSeDebugPrivilege"));
  return values;
}

EvtxTelemetry::Values EvtxTelemetry::audited_launch() {
  static constexpr std::uint32_t kMediumIntegrity[] = {8192};
  const Program& program = pick(kPrograms, random_);
  Values values = subject();
  const auto process = [&] { return number<std::uint64_t>(kHexLong, 4 * (100 + random_.below(4000))); };
  for (Value& value :
       Values{process(), text(filled(program.image)), text("%%1938"), process(), text(filled(program.command_line)),
              no_account(), text("-"), text("-"), number<std::uint64_t>(kHexLong, 0),
              text(filled(pick(kPrograms, random_).image)), sid(16, kMediumIntegrity)})
    values.push_back(std::move(value));
  return values;
}

EvtxTelemetry::Values EvtxTelemetry::share_access() {
  Values values = subject();
  for (Value& value : Values{
           text("File"), text(machine_.ip), text(std::to_string(49'152 + random_.below(16'000))), text(R"(\\*\SYSVOL)"),
           text(R"(\??\C:\Windows\SYSVOL\sysvol)"), text(filled(R"(corp.example\Policies\{%g}\%w.ini)")),
           number<std::uint32_t>(kHexInt, 0x120089), text("%%1538\n\t\t\t\t%%1541\n\t\t\t\t%%4416"), text("-")})
    values.push_back(std::move(value));
  return values;
}

EvtxTelemetry::Values EvtxTelemetry::subject() { return {user_sid(), text(machine_.user), text("CORP"), logon_id()}; }

Value EvtxTelemetry::guid() {
  std::string bytes;
  for (int i = 0; i < 2; ++i) {
    const std::uint64_t half = random_.next();
    bytes.append(reinterpret_cast<const char*>(&half), sizeof half);
  }
  return evtx::raw(kGuid, bytes);
}

Value EvtxTelemetry::pid() { return number(kInt, static_cast<std::uint32_t>(4 * (100 + random_.below(4000)))); }

Value EvtxTelemetry::user_sid() const {
  const std::uint32_t parts[] = {21, 1004336348, 1177238915, 682003330, static_cast<std::uint32_t>(machine_.user_rid)};
  return sid(5, parts);
}

Value EvtxTelemetry::user() const { return text(R"(CORP\)" + machine_.user); }

Value EvtxTelemetry::logon_id() { return number(kHexLong, random_.below(1u << 24)); }

Value EvtxTelemetry::utc_time() const {
  std::string time;
  append_time(time, clock_ms_);
  time[10] = ' ';
  time.pop_back();
  return text(time);
}

}  // namespace yaral::bench
