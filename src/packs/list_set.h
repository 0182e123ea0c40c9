#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "packs/lists.h"
#include "plan/plan.h"
#include "semantics/bound.h"

namespace yaral::packs {

// The reference lists of a run: those of the user's folders, and those of the packs, which a list of the user with the
// same name replaces.
class ListSet {
 public:
  // Adds the lists of a folder. A list that is there already wins; `problems` receives what cannot be read.
  void add_folder(const std::string& folder, std::vector<FileProblem>& problems);

  // Adds one. A list that is there already wins.
  void add(ReferenceList list);

  // The entries for the engine. Rules whose lists are nowhere are taken out of `rules` and told in `problems`; so are
  // entries that are no regex or CIDR block although a rule uses the list so, which are left out.
  plan::Lists for_rules(std::vector<semantics::BoundRule>& rules, std::vector<FileProblem>& problems) const;
  // The same entries, as far as there are lists: nothing is taken out.
  plan::Lists known_to(std::span<const semantics::BoundRule> rules, std::vector<FileProblem>& problems) const;

 private:
  std::string where_looked(const std::string& name) const;

  std::map<std::string, ReferenceList> lists_;
  std::vector<std::string> folders_;
};

}  // namespace yaral::packs
