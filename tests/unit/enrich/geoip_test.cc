#include "enrich/geoip.h"

#include <gmock/gmock.h>

#include "enrich/public_address.h"
#include "unit/enrich/events.h"
#include "unit/enrich/mmdb_writer.h"
#include "unit/packs/temp_folder.h"

namespace yaral::enrich {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string city_database() {
  mmdb::Writer writer;
  writer.add(
      "192.0.2.0/24",
      mmdb::map({{"city", mmdb::named("Berne")},
                 {"subdivisions", mmdb::list({mmdb::named("Canton of Berne")})},
                 {"country", mmdb::named("Switzerland")},
                 {"location", mmdb::map({{"latitude", mmdb::number(46.9)}, {"longitude", mmdb::number(7.4)}})}}));
  writer.add("198.51.100.0/25", mmdb::map({{"registered_country", mmdb::named("Norway")}}));
  writer.add("10.0.0.0/8", mmdb::map({{"country", mmdb::named("Nowhere")}}));
  writer.add("203.0.113.0/24", mmdb::map({{"city", mmdb::text("not a map")}, {"country", mmdb::list({})}}));
  writer.add("2001:db8::/32", mmdb::map({{"country", mmdb::named("Iceland")}}));
  return writer.file();
}

std::string asn_database() {
  mmdb::Writer writer;
  writer.add("192.0.2.0/24", mmdb::map({{"autonomous_system_number", mmdb::uint32(64496)},
                                        {"autonomous_system_organization", mmdb::text("Example Carrier")}}));
  return writer.file();
}

class GeoIpTest : public ::testing::Test {
 protected:
  udm::Event enriched(const std::string& nouns) {
    if (!geoip_) {
      auto opened =
          GeoIp::open({folder_.write("city.mmdb", city_database()), folder_.write("asn.mmdb", asn_database())});
      EXPECT_TRUE(opened.has_value()) << opened.error();
      geoip_ = std::move(*opened);
    }
    udm::Event event = records_.event("{" + nouns + "}");
    ChangedEvent changed(event, records_.arena());
    geoip_->fill(changed);
    return event;
  }

  std::string error_of(const std::string& file) {
    const auto opened = GeoIp::open({file});
    return opened ? "" : opened.error();
  }

  packs::TempFolder folder_;
  Records records_;

 private:
  std::optional<GeoIp> geoip_;
};

TEST_F(GeoIpTest, SaysWhereAnAddressIsAndWhose) {
  for (const std::string noun : {"principal", "src", "target"}) {
    const udm::Event event = enriched("\"" + noun + R"(":{"ip":"192.0.2.7"})");
    const std::string geo = noun + ".ip_geo_artifact.";
    EXPECT_EQ(texts(event, geo + "ip"), "192.0.2.7");
    EXPECT_EQ(texts(event, geo + "location.city"), "Berne");
    EXPECT_EQ(texts(event, geo + "location.state"), "Canton of Berne");
    EXPECT_EQ(texts(event, geo + "location.country_or_region"), "Switzerland");
    EXPECT_EQ(texts(event, geo + "network.asn"), "64496");
    EXPECT_EQ(texts(event, geo + "network.carrier_name"), "Example Carrier");
    EXPECT_EQ(texts(event, geo + "network.organization_name"), "Example Carrier");
    EXPECT_EQ(texts(event, geo + "as_owner"), "Example Carrier");
    EXPECT_EQ(number(event, geo + "asn"), 64496);
    EXPECT_EQ(texts(event, noun + ".location.city"), "Berne");
    const std::string json = udm::event_json(event, udm::JsonStyle::kSnake);
    EXPECT_THAT(json, HasSubstr(R"("region_coordinates":{"latitude":46.9,"longitude":7.4})"));
    EXPECT_THAT(json, HasSubstr(R"("region_latitude":46.9)"));
  }
}

TEST_F(GeoIpTest, EachAddressGetsItsOwn) {
  const udm::Event event = enriched(R"("target":{"ip":["198.51.100.1","192.0.2.7","192.0.2.7","2001:db8::1"]})");
  EXPECT_EQ(texts(event, "target.ip_geo_artifact.ip"), "198.51.100.1|192.0.2.7|2001:db8::1");
  EXPECT_EQ(texts(event, "target.ip_geo_artifact.location.country_or_region"), "Norway|Switzerland|Iceland");
  EXPECT_EQ(texts(event, "target.location.country_or_region"), "Norway");
}

TEST_F(GeoIpTest, NothingIsSaidOfWhatIsNotKnownNotPublicOrNoAddress) {
  for (const char* ip : {"198.51.100.200", "10.1.2.3", "127.0.0.1", "203.0.113.1", "2001:db9::1", "no address", ""})
    EXPECT_FALSE(enriched(R"("principal":{"ip":")" + std::string(ip) + "\"}").json.empty()) << ip;
  EXPECT_FALSE(enriched(R"("observer":{"ip":"192.0.2.7"})").json.empty());
}

