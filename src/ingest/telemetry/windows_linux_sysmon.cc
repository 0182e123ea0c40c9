#include "ingest/windows_source.h"

// docs/telemetry/LINUX_SYSMON.md
namespace yaral::ingest {

// Sysmon for Linux writes the same events, but for what Linux does not have.
const WindowsSource& sysmon_source();

const WindowsSource& linux_sysmon_source() {
  static constexpr std::string_view kProviders[] = {"Linux-Sysmon"};
  static const WindowsSource kSource{
      .log_type = kLinuxSysmonLog,
      .providers = kProviders,
      .mappings = sysmon_source().mappings,
      .title = "Sysmon for Linux",
  };
  return kSource;
}

}  // namespace yaral::ingest
