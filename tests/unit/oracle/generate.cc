#include "unit/oracle/generate.h"

#include <fmt/format.h>

namespace yaral::oracle {

namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  RandomCase make() {
    const bool window = chance(75);
    RandomCase made;
    made.rule = rule(window);
    made.lists = {{"names", {"a", "b", "ab", "B"}}, {"patterns", {"^a", "b+$"}}, {"blocks", {"10.0.0.0/8"}}};
    const int count = range(0, 14);
    for (int i = 0; i < count; ++i) made.events.push_back(event());
    return made;
  }

 private:
  int range(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return range(1, 100) <= percent; }
  template <std::size_t N>
  std::string pick(const char* const (&items)[N]) {
    return items[static_cast<std::size_t>(range(0, static_cast<int>(N) - 1))];
  }

  std::string word() { return pick({"", "a", "b", "ab", "A", "B", "10.0.0.1", "11.0.0.1"}); }
  std::string text_field() {
    return pick({"$e.principal.hostname", "$e.target.hostname", "$e.principal.user.userid", "$e.target.file.full_path",
                 "$e.principal.ip", "$e.target.ip", "$e.about.hostname", "$e.about.ip", "$e.principal.ip[0]",
                 "$e.additional.fields[\"k\"]", "$e.security_result.rule_name",
                 "$e.security_result.detection_fields[\"k\"]"});
  }
  std::string scalar_text_field() {
    return pick(
        {"$e.principal.hostname", "$e.target.hostname", "$e.principal.user.userid", "$e.target.file.full_path"});
  }
  std::string number_field() { return pick({"$e.target.port", "$e.principal.port", "$e.about.port"}); }
  std::string repeated_field() { return pick({"$e.principal.ip", "$e.target.ip", "$e.about.hostname", "$e.about.ip"}); }
  std::string nocase() { return chance(30) ? " nocase" : ""; }

  std::string comparison() {
    switch (range(0, 11)) {
      case 0: return fmt::format("{} = \"{}\"{}", text_field(), word(), nocase());
      case 1: return fmt::format("{} != \"{}\"{}", text_field(), word(), nocase());
      case 2: return fmt::format("{} = /{}/{}", text_field(), pick({"^a", "b", "a|b$", "^$", "."}), nocase());
      case 3: return fmt::format("{} {} {}", number_field(), pick({"=", "!=", "<", "<=", ">", ">="}), range(0, 3));
      case 4:
        return fmt::format("{} {} \"{}\"", pick({"any", "all"}) + " " + repeated_field(), pick({"=", "!="}), word());
      case 5: return fmt::format("{} in %names{}", text_field(), nocase());
      case 6: return fmt::format("{} in regex %patterns{}", text_field(), nocase());
      case 7: return fmt::format("$e.principal.ip in cidr %blocks");
      case 8: return fmt::format("strings.contains({}, \"{}\")", text_field(), pick({"a", "b"}));
      case 9: return fmt::format("$e.metadata.event_type {} \"{}\"", pick({"=", "!="}), type());
      case 10: return fmt::format("{} = {}", scalar_text_field(), scalar_text_field());
      default: return fmt::format("$e.target.port {} 1 > {}", pick({"+", "-", "*", "/", "%"}), range(0, 3));
    }
  }

  std::string type() { return pick({"PROCESS_LAUNCH", "USER_LOGIN", "FILE_CREATION"}); }

  std::string predicate(int depth) {
    if (depth == 0 || chance(50)) return comparison();
    switch (range(0, 3)) {
      case 0: return fmt::format("not ({})", predicate(depth - 1));
      case 1: return fmt::format("({} or {})", predicate(depth - 1), predicate(depth - 1));
      case 2: return fmt::format("({} and {})", predicate(depth - 1), predicate(depth - 1));
      default: return fmt::format("{} or {}", predicate(depth - 1), predicate(depth - 1));
    }
  }

  std::string key_binding() {
    if (chance(15)) return fmt::format("strings.to_lower({})", scalar_text_field());
    if (chance(15)) return "$e.metadata.event_type";
    return chance(25) ? number_field() : text_field();
  }

  std::string aggregate() {
    switch (range(0, 7)) {
      case 0: return "count($e.metadata.id)";
      case 1: return fmt::format("count_distinct({})", text_field());
      case 2: return fmt::format("array({})", text_field());
      case 3: return fmt::format("array_distinct({})", text_field());
      case 4: return fmt::format("sum({})", number_field());
      case 5: return fmt::format("max(if({}, {}, {}))", comparison(), range(0, 3), range(0, 3));
      case 6: return "array_distinct($e.metadata.event_type)";
      default: return fmt::format("array_distinct(strings.concat({}, \"-\", {}))", text_field(), text_field());
    }
  }

