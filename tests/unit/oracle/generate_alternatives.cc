#include "unit/oracle/generate_alternatives.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yaral::oracle {

namespace {

class Alternatives {
 public:
  Alternatives(Dice& dice, JoinedRule& rule) : dice_(dice), rule_(rule) {}

  std::string joining(std::size_t joined, const std::vector<std::size_t>& others) {
    std::vector<std::string> parts;
    for (const std::size_t other : others) {
      std::string part = equality(joined, other);
      if (dice_.chance(25)) part += " and " + fields(dice_.pick(others)).comparison();
      if (dice_.chance(20)) part += fmt::format(" and ({} or {})", equality(joined, other), equality(joined, other));
      parts.push_back("(" + part + ")");
    }
    dice_.shuffle(parts);
    return fmt::format("({})", fmt::join(parts, " or "));
  }

  std::string any(int depth) {
    if (depth == 0) return dice_.chance(60) ? equality(variable(), variable()) : leaf();
    std::vector<std::string> parts;
    for (int i = dice_.range(2, 3); i > 0; --i) parts.push_back(any(dice_.range(0, depth - 1)));
    const std::string text = fmt::format("({})", fmt::join(parts, dice_.chance(65) ? " or " : " and "));
    return dice_.chance(20) ? "not " + text : text;
  }

 private:
  Fields& fields(std::size_t v) { return rule_.variables[v].fields; }
  std::size_t variable() {
    return static_cast<std::size_t>(dice_.range(0, static_cast<int>(rule_.variables.size()) - 1));
  }

  std::string equality(std::size_t left, std::size_t right) {
    Fields& x = fields(left);
    Fields& y = fields(right);
    switch (dice_.range(0, 6)) {
      case 0: return fmt::format("{} = {}", x.number(), y.number());
      case 1: return fmt::format("strings.to_lower({}) = {}", x.joinable_text(), y.joinable_text());
      case 2: return fmt::format("{} = {} nocase", x.scalar_text(), y.scalar_text());
      case 3: return fmt::format("{} = {}", x.text(), y.text());
      default: return fmt::format("{} = {}", x.joinable_text(), y.joinable_text());
    }
  }

  std::string leaf() {
    Fields& x = fields(variable());
    Fields& y = fields(variable());
    switch (dice_.range(0, 4)) {
      case 0: return x.comparison();
      case 1: return fmt::format("{} != {}", x.text(), y.text());
      case 2: return fmt::format("{} = {} + 1", x.number(), y.number());
      case 3:
        if (!x.entity() && !y.entity()) return fmt::format("{} < {}", x.seconds(), y.seconds());
        [[fallthrough]];
      default: return of_placeholder(x);
    }
  }

  std::string of_placeholder(Fields& x) {
    if (rule_.placeholders.empty()) return x.comparison();
    const SharedPlaceholder& p = dice_.pick(rule_.placeholders);
    const std::string value = p.number ? x.number() : x.joinable_text();
    return dice_.chance(50) ? fmt::format("${} = {}", p.name, value) : fmt::format("{} = ${}", value, p.name);
  }

  Dice& dice_;
  JoinedRule& rule_;
};

}  // namespace

std::string joining_alternatives(Dice& dice, JoinedRule& rule, std::size_t joined,
                                 const std::vector<std::size_t>& others) {
  return Alternatives(dice, rule).joining(joined, others);
}

std::string random_alternatives(Dice& dice, JoinedRule& rule) { return Alternatives(dice, rule).any(2); }

}  // namespace yaral::oracle
