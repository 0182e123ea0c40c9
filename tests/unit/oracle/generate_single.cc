#include <fmt/format.h>

#include "unit/oracle/generate.h"
#include "unit/oracle/random_fields.h"
#include "unit/oracle/random_records.h"

namespace yaral::oracle {

namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : dice_(seed) {}

  RandomCase make() {
    RandomCase made{.rule = rule(dice_.chance(75)), .input = random_input(dice_)};
    made.input.entities.clear();
    return made;
  }

 private:
  std::string key_binding() {
    if (dice_.chance(15)) return fmt::format("strings.to_lower({})", e_.scalar_text());
    if (dice_.chance(15)) return e_.type();
    return dice_.chance(25) ? e_.number() : e_.text();
  }

  std::string aggregate() {
    switch (dice_.range(0, 7)) {
      case 0: return fmt::format("count({})", e_.id());
      case 1: return fmt::format("count_distinct({})", e_.text());
      case 2: return fmt::format("array({})", e_.text());
      case 3: return fmt::format("array_distinct({})", e_.text());
      case 4: return fmt::format("sum({})", e_.number());
      case 5: return fmt::format("max(if({}, {}, {}))", e_.comparison(), dice_.range(0, 3), dice_.range(0, 3));
      case 6: return fmt::format("array_distinct({})", e_.type());
      default: return fmt::format("array_distinct(strings.concat({}, \"-\", {}))", e_.text(), e_.text());
    }
  }

  std::string condition(bool placeholder, int outcomes) {
    std::string text = fmt::format("#e {} {}", dice_.pick({">", ">="}), dice_.range(1, 3));
    if (dice_.chance(40)) text = "$e";
    if (placeholder && dice_.chance(40))
      text += fmt::format(" and #p {} {}", dice_.pick({">", ">="}), dice_.range(1, 2));
    if (outcomes > 0 && dice_.chance(40))
      text += fmt::format(" and $n {} {}", dice_.pick({">", "<", "=", "!="}), dice_.range(0, 4));
    return text;
  }

  std::string rule(bool window) {
    std::string text = "rule r {\n  meta:\n  events:\n";
    const int predicates = dice_.range(0, 3);
    for (int i = 0; i < predicates; ++i) text += "    " + e_.predicate(2) + "\n";
    const int keys = window ? dice_.range(1, 2) : 0;
    for (int i = 0; i < keys; ++i) text += fmt::format("    $k{} = {}\n", i, key_binding());
    const bool placeholder = dice_.chance(40);
    if (placeholder) text += fmt::format("    $p = {}\n", dice_.chance(50) ? e_.text() : e_.number());
    if (predicates + keys == 0 && !placeholder) text += "    $e.metadata.id != \"none\"\n";
    if (window) {
      text += "  match:\n    $k0";
      if (keys == 2) text += ", $k1";
      text += dice_.chance(75) ? " over 5m\n" : " by 5m\n";
    }
    const int outcomes = dice_.range(0, 2);
    if (outcomes > 0) {
      text += "  outcome:\n    $n = count_distinct($e.metadata.id)\n";
      for (int i = 1; i < outcomes; ++i) text += fmt::format("    $o{} = {}\n", i, aggregate());
    }
    text += "  condition:\n    " + condition(placeholder, outcomes) + "\n";
    if (window && dice_.chance(20)) text += "  options:\n    allow_zero_values = true\n";
    return text + "}\n";
  }

  Dice dice_;
  Fields e_{dice_, "e"};
};

}  // namespace

RandomCase generate_single(std::uint32_t seed) { return Generator(seed).make(); }

}  // namespace yaral::oracle
