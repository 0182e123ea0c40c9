#include "enrich/sightings.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "unit/enrich/events.h"

namespace yaral::enrich {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kSha256(64, 'a');

class SightingsTest : public ::testing::Test {
 protected:
  void sees(const std::string& day, const std::string& host, const std::string& rest,
            const std::string& type = "PROCESS_LAUNCH") {
    const std::string time = day.size() == 10 ? day + "T12:00:00Z" : day;
    events_.push_back(records_.event(R"({"metadata":{"event_type":")" + type + R"(","event_timestamp":")" + time +
                                     R"("},"principal":{"hostname":")" + host + "\"}," + rest + "}"));
  }
  void sees_file(const std::string& day, const std::string& host) {
    sees(day, host, R"("target":{"process":{"file":{"sha256":")" + kSha256 + "\"}}}");
  }
  void asks(const std::string& day, const std::string& host, const std::string& domain) {
    sees(day, host, R"("network":{"dns":{"questions":[{"name":")" + domain + "\"}]}}", "NETWORK_DNS");
  }

  std::vector<udm::Event> entities() {
    for (const udm::Event& event : events_) sightings_.add({&event, 1});
    events_.clear();
    return sightings_.entities(records_.arena());
  }

  // `day name rolling_max day_max`, or of sub-domains.
  std::vector<std::string> prevalence(const std::string& message, const std::string& name,
                                      const std::string& suffix = {}) {
    const std::string rolling_max = message + ".prevalence.rolling_max" + suffix;
    const std::string day_max = message + ".prevalence.day_max" + suffix;
    std::vector<std::string> lines;
    for (const udm::Event& entity : entities())
      lines.push_back(fmt::format("{} {} {} {}", time_text(entity, "metadata.interval.start_time").substr(0, 10),
                                  texts(entity, name), number(entity, rolling_max), number(entity, day_max)));
    return lines;
  }

  Records records_;
  Sightings sightings_;
  std::vector<udm::Event> events_;
};

TEST_F(SightingsTest, AFileOfOneDay) {
  sees_file("2026-03-01T08:00:00.5Z", "ws1");
  sees_file("2026-03-01T07:00:00Z", "ws2");
  sees_file("2026-03-01T09:00:00Z", "WS2");
  const auto all = entities();
  ASSERT_EQ(all.size(), 1u);
  const udm::Event& entity = all.front();
  EXPECT_EQ(
      udm::to_json(*entity.root, udm::JsonStyle::kSnake),
      R"({"metadata":{"interval":{"start_time":"2026-03-01T00:00:00Z","end_time":"2026-03-02T00:00:00Z"},)"
      R"("vendor_name":"yaral","entity_type":"FILE","source_type":"DERIVED_CONTEXT"},"entity":{"file":{"sha256":")" +
          kSha256 +
          R"(","prevalence":{"rolling_max":2,"day_count":10,"day_max":2},)"
          R"("first_seen_time":"2026-03-01T07:00:00Z","last_seen_time":"2026-03-01T09:00:00Z"}}})");
  EXPECT_EQ(format_timestamp(entity.time), "2026-03-01T00:00:00Z");
}

TEST_F(SightingsTest, TheMaximumOfTheLastTenDays) {
  for (const char* host : {"a", "b", "c"}) sees_file("2026-03-01", host);
  sees_file("2026-03-02", "a");
  sees_file("2026-03-10", "a");
  sees_file("2026-03-11", "a");
  EXPECT_THAT(prevalence("entity.file", "entity.file.first_seen_time"),
              ElementsAre("2026-03-01  3 3", "2026-03-02  3 1", "2026-03-10  3 1", "2026-03-11  1 1"));
}

TEST_F(SightingsTest, DaysBeginInUtcAlsoBefore1970) {
  sees_file("1969-12-31T23:59:59Z", "a");
  sees_file("2026-03-01T23:59:59Z", "a");
  sees_file("2026-03-02T00:00:00Z", "b");
  EXPECT_THAT(prevalence("entity.file", "entity.hostname"),
              ElementsAre("1969-12-31  1 1", "2026-03-01  1 1", "2026-03-02  1 1"));
}

TEST_F(SightingsTest, EveryHashIsCountedAlone) {
  sees("2026-03-01", "a",
       R"("target":{"file":{"sha256":")" + kSha256 + R"(","sha1":")" + std::string(40, 'B') + R"(","md5":")" +
           std::string(32, 'c') + R"("}},"src":{"file":{"md5":"no hash"}})");
  const auto all = entities();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(texts(all[0], "entity.file.sha256"), kSha256);
  EXPECT_EQ(texts(all[1], "entity.file.sha1"), std::string(40, 'b'));
  EXPECT_EQ(texts(all[2], "entity.file.md5"), std::string(32, 'c'));
}

