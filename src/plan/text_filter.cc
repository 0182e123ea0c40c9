#include "plan/text_filter.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include "plan/node.h"

namespace yaral::plan {

namespace {

using semantics::Expr;
using semantics::Op;

constexpr int kShortestAtom = 3;                    // shorter literals stand in nearly every text
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
  constexpr std::size_t kLongest = 8192;
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

TextFilter::TextFilter(const std::vector<Pattern>& patterns)
    : tree_(std::make_unique<re2::FilteredRE2>(kShortestAtom)) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  std::vector<std::uint32_t> known;
  for (const Pattern& pattern : patterns) {
    int ignored = 0;
    if (tree_->Add(pattern.pattern, options, &ignored) == re2::RE2::NoError) known.push_back(pattern.predicate);
  }
  if (known.empty()) return;
  std::vector<std::string> atoms;
  tree_->Compile(&atoms);
  std::size_t bytes = 0;
  for (const std::string& atom : atoms) bytes += atom.size();
  if (bytes == 0 || bytes > kMostLiteralBytes) return;
  atoms_ = atoms.size();
  for (std::uint32_t atom = 0; atom < atoms_; ++atom)
    if (!is_ascii(atoms[atom])) foreign_atoms_.push_back(atom);
  literals_ = std::make_unique<LiteralMatcher>(atoms);
  Scratch scratch;
  find_patterns(scratch);
  for (int pattern = 0; pattern < static_cast<int>(known.size()); ++pattern) {
    const bool needs_literals = !std::ranges::binary_search(scratch.patterns, pattern);
    places_.push_back(needs_literals ? static_cast<std::uint32_t>(predicates_.size()) : kNone);
    if (needs_literals) predicates_.push_back(known[static_cast<std::size_t>(pattern)]);
  }
}

TextFilter::~TextFilter() = default;

bool TextFilter::can_tell(std::string_view text) {
  constexpr std::string_view kAsciiInAnotherCase[] = {"\u0130", "\u0131", "\u017F", "\u212A"};
  return is_ascii(text) ||
         std::ranges::none_of(kAsciiInAnotherCase, [text](std::string_view letter) { return text.contains(letter); });
}

std::span<const std::uint32_t> TextFilter::possible(std::string_view text, Scratch& scratch) const {
  constexpr std::size_t kMostKnown = 1024;
  constexpr std::size_t kMostAtoms = 32;
  scratch.possible.clear();
  if (predicates_.empty()) return scratch.possible;
  find_atoms(text, scratch);
  if (scratch.atoms.empty()) return scratch.possible;
  if (const auto at = scratch.known.find(scratch.atoms); at != scratch.known.end()) return at->second;
  find_patterns(scratch);
  for (const int pattern : scratch.patterns)
    if (const std::uint32_t place = places_[static_cast<std::size_t>(pattern)]; place != kNone)
      scratch.possible.push_back(place);
  if (scratch.atoms.size() > kMostAtoms) return scratch.possible;
  if (scratch.known.size() >= kMostKnown) scratch.known.clear();
  scratch.known.emplace(scratch.atoms, scratch.possible);
  return scratch.possible;
}

void TextFilter::find_atoms(std::string_view text, Scratch& scratch) const {
  scratch.atoms.clear();
  scratch.seen.resize(atoms_);
  const auto see = [&](std::uint32_t atom) {
    if (scratch.seen[atom]) return;
    scratch.seen[atom] = 1;
    scratch.atoms.push_back(static_cast<int>(atom));
  };
  literals_->find(text, see);
  if (!foreign_atoms_.empty() && !is_ascii(text)) std::ranges::for_each(foreign_atoms_, see);
  for (const int atom : scratch.atoms) scratch.seen[static_cast<std::size_t>(atom)] = 0;
  std::ranges::sort(scratch.atoms);
}

void TextFilter::find_patterns(Scratch& scratch) const {
  tree_->AllPotentials(scratch.atoms, &scratch.patterns);
  if (!std::ranges::is_sorted(scratch.patterns)) std::ranges::sort(scratch.patterns);
}

}  // namespace yaral::plan
