#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "convert/target.h"
#include "packs/list_set.h"
#include "packs/pack.h"
#include "plan/plan.h"
#include "semantics/bound.h"

namespace yaral::semantics {
struct CompiledFile;
}

namespace yaral::cli {

// Where rules to convert come from, and what goes into their queries.
struct ConvertSources {
  std::vector<std::string> rules;   // files, folders, `-`
  std::vector<std::string> packs;   // ids, techniques, folders
  std::vector<std::string> lists;   // folders
  std::vector<std::string> tables;  // folders
  std::vector<std::string> fields;  // files that add to the target's schema
  std::vector<std::string> only;    // names of the schema's sources to look in; none: all
};

// The schema of a target, with what the files add. That of Sigma is what the import reads, the other way round.
convert::Schema target_schema(const convert::Target& target, const std::vector<std::string>& files,
                              const Console& console, std::vector<packs::FileProblem>& problems);

// The schemas of targets, each read once for the sources' `fields` and `only`. What is wrong with one is told on the console.
class TargetSchemas {
 public:
  TargetSchemas(const ConvertSources& sources, const Console& console)
      : console_(console), fields_(sources.fields), only_(sources.only) {}

  // Null for a target over UDM. Nothing when the schema lacks a source that was asked for.
  std::optional<const convert::Schema*> find(const convert::Target& target);
  bool wrong() const { return wrong_; }

 private:
  const Console& console_;
  std::vector<std::string> fields_;
  std::vector<std::string> only_;
  std::map<std::string_view, std::optional<convert::Schema>> read_;  // by name
  bool wrong_ = false;
};

// Rules with the lists and tables that they read. What is wrong is told on the console, once.
class ConvertInput {
 public:
  ConvertInput(const ConvertSources& sources, const Console& console);

  // All rules in the language of the target; none when its schema cannot be used.
  std::vector<convert::Conversion> to(const convert::Target& target, TargetSchemas& schemas) const;

  // Whether a rule, list or table was wrong; the others are there.
  bool wrong() const { return wrong_; }

 private:
  void load(const ConvertSources& sources);
  void take(semantics::CompiledFile file);
  void tell(const std::vector<packs::FileProblem>& problems);

  const Console& console_;
  std::vector<packs::Pack> packs_;
  packs::ListSet lists_;
  std::vector<semantics::BoundRule> rules_;
  plan::Lookups lookups_;
  bool wrong_ = false;
};

}  // namespace yaral::cli
