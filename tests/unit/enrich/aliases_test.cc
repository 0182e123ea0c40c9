#include "enrich/aliases.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "unit/enrich/events.h"

namespace yaral::enrich {
namespace {

std::string entity(const std::string& type, const std::string& noun, const std::string& start = {},
                   const std::string& end = {}) {
  std::string interval;
  if (!start.empty()) interval = R"("start_time":")" + start + R"(T00:00:00Z")";
  if (!end.empty()) interval += R"(,"end_time":")" + end + R"(T00:00:00Z")";
  return R"({"metadata":{"entity_type":")" + type + R"(","interval":{)" + interval + R"(}},"entity":)" + noun + "}";
}

class AliasesTest : public ::testing::Test {
 protected:
  void knows(const std::string& type, const std::string& noun, const std::string& start = {},
             const std::string& end = {}) {
    entities_.push_back(records_.entity(entity(type, noun, start, end)));
  }

  // What becomes of an event at noon of that day.
  udm::Event enriched(const std::string& nouns, const std::string& day = "2026-03-01") {
    udm::Event event = records_.event(R"({"metadata":{"event_timestamp":")" + day + R"(T12:00:00Z"},)" + nouns + "}");
    ChangedEvent changed(event, records_.arena());
    Aliases(entities_).fill(changed);
    return event;
  }

  Records records_;

