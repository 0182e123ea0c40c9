#include "sigma/condition.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::sigma {

namespace {

constexpr int kMaxDepth = 100;
constexpr std::size_t kMaxWords = 10'000;

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (is_ascii_space(c)) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    const auto stands_alone = [](char x) { return x == '(' || x == ')' || x == '|'; };
    if (!stands_alone(c)) {
      while (end < text.size() && !is_ascii_space(text[end]) && !stands_alone(text[end])) ++end;
    }
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

using Result = std::expected<Condition, std::string>;

class ConditionParser {
 public:
  explicit ConditionParser(std::vector<std::string_view> words) : words_(std::move(words)) {}

  Result run() {
    Result out = either(0);
    if (out && at_ < words_.size()) return std::unexpected(fmt::format("`{}` is not expected there", words_[at_]));
    return out;
  }

 private:
  bool next_is(std::string_view word) const { return at_ < words_.size() && ascii_equal_nocase(words_[at_], word); }

  Result either(int depth) { return chain(depth, "or", Condition::Kind::kOr, &ConditionParser::both); }
  Result both(int depth) { return chain(depth, "and", Condition::Kind::kAnd, &ConditionParser::negated); }

  Result chain(int depth, std::string_view joint, Condition::Kind kind, Result (ConditionParser::*part)(int)) {
    Result first = (this->*part)(depth);
    if (!first || !next_is(joint)) return first;
    Condition out{.kind = kind, .name = {}, .children = {std::move(*first)}};
    while (next_is(joint)) {
      ++at_;
      Result more = (this->*part)(depth);
      if (!more) return more;
      out.children.push_back(std::move(*more));
    }
    return out;
  }

  Result negated(int depth) {
    if (depth > kMaxDepth) return std::unexpected(fmt::format("nested more than {} deep", kMaxDepth));
    if (!next_is("not")) return operand(depth);
    ++at_;
    Result inner = negated(depth + 1);
    if (!inner) return inner;
    return Condition{.kind = Condition::Kind::kNot, .name = {}, .children = {std::move(*inner)}};
  }

  Result operand(int depth) {
    if (at_ == words_.size()) return std::unexpected("the end comes too early");
    if (next_is("(")) {
      ++at_;
      Result inner = either(depth + 1);
      if (!inner) return inner;
      if (!next_is(")")) return std::unexpected("a parenthesis is not closed");
      ++at_;
      return inner;
    }
    const std::string_view word = words_[at_++];
    if (next_is("of")) return quantified(word);
    if (word == ")" || ascii_equal_nocase(word, "and") || ascii_equal_nocase(word, "or"))
      return std::unexpected(fmt::format("`{}` is not expected there", word));
    return Condition{.kind = Condition::Kind::kSelection, .name = std::string(word), .children = {}};
  }

  Result quantified(std::string_view quantity) {
    ++at_;
    if (at_ == words_.size()) return std::unexpected(fmt::format("`{} of` names no selections", quantity));
    const std::string pattern(words_[at_++]);
    const bool one = quantity == "1" || ascii_equal_nocase(quantity, "any");
    if (one) return Condition{.kind = Condition::Kind::kOneOf, .name = pattern, .children = {}};
    if (ascii_equal_nocase(quantity, "all"))
      return Condition{.kind = Condition::Kind::kAllOf, .name = pattern, .children = {}};
    return std::unexpected(fmt::format("`{} of` is none of `1 of`, `any of` and `all of`", quantity));
  }

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
};

}  // namespace

std::expected<Condition, std::string> parse_condition(std::string_view text) {
  std::vector<std::string_view> words = words_of(text);
  if (words.size() > kMaxWords) return std::unexpected(fmt::format("more than {} words", kMaxWords));
  if (std::ranges::find(words, "|") != words.end())
    return std::unexpected(
        "aggregations behind `|` were taken out of Sigma: write a correlation (`event_count`, `value_count`)");
  return ConditionParser(std::move(words)).run();
}

bool selection_matches(std::string_view pattern, std::string_view name) {
  if (ascii_equal_nocase(pattern, "them")) return !name.starts_with('_');
  const std::vector<std::string_view> parts = split(pattern, '*');
  if (parts.size() == 1) return pattern == name;
  if (!name.starts_with(parts.front())) return false;
  name.remove_prefix(parts.front().size());
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    const auto found = name.find(parts[i]);
    if (found == std::string_view::npos) return false;
    name.remove_prefix(found + parts[i].size());
  }
  return name.ends_with(parts.back());
}

}  // namespace yaral::sigma
