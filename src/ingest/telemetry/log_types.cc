#include "ingest/log_types.h"

namespace yaral::ingest {

#define YARAL_LOG_TYPE(name) const LogType& name##_log_type();
#include "ingest/telemetry/log_types.def"
#undef YARAL_LOG_TYPE

std::span<const LogType* const> shipped_log_types() {
  static const LogType* const types[] = {
#define YARAL_LOG_TYPE(name) &name##_log_type(),
#include "ingest/telemetry/log_types.def"
#undef YARAL_LOG_TYPE
  };
  return types;
}

}  // namespace yaral::ingest
