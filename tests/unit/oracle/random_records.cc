#include "unit/oracle/random_records.h"

#include <fmt/format.h>

namespace yaral::oracle {

namespace {

constexpr int kMostEvents = 16;

class Records {
 public:
  explicit Records(Dice& dice) : dice_(dice) {}

  Input make() {
    Input made;
    made.lists = {{"names", {"a", "b", "ab", "B"}}, {"patterns", {"^a", "b+$"}}, {"blocks", {"10.0.0.0/8"}}};
    const int events = dice_.range(0, kMostEvents);
    for (int i = 0; i < events; ++i) {
      const bool again = i > 0 && dice_.chance(5);
      made.events.push_back(again ? made.events[static_cast<std::size_t>(dice_.range(0, i - 1))] : event());
    }
    const int entities = dice_.range(0, 4);
    for (int i = 0; i < entities; ++i) made.entities.push_back(entity(i));
    made.tables["t"] = table();
    made.hop_grid = dice_.chance(5);
    return made;
  }

 private:
  std::string word() { return dice_.chance(70) ? usual_word(dice_) : any_word(dice_); }

  std::string texts() {
    std::string text;
    const int count = dice_.range(0, 3);
    for (int i = 0; i < count; ++i) text += fmt::format("{}\"{}\"", i ? "," : "", word());
    return text;
  }

  std::string noun() {
    std::string text = "{";
    const auto add = [&](const std::string& member) { text += (text.size() > 1 ? "," : "") + member; };
    if (dice_.chance(80)) add(fmt::format("\"hostname\":\"{}\"", word()));
    if (dice_.chance(40)) add(fmt::format("\"port\":{}", dice_.range(0, 3)));
    if (dice_.chance(40)) add("\"ip\":[" + texts() + "]");
    if (dice_.chance(40)) add(fmt::format("\"user\":{{\"userid\":\"{}\"}}", word()));
    if (dice_.chance(30)) add(fmt::format("\"file\":{{\"full_path\":\"{}\"}}", word()));
    return text + "}";
  }

  std::string nouns() {
    std::string text;
    const int count = dice_.range(0, 2);
    for (int i = 0; i < count; ++i) text += (i ? "," : "") + noun();
    return text;
  }

  std::string result() {
    return fmt::format("{{\"rule_name\":\"{}\",\"detection_fields\":[{{\"key\":\"k\",\"value\":\"{}\"}}]}}", word(),
                       word());
  }

  // Around the edges of five minutes.
  std::string time() {
    constexpr int kSeconds[] = {0, 1, 150, 299, 300, 301, 450, 599, 600, 601};
    const int second = kSeconds[dice_.range(0, 9)];
    return fmt::format("2026-01-01T00:{:02}:{:02}Z", second / 60, second % 60);
  }

  std::string event() {
    std::string text = "{\"metadata\":{";
    if (dice_.chance(90)) text += fmt::format("\"id\":\"{}\",", dice_.range(1, 12));
    if (dice_.chance(90)) text += fmt::format("\"event_type\":\"{}\",", event_type(dice_));
    text += fmt::format("\"event_timestamp\":\"{}\"}}", time());
    if (dice_.chance(85)) text += ",\"principal\":" + noun();
    if (dice_.chance(60)) text += ",\"target\":" + noun();
    if (dice_.chance(25)) text += ",\"about\":[" + nouns() + "]";
    if (dice_.chance(25)) text += ",\"security_result\":[" + result() + (dice_.chance(50) ? "," + result() : "") + "]";
    if (dice_.chance(30)) text += fmt::format(",\"additional\":{{\"k\":\"{}\"}}", word());
    return text + "}";
  }

  std::string entity(int number) {
    std::string interval;
    if (dice_.chance(60)) interval += fmt::format("\"start_time\":\"{}\"", time());
    if (dice_.chance(60)) interval += fmt::format("{}\"end_time\":\"{}\"", interval.empty() ? "" : ",", time());
    if (!interval.empty()) interval = ",\"interval\":{" + interval + "}";
    return fmt::format("{{\"metadata\":{{\"product_entity_id\":\"g{}\",\"entity_type\":\"{}\"{}}},\"entity\":{}}}",
                       number, dice_.chance(70) ? "ASSET" : "USER", interval, noun());
  }

  semantics::DataTable table() {
    semantics::DataTable table{
        .name = "t", .file = "t.csv", .columns = {{.name = "host"}, {.name = "kind"}, {.name = "port"}}, .rows = {}};
    table.columns[2].type = semantics::ColumnType::kNumber;
    const int rows = dice_.range(0, 4);
    for (int i = 0; i < rows; ++i) table.rows.push_back({word(), word(), std::to_string(dice_.range(0, 3))});
    return table;
  }

  Dice& dice_;
};

}  // namespace

Input random_input(Dice& dice) { return Records(dice).make(); }

std::string usual_word(Dice& dice) { return dice.pick({"a", "b"}); }
std::string any_word(Dice& dice) { return dice.pick({"", "a", "b", "ab", "A", "B", "10.0.0.1", "11.0.0.1"}); }
std::string event_type(Dice& dice) { return dice.pick({"PROCESS_LAUNCH", "USER_LOGIN", "FILE_CREATION"}); }

}  // namespace yaral::oracle
