#include "plan/needed_literals.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/regex_tree.h"
#include "base/text.h"

namespace yaral::plan {

namespace {

using Kind = RegexNode::Kind;
using Texts = std::set<std::string>;

constexpr std::size_t kMostTexts = 16;  // that are multiplied with each other, or compared
constexpr std::size_t kMostAlternatives = 512;
constexpr std::size_t kMostClauses = 4;
constexpr std::size_t kLongestPattern = 16384;
constexpr std::size_t kLongestRun = 256;  // each character more makes all its texts anew

// What is known of the texts that match a node: all of them, in small letters, or what each of them has.
struct Known {
  std::optional<Texts> texts;
  std::vector<LiteralClause> clauses;  // without `texts`
};

// The longer its shortest literal the seldomer it is met.
auto weakness(const LiteralClause& clause) {
  return std::tuple(-static_cast<std::ptrdiff_t>(std::ranges::min(clause, {}, &std::string::size).size()),
                    clause.size());
}

// Nothing when one of the texts is too short to tell of anything.
std::optional<LiteralClause> clause_of(const Texts& texts) {
  if (texts.empty() || texts.size() > kMostAlternatives) return std::nullopt;
  if (std::ranges::any_of(texts, [](const std::string& t) { return t.size() < kShortestLiteral; })) return std::nullopt;
  LiteralClause all(texts.begin(), texts.end());
  if (all.size() > kMostTexts) return all;
  std::ranges::stable_sort(all, {}, &std::string::size);
  LiteralClause clause;
  for (std::string& text : all)
    if (std::ranges::none_of(clause, [&](const std::string& shorter) { return text.contains(shorter); }))
      clause.push_back(std::move(text));
  return clause;
}

Known with_texts(const Texts& texts) {
  Known known;
  if (auto clause = clause_of(texts)) known.clauses.push_back(std::move(*clause));
  return known;
}

// One character each; nothing for other than a few of ASCII.
Known of_characters(const RegexNode& node) {
  constexpr std::size_t kMostCharacters = 4;
  if (node.negated || node.ranges.empty() || node.ranges.back().last >= 0x80) return {};
  std::size_t count = 0;
  for (const CodeRange& range : node.ranges) count += range.last - range.first + 1;
  if (count > kMostCharacters) return {};
  Texts texts;
  for (const CodeRange& range : node.ranges)
    for (char32_t c = range.first; c <= range.last; ++c)
      texts.insert(std::string(1, ascii_lower(static_cast<char>(c))));
  return {.texts = std::move(texts), .clauses = {}};
}

Texts product(const Texts& a, const Texts& b) {
  Texts all;
  for (const std::string& first : a)
    for (const std::string& second : b) all.insert(first + second);
  return all;
}

Known known_of(const RegexNode& node);

class SequenceReader {
 public:
  void add(Known part) {
    if (run_.begin()->size() > kLongestRun) end_run();
    if (part.texts && part.texts->size() * run_.size() <= kMostTexts) {
      run_ = product(run_, *part.texts);
      return;
    }
    end_run();
    if (part.texts) {
      run_ = std::move(*part.texts);
    } else {
      std::ranges::move(part.clauses, std::back_inserter(clauses_));
    }
  }

  Known take() {
    if (whole_) return {.texts = std::move(run_), .clauses = {}};
    end_run();
    return {.texts = std::nullopt, .clauses = std::move(clauses_)};
  }

 private:
  void end_run() {
    whole_ = false;
    if (auto clause = clause_of(run_)) clauses_.push_back(std::move(*clause));
    run_ = {""};
  }

  Texts run_ = {""};  // what may stand before the next part
  std::vector<LiteralClause> clauses_;
  bool whole_ = true;
};

Known of_sequence(const RegexNode& node) {
  SequenceReader reader;
  for (const RegexNode& arg : node.args) reader.add(known_of(arg));
  return reader.take();
}

Known of_choice(const RegexNode& node) {
  Texts all;
  bool exact = true;
  for (const RegexNode& arg : node.args) {
    Known known = known_of(arg);
    if (known.texts) {
      all.merge(*known.texts);
      continue;
    }
    exact = false;
    if (known.clauses.empty()) return {};
    const auto best = std::ranges::min_element(known.clauses, {}, weakness);
    all.insert(best->begin(), best->end());
  }
  return exact && all.size() <= kMostTexts ? Known{.texts = std::move(all), .clauses = {}} : with_texts(all);
}

Known of_repeat(const RegexNode& node) {
  if (node.most == 0) return {.texts = Texts{""}, .clauses = {}};
  if (node.least == 0 && node.most != 1) return {};
  Known known = known_of(node.args.front());
  if (node.least == 0) {
    if (!known.texts) return {};
    known.texts->insert("");
    return known;
  }
  if (!known.texts || node.most == 1) return known;
  return with_texts(*known.texts);
}

// As deep as parse_regex() lets groups nest.
Known known_of(const RegexNode& node) {
  switch (node.kind) {
    case Kind::kCharacters: return of_characters(node);
    case Kind::kAny: return {};
    case Kind::kSequence: return of_sequence(node);
    case Kind::kChoice: return of_choice(node);
    case Kind::kRepeat: return of_repeat(node);
    case Kind::kTextStart:
    case Kind::kTextEnd:
    case Kind::kWordBoundary:
    case Kind::kNoWordBoundary: return {.texts = Texts{""}, .clauses = {}};
  }
  return {};
}

}  // namespace

std::vector<LiteralClause> needed_literals(std::string_view pattern) {
  if (pattern.size() > kLongestPattern) return {};
  const auto tree = parse_regex(pattern, false, RegexDetail::kWidened);
  if (!tree) return {};
  Known known = known_of(*tree);
  if (known.texts) known = with_texts(*known.texts);
  std::ranges::stable_sort(known.clauses, {}, weakness);
  if (known.clauses.size() > kMostClauses) known.clauses.resize(kMostClauses);
  return std::move(known.clauses);
}

}  // namespace yaral::plan
