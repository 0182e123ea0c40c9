#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/cast.h"
#include "bench/evtx_forms.h"
#include "bench/random.h"
#include "bench/telemetry.h"

namespace yaral::bench {

// Makes up what the machines of Telemetry would log themselves: chunks of the Sysmon and of the Security channel of EVTX
// files, collected from all machines. The same options and calls give the same bytes.
class EvtxTelemetry {
 public:
  explicit EvtxTelemetry(const TelemetryOptions& options);

  // The next chunk, as full as it gets. `first_record` numbers its records.
  std::string sysmon_chunk(std::uint64_t first_record);
  std::string security_chunk(std::uint64_t first_record);

  std::uint64_t events() const { return events_; }
  std::uint64_t planted() const { return planted_; }

 private:
  using Values = std::vector<evtx::Value>;
  using Fill = Values (EvtxTelemetry::*)();

  std::string chunk(const Channel& channel, std::uint64_t first_record, const Kind& (EvtxTelemetry::*choose)(Values&));
  const Kind& sysmon(Values& values);
  const Kind& plant(Values& values);
  const Kind& security(Values& values);

  Values launch(std::string_view image, std::string_view command_line, std::string_view company);
  Values file(std::string_view path);
  Values registry(std::string_view key, std::string_view by);
  Values connection();
  Values dns();
  Values logon();
  Values logoff();
  Values privileges();
  Values audited_launch();
  Values share_access();

  Values subject();
  std::string filled(std::string_view words) { return cast_.filled(words, machine_); }
  evtx::Value guid();
  evtx::Value pid();
  evtx::Value user_sid() const;
  evtx::Value user() const;
  evtx::Value logon_id();
  evtx::Value utc_time() const;

  TelemetryOptions options_;
  Random random_;
  Cast cast_;
  Machine machine_;  // of the event that is being made
  std::int64_t clock_ms_;
  bool planting_ = false;
  std::uint64_t events_ = 0;
  std::uint64_t planted_ = 0;
};

}  // namespace yaral::bench
