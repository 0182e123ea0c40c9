#include "convert/splunk_aggregates.h"

#include <algorithm>

#include "convert/splunk_dialect.h"
#include "convert/template.h"

namespace yaral::convert {

namespace {

struct Row {
  std::string_view name;
  std::string_view text;
  bool of_rows = false;  // other where a row comes more than once
  std::string_view differs = {};
};

constexpr Row kRows[] = {
    {"any", "first({0})"},
    {"array", "list({0})", true, "has 100 elements at most"},
    {"array_distinct", "values({0})"},
    {"avg", "avg({0})", true},
    {"count", "count", true},
    {"count_distinct", "dc({0})"},
    {"earliest", "min({0})"},
    {"latest", "max({0})"},
    {"max", "max({0})"},
    {"min", "min({0})"},
    {"sum", "sum({0})", true},
    {"window.avg", "avg({0})", true},
    {"window.stddev", "stdev({0})", true},
    {"window.variance", "var({0})", true},
};

const Row* row_of(const SearchAggregate& aggregate) {
  const auto* const row = std::ranges::find(kRows, aggregate.function, &Row::name);
  return row == std::end(kRows) ? nullptr : row;
}

}  // namespace

std::uint32_t splunk_variable(const Search& search, const SearchAggregate& aggregate) {
  if (aggregate.kind == SearchAggregate::Kind::kEvents) return aggregate.variable;
  return aggregate.of_column ? search.columns[aggregate.column].variable : search.events.front().variable;
}

std::string why_not_in_splunk(const Search& search, const SearchAggregate& aggregate) {
  if (aggregate.kind == SearchAggregate::Kind::kEvents) return {};
  const Row* row = row_of(aggregate);
  if (!row) return "SPL has no translation of this aggregate";
  if (row->of_rows && search.events.size() > 1) return "is over combinations of events, and SPL has the events alone";
  if (!aggregate.of_column) return {};
  const Type& type = search.columns[aggregate.column].type;
  if (type.list) return "is of lists";
  const bool numbers = aggregate.function == "max" || aggregate.function == "min" || aggregate.function == "sum";
  return type.base == BaseType::kBool && numbers ? "is of true and false" : "";
}

std::string splunk_aggregate(const Search& search, const SearchAggregate& aggregate, Fidelity& fidelity) {
  const Row* row = row_of(aggregate);
  if (!row->differs.empty()) fidelity.approximate(aggregate.function, std::string(row->differs));
  if (aggregate.function.starts_with("array"))
    fidelity.remark(aggregate.function, "the elements stand in no particular order");
  return fill_in(row->text, aggregate.of_column ? splunk_column(search.columns[aggregate.column].name) : "");
}

}  // namespace yaral::convert
