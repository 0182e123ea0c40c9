#pragma once

#include <set>
#include <string>
#include <vector>

#include "convert/filter_text.h"
#include "convert/search.h"

namespace yaral::convert {

// Names of columns that the statement makes for itself.
inline constexpr std::string_view kVariableColumn = "event_variable";
inline constexpr std::string_view kEventIdColumn = "event_id";

// What rows are to have.
struct SplunkColumns {
  std::set<std::string> read;  // names of Search::columns
  bool variable = false;       // which event variable a row is of
  bool id = false;             // what tells events apart
};

// The beginning of a statement in SPL: the events of all variables, with their columns.
class SplunkRows {
 public:
  SplunkRows(const Search& search, FilterText& text, Fidelity& fidelity)
      : search_(search), text_(text), fidelity_(fidelity) {}

  // With `whole` the events keep their fields, otherwise only _time and the columns are kept.
  std::string write(const SplunkColumns& columns, bool whole);

 private:
  struct Assignment {
    std::string name;
    std::string value;
    std::set<std::string> fields;  // that the value reads
    const Operand* operand = nullptr;
  };

  std::string branch(const SearchEvents& events, std::size_t at, const SplunkColumns& columns, bool whole);
  std::string source(const SearchBranch& branch, const std::vector<Assignment>& assignments);
  std::string filter(const Filter& filter);
  std::vector<Assignment> assignments(const SearchEvents& events, std::size_t at, const SplunkColumns& columns);
  Assignment assignment(const std::string& name, const Operand& value);
  static std::string assigned(const std::vector<Assignment>& assignments, bool whole);
  std::string expanded(const SearchEvents& events, std::size_t at) const;

  const Search& search_;
  FilterText& text_;
  Fidelity& fidelity_;
};

}  // namespace yaral::convert
