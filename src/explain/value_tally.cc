#include "explain/value_tally.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "detections/terminal_text.h"
#include "detections/value_text.h"
#include "engine/evaluate.h"

namespace yaral::explain {

namespace {

constexpr std::size_t kMostValues = 1'000;
constexpr std::size_t kShownColumns = 60;
constexpr std::size_t kShownElements = 5;

}  // namespace

std::string shown_value(const Value& value, Type type) {
  const auto items = value.as_list();
  if (value.kind() == ValueKind::kList && items.size() > kShownElements) {
    const Value some = Value::list(items.first(kShownElements));
    return fmt::format("{}, … ({} elements)", shown_value(some, type), items.size());
  }
  const std::string text =
      detections::cut_to_width(detections::visible_text(detections::value_text(value, type)), kShownColumns);
  const bool quoted = value.kind() == ValueKind::kString || (value.is_null() && type.base == BaseType::kString);
  return quoted ? '"' + text + '"' : text;
}

std::string counted(std::uint64_t number, std::string_view plural) {
  if (number != 1) return fmt::format("{} {}", number, plural);
  if (plural.ends_with("ies")) return fmt::format("1 {}y", plural.substr(0, plural.size() - 3));
  return fmt::format("1 {}", plural.substr(0, plural.size() - 1));
}

void ValueTally::add(const Value& value, Type type) {
  const std::string text = shown_value(value, type);
  const auto at = counts_.find(text);
  if (at != counts_.end()) {
    ++at->second;
  } else if (counts_.size() < kMostValues) {
    counts_.emplace(text, 1);
  } else {
    more_ = true;
  }
}

std::string ValueTally::text(std::size_t most) const {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts_.begin(), counts_.end());
  std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < std::min(most, sorted.size()); ++i)
    text += fmt::format("{}{} ({})", i > 0 ? ", " : "", sorted[i].first, sorted[i].second);
  if (sorted.size() > most)
    text += fmt::format(", and {}{}", counted(sorted.size() - most, "other values"), more_ ? " or more" : "");
  return text;
}

}  // namespace yaral::explain
