#include "udm/path.h"

#include <algorithm>

#include "base/text.h"

namespace yaral::udm {
namespace {

bool is_map_like(const FieldInfo& field) {
  return field.repeated && field.type == FieldType::kMessage && map_value_field(field.type_id).has_value();
}

// Follows segments through the schema and writes the steps down.
class Resolver {
 public:
  explicit Resolver(MessageId root) : place_(unnamed(FieldType::kMessage, root)), message_(root) { path_.root = root; }

  std::expected<Path, PathError> resolve(std::span<const Segment> segments) {
    for (segment_ = 0; segment_ < segments.size(); ++segment_)
      if (const auto error = follow(segments[segment_])) return std::unexpected(fail(*error));
    if (indexed_ && !path_.repeated.empty()) {
      segment_ = first_repeated_segment_;
      return std::unexpected(fail(PathError::Kind::kIndexIncomplete));
    }
    if (is_variable(place_)) follow_field({.name = "value", .subscripts = {}});
    path_.type = element_type(place_);
    return std::move(path_);
  }

 private:
  using Failure = std::optional<PathError::Kind>;

  static FieldInfo unnamed(FieldType type, std::uint16_t type_id = 0) {
    return {{}, {}, 0, type, false, false, type_id};
  }

  PathError fail(PathError::Kind kind) const { return {kind, segment_, message_}; }

  Failure follow(const Segment& segment) {
    switch (place_.type) {
      case FieldType::kMessage: return follow_field(segment);
      case FieldType::kStruct: return follow_struct(segment);
      case FieldType::kTimestamp:
      case FieldType::kDuration: return follow_time(segment);
      default: return PathError::Kind::kNotAMessage;
    }
  }

  // `variables["x"]` of a detection: alone it reads as text (language reference 3.14).
  static bool is_variable(const FieldInfo& place) {
    return place.type == FieldType::kMessage && message(place.type_id).name == "FindingVariable";
  }

  // The members of such a variable are `int64_val` and so on, also written `int64_value` (12).
  std::string field_name(const Segment& segment) const {
    constexpr std::string_view kLong = "_value";
    if (!is_variable(place_) || !segment.name.ends_with(kLong)) return segment.name;
    return segment.name.substr(0, segment.name.size() - kLong.size()) + "_val";
  }

  Failure follow_field(const Segment& segment) {
    message_ = place_.type_id;
    const std::optional<FieldIndex> index = find_field(message_, field_name(segment));
    if (!index) return PathError::Kind::kUnknownField;
    const FieldInfo& field = message(message_).fields[*index];
    path_.steps.push_back({PathStep::Kind::kField, *index, 0, {}});
    add_text(segment.name);
    place_ = field;
    if (segment.subscripts.empty()) {
      if (message_ == detection_root() && segment.name == "detection")
        path_.steps.push_back({PathStep::Kind::kIndex, 0, 0, {}});  // it has one element (10.3)
      else if (field.repeated)
        note_repeated();
      return {};
    }
    return follow_subscripts(segment, field);
  }

  Failure follow_subscripts(const Segment& segment, const FieldInfo& field) {
    if (has_index(segment) && has_key(segment)) return PathError::Kind::kIndexAndKey;
    if (has_index(segment)) {
      if (!field.repeated || segment.subscripts.size() > 1) return PathError::Kind::kIndexOnScalar;
      add_index(*segment.subscripts.front().index);
      return {};
    }
    if (!is_map_like(field) || !has_one_key(segment)) return PathError::Kind::kKeyOnNonMap;
    place_ = message(field.type_id).fields[*map_value_field(field.type_id)];
    add_key(*segment.subscripts.front().key);
    return {};
  }

  // The word `fields` belongs to the map syntax, not to the schema (3.11); what the key finds reads as a string.
  Failure follow_struct(const Segment& segment) {
    if (segment.name != "fields" || segment.subscripts.empty()) return PathError::Kind::kMapNeedsKey;
    if (has_index(segment)) {
      return has_key(segment) ? PathError::Kind::kIndexAndKey : PathError::Kind::kIndexOnScalar;
    }
    if (!has_one_key(segment)) return PathError::Kind::kKeyOnNonMap;
    add_text(segment.name);
    add_key(*segment.subscripts.front().key);
    place_ = unnamed(FieldType::kString);
    return {};
  }

  Failure follow_time(const Segment& segment) {
    const bool seconds = segment.name == "seconds";
    if (!seconds && segment.name != "nanos") return PathError::Kind::kUnknownField;
    if (!segment.subscripts.empty()) {
      return has_index(segment) ? PathError::Kind::kIndexOnScalar : PathError::Kind::kKeyOnNonMap;
    }
    add_text(segment.name);
    path_.steps.push_back({seconds ? PathStep::Kind::kSeconds : PathStep::Kind::kNanos, 0, 0, {}});
    place_ = unnamed(FieldType::kInt64);
    return {};
  }

