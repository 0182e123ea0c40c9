#include "cli/field_tree.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "syntax/quote.h"

namespace yaral::cli {

namespace {

using udm::FieldInfo;
using udm::FieldType;

// Deeper paths are repetitions, such as the parent of the parent of a process.
constexpr std::size_t kSearchDepth = 7;
constexpr std::size_t kLongestPath = 64;

bool is_map(const FieldInfo& field) {
  return field.repeated && field.type == FieldType::kMessage && udm::map_value_field(field.type_id);
}

bool is_map_entry(const FieldInfo& field) {
  return field.type == FieldType::kMessage && udm::message(field.type_id).map_entry;
}

FieldInfo of_type(FieldType type) { return {{}, {}, 0, type, false, false, 0}; }

FieldPlace below(const FieldPlace& place, std::string name, const FieldInfo& field) {
  FieldPlace next = place;
  next.segments.push_back({std::move(name), {}});
  next.field = field;
  next.deprecated = place.deprecated || field.deprecated;
  return next;
}

FieldPlace with_key(FieldPlace place, const std::string& key) {
  place.segments.back().subscripts = {{.index = std::nullopt, .key = key}};
  if (place.field.type == FieldType::kMessage)
    place.field = udm::message(place.field.type_id).fields[*udm::map_value_field(place.field.type_id)];
  else
    place.field = of_type(FieldType::kString);
  return place;
}

FieldPlace struct_value(const FieldPlace& place, const std::string& key) {
  return with_key(below(place, "fields", of_type(FieldType::kStruct)), key);
}

const FieldInfo* find_field(udm::MessageId message, const std::string& name) {
  auto at = udm::find_field(message, name, true);
  // The members of a detection's variables are also written in full (language reference 12).
  constexpr std::string_view kLong = "_value";
  if (!at && name.ends_with(kLong)) at = udm::find_field(message, name.substr(0, name.size() - kLong.size()) + "_val");
  return at ? &udm::message(message).fields[*at] : nullptr;
}

// The key of a segment; an empty one when it has none. nullopt: more subscripts than there can be.
std::optional<std::string> key_of(const udm::Segment& segment) {
  if (segment.subscripts.empty()) return std::string();
  if (segment.subscripts.size() > 1) return std::nullopt;
  return segment.subscripts.front().key.value_or(std::string());
}

std::optional<FieldPlace> follow_field(const FieldPlace& place, const udm::Segment& segment) {
  const FieldInfo* field = find_field(place.field.type_id, segment.name);
  const auto key = key_of(segment);
  if (!field || !key) return std::nullopt;
  FieldPlace next = below(place, std::string(field->name), *field);
  if (segment.subscripts.empty()) return next;
  if (segment.subscripts.front().index) return field->repeated ? std::optional(next) : std::nullopt;
  return is_map(*field) ? std::optional(with_key(next, *key)) : std::nullopt;
}

std::optional<FieldPlace> follow_segment(const FieldPlace& place, const udm::Segment& segment) {
  if (place.field.type == FieldType::kMessage) return follow_field(place, segment);
  if (place.field.type == FieldType::kStruct) {
    if (segment.name != "fields") return std::nullopt;
    if (segment.subscripts.empty()) return struct_value(place, "key");
    const bool one_key = segment.subscripts.size() == 1 && segment.subscripts.front().key;
    return one_key ? std::optional(struct_value(place, *segment.subscripts.front().key)) : std::nullopt;
  }
  for (FieldPlace& part : places_below(place))  // of a time
    if (part.segments.back().name == segment.name && segment.subscripts.empty()) return std::move(part);
  return std::nullopt;
}

// `commandLine` as `command_line`.
std::string snake_case(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool upper = word[i] != ascii_lower(word[i]);
    if (upper && i > 0 && word[i - 1] >= 'a' && word[i - 1] <= 'z') out += '_';
    out += ascii_lower(word[i]);
  }
  return out;
}

class Search {
 public:
  explicit Search(const std::vector<std::string>& words) {
    for (const std::string& word : words) words_.push_back({ascii_lower(word), snake_case(word)});
  }

  void below(const FieldPlace& place) {
    if (place.segments.size() >= kSearchDepth) return;
    const bool message = place.field.type == FieldType::kMessage;
    if (message && is_repetition(place.field.type_id)) return;
    if (message) above_.push_back(place.field.type_id);
    for (const FieldPlace& next : places_below(place)) {
      if (next.is_value())
        take(next);
      else
        below(next);
    }
    if (message) above_.pop_back();
  }

  // The shortest first.
  std::vector<FieldPlace> found() {
    std::ranges::stable_sort(found_, {}, [](const FieldPlace& place) { return place.segments.size(); });
    return std::move(found_);
  }

