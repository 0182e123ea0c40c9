#include "engine/window.h"

#include <algorithm>

namespace yaral::engine {

namespace {

std::size_t first_at_or_after(std::span<const RankedRow> rows, const EventOrder& order, Timestamp t, std::size_t from) {
  const auto at =
      std::ranges::partition_point(rows.subspan(from), [&](const RankedRow& row) { return order.time(row.rank) < t; });
  return static_cast<std::size_t>(at - rows.begin());
}

void walk_hop(Duration size, std::span<const RankedRow> rows, const EventOrder& order, const Judge& judge) {
  std::size_t begin = 0;
  while (begin < rows.size()) {
    const Timestamp start = order.time(rows[begin].rank);
    const Timestamp end = start + size;
    const std::size_t past = first_at_or_after(rows, order, end, begin);
    if (judge(rows.subspan(begin, past - begin), {.start = start, .end = end})) {
      begin = past;
    } else {
      begin = first_at_or_after(rows, order, start + Duration{.nanos = 1}, begin);
    }
  }
}

Timestamp block_start(Timestamp t, Duration size) {
  constexpr std::int64_t kNanos = 1'000'000'000;
  const std::int64_t step = size.nanos / kNanos;  // window sizes are whole seconds
  const std::int64_t into = ((t.seconds % step) + step) % step;
  return {.seconds = t.seconds - into, .nanos = 0};
}

void walk_tumbling(Duration size, std::span<const RankedRow> rows, const EventOrder& order, const Judge& judge) {
  std::size_t begin = 0;
  while (begin < rows.size()) {
    const Timestamp start = block_start(order.time(rows[begin].rank), size);
    const Timestamp end = start + size;
    const std::size_t past = first_at_or_after(rows, order, end, begin);
    judge(rows.subspan(begin, past - begin), {.start = start, .end = end});
    begin = past;
  }
}

}  // namespace

void walk_windows(const semantics::Window& window, std::span<const RankedRow> rows, const EventOrder& order,
                  const Judge& judge) {
  if (window.kind == syntax::WindowKind::kTumbling) {
    walk_tumbling(window.size, rows, order, judge);
  } else {
    walk_hop(window.size, rows, order, judge);
  }
}

}  // namespace yaral::engine