TEST_F(GeoIpTest, WhatTheEventSaysStays) {
  const udm::Event event = enriched(
      R"("principal":{"ip":["192.0.2.7","192.0.2.8"],"location":{"city":"Bern"},"ip_geo_artifact":{"ip":"192.0.2.7"}})");
  EXPECT_EQ(texts(event, "principal.location.city"), "Bern");
  EXPECT_EQ(texts(event, "principal.location.country_or_region"), "");
  EXPECT_EQ(texts(event, "principal.ip_geo_artifact.ip"), "192.0.2.7|192.0.2.8");
  EXPECT_EQ(texts(event, "principal.ip_geo_artifact.location.city"), "Berne");
}

TEST_F(GeoIpTest, AnIpv4DatabaseKnowsNoIpv6) {
  const auto opened = GeoIp::open({folder_.write("asn.mmdb", asn_database())});
  ASSERT_TRUE(opened.has_value());
  udm::Event event = records_.event(R"({"principal":{"ip":["2001:db8::1","::ffff:192.0.2.1"]}})");
  ChangedEvent changed(event, records_.arena());
  opened->fill(changed);
  EXPECT_EQ(texts(event, "principal.ip_geo_artifact.ip"), "::ffff:192.0.2.1");
}

TEST_F(GeoIpTest, AFileThatIsNoDatabaseIsNamed) {
  const std::string broken = folder_.write("broken.mmdb", "no database");
  EXPECT_THAT(error_of(broken), AllOf(HasSubstr("broken.mmdb"), HasSubstr("no MaxMind database")));
  EXPECT_THAT(error_of(folder_.write("empty.mmdb", "")),
              AllOf(HasSubstr("empty.mmdb"), HasSubstr("the file is empty")));
  EXPECT_THAT(error_of(folder_.path("missing.mmdb")), AllOf(HasSubstr("missing.mmdb"), HasSubstr("No such file")));
  EXPECT_THAT(error_of(folder_.path("")), HasSubstr("no MaxMind database can be read from it: it is a folder"));
}

TEST_F(GeoIpTest, ADamagedDatabaseDoesNoHarm) {
  const std::string whole = city_database();
  const std::size_t metadata = whole.rfind("\xab\xcd\xef");
  for (std::size_t at = 0; at < metadata; at += 3) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    const auto opened = GeoIp::open({folder_.write("damaged.mmdb", damaged)});
    if (!opened) continue;
    udm::Event event = records_.event(R"({"principal":{"ip":["192.0.2.7","198.51.100.1","2001:db8::1"]}})");
    ChangedEvent changed(event, records_.arena());
    opened->fill(changed);
    EXPECT_LE(event.root->fields().size(), 2u);
  }
}

TEST(PublicAddress, TellsThoseThatMeanTheSameEverywhere) {
  for (const char* ip : {"8.8.8.8", "192.0.2.1", "100.128.0.1", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(is_public(*functions::parse_ip(ip))) << ip;
  for (const char* ip :
       {"0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.16.0.1", "192.168.1.1", "224.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:10.0.0.1"})
    EXPECT_FALSE(is_public(*functions::parse_ip(ip))) << ip;
}

}  // namespace
}  // namespace yaral::enrich
