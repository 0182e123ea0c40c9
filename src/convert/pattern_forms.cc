#include "convert/pattern_forms.h"

#include <re2/re2.h>

#include "functions/signatures/regex.h"

namespace yaral::convert {

namespace {

// As many texts a pattern may stand for and still be written as texts where regular expressions are not at hand.
constexpr std::size_t kMostTexts = 256;

PatternForm form_of(std::string_view pattern, bool nocase) {
  const auto compiled = functions::compile_regex(pattern, nocase);
  if (!compiled->ok()) return {.error = compiled->error(), .literals = {}};
  PatternForm out{.error = {}, .matches_nothing = re2::RE2::PartialMatch("", *compiled), .literals = {}};
  if (!out.matches_nothing) out.literals = literal_patterns(pattern, nocase, kMostTexts);
  return out;
}

}  // namespace

const PatternForm& PatternForms::of(std::string_view pattern, bool nocase) {
  const auto [at, is_new] = known_.try_emplace({std::string(pattern), nocase});
  if (is_new) at->second = form_of(pattern, nocase);
  return at->second;
}

}  // namespace yaral::convert
