#include "unit/oracle/generate_joined.h"

#include <fmt/format.h>

#include "unit/oracle/generate.h"
#include "unit/oracle/random_records.h"

namespace yaral::oracle {

namespace {

class Generator {
 public:
  enum class Kind { kJoined, kAbsent, kChoice };

  Generator(Kind kind, std::uint32_t seed) : dice_(seed), kind_(kind) {}

  RandomCase make() {
    add_variables();
    add_events(dice_, rule_);
    const std::vector<std::string> outcomes = random_outcomes(dice_, rule_);
    std::string text = "rule r {\n  meta:\n  events:\n";
    for (const std::string& line : rule_.events) text += "    " + line + "\n";
    text += fmt::format("  match:\n    {}{} {}\n", rule_.keys.front(),
                        rule_.keys.size() > 1 ? ", " + rule_.keys.back() : "", window());
    if (!outcomes.empty()) text += "  outcome:\n";
    for (const std::string& line : outcomes) text += "    " + line + "\n";
    text += fmt::format("  condition:\n    {}\n", random_condition(dice_, rule_, outcomes.size(), !tumbling_));
    return {.rule = text + options() + "}\n", .input = random_input(dice_)};
  }

 private:
  // Two or three, most often; the last may be an entity.
  void add_variables() {
    constexpr int kCounts[] = {2, 2, 2, 2, 2, 2, 3, 3, 3, 4};
    const int count = kCounts[dice_.range(0, 9)];
    tumbling_ = kind_ != Kind::kChoice && dice_.chance(15);
    // Of a single variable, too, one may say that it or something else suffices.
    const int choice = kind_ != Kind::kChoice ? 0 : count == 2 && dice_.chance(15) ? 1 : 2;
    int optional = kind_ == Kind::kAbsent ? 1 : 0;
    if (kind_ != Kind::kJoined && count > 2 && dice_.chance(30)) ++optional;
    optional = std::min(optional, count - std::max(choice, 1));
    const int required = count - choice - optional;
    for (int i = 0; i < count; ++i) {
      const Role role = i < required ? Role::kRequired : i < required + choice ? Role::kChoice : Role::kOptional;
      const bool entity = i > 0 && i == count - 1 && role != Role::kChoice && dice_.chance(20);
      rule_.variables.push_back({Fields(dice_, std::string(1, static_cast<char>('a' + i)), entity), role});
    }
    rule_.table = dice_.chance(12);
  }

  std::string window() {
    if (tumbling_) return "by 5m";
    sliding_ = rule_.variables.size() > 1 && rule_.has_required() && dice_.chance(30);
    if (sliding_)
      return fmt::format("over {} {} $a", dice_.pick({"5m", "5m", "150s", "1s"}), dice_.pick({"before", "after"}));
    return dice_.pick({"over 5m", "over 5m", "over 5m", "over 10m", "over 150s"});
  }

  std::string options() {
    std::string text;
    if (dice_.chance(25)) text += "    allow_zero_values = true\n";
    if (dice_.chance(8) && !sliding_) text += "    suppression_window = 10m\n";
    return text.empty() ? text : "  options:\n" + text;
  }

  Dice dice_;
  Kind kind_;
  JoinedRule rule_;
  bool tumbling_ = false;
  bool sliding_ = false;
};

}  // namespace

RandomCase generate_joined(std::uint32_t seed) { return Generator(Generator::Kind::kJoined, seed).make(); }
RandomCase generate_absent(std::uint32_t seed) { return Generator(Generator::Kind::kAbsent, seed).make(); }
RandomCase generate_choice(std::uint32_t seed) { return Generator(Generator::Kind::kChoice, seed).make(); }

}  // namespace yaral::oracle