TEST_F(SightingsTest, DomainsCountThoseBelowThem) {
  asks("2026-03-01", "a", "example.org");
  asks("2026-03-01", "b", "www.example.org");
  asks("2026-03-01", "c", "x.WWW.example.org.");
  asks("2026-03-01", "a", "x.www.example.org");
  asks("2026-03-02", "d", "www.example.org");
  asks("2026-03-02", "d", "notexample.org");
  EXPECT_THAT(
      prevalence("entity.domain", "entity.domain.name"),
      ElementsAre("2026-03-01 example.org 1 1", "2026-03-02 notexample.org 1 1", "2026-03-01 www.example.org 1 1",
                  "2026-03-02 www.example.org 1 1", "2026-03-01 x.www.example.org 2 2"));
  EXPECT_THAT(
      prevalence("entity.domain", "entity.hostname", "_sub_domains"),
      ElementsAre("2026-03-01 example.org 3 3", "2026-03-02 notexample.org 1 1", "2026-03-01 www.example.org 3 3",
                  "2026-03-02 www.example.org 3 1", "2026-03-01 x.www.example.org 2 2"));
}

TEST_F(SightingsTest, DomainsAreTakenFromNamesAndUrls) {
  sees("2026-03-01", "a", R"("target":{"url":"https://u@one.example:8443/x?y"})");
  sees("2026-03-01", "a", R"("target":{"hostname":"two.example"})", "NETWORK_CONNECTION");
  sees("2026-03-01", "a", R"("target":{"hostname":"host.example"})", "USER_LOGIN");
  sees("2026-03-01", "a", R"("network":{"tls":{"client":{"server_name":"three.example"}}})", "NETWORK_HTTP");
  for (const char* none : {"localhost", "192.0.2.1", ".example", "a b.example", ""}) asks("2026-03-01", "a", none);
  asks("2026-03-01", "a", std::string(250, 'x') + ".example");
  EXPECT_THAT(prevalence("entity.domain", "entity.domain.name"),
              ElementsAre("2026-03-01 one.example 1 1", "2026-03-01 three.example 1 1", "2026-03-01 two.example 1 1"));
}

TEST_F(SightingsTest, PublicAddresses) {
  sees("2026-03-01", "a", R"("target":{"ip":["192.0.2.1","10.0.0.1","2001:DB8::1","x"]})", "NETWORK_CONNECTION");
  sees("2026-03-01", "b", R"("src":{"ip":"192.0.2.1"})", "NETWORK_CONNECTION");
  EXPECT_THAT(prevalence("entity.artifact", "entity.artifact.ip"),
              ElementsAre("2026-03-01 192.0.2.1 2 2", "2026-03-01 2001:db8::1 1 1"));
  EXPECT_EQ(texts(entities().front(), "entity.ip"), "192.0.2.1");
}

TEST_F(SightingsTest, MachinesAreKnownByNameElseByAddress) {
  const auto from = [&](const std::string& principal) {
    events_.push_back(records_.event(R"({"metadata":{"event_timestamp":"2026-03-01T10:00:00Z"},"principal":{)" +
                                     principal + R"(},"target":{"file":{"sha256":")" + kSha256 + "\"}}}"));
  };
  from(R"("ip":"10.0.0.1")");
  from(R"("ip":"10.0.0.2")");
  from(R"("ip":"10.0.0.2","hostname":"ws1")");
  from(R"("ip":"10.0.0.3","hostname":"ws1")");
  from(R"("port":1)");
  EXPECT_THAT(prevalence("entity.file", "entity.hostname"), ElementsAre("2026-03-01  3 3"));
}

TEST_F(SightingsTest, WithoutATimeThereIsNoSighting) {
  events_.push_back(
      records_.event(R"({"principal":{"hostname":"a"},"target":{"file":{"sha256":")" + kSha256 + "\"}}}"));
  EXPECT_THAT(entities(), IsEmpty());
}

TEST_F(SightingsTest, WhatIsLeftUnderItsLimitDoesNotDependOnTheOrder) {
  for (int i = 0; i < 400; ++i) asks("2026-03-01", "h" + std::to_string(i % 3), fmt::format("d{}.example", i % 200));
  const auto left = [&](const std::vector<udm::Event>& events, Sightings& sightings) {
    for (const udm::Event& event : events) sightings.add({&event, 1});
    std::string all;
    for (const udm::Event& entity : sightings.entities(records_.arena())) all += udm::to_json(*entity.root) + "\n";
    return all;
  };
  Sightings forwards({.sightings = 100});
  const std::string all = left(events_, forwards);
  std::ranges::reverse(events_);
  Sightings backwards({.sightings = 100});
  EXPECT_EQ(left(events_, backwards), all);
  EXPECT_FALSE(all.empty());
  EXPECT_GT(forwards.dropped(), 0u);
  EXPECT_EQ(forwards.dropped(), backwards.dropped());
  EXPECT_GT(forwards.one_in(), 1u);
  EXPECT_EQ(sightings_.dropped(), 0u);
}

}  // namespace
}  // namespace yaral::enrich
