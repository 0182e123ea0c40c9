#pragma once

#include <cstdint>
#include <optional>

#include "functions/signatures/metric_table.h"
#include "udm/event.h"

namespace yaral::engine {

// Whether a metric counts an event, and then the bytes that `value_sum` adds up: 0 for metrics that count events only
// (language reference 8.7; docs/semantics.md, "Metrics").
std::optional<std::uint64_t> metric_value(const functions::MetricFunction& function, const udm::Event& event);

}  // namespace yaral::engine
