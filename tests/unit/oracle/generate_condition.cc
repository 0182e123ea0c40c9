#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "unit/oracle/generate_joined.h"

namespace yaral::oracle {

namespace {

class Condition {
 public:
  Condition(Dice& dice, const JoinedRule& rule, std::size_t outcomes, bool choices)
      : dice_(dice), rule_(rule), outcomes_(outcomes), choices_(choices) {}

  std::string make() {
    std::vector<std::string> parts, choice, all;
    const bool all_of = may_use_all_of() && dice_.chance(20);
    for (const JoinedVariable& v : rule_.variables) {
      const std::string& name = v.fields.variable();
      if (v.role == Role::kRequired) (all_of ? all : parts).push_back(existence(name));
      if (v.role == Role::kChoice) choice.push_back(existence(name));
      if (v.role == Role::kOptional) parts.push_back(absence(name));
    }
    if (all.size() > 1) parts.push_back(fmt::format("all of [{}]", fmt::join(all, ", ")));
    if (all.size() == 1) parts.push_back(all.front());
    if (!choice.empty()) parts.push_back(choose(choice));
    if (dice_.chance(30)) parts.push_back(of_placeholder());
    if (outcomes_ > 0 && dice_.chance(30)) parts.push_back(of_outcome());
    std::erase(parts, "");
    dice_.shuffle(parts);
    return fmt::format("{}", fmt::join(parts, " and "));
  }

 private:
  // `of` may stand between two event variables at most.
  bool may_use_all_of() const {
    return choices_ && rule_.variables.size() == 2 &&
           std::ranges::none_of(rule_.variables, [](const JoinedVariable& v) { return v.fields.entity(); });
  }

  std::string existence(const std::string& name) {
    if (dice_.chance(60)) return "$" + name;
    return fmt::format(
        fmt::runtime(dice_.pick({"#{} > 0", "#{} >= 1", "#{} > 1", "1 < #{}", "#{} = 1", "#{} >= 2", "2 = #{}"})),
        name);
  }

  std::string absence(const std::string& name) {
    if (dice_.chance(50)) return "!$" + name;
    return fmt::format(
        fmt::runtime(dice_.pick({"#{} = 0", "#{} >= 0", "#{} < 2", "#{} <= 1", "#{} != 1", "2 > #{}", "#{} < 1"})),
        name);
  }

  // Something of each of the variables of which one suffices.
  std::string choose(std::vector<std::string>& choice) {
    if (outcomes_ > 0 && (choice.size() == 1 || dice_.chance(20))) choice.push_back("$n > 2");
    dice_.shuffle(choice);
    if (!choices_ || dice_.chance(65)) return fmt::format("({})", fmt::join(choice, " or "));
    return fmt::format("{} of [{}]", dice_.pick({"1", "any"}), fmt::join(choice, ", "));
  }

  // A count of values. Such a test makes all that have the placeholder required, unless it holds without any.
  std::string of_placeholder() {
    if (rule_.placeholders.empty()) return "";
    const SharedPlaceholder& p = dice_.pick(rule_.placeholders);
    const bool key = std::ranges::find(rule_.keys, "$" + p.name) != rule_.keys.end();
    const auto required = [&](std::size_t v) {
      return rule_.variables[v].role == Role::kRequired && !rule_.variables[v].fields.entity();
    };
    if (key) return "";
    if (std::ranges::all_of(p.variables, required) && dice_.chance(60))
      return fmt::format(fmt::runtime(dice_.pick({"${}", "#{} > 1", "#{} = 1", "#{} >= 2"})), p.name);
    if (std::ranges::any_of(p.variables, required))
      return fmt::format(fmt::runtime(dice_.pick({"#{} < 2", "#{} != 1", "#{} >= 0", "#{} <= 2"})), p.name);
    return "";
  }

  std::string of_outcome() {
    switch (dice_.range(0, 4)) {
      case 0: return outcomes_ > 1 ? fmt::format("$n {} $m", dice_.pick({">", "<=", "!="})) : "$n";
      case 1: return outcomes_ > 2 ? "arrays.contains($l, \"a\")" : "$n != 1";
      case 2: return outcomes_ > 2 ? "not arrays.contains($l, \"b\")" : "$n < 4";
      case 3: return "window_start >= \"2026-01-01T00:02:30Z\"";
      default: return fmt::format("$n {} {}", dice_.pick({">", "<", "=", "!=", ">="}), dice_.range(0, 4));
    }
  }

  Dice& dice_;
  const JoinedRule& rule_;
  std::size_t outcomes_;
  bool choices_;
};

}  // namespace

std::string random_condition(Dice& dice, const JoinedRule& rule, std::size_t outcomes, bool choices) {
  return Condition(dice, rule, outcomes, choices).make();
}

}  // namespace yaral::oracle
