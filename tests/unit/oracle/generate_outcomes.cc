#include <fmt/format.h>

#include "unit/oracle/generate_joined.h"
#include "unit/oracle/random_records.h"

namespace yaral::oracle {

namespace {

class Outcomes {
 public:
  Outcomes(Dice& dice, const JoinedRule& rule) : dice_(dice), rule_(rule) {}

  std::vector<std::string> make() {
    std::vector<std::string> lines;
    const int count = dice_.range(0, 5);
    if (count > 0) lines.push_back("$n = " + number());
    if (count > 1) lines.push_back("$m = " + number());
    if (count > 2) lines.push_back("$l = " + list());
    for (int i = 3; i < count; ++i) lines.push_back(fmt::format("$o{} = {}", i, dice_.chance(60) ? other() : list()));
    return lines;
  }

 private:
  Fields variable() { return dice_.pick(rule_.variables).fields; }
  Fields event() {
    for (;;)
      if (Fields v = variable(); !v.entity()) return v;
  }

  std::string text() {
    if (!rule_.placeholders.empty() && dice_.chance(20))
      if (const SharedPlaceholder& p = dice_.pick(rule_.placeholders); !p.number) return "$" + p.name;
    return variable().text();
  }

  std::string number() {
    switch (dice_.range(0, 9)) {
      case 0: return fmt::format("count({})", variable().id());
      case 1: return fmt::format("sum({})", variable().number());
      case 2: return fmt::format("{}({})", dice_.pick({"min", "max"}), variable().number());
      case 3: return fmt::format("sum(if({} = {}, 1, 0))", variable().text(), variable().text());
      case 4: return fmt::format("max({} - {})", event().seconds(), event().seconds());
      case 5: return fmt::format("sum(if({}, 1, 2))", variable().comparison());
      case 6: return fmt::format("count_distinct({}) + count_distinct({})", variable().id(), variable().id());
      case 7: return fmt::format("max(if({} and {}, 3, 1))", variable().comparison(), variable().comparison());
      default: return fmt::format("count_distinct({})", text());
    }
  }

  std::string list() {
    switch (dice_.range(0, 3)) {
      case 0: return fmt::format("array({})", text());
      case 1: return fmt::format("array_distinct(strings.concat({}, \"-\", {}))", variable().text(), variable().text());
      case 2:
        return fmt::format("array(if({}, {}, {}))", variable().comparison(), variable().text(), variable().text());
      default: return fmt::format("array_distinct({})", text());
    }
  }

  std::string other() {
    switch (dice_.range(0, 12)) {
      case 0: return fmt::format("{}({})", dice_.pick({"earliest", "latest"}), event().time());
      case 1: return fmt::format("window.avg({})", event().number());
      case 2: return fmt::format("window.median({}, true)", event().seconds());
      case 3: return fmt::format("window.range({})", event().seconds());
      case 4: return fmt::format("window.mode({})", event().scalar_text());
      case 5: return first_or_last();
      case 6: return rule_.keys.front();
      case 7: return "window_start";
      case 8: return "if($n > 2, \"many\", \"few\")";
      case 9: return "$n + $m";
      case 10: return "35";
      case 11:
        return fmt::format("max(if({} = \"a\", 1, 0))", rule_.keys.front() == "$k0" ? text() : rule_.keys.front());
      default: return fmt::format("array_distinct({})", variable().type());
    }
  }

  std::string first_or_last() {
    Fields e = event();
    return fmt::format("window.{}({}, {})", dice_.pick({"first", "last"}), e.seconds(), e.scalar_text());
  }

  Dice& dice_;
  const JoinedRule& rule_;
};

}  // namespace

std::vector<std::string> random_outcomes(Dice& dice, const JoinedRule& rule) { return Outcomes(dice, rule).make(); }

}  // namespace yaral::oracle
