#include "convert/sql_rows.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace yaral::convert {

namespace {

using Steps = std::span<const JsonStep>;

constexpr auto is_each = [](const JsonStep& step) { return step.kind == JsonStep::Kind::kEach; };

// Reads values out of JSON.
class JsonReader {
 public:
  explicit JsonReader(const SqlDialect& dialect) : dialect_(dialect) {}

  // One value, without kEach among the steps.
  std::string leaf(std::string json, Steps steps, const JsonLeaf& leaf) const {
    follow_labels(json, steps);
    return fill_in(dialect_.leaves[static_cast<std::size_t>(leaf.kind)], json, dialect_.path(steps),
                   dialect_.literal(leaf.zero_name));
  }

  // The elements of the list at the steps, each as JSON.
  std::string elements(std::string json, Steps steps) const {
    follow_labels(json, steps);
    return fill_in(dialect_.elements, json, each(dialect_.path(steps)));
  }

  // Every value that the steps lead to, as a list.
  std::string gathered(const std::string& json, Steps steps, const JsonLeaf& wanted, int depth = 0) const {
    const auto at = std::ranges::find_if(steps, is_each);
    if (at == steps.end()) return '[' + leaf(json, steps, wanted) + ']';
    const auto before = static_cast<std::size_t>(at - steps.begin());
    const Steps rest = steps.subspan(before + 1);
    const std::string name = fmt::format("x{}", depth);
    std::string list = elements(json, steps.first(before));
    if (std::ranges::any_of(rest, is_each))
      return fill_in(dialect_.flatten,
                     fill_in(dialect_.transform, list, name, gathered(name, rest, wanted, depth + 1)));
    const bool plain = std::ranges::none_of(rest, [](const JsonStep& s) { return s.kind == JsonStep::Kind::kLabel; });
    if (!rest.empty() && plain)
      list = fill_in(dialect_.filter, list, name, fill_in(dialect_.has, name, dialect_.path(rest)));
    return fill_in(dialect_.transform, list, name, leaf(name, rest, wanted));
  }

 private:
  // A DuckDB path ends in a literal: '$.a' becomes '$.a[*]'.
  static std::string each(std::string path) {
    if (path.starts_with("'$")) path.insert(path.size() - 1, "[*]");
    return path;
  }

  // Labels on the way are looked up; `steps` is left with what comes after the last of them.
  void follow_labels(std::string& json, Steps& steps) const {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].kind != JsonStep::Kind::kLabel) continue;
      json = fill_in(dialect_.label, fill_in(dialect_.elements, json, each(dialect_.path(steps.first(i)))),
                     dialect_.literal(steps[i].name));
      steps = steps.subspan(i + 1);
      i = static_cast<std::size_t>(-1);
    }
  }

  const SqlDialect& dialect_;
};

// The repeated fields that multiply the rows of a variable, each a column of elements.
class Unnesting {
 public:
  // The column that holds the elements at the last kEach of `steps`, and how many steps lead there; "j" and 0 if none.
  std::pair<std::string, std::size_t> place(Steps steps) {
    std::string column = "j";
    std::size_t used = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (!is_each(steps[i])) continue;
      column = add({steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(i)}, column, used);
      used = i + 1;
    }
    return {column, used};
  }

  struct Element {
    std::vector<JsonStep> prefix;  // from the event
    std::string of;                // the column it comes from
    std::size_t used;              // steps of `prefix` that lead to that column
  };
  const std::vector<Element>& elements() const { return elements_; }
  static std::string name(std::size_t i) { return fmt::format("u{}", i + 1); }

 private:
  std::string add(std::vector<JsonStep> prefix, const std::string& of, std::size_t used) {
    for (std::size_t i = 0; i < elements_.size(); ++i)
      if (elements_[i].prefix == prefix) return name(i);
    elements_.push_back({std::move(prefix), of, used});
    return name(elements_.size() - 1);
  }

  std::vector<Element> elements_;
};

std::string unnested_source(const Unnesting& unnesting, const JsonReader& reader, const SqlDialect& dialect) {
  std::string source = "events";
  std::string columns = "n, j";
  for (std::size_t i = 0; i < unnesting.elements().size(); ++i) {
    const Unnesting::Element& element = unnesting.elements()[i];
    const std::string list = reader.elements(element.of, Steps(element.prefix).subspan(element.used));
    source = fmt::format("(SELECT {}, {} AS {} FROM {}) AS r{}", columns, fill_in(dialect.unnest, list),
                         Unnesting::name(i), source, i + 1);
    columns += ", " + Unnesting::name(i);
  }
  return source;
}

std::string column_name(const std::string& path) {
  std::string name;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || (!name.empty() && name.back() != '_')) name += plain ? c : '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

// Keys are written into JSON paths, where these characters have no safe spelling.
bool has_bad_key(Steps steps) {
  return std::ranges::any_of(steps, [](const JsonStep& step) {
    return step.kind == JsonStep::Kind::kMember && step.name.find_first_of("\"\\") != std::string::npos;
  });
}

}  // namespace

std::vector<std::string> field_columns(const BoundRule& rule) {
  std::vector<std::string> names;
  std::set<std::pair<std::uint32_t, std::string>> taken;
  for (const semantics::FieldUse& field : rule.fields) {
    const std::string base = column_name(field.path.text) + (field.access == semantics::Access::kList ? "_list" : "");
    std::string name = base;
    for (int i = 2; !taken.emplace(field.variable, name).second; ++i) name = fmt::format("{}_{}", base, i);
    names.push_back(std::move(name));
  }
  return names;
}

bool unnests(const BoundRule& rule, const EventFilter& events) {
  return std::ranges::any_of(events.fields, [&](std::uint32_t f) {
    return rule.fields[f].access == semantics::Access::kRow && rule.fields[f].path.is_repeated();
  });
}

std::string rows_before_predicates(const Query& query, const EventFilter& events,
                                   const std::vector<std::string>& columns, const SqlDialect& dialect,
                                   Fidelity& fidelity) {
  const JsonReader reader(dialect);
  Unnesting unnesting;
  const std::vector<JsonStep> id{{.name = "metadata"}, {.name = "id"}};
  const std::vector<JsonStep> time{{.name = "metadata"}, {.name = "event_timestamp"}};
  std::string select = fmt::format("n, {} AS id,\n      {} AS time", reader.leaf("j", id, {JsonLeaf::Kind::kText, {}}),
                                   reader.leaf("j", time, {JsonLeaf::Kind::kTime, {}}));
  for (const std::uint32_t f : events.fields) {
    const semantics::FieldUse& field = query.rule->fields[f];
    const JsonPlace place = json_place(field.path);
    if (place.leaf.kind == JsonLeaf::Kind::kOther || has_bad_key(place.steps)) {
      fidelity.refuse(field.path.text, "a field of this type, or a key with a quote in it, is not read");
      continue;
    }
    std::string value;
    if (field.access == semantics::Access::kList) {
      value = reader.gathered("j", place.steps, place.leaf);
    } else {
      const auto [column, used] = unnesting.place(place.steps);
      value = reader.leaf(column, Steps(place.steps).subspan(used), place.leaf);
    }
    select += fmt::format(",\n      {} AS {}", value, columns[f]);
  }
  return fmt::format("SELECT {}\n    FROM {}", select, unnested_source(unnesting, reader, dialect));
}

}  // namespace yaral::convert
