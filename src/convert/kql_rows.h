#pragma once

#include <set>
#include <string>
#include <vector>

#include "convert/kql_fields.h"

namespace yaral::convert {

// The events of one variable as a table of KQL.
struct KqlRows {
  std::string text;               // the pipeline
  std::string time;               // names of its columns
  std::string id;                 // empty when a source has none
  std::vector<std::string> keys;  // by Search::keys; empty where the variable does not give the key
};

class KqlRowWriter {
 public:
  KqlRowWriter(const Search& search, const Schema& schema, KqlFields& fields, FilterText& text, Fidelity& fidelity)
      : search_(search), schema_(schema), fields_(fields), text_(text), fidelity_(fidelity) {}

  // Time, id, keys and those of Search::columns named in `read`: what grouping needs, and nothing else. `first`: keys are
  // named as the search names them, otherwise by the variable as well.
  KqlRows grouped(const SearchEvents& events, const std::set<std::string>& read, bool first);

  // The events as they are, with the columns named in `read` besides.
  std::string whole(const SearchEvents& events, const std::set<std::string>& read);

 private:
  std::string united(const std::vector<std::string>& branches) const;
  std::string filtered(const SearchBranch& branch);
  std::string time_of(const SearchBranch& branch);
  bool have_ids(const SearchEvents& events) const;
  bool tells_apart() const;

  const Search& search_;
  const Schema& schema_;
  KqlFields& fields_;
  FilterText& text_;
  Fidelity& fidelity_;
};

}  // namespace yaral::convert
