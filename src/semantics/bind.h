#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "semantics/bound.h"
#include "syntax/diagnostic.h"
#include "syntax/parse.h"

namespace yaral::semantics {

// Resolves, types and checks one rule. nullopt when it has errors (all reported); warnings alone do not prevent a result.
std::optional<BoundRule> bind(const syntax::Rule& rule, const syntax::Source& source, syntax::Diagnostics& diagnostics);

// A whole file: parsed, built, bound. Silencing comments are applied; diagnostics are sorted by place.
struct CompiledFile {
  std::shared_ptr<const syntax::Source> source;
  syntax::Diagnostics diagnostics;
  std::vector<BoundRule> rules;  // those without errors
  std::size_t rule_count = 0;    // found in the text, good or bad
};

struct CompileOptions {
  bool strict = false;  // refuse what SecOps refuses (design decision 1)
};

CompiledFile compile(std::string file_name, std::string text, const CompileOptions& options = {});

}  // namespace yaral::semantics
