#include "convert/search_reads.h"

#include <algorithm>

#include <fmt/format.h>

namespace yaral::convert {

namespace {

// Follows names to what they are made of.
class Reader {
 public:
  explicit Reader(const Search& search) : search_(search) {}

  void read(const Operand& operand) {
    each_operand(operand, [&](const Operand& o) { name(o); });
  }
  void read(const Filter& filter) {
    each_operand(filter, [&](const Operand& o) { name(o); });
  }

  const std::set<std::string>& names() const { return names_; }

 private:
  void name(const Operand& operand) {
    if (operand.kind != Operand::Kind::kColumn || !names_.insert(operand.name).second) return;
    for (const SearchOutcome& outcome : search_.outcomes)
      if (outcome.name == operand.name) read(outcome.value);
    for (const SearchAggregate& aggregate : search_.aggregates)
      if (aggregate.name == operand.name && aggregate.of_column) names_.insert(search_.columns[aggregate.column].name);
  }

  const Search& search_;
  std::set<std::string> names_;
};

}  // namespace

std::set<std::string> names_read(const Search& search) {
  Reader reader(search);
  reader.read(search.condition);
  for (const Filter& join : search.joins) reader.read(join);
  for (const SearchOutcome& outcome : search.outcomes) {
    reader.read(outcome.value);
  }
  return reader.names();
}

void check_field_names(const Search& search, std::string_view title,
                       const std::function<bool(std::string_view)>& can_name, Fidelity& fidelity) {
  const auto check_name = [&](const Operand& operand) {
    if (operand.kind == Operand::Kind::kField && !can_name(operand.name))
      fidelity.refuse(operand.name, fmt::format("is no name that a field can have in {}", title));
  };
  for (const SearchEvents& events : search.events)
    for (const SearchBranch& branch : events.branches) each_operand(branch.filter, check_name);
  for (const SearchColumn& column : search.columns)
    for (const Operand& value : column.values) each_operand(value, check_name);
}

void drop_unsaid_outcomes(Search& search, Fidelity& fidelity,
                          const std::function<void(const Operand&, Fidelity&)>& writes) {
  Reader condition(search);
  condition.read(search.condition);
  std::set<std::string> dropped;
  std::vector<SearchOutcome> said;
  for (const SearchOutcome& outcome : search.outcomes) {
    Reader reader(search);
    reader.read(outcome.value);
    Fidelity own;
    writes(outcome.value, own);
    for (const SearchColumn& column : search.columns)
      if (reader.names().contains(column.name))
        std::ranges::for_each(column.values, [&](const Operand& value) { writes(value, own); });
    for (const std::string& name : dropped)
      if (reader.names().contains(name)) own.refuse('$' + name, "is left out");
    if (!own.refused() || condition.names().contains(outcome.name)) {
      said.push_back(outcome);
      continue;
    }
    dropped.insert(outcome.name);
    fidelity.remark('$' + outcome.name, "is left out of the results: " + own.first_refusal());
  }
  search.outcomes = std::move(said);
}

}  // namespace yaral::convert