 private:
  std::vector<udm::Event> entities_;
};

TEST_F(AliasesTest, AMachineIsKnownByAnyOfItsNames) {
  knows(
      "ASSET",
      R"({"asset":{"hostname":"WS-1","ip":["192.0.2.1"],"mac":["00:00:5e:00:53:01"],"asset_id":"A1","product_object_id":"P1"}})");
  for (const char* name :
       {R"("hostname":"ws-1")", R"("ip":"192.0.2.1")", R"("mac":"00:00:5E:00:53:01")", R"("asset_id":"A1")",
        R"("asset":{"product_object_id":"P1"})", R"("asset":{"hostname":"ws-1"})"}) {
    for (const std::string noun : {"principal", "src", "target"}) {
      const udm::Event event = enriched("\"" + noun + "\":{" + name + "}");
      EXPECT_EQ(fold_case(texts(event, noun + ".asset.hostname")), "ws-1") << name;
      EXPECT_EQ(texts(event, noun + ".asset.ip"), "192.0.2.1") << name;
      EXPECT_EQ(texts(event, noun + ".asset.asset_id"), "A1") << name;
      EXPECT_EQ(texts(event, noun + ".asset.product_object_id"), "P1") << name;
    }
  }
  EXPECT_FALSE(enriched(R"("observer":{"hostname":"ws-1"})").json.empty());
  EXPECT_FALSE(enriched(R"("principal":{"hostname":"ws-2"})").json.empty());
}

TEST_F(AliasesTest, NamesOfTheEntityItselfCountToo) {
  knows("ASSET", R"({"hostname":"ws-1","asset":{"asset_id":"A1"}})");
  EXPECT_EQ(texts(enriched(R"("principal":{"hostname":"ws-1"})"), "principal.asset.asset_id"), "A1");
}

TEST_F(AliasesTest, OnlyEntitiesValidAtTheTimeCount) {
  knows("ASSET", R"({"asset":{"hostname":"old","ip":"192.0.2.1"}})", "2026-01-01", "2026-02-01");
  knows("ASSET", R"({"asset":{"hostname":"new","ip":"192.0.2.1"}})", "2026-03-01", "2026-03-02");
  const auto host = [&](const std::string& day) {
    return texts(enriched(R"("principal":{"ip":"192.0.2.1"})", day), "principal.asset.hostname");
  };
  EXPECT_EQ(host("2025-12-31"), "");
  EXPECT_EQ(host("2026-01-01"), "old");
  EXPECT_EQ(host("2026-02-01"), "");
  EXPECT_EQ(host("2026-03-01"), "new");
  EXPECT_EQ(host("2026-03-02"), "");
}

TEST_F(AliasesTest, TheNewestOfSeveralWinsThenTheFirstRead) {
  knows("ASSET", R"({"asset":{"hostname":"always","ip":"192.0.2.1"}})");
  knows("ASSET", R"({"asset":{"hostname":"newest","ip":"192.0.2.1"}})", "2026-02-02");
  knows("ASSET", R"({"asset":{"hostname":"newest-too","ip":"192.0.2.1"}})", "2026-02-02");
  knows("ASSET", R"({"asset":{"hostname":"older","ip":"192.0.2.1","asset_id":"O"}})", "2026-02-01");
  const udm::Event event = enriched(R"("principal":{"ip":"192.0.2.1"})");
  EXPECT_EQ(texts(event, "principal.asset.hostname"), "newest");
  // Another machine gives nothing to what is left open.
  EXPECT_EQ(texts(event, "principal.asset.asset_id"), "");
}

TEST_F(AliasesTest, WhatTheNewestLeavesOpenComesFromOlderOnes) {
  knows("ASSET", R"({"asset":{"hostname":"ws-1","asset_id":"old","product_object_id":"P"}})", "2026-01-01");
  knows("ASSET", R"({"asset":{"hostname":"ws-1.example.org","ip":"192.0.2.1"}})", "2026-02-01");
  knows("ASSET", R"({"asset":{"hostname":"ws-1","mac":"00:00:5e:00:53:01"}})", "2026-01-15");
  const udm::Event event = enriched(R"("principal":{"hostname":"ws-1","ip":"192.0.2.1"})");
  EXPECT_EQ(texts(event, "principal.asset.hostname"), "ws-1.example.org");
  EXPECT_EQ(texts(event, "principal.asset.mac"), "00:00:5e:00:53:01");
  EXPECT_EQ(texts(event, "principal.asset.asset_id"), "old");
}

TEST_F(AliasesTest, AnEntityThatContradictsTheEventIsAnotherMachine) {
  knows("ASSET", R"({"asset":{"hostname":"ws-2","ip":"192.0.2.1","asset_id":"A2"}})");
  EXPECT_FALSE(enriched(R"("principal":{"hostname":"ws-1","ip":"192.0.2.1"})").json.empty());
  EXPECT_FALSE(enriched(R"("principal":{"asset_id":"A1","ip":"192.0.2.1"})").json.empty());
}

TEST_F(AliasesTest, NothingIsOverwritten) {
  knows("ASSET", R"({"asset":{"hostname":"ws-1","ip":["192.0.2.1","192.0.2.2"],"asset_id":"A1"}})");
  const udm::Event event = enriched(R"("principal":{"hostname":"ws-1","asset":{"ip":"192.0.2.9"}})");
  EXPECT_EQ(texts(event, "principal.asset.ip"), "192.0.2.9");
  EXPECT_EQ(texts(event, "principal.asset.asset_id"), "A1");
}

TEST_F(AliasesTest, AnAccountIsKnownByAnyOfItsNames) {
  knows("USER", R"({"user":{"userid":"Ann","windows_sid":"S-1-5-21-1","email_addresses":["ann@example.org"],
    "employee_id":"E7","product_object_id":"P7","user_display_name":"Ann Example","department":["Sales","North"],
    "title":"Agent","managers":[{"userid":"bob"}],"group_identifiers":["g1","g2"]}})");
  for (const char* name :
       {R"("userid":"ann")", R"("windows_sid":"S-1-5-21-1")", R"("email_addresses":"ANN@example.org")",
        R"("employee_id":"E7")", R"("product_object_id":"P7")"}) {
    const udm::Event event = enriched(R"("target":{"user":{)" + std::string(name) + "}}");
    EXPECT_EQ(fold_case(texts(event, "target.user.userid")), "ann") << name;
    EXPECT_EQ(texts(event, "target.user.windows_sid"), "S-1-5-21-1") << name;
    EXPECT_EQ(texts(event, "target.user.user_display_name"), "Ann Example") << name;
    EXPECT_EQ(texts(event, "target.user.department"), "Sales|North") << name;
    EXPECT_EQ(texts(event, "target.user.title"), "Agent") << name;
    EXPECT_EQ(texts(event, "target.user.managers.userid"), "bob") << name;
    EXPECT_EQ(texts(event, "target.user.group_identifiers"), "g1|g2") << name;
  }
}

TEST_F(AliasesTest, TheSameNameInAnotherDomainIsAnotherAccount) {
  knows("USER", R"({"administrative_domain":"CORP","user":{"userid":"admin","title":"Boss"}})");
  const auto title = [&](const std::string& noun) {
    return texts(enriched(R"("principal":{"user":{"userid":"admin"})" + noun + "}"), "principal.user.title");
  };
  EXPECT_EQ(title(""), "Boss");
  EXPECT_EQ(title(R"(,"administrative_domain":"corp.example.org")"), "Boss");
  EXPECT_EQ(title(R"(,"administrative_domain":"WS-1")"), "");
}

TEST_F(AliasesTest, OtherEntitiesArePassedOver) {
  Records records;
  const std::vector<udm::Event> others = {records.entity(entity("FILE", R"({"file":{"md5":"x"}})")),
                                          records.entity(entity("GROUP", R"({"group":{"windows_sid":"S-1"}})"))};
  EXPECT_EQ(Aliases(others).size(), 0u);
}

}  // namespace
}  // namespace yaral::enrich
