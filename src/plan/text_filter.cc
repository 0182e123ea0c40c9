#include "plan/text_filter.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>
#include <re2/re2.h>

#include "plan/needed_literals.h"
#include "plan/node.h"

namespace yaral::plan {

namespace {

using semantics::Expr;
using semantics::Op;

constexpr std::size_t kMostLiteralBytes = 1 << 17;  // each may take a state of the automaton

// Nothing for a text beyond ASCII: what is the same as it in another case may be ASCII.
std::string quoted(std::string_view text) {
  if (!is_ascii(text)) return {};
  return re2::RE2::QuoteMeta({text.data(), text.size()});
}

// Without regard to case `[^a]` matches less than with it: a pattern must not be taken for the other.
std::string in_its_case(std::string_view pattern, bool nocase) { return (nocase ? "(?i)" : "") + std::string(pattern); }

// A field, or a field in small or capital letters.
bool is_text_in_some_case(const Expr& e) {
  if (e.op == Op::kField) return e.type.base == BaseType::kString;
  return e.op == Op::kCall && e.args.size() == 1 && is_text_in_some_case(e.args[0]) &&
         (e.function->name == "strings.to_lower" || e.function->name == "strings.to_upper");
}

// Nothing for a list without entries, or with many, which would take long to prepare.
std::string pattern_of(const ListMatcher& list) {
  constexpr std::size_t kMost = 512;
  constexpr std::size_t kLongest = 8192;
  if (list.empty() || list.texts().size() + list.patterns().size() > kMost) return {};
  std::vector<std::string> alternatives;
  for (const std::string& text : list.texts()) alternatives.push_back(quoted(text));
  for (const auto& pattern : list.patterns()) alternatives.push_back("(?:" + pattern->pattern() + ")");
  if (std::ranges::find(alternatives, "") != alternatives.end()) return {};
  std::ranges::sort(alternatives);
  const std::string all = fmt::format("{}", fmt::join(alternatives, "|"));
  return all.size() > kLongest ? std::string() : in_its_case(all, list.nocase());
}

}  // namespace

std::string needed_pattern(const Expr& e, const ListMatcher* list) {
  if (e.op == Op::kInList && list != nullptr)
    return is_text_in_some_case(e.args[0]) ? pattern_of(*list) : std::string();
  if (e.op == Op::kRegex)
    return is_text_in_some_case(e.args[0]) ? in_its_case(e.constant.as_text(), e.nocase) : std::string();
  if (e.args.size() < 2 || !is_text_in_some_case(e.args[0]) || e.args[1].op != Op::kConstant) return {};
  const std::string_view text = e.args[1].constant.as_text();
  if (e.op == Op::kCompare && e.compare == semantics::CompareOp::kEq) return quoted(text);
  if (e.op != Op::kCall) return {};
  if (e.function->name == "re.regex") return in_its_case(text, e.nocase);
  if (e.function->name == "strings.contains") return quoted(text);
  if (e.function->name == "strings.starts_with" || e.function->name == "strings.ends_with") return quoted(text);
  return {};
}

TextFilter::TextFilter(const std::vector<Pattern>& patterns) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::string> literals;
  std::size_t bytes = 0;
  const auto number_of = [&](const std::string& literal) {
    const auto [at, fresh] = numbers.try_emplace(literal, static_cast<std::uint32_t>(literals.size()));
    if (fresh) {
      literals.push_back(literal);
      uses_.emplace_back();
      bytes += literal.size();
    }
    return at->second;
  };
  for (const Pattern& pattern : patterns) {
    const std::vector<LiteralClause> clauses = needed_literals(pattern.pattern);
    if (clauses.empty()) continue;
    const auto place = static_cast<std::uint32_t>(predicates_.size());
    predicates_.push_back(pattern.predicate);
    clauses_.push_back((1U << clauses.size()) - 1);
    for (std::uint32_t i = 0; i < clauses.size(); ++i)
      for (const std::string& literal : clauses[i]) uses_[number_of(literal)].push_back({place, 1U << i});
  }
  if (literals.empty()) return;
  if (bytes > kMostLiteralBytes) {
    predicates_.clear();
    return;
  }
  literals_.emplace(literals);
}

bool TextFilter::can_tell(std::string_view text) {
  constexpr std::string_view kAsciiInAnotherCase[] = {"\u0130", "\u0131", "\u017F", "\u212A"};
  return is_ascii(text) ||
         std::ranges::none_of(kAsciiInAnotherCase, [text](std::string_view letter) { return text.contains(letter); });
}

std::span<const std::uint32_t> TextFilter::possible(std::string_view text, Scratch& scratch) const {
  scratch.possible.clear();
  if (!literals_) return scratch.possible;
  scratch.seen.resize(uses_.size());
  scratch.met.resize(predicates_.size());
  literals_->find(text, [&](std::uint32_t literal) {
    if (scratch.seen[literal]) return;
    scratch.seen[literal] = 1;
    scratch.literals.push_back(literal);
    for (const Use& use : uses_[literal]) {
      if (scratch.met[use.place] == 0) scratch.begun.push_back(use.place);
      scratch.met[use.place] |= use.clause;
    }
  });
  for (const std::uint32_t place : scratch.begun) {
    if (scratch.met[place] == clauses_[place]) scratch.possible.push_back(place);
    scratch.met[place] = 0;
  }
  for (const std::uint32_t literal : scratch.literals) scratch.seen[literal] = 0;
  scratch.begun.clear();
  scratch.literals.clear();
  std::ranges::sort(scratch.possible);
  return scratch.possible;
}

}  // namespace yaral::plan
