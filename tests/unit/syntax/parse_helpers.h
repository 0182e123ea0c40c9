#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.h"
#include "syntax/diagnostic.h"
#include "syntax/parse.h"

namespace yaral::syntax {

// A text parsed, with all that belongs to it.
struct Parsed {
  explicit Parsed(std::string text) : source("test.yaral", std::move(text)), file(parse(source, diagnostics)) {
    diagnostics.sort_by_place();
  }

  // The names of what was reported, in order of place.
  std::vector<std::string_view> names() const {
    std::vector<std::string_view> out;
    for (const Diagnostic& d : diagnostics.all()) out.push_back(info(d.code).name);
    return out;
  }

  Source source;
  Diagnostics diagnostics;
  File file;
};

inline std::string rule_with_events(std::string_view events) {
  return "rule r {\nmeta:\nevents:\n" + std::string(events) + "\ncondition:\n$e\n}\n";
}

inline std::string rule_with_condition(std::string_view condition) {
  return "rule r {\nmeta:\nevents:\n$e.a = 1\ncondition:\n" + std::string(condition) + "\n}\n";
}

inline std::string rule_with_outcome(std::string_view outcome) {
  return "rule r {\nmeta:\nevents:\n$e.a = 1\noutcome:\n" + std::string(outcome) + "\ncondition:\n$e\n}\n";
}

inline std::string rule_with_match(std::string_view match) {
  return "rule r {\nmeta:\nevents:\n$e.a = 1\nmatch:\n" + std::string(match) + "\ncondition:\n$e\n}\n";
}

inline std::string rule_with_meta(std::string_view meta) {
  return "rule r {\nmeta:\n" + std::string(meta) + "\nevents:\n$e.a = 1\ncondition:\n$e\n}\n";
}

}  // namespace yaral::syntax