 private:
  // A message may lie right below itself once (`process.parent_process`). Deeper, and by detours
  // (`principal.security_result.about`), the same fields come again and tell a reader nothing new.
  bool is_repetition(udm::MessageId id) const {
    const auto times = std::ranges::count(above_, id);
    return times > 1 || (times == 1 && above_.back() != id);
  }

  void take(const FieldPlace& place) {
    std::string names(place.root->prefix);  // without the keys
    for (const udm::Segment& segment : place.segments) names += segment.name + '.';
    const auto holds = [&names](const std::array<std::string, 2>& spellings) {
      return names.find(spellings[0]) != std::string::npos || names.find(spellings[1]) != std::string::npos;
    };
    if (std::ranges::all_of(words_, holds)) found_.push_back(place);
  }

  std::vector<std::array<std::string, 2>> words_;
  std::vector<udm::MessageId> above_;
  std::vector<FieldPlace> found_;
};

// The key between double quotes at the start of `text`, which is left behind it.
std::optional<std::string> parse_key(std::string_view& text) {
  std::string key;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return key;
    }
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    key += text[i];
  }
  return std::nullopt;
}

// The subscripts at the start of `text`, which is left behind them.
bool parse_subscripts(std::string_view& text, std::vector<udm::Subscript>& subscripts) {
  while (text.starts_with('[')) {
    text.remove_prefix(1);
    udm::Subscript subscript;
    if (text.starts_with('"')) {
      subscript.key = parse_key(text);
      if (!subscript.key) return false;
    } else {
      const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
      if (digits == 0 || digits > 9) return false;
      subscript.index = static_cast<std::uint32_t>(std::stoul(std::string(text.substr(0, digits))));
      text.remove_prefix(digits);
    }
    if (!text.starts_with(']')) return false;
    text.remove_prefix(1);
    subscripts.push_back(std::move(subscript));
  }
  return true;
}

}  // namespace

std::span<const FieldRoot> field_roots() {
  static const FieldRoot roots[] = {
      {"udm", "", udm::event_root()},
      {"graph", "graph.", udm::entity_root()},
      {"detection", "detection.", udm::detection_root()},
  };
  return roots;
}

bool FieldPlace::is_value() const {
  return field.type != FieldType::kMessage && field.type != FieldType::kStruct && field.type != FieldType::kDuration;
}

std::string FieldPlace::text() const {
  std::string text(root->prefix);
  if (segments.empty() && !text.empty()) text.pop_back();
  for (const udm::Segment& segment : segments) {
    if (&segment != &segments.front()) text += '.';
    text += segment.name;
    for (const udm::Subscript& subscript : segment.subscripts)
      text += "[\"" + syntax::escape(subscript.key.value_or("")) + "\"]";
  }
  return text;
}

bool FieldPlace::repeated() const {
  const auto path = udm::resolve(root->message, segments);
  return path && path->is_repeated();
}

FieldPlace place_of(const FieldRoot& root) {
  FieldInfo field = of_type(FieldType::kMessage);
  field.type_id = root.message;
  return {.root = &root, .segments = {}, .field = field};
}

std::vector<FieldPlace> places_below(const FieldPlace& place) {
  switch (place.field.type) {
    case FieldType::kStruct: return {struct_value(place, "key")};
    case FieldType::kTimestamp:
    case FieldType::kDuration:
      return {below(place, "seconds", of_type(FieldType::kInt64)), below(place, "nanos", of_type(FieldType::kInt64))};
    case FieldType::kMessage: break;
    default: return {};
  }
  std::vector<FieldPlace> places;
  if (is_map(place.field)) places.push_back(with_key(place, "key"));
  if (is_map_entry(place.field)) return places;
  for (const FieldInfo& field : udm::message(place.field.type_id).fields) {
    FieldPlace next = below(place, std::string(field.name), field);
    if (is_map_entry(field)) next = with_key(next, "key");
    places.push_back(std::move(next));
  }
  return places;
}

std::vector<FieldPlace> search_places(const FieldRoot& root, const std::vector<std::string>& words) {
  Search search(words);
  search.below(place_of(root));
  return search.found();
}

FieldPlace follow_path(const FieldRoot& root, const std::vector<udm::Segment>& segments) {
  FieldPlace place = place_of(root);
  for (const udm::Segment& segment : segments) {
    std::optional<FieldPlace> next = follow_segment(place, segment);
    if (!next) break;
    place = std::move(*next);
  }
  return place;
}

std::optional<std::vector<udm::Segment>> parse_path(std::string_view text) {
  std::vector<udm::Segment> segments;
  while (segments.size() < kLongestPath) {
    const std::size_t end = std::min(text.find_first_of(".["), text.size());
    if (end == 0) return std::nullopt;
    udm::Segment& segment = segments.emplace_back();
    segment.name = std::string(text.substr(0, end));
    text.remove_prefix(end);
    if (!parse_subscripts(text, segment.subscripts)) return std::nullopt;
    if (text.empty()) return segments;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

}  // namespace yaral::cli
