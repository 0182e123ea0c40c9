#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "packs/lists.h"
#include "semantics/bind.h"

namespace yaral::cli {

// Endings of the files that are taken for rules in a folder. A file named by the user may have any name.
inline constexpr std::string_view kRuleEndings[] = {".yaral", ".yaral2", ".yar-l", ".yl2", ".yl"};

struct RuleFiles {
  std::vector<std::string> paths;            // in the order given, those of a folder by name; none twice; "-" stays
  std::vector<packs::FileProblem> problems;  // not there, not readable, folders without rules
};

// The rule files behind files and folders (with all folders in them, hidden ones apart).
RuleFiles find_rule_files(const std::vector<std::string>& files_and_folders);

// The same for files of other endings (in lower case, with the dot); `what` they hold, for messages.
RuleFiles find_files(const std::vector<std::string>& files_and_folders, std::span<const std::string_view> endings,
                     std::string_view what);

}  // namespace yaral::cli
