#include "entities/setup.h"

#include <list>

#include <gmock/gmock.h>

#include "udm/json.h"

namespace yaral::entities {
namespace {

using semantics::DataTable;
using semantics::SetupOperation;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = SetupOperation::Kind;

class SetupTest : public ::testing::Test {
 protected:
  void add(const std::string& noun) {
    texts_.push_back(R"({"metadata":{"entityType":"ASSET"},"entity":)" + noun + "}");
    entities_.push_back(*decoder_.decode(*std::prev(texts_.end()), arena_));
  }

  static SetupOperation operation(Kind kind, const std::vector<std::pair<std::string, std::string>>& joins = {}) {
    SetupOperation made{.kind = kind, .variable = 0, .table = "t", .joins = {}};
    for (const auto& [path, column] : joins) made.joins.push_back({*udm::resolve(udm::entity_root(), path), column});
    return made;
  }

  // The entities after the operation, without their equal metadata.
  std::vector<std::string> after(const SetupOperation& op) {
    const auto result = apply_setup(op, table_, entities_, arena_);
    if (!result) return {result.error()};
    problems_ = result->problems;
    std::vector<std::string> out;
    for (const udm::Event& entity : result->entities) out.push_back(udm::event_json(entity));
    return out;
  }

  static std::string asset(const std::string& rest) { return R"({"metadata":{"entityType":"ASSET"},)" + rest; }

  Arena arena_;
  std::list<std::string> texts_;
  udm::JsonDecoder decoder_{nullptr, udm::Root::kEntity};
  std::vector<udm::Event> entities_;
  DataTable table_{.name = "t",
                   .file = "t.csv",
                   .columns = {{.name = "ip", .mapped_path = "entity.ip"},
                               {.name = "host", .mapped_path = "entity.hostname"},
                               {.name = "owner"}},
                   .rows = {{"10.0.0.1", "new", "ana"}, {"10.0.0.1", "later", "bob"}, {"10.0.0.9", "", ""}}};
  std::vector<std::string> problems_;
};

TEST_F(SetupTest, ExcludeDropsEntitiesThatEqualARow) {
  add(R"({"hostname":"a","ip":["10.0.0.5","10.0.0.1"]})");
  add(R"({"hostname":"new","ip":["10.0.0.2"]})");
  add(R"({"hostname":"none"})");
  EXPECT_THAT(after(operation(Kind::kExclude, {{"entity.ip", "ip"}})),
              ElementsAre(asset(R"("entity":{"hostname":"new","ip":["10.0.0.2"]}})"),
                          asset(R"("entity":{"hostname":"none"}})")));
  EXPECT_EQ(after(operation(Kind::kExclude, {{"entity.ip", "ip"}, {"entity.hostname", "host"}})).size(), 3u);
}

TEST_F(SetupTest, OverrideTakesTheFirstRowsColumns) {
  add(R"({"hostname":"old","ip":["10.0.0.5","10.0.0.1"]})");
  add(R"({"hostname":"kept","ip":["10.0.0.9"]})");
  EXPECT_THAT(after(operation(Kind::kOverride, {{"entity.ip", "ip"}})),
              ElementsAre(asset(R"("entity":{"hostname":"new","ip":["10.0.0.1"]},"additional":{"owner":"ana"}})"),
                          asset(R"("entity":{"hostname":"kept","ip":["10.0.0.9"]},"additional":{"owner":""}})")));
  // What other rules see is as it was.
  EXPECT_EQ(udm::event_json(entities_[0]), texts_.front());
}

TEST_F(SetupTest, AppendAddsEveryRow) {
  add(R"({"hostname":"a"})");
  EXPECT_THAT(after(operation(Kind::kAppend)), ElementsAre(HasSubstr("needs a column mapped to")));
  table_.columns = {{.name = "host", .mapped_path = "entity.hostname"},
                    {.name = "from", .mapped_path = "metadata.interval.start_time"},
                    {.name = "to", .mapped_path = "metadata.interval.end_time"}};
  table_.rows = {{"x", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"}, {"x", "yesterday", "2026-01-02T00:00:00Z"}};
  const auto result = apply_setup(operation(Kind::kAppend), table_, entities_, arena_);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->entities.size(), 3u);
  EXPECT_EQ(format_timestamp(result->entities[1].time), "2026-01-01T00:00:00Z");
  EXPECT_EQ(udm::event_json(result->entities[1]),
            R"({"metadata":{"interval":{"startTime":"2026-01-01T00:00:00Z","endTime":"2026-01-02T00:00:00Z"}},)"
            R"("entity":{"hostname":"x"}})");
  EXPECT_THAT(result->problems, ElementsAre(HasSubstr("`yesterday` cannot stand in")));
}

TEST_F(SetupTest, ColumnsThatAreMissingAreErrors) {
  EXPECT_THAT(after(operation(Kind::kExclude, {{"entity.ip", "address"}})),
              ElementsAre("the table %t has no column `address`"));
}

}  // namespace
}  // namespace yaral::entities
