#include <array>

#include "ingest/windows_source.h"

namespace yaral::ingest {

#define YARAL_WINDOWS_SOURCE(name) const WindowsSource& name##_source();
#include "ingest/telemetry/windows_sources.def"
#undef YARAL_WINDOWS_SOURCE

std::span<const WindowsSource* const> windows_sources() {
  static const WindowsSource* const sources[] = {
#define YARAL_WINDOWS_SOURCE(name) &name##_source(),
#include "ingest/telemetry/windows_sources.def"
#undef YARAL_WINDOWS_SOURCE
  };
  return sources;
}

}  // namespace yaral::ingest
