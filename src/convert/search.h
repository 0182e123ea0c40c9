#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "convert/fidelity.h"
#include "convert/filter.h"
#include "convert/query.h"
#include "convert/schema.h"
#include "plan/plan.h"

// A rule as searches over the sources of a schema: what the writers of all languages but SQL start from.
namespace yaral::convert {

// The events of one source that a variable may be.
struct SearchBranch {
  const SchemaSource* source = nullptr;
  Filter filter;
};

// The events of one variable: those of any branch.
struct SearchEvents {
  std::uint32_t variable = 0;
  std::string name;  // without $
  bool required = true;
  std::vector<SearchBranch> branches;
};

// A value that is read from events of a variable. `values` go with its branches.
struct SearchColumn {
  std::string name;
  std::uint32_t variable = 0;
  Type type;
  std::string rule_text;
  std::vector<Operand> values;
};

struct SearchKey {
  std::string name;                  // as the rule prints it
  std::vector<SearchColumn> values;  // one for each variable that gives it; all named `name`, fit for a column
};

// A number or list over the rows of a group. Rules without `match` have none: their outcomes and condition read
// Search::columns of the one event.
struct SearchAggregate {
  std::string name;      // of its column
  std::string function;  // aggregate of YARA-L: count, count_distinct, max, array_distinct …
  Type type;
  std::uint32_t column = 0;  // of Search::columns; not of `count` without argument
  bool of_column = false;
  // kEvents: the distinct events of a variable (`#e`); kPlaceholder: the distinct values of the column (`#p`).
  enum class Kind : std::uint8_t { kFunction, kEvents, kPlaceholder };
  Kind kind = Kind::kFunction;
  std::uint32_t variable = 0;  // of kEvents
};

struct SearchOutcome {
  std::string name;
  Operand value;  // over columns of aggregates and keys
};

struct Search {
  const BoundRule* rule = nullptr;
  std::vector<SearchEvents> events;  // in the order of Query::events
  std::vector<Filter> joins;         // over `columns` of several variables, besides that match keys are equal
  std::vector<SearchKey> keys;
  std::vector<SearchColumn> columns;  // that aggregates and joins read
  std::vector<SearchAggregate> aggregates;
  std::vector<SearchOutcome> outcomes;
  Filter condition;  // over the same; kTrue: that the required events are there

  bool grouped() const { return rule->window.has_value(); }
  // Windows around each event of a variable, the pivot.
  bool sliding() const {
    return grouped() &&
           (rule->window->kind == syntax::WindowKind::kBefore || rule->window->kind == syntax::WindowKind::kAfter);
  }
  bool is_pivot(std::uint32_t variable) const { return sliding() && rule->window->pivot == variable; }
  const SearchEvents& of(std::uint32_t variable) const;
};

// Refused with reasons: rules that no source of the schema has events for, fields that it does not have (each named),
// conditions that cannot be said. Outcomes that cannot are left out, with a remark, unless the condition reads them.
// kNone: the language shows events as they are, and only the condition reads outcomes.
enum class Outcomes : std::uint8_t { kAll, kNone };
Search lower_search(const BoundRule& rule, const Schema& schema, const plan::Lookups& lookups, Fidelity& fidelity,
                    Outcomes outcomes = Outcomes::kAll);

}  // namespace yaral::convert
