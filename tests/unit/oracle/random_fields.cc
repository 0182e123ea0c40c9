#include "unit/oracle/random_fields.h"

#include <fmt/format.h>

#include "unit/oracle/random_records.h"

namespace yaral::oracle {

std::string Fields::scalar_text() {
  if (entity_)
    return at(dice_.pick({"graph.entity.hostname", "graph.entity.user.userid", "graph.entity.file.full_path"}));
  return at(dice_.pick({"principal.hostname", "target.hostname", "principal.user.userid", "target.file.full_path"}));
}

std::string Fields::text() {
  if (dice_.chance(40)) return scalar_text();
  if (entity_) return repeated();
  return at(
      dice_.pick({"principal.ip", "target.ip", "about.hostname", "about.ip", "principal.ip[0]",
                  "additional.fields[\"k\"]", "security_result.rule_name", "security_result.detection_fields[\"k\"]"}));
}

std::string Fields::number() {
  if (entity_) return at("graph.entity.port");
  return at(dice_.pick({"target.port", "principal.port", "about.port"}));
}

std::string Fields::repeated() {
  if (entity_) return at(dice_.pick({"graph.entity.ip", "graph.entity.ip[0]"}));
  return at(dice_.pick({"principal.ip", "target.ip", "about.hostname", "about.ip"}));
}

std::string Fields::joinable_text() {
  if (dice_.chance(65)) return at(entity_ ? "graph.entity.hostname" : "principal.hostname");
  return text();
}

std::string Fields::entity_comparison() {
  switch (dice_.range(0, 3)) {
    case 0: return fmt::format("{} = \"ASSET\"", type());
    case 1: return fmt::format("{} != \"{}\"{}", scalar_text(), any_word(dice_), nocase());
    case 2: return fmt::format("any {} != \"{}\"", at("graph.entity.ip"), any_word(dice_));
    default: return fmt::format("{} {} {}", number(), dice_.pick({"<=", ">="}), dice_.range(0, 3));
  }
}

std::string Fields::comparison() {
  if (entity_) return entity_comparison();
  switch (dice_.range(0, 11)) {
    case 0: return fmt::format("{} = \"{}\"{}", text(), any_word(dice_), nocase());
    case 1: return fmt::format("{} != \"{}\"{}", text(), any_word(dice_), nocase());
    case 2: return fmt::format("{} = /{}/{}", text(), dice_.pick({"^a", "b", "a|b$", "^$", "."}), nocase());
    case 3: return fmt::format("{} {} {}", number(), dice_.pick({"=", "!=", "<", "<=", ">", ">="}), dice_.range(0, 3));
    case 4:
      return fmt::format("{} {} {} \"{}\"", dice_.pick({"any", "all"}), repeated(), dice_.pick({"=", "!="}),
                         any_word(dice_));
    case 5: return fmt::format("{} in %names{}", text(), nocase());
    case 6: return fmt::format("{} in regex %patterns{}", text(), nocase());
    case 7: return fmt::format("{} in cidr %blocks", at("principal.ip"));
    case 8: return fmt::format("strings.contains({}, \"{}\")", text(), dice_.pick({"a", "b"}));
    case 9: return fmt::format("{} {} \"{}\"", type(), dice_.pick({"=", "!="}), event_type(dice_));
    case 10: return fmt::format("{} = {}", scalar_text(), scalar_text());
    default:
      return fmt::format("{} {} 1 > {}", at("target.port"), dice_.pick({"+", "-", "*", "/", "%"}), dice_.range(0, 3));
  }
}

std::string Fields::predicate(int depth) {
  if (depth == 0 || dice_.chance(50)) return comparison();
  switch (dice_.range(0, 3)) {
    case 0: return fmt::format("not ({})", predicate(depth - 1));
    case 1: return fmt::format("({} or {})", predicate(depth - 1), predicate(depth - 1));
    case 2: return fmt::format("({} and {})", predicate(depth - 1), predicate(depth - 1));
    default: return fmt::format("{} or {}", predicate(depth - 1), predicate(depth - 1));
  }
}

}  // namespace yaral::oracle
