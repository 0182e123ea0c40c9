#pragma once

#include <memory>
#include <string>

#include "syntax/diagnostic.h"
#include "syntax/source.h"

namespace yaral::cli {

// A rule file and what `yaral fmt` makes of it.
struct FormattedFile {
  std::shared_ptr<const syntax::Source> source;
  syntax::Diagnostics diagnostics;  // errors of syntax (YL0…, YL1…): such a file is not formatted
  std::string text;                 // formatted; the source's own when something is wrong
  std::string problem;              // why it cannot be formatted, with the file's name; empty when it can
};

// Formats a text and makes sure that it means what it meant: the same tokens, comments and structure, and for rules
// without mistakes the same bound rule.
FormattedFile format_file(std::string name, std::string text);

// What says that `after` is not a faithful form of `before`, with the place in `before`; empty if it is one.
std::string difference_in_meaning(const syntax::Source& before, const syntax::Source& after);

}  // namespace yaral::cli
