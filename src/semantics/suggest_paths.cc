#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "base/text.h"
#include "semantics/paths.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

constexpr std::size_t kMostSuggestions = 3;
constexpr int kSearchDepth = 3;

std::vector<std::string> split_dots(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, '.')) parts.emplace_back(part);
  return parts;
}

// Tries spellings of the path in place of the segments [first, last) and keeps those that resolve to a value.
class Suggester {
 public:
  Suggester(udm::MessageId root, const std::vector<udm::Segment>& segments) : root_(root), segments_(segments) {}

  void offer(std::size_t first, std::size_t last, const std::string& text) {
    if (out_.size() >= kMostSuggestions) return;
    std::vector<udm::Segment> tried(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(first));
    if (!text.empty())
      for (std::string& name : split_dots(text)) tried.push_back({std::move(name), {}});
    if (last > first && !tried.empty() && !text.empty()) tried.back().subscripts = segments_[last - 1].subscripts;
    tried.insert(tried.end(), segments_.begin() + static_cast<std::ptrdiff_t>(last), segments_.end());
    if (tried.empty()) return;
    const auto path = udm::resolve(root_, tried);
    if (!path || path->type.base == BaseType::kMessage || !seen_.insert(path->text).second) return;
    out_.push_back({first, last, text});
  }

  std::vector<PathSuggestion> take() { return std::move(out_); }
  bool empty() const { return out_.empty(); }

 private:
  udm::MessageId root_;
  const std::vector<udm::Segment>& segments_;
  std::set<std::string> seen_;
  std::vector<PathSuggestion> out_;
};

// `userid` and `user_id`
bool same_letters(std::string_view a, std::string_view b) {
  std::size_t j = 0;
  for (const char c : a) {
    if (c == '_') continue;
    while (j < b.size() && b[j] == '_') ++j;
    if (j == b.size() || b[j++] != c) return false;
  }
  return b.find_first_not_of('_', j) == std::string_view::npos;
}

// Fields called `name` below a message, nearest levels first.
void find_below(udm::MessageId id, std::string_view name, const std::string& prefix, int depth,
                std::vector<std::vector<std::string>>& by_depth) {
  for (const udm::FieldInfo& field : udm::message(id).fields) {
    if (field.type != udm::FieldType::kMessage) continue;
    const std::string path = prefix + std::string(field.name) + '.';
    for (const udm::FieldInfo& below : udm::message(field.type_id).fields)
      if (same_letters(below.name, name))
        by_depth[static_cast<std::size_t>(depth)].push_back(path + std::string(below.name));
    if (depth + 1 < kSearchDepth) find_below(field.type_id, name, path, depth + 1, by_depth);
  }
}

std::string snake_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    if (upper && i > 0 && !(name[i - 1] >= 'A' && name[i - 1] <= 'Z')) out += '_';
    out += ascii_lower(name[i]);
  }
  return out;
}

std::vector<std::string_view> field_names(udm::MessageId id) {
  std::vector<std::string_view> names;
  for (const udm::FieldInfo& field : udm::message(id).fields) names.push_back(field.name);
  return names;
}

// `path` for `full_path`, `user_name` for `name`.
bool holds_word(std::string_view name, std::string_view word) {
  constexpr std::size_t kLeast = 4;
  if (name.size() < kLeast || word.size() < kLeast) return false;
  return name.find(word) != std::string_view::npos || word.find(name) != std::string_view::npos;
}

}  // namespace

std::vector<PathSuggestion> suggest_paths(udm::MessageId root, const std::vector<udm::Segment>& segments,
                                          const udm::PathError& error) {
  Suggester suggester(root, segments);
  const std::size_t at = error.segment;
  const std::string& name = segments[at].name;
  if (error.kind == udm::PathError::Kind::kUnknownField) {
    const std::string snake = snake_case(name);
    const std::vector<std::string_view> names = field_names(error.message);
    if (snake != name) suggester.offer(at, at + 1, snake);
    if (!suggester.empty()) return suggester.take();
    for (const std::string_view near : nearest(snake, names, kMostSuggestions))
      suggester.offer(at, at + 1, std::string(near));
    for (const std::string_view time : {"seconds", "nanos"})
      if (time.starts_with(snake.substr(0, 3))) suggester.offer(at, at + 1, std::string(time));
    std::vector<std::vector<std::string>> below(kSearchDepth);
    find_below(error.message, snake, {}, 0, below);
    for (const auto& level : below) {
      for (const std::string& path : level) suggester.offer(at, at + 1, path);
      if (!suggester.empty()) break;
    }
    for (const std::string_view field : names)
      if (holds_word(field, snake)) suggester.offer(at, at + 1, std::string(field));
  }
  if (!suggester.empty()) return suggester.take();
  // A level too many: the segment itself, or one before it.
  suggester.offer(at, at + 1, {});
  if (at > 0) suggester.offer(at - 1, at, {});
  return suggester.take();
}

}  // namespace yaral::semantics