  std::string condition(bool placeholder, int outcomes) {
    std::string text = fmt::format("#e {} {}", pick({">", ">="}), range(1, 3));
    if (chance(40)) text = "$e";
    if (placeholder && chance(40)) text += fmt::format(" and #p {} {}", pick({">", ">="}), range(1, 2));
    if (outcomes > 0 && chance(40)) text += fmt::format(" and $n {} {}", pick({">", "<", "=", "!="}), range(0, 4));
    return text;
  }

  std::string rule(bool window) {
    std::string text = "rule r {\n  meta:\n  events:\n";
    const int predicates = range(0, 3);
    for (int i = 0; i < predicates; ++i) text += "    " + predicate(2) + "\n";
    const int keys = window ? range(1, 2) : 0;
    for (int i = 0; i < keys; ++i) text += fmt::format("    $k{} = {}\n", i, key_binding());
    const bool placeholder = chance(40);
    if (placeholder) text += fmt::format("    $p = {}\n", chance(50) ? text_field() : number_field());
    if (predicates + keys == 0 && !placeholder) text += "    $e.metadata.id != \"none\"\n";
    if (window) {
      text += "  match:\n    $k0";
      if (keys == 2) text += ", $k1";
      text += chance(75) ? " over 5m\n" : " by 5m\n";
    }
    const int outcomes = range(0, 2);
    if (outcomes > 0) {
      text += "  outcome:\n    $n = count_distinct($e.metadata.id)\n";
      for (int i = 1; i < outcomes; ++i) text += fmt::format("    $o{} = {}\n", i, aggregate());
    }
    text += "  condition:\n    " + condition(placeholder, outcomes) + "\n";
    if (window && chance(20)) text += "  options:\n    allow_zero_values = true\n";
    return text + "}\n";
  }

  std::string noun() {
    std::string text = "{";
    const auto add = [&](const std::string& member) { text += (text.size() > 1 ? "," : "") + member; };
    if (chance(70)) add(fmt::format("\"hostname\":\"{}\"", word()));
    if (chance(40)) add(fmt::format("\"port\":{}", range(0, 3)));
    if (chance(50)) add("\"ip\":[" + list() + "]");
    if (chance(30)) add(fmt::format("\"user\":{{\"userid\":\"{}\"}}", word()));
    if (chance(30)) add(fmt::format("\"file\":{{\"full_path\":\"{}\"}}", word()));
    return text + "}";
  }

  std::string list() {
    std::string text;
    const int count = range(0, 3);
    for (int i = 0; i < count; ++i) text += fmt::format("{}\"{}\"", i ? "," : "", word());
    return text;
  }

  std::string nouns() {
    std::string text;
    const int count = range(0, 2);
    for (int i = 0; i < count; ++i) text += (i ? "," : "") + noun();
    return text;
  }

  std::string result() {
    return fmt::format("{{\"rule_name\":\"{}\",\"detection_fields\":[{{\"key\":\"k\",\"value\":\"{}\"}}]}}", word(),
                       word());
  }

  std::string event() {
    // Around the edges of five minutes.
    const int second = pick_second();
    std::string text = "{\"metadata\":{";
    if (chance(90)) text += fmt::format("\"id\":\"{}\",", range(1, 9));
    if (chance(90)) text += fmt::format("\"event_type\":\"{}\",", type());
    text += fmt::format("\"event_timestamp\":\"2026-01-01T00:{:02}:{:02}Z\"}}", second / 60, second % 60);
    if (chance(80)) text += ",\"principal\":" + noun();
    if (chance(60)) text += ",\"target\":" + noun();
    if (chance(30)) text += ",\"about\":[" + nouns() + "]";
    if (chance(30)) text += ",\"security_result\":[" + result() + (chance(50) ? "," + result() : "") + "]";
    if (chance(30)) text += fmt::format(",\"additional\":{{\"k\":\"{}\"}}", word());
    return text + "}";
  }

  int pick_second() {
    constexpr int kSeconds[] = {0, 1, 150, 299, 300, 301, 450, 599, 600, 601};
    return kSeconds[range(0, 9)];
  }

  std::mt19937 random_;
};

}  // namespace

RandomCase generate(std::uint32_t seed) { return Generator(seed).make(); }

}  // namespace yaral::oracle
