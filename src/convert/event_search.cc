#include "convert/event_search.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/time.h"
#include "convert/template.h"

namespace yaral::convert {

namespace {

// Fields that tell sources apart are texts, of which an event may have several.
const SchemaField kWhereField{.udm = "where", .name = {}, .list = true, .values = {}, .after = {}};

}  // namespace

Filter where_filter(const SchemaSource& source, std::string_view known_field) {
  std::vector<Filter> all;
  for (const auto& [name, values] : source.where) {
    if (name == known_field) continue;
    Filter test{.op = Filter::Op::kOneOf, .values = values, .rule_text = name};
    test.operands.push_back(
        {.kind = Operand::Kind::kField, .type = {.base = BaseType::kString}, .field = &kWhereField, .name = name});
    all.push_back(std::move(test));
  }
  return all_of(std::move(all));
}

std::string events_text(const SearchEvents& events, const FilterDialect& dialect, FilterText& text,
                        std::string_view known_field) {
  // Sources that are looked through in the same way stand together.
  std::vector<std::pair<std::string, std::vector<Filter>>> groups;
  for (const SearchBranch& branch : events.branches) {
    const std::string filter = branch.filter.is(Filter::Op::kTrue) ? "" : text.part(branch.filter);
    auto group = std::ranges::find(groups, filter, &std::pair<std::string, std::vector<Filter>>::first);
    if (group == groups.end()) group = groups.insert(groups.end(), {filter, {}});
    group->second.push_back(where_filter(*branch.source, known_field));
  }
  std::vector<std::string> parts;
  for (auto& [filter, sources] : groups) {
    const Filter where = any_of(std::move(sources));
    if (where.is(Filter::Op::kTrue)) {
      parts.push_back(filter.empty() ? std::string(dialect.always) : filter);
    } else {
      parts.push_back(filter.empty() ? text.filter(where) : text.part(where) + std::string(dialect.both) + filter);
    }
  }
  if (parts.empty()) return std::string(dialect.never);
  if (parts.size() == 1) return parts.front();
  std::string out;
  for (const std::string& part : parts)
    out += (out.empty() ? "" : std::string(dialect.either)) + fill_in(dialect.grouped, part);
  return out;
}

std::string window_text(const semantics::Window& window) {
  return (window.kind == syntax::WindowKind::kTumbling ? "by " : "over ") + format_duration(window.size);
}

const SearchEvents* lone_events(const Search& search, std::string_view title, Fidelity& fidelity) {
  if (search.events.size() != 1) {
    fidelity.refuse("several event variables", fmt::format("{} filters single events", title));
    return nullptr;
  }
  if (!search.condition.is(Filter::Op::kTrue)) {
    fidelity.refuse("condition",
                    fmt::format("{} shows single events, and counts and computes nothing of groups", title));
    return nullptr;
  }
  if (search.grouped())
    fidelity.remark(window_text(*search.rule->window),
                    "the events are shown one by one; the rule puts those with the same keys in one window together");
  return &search.events.front();
}

}  // namespace yaral::convert