  static bool has_index(const Segment& segment) {
    return std::ranges::any_of(segment.subscripts, [](const Subscript& s) { return s.index.has_value(); });
  }
  static bool has_key(const Segment& segment) {
    return std::ranges::any_of(segment.subscripts, [](const Subscript& s) { return s.key.has_value(); });
  }
  static bool has_one_key(const Segment& segment) { return segment.subscripts.size() == 1 && has_key(segment); }

  void note_repeated() {
    if (path_.repeated.empty()) first_repeated_segment_ = segment_;
    path_.repeated.push_back(static_cast<std::uint16_t>(path_.steps.size() - 1));
  }

  void add_text(std::string_view name) {
    if (!path_.text.empty()) path_.text += '.';
    path_.text += name;
  }

  void add_index(std::uint32_t index) {
    indexed_ = true;
    path_.steps.push_back({PathStep::Kind::kIndex, 0, index, {}});
    path_.text += '[' + std::to_string(index) + ']';
  }

  void add_key(const std::string& key) {
    path_.steps.push_back({PathStep::Kind::kKey, 0, 0, key});
    path_.text += "[\"";
    for (const char c : key) {
      if (c == '"' || c == '\\') path_.text += '\\';
      path_.text += c;
    }
    path_.text += "\"]";
  }

  Path path_;
  FieldInfo place_;    // what the steps so far end at
  MessageId message_;  // where the last name was looked up
  std::size_t segment_ = 0;
  std::size_t first_repeated_segment_ = 0;
  bool indexed_ = false;
};

// Writes the paths of one message, deepest first where the schema says so.
class PathLister {
 public:
  PathLister(int depth, std::vector<std::string>& out) : depth_(depth), out_(out) {}

  void list(MessageId id, const std::string& prefix) {
    // A message type may lie below itself once (`process.parent_process`): deeper nesting tells a reader nothing new.
    if (static_cast<int>(above_.size()) >= depth_ || std::ranges::count(above_, id) > 1) return;
    above_.push_back(id);
    for (const FieldInfo& field : message(id).fields) {
      const std::string path = prefix.empty() ? std::string(field.name) : prefix + '.' + std::string(field.name);
      switch (field.type) {
        case FieldType::kMessage: list(field.type_id, path); break;
        case FieldType::kStruct: break;
        case FieldType::kTimestamp:
        case FieldType::kDuration:
          out_.push_back(path + ".seconds");
          out_.push_back(path + ".nanos");
          break;
        default: out_.push_back(path);
      }
    }
    above_.pop_back();
  }

 private:
  int depth_;
  std::vector<std::string>& out_;
  std::vector<MessageId> above_;
};

std::vector<Segment> segments_of(std::string_view dotted) {
  std::vector<Segment> segments;
  for (const std::string_view name : split(dotted, '.')) segments.push_back({std::string(name), {}});
  return segments;
}

}  // namespace

std::optional<FieldIndex> map_value_field(MessageId id) {
  const std::optional<FieldIndex> key = find_field(id, "key");
  const std::optional<FieldIndex> value = find_field(id, "value");
  if (!key || !value) return std::nullopt;
  const std::span<const FieldInfo> fields = message(id).fields;
  if (fields[*key].type != FieldType::kString || fields[*key].repeated) return std::nullopt;
  if (message(id).map_entry) return value;
  return fields[*value].type == FieldType::kString && !fields[*value].repeated ? value : std::nullopt;
}

std::expected<Path, PathError> resolve(MessageId root, std::span<const Segment> segments) {
  return Resolver(root).resolve(segments);
}

std::expected<Path, PathError> resolve(MessageId root, std::string_view dotted) {
  return resolve(root, segments_of(dotted));
}

std::expected<Path, PathError> resolve_keyed(MessageId root, std::string_view text) {
  constexpr std::string_view kOpen = "[\"";
  constexpr std::string_view kClose = "\"]";
  const std::size_t open = text.find(kOpen);
  if (open == std::string_view::npos) return resolve(root, text);
  std::string_view key = text.substr(open + kOpen.size());
  if (!key.ends_with(kClose)) return resolve(root, text);
  key.remove_suffix(kClose.size());
  std::vector<Segment> segments = segments_of(text.substr(0, open));
  segments.back().subscripts.push_back({std::nullopt, std::string(key)});
  return resolve(root, segments);
}

std::vector<std::string> scalar_paths(MessageId root, int depth) {
  std::vector<std::string> out;
  PathLister(std::min(depth, 8), out).list(root, {});
  return out;
}

}  // namespace yaral::udm
