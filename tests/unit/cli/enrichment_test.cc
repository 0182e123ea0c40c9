// `--enrich` and `--geoip` of `yaral scan` and `yaral normalize`.

#include <sys/stat.h>

#include <gmock/gmock.h>

#include "unit/cli/program.h"
#include "unit/enrich/mmdb_writer.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A digest of its own for each first letter.
std::string digest_of(const std::string& name) {
  return std::string(64, "0123456789abcdef"[static_cast<unsigned char>(name.front()) % 16]);
}

std::string launch(const std::string& time, const std::string& parent, const std::string& pid, const std::string& name,
                   const std::string& host = "ws-1") {
  return R"({"metadata":{"event_timestamp":"2026-03-01T)" + time + R"(Z","event_type":"PROCESS_LAUNCH"},)" +
         R"("principal":{"hostname":")" + host + R"(","ip":"192.0.2.7","process":{"pid":")" + parent +
         R"("}},"target":{"process":{"pid":")" + pid + R"(","file":{"full_path":"/bin/)" + name + R"(","sha256":")" +
         digest_of(name) + "\"}}}}\n";
}

std::string rule_over(const std::string& events, const std::string& name = "r") {
  return "rule " + name + " {\n meta:\n events:\n  $e.principal.hostname = $host\n" + events +
         " match:\n  $host over 5m\n condition:\n  $e" + (events.contains("$g.") ? " and $g" : "") + "\n}\n";
}

class EnrichmentTest : public ::testing::Test {
 protected:
  int scan(const std::string& rule, std::vector<std::string> arguments) {
    std::vector<std::string> all = {"scan", "--format", "ndjson", "--rules", folder_.write("r.yaral", rule), input()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return program_.run(all);
  }
  int normalize(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"normalize", input()});
    return program_.run(arguments);
  }

  // The start of the first process comes in the file that is read last.
  std::string input() {
    folder_.write("in/a.ndjson", launch("10:02:00", "2", "3", "curl"));
    folder_.write("in/b.ndjson", launch("10:01:00", "1", "2", "bash"));
    folder_.write("in/c.ndjson", launch("10:00:00", "0", "1", "init") + launch("10:05:00", "0", "1", "init", "ws-2"));
    return folder_.path("in");
  }

  std::string entities() {
    return folder_.write(
        "entities.json",
        R"({"metadata":{"entity_type":"ASSET"},"entity":{"asset":{"hostname":"ws-1","asset_id":"A1"}}})");
  }

  std::string database() {
    enrich::mmdb::Writer writer;
    writer.add("192.0.2.0/24", enrich::mmdb::map({{"country", enrich::mmdb::named("Norway")}}));
    return folder_.write("country.mmdb", writer.file());
  }

  packs::TempFolder folder_;
  Program program_;
};

const std::string kGrandparent = rule_over(
    "  $e.principal.process.parent_process.parent_process.file.full_path = \"/bin/init\"\n"
    "  $e.target.process.file.full_path = \"/bin/wget\"\n");

TEST_F(EnrichmentTest, RulesSeeTheParentsOfParents) {
  folder_.write("in/d.ndjson", launch("10:03:00", "3", "4", "wget"));
  EXPECT_EQ(scan(kGrandparent, {}), kClean);
  EXPECT_EQ(scan(kGrandparent, {"--enrich", "processes"}), kFindings) << program_.err();
  EXPECT_THAT(program_.out(), HasSubstr(R"("enrichmentState":"ENRICHED")"));
  EXPECT_THAT(program_.err(), HasSubstr("enrichment: 5 events changed, 5 process starts known"));
}

TEST_F(EnrichmentTest, ProcessesMayHaveStartedBeforeTheTimeAskedFor) {
  folder_.write("in/d.ndjson", launch("10:03:00", "3", "4", "wget"));
  EXPECT_EQ(scan(kGrandparent, {"--enrich", "processes", "--from", "2026-03-01T10:02:30Z"}), kFindings);
}

const std::string kRare = rule_over(
    "  $e.metadata.event_type = \"PROCESS_LAUNCH\"\n  $e.target.process.file.sha256 = $hash\n"
    "  $g.graph.metadata.entity_type = \"FILE\"\n  $g.graph.metadata.source_type = \"DERIVED_CONTEXT\"\n"
    "  $g.graph.entity.file.sha256 = $hash\n  $g.graph.entity.file.prevalence.rolling_max = 1\n");

TEST_F(EnrichmentTest, RulesJoinPrevalence) {
  EXPECT_EQ(scan(kRare, {}), kClean);
  EXPECT_EQ(scan(kRare, {"--enrich", "sightings"}), kFindings) << program_.err();
  // `init` was seen on two machines.
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("/bin/curl"), HasSubstr("/bin/bash"), Not(HasSubstr("/bin/init"))));
  EXPECT_THAT(program_.err(), AllOf(HasSubstr("enrichment: 4 records of sightings"), Not(HasSubstr("there are none"))));
}

TEST_F(EnrichmentTest, OnlyTheTimeAskedForIsSighted) {
  EXPECT_EQ(scan(kRare, {"--enrich", "sightings", "--to", "2026-03-01T10:04:00Z"}), kFindings);
  EXPECT_THAT(program_.out(), HasSubstr("/bin/init"));
}

TEST_F(EnrichmentTest, SightingsNobodyReadsAreLeftOut) {
  EXPECT_EQ(scan(kGrandparent, {"--enrich", "sightings"}), kClean);
  EXPECT_THAT(program_.err(), HasSubstr("no rule reads entities; --enrich sightings was left out"));
}

TEST_F(EnrichmentTest, TheResultDoesNotDependOnThreads) {
  for (int i = 0; i < 40; ++i)
    folder_.write("in/m" + std::to_string(i) + ".ndjson",
                  launch("11:00:" + std::to_string(10 + i), std::to_string(i + 2), std::to_string(i + 3),
                         std::string(1, static_cast<char>('a' + i % 6))));
  const std::string rules = kRare + rule_over("  $e.principal.process.parent_process.pid = /./\n", "parents");
  std::string first;
  for (const char* threads : {"1", "2", "7"}) {
    EXPECT_EQ(scan(rules, {"--enrich", "processes,sightings", "--threads", threads}), kFindings);
    if (first.empty()) first = program_.out();
    EXPECT_EQ(program_.out(), first) << threads;
  }
}

TEST_F(EnrichmentTest, AliasesComeFromEntities) {
  const std::string rule = rule_over("  $e.principal.asset.asset_id = \"A1\"\n");
  EXPECT_EQ(scan(rule, {"--entities", entities()}), kClean);
  EXPECT_EQ(scan(rule, {"--entities", entities(), "--enrich", "aliases"}), kFindings) << program_.err();
  EXPECT_EQ(normalize({"--entities", entities(), "--enrich", "aliases"}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr(R"("asset":{"hostname":"ws-1","asset_id":"A1"})"));
  EXPECT_EQ(normalize({"--entities", "/nowhere", "--enrich", "aliases"}), kWrongInput);
  EXPECT_THAT(program_.err(), AllOf(HasSubstr("/nowhere"), HasSubstr("no entity of --entities is an ASSET or a USER")));
}

TEST_F(EnrichmentTest, EntitiesAndAliasesGoTogether) {
  EXPECT_EQ(normalize({"--enrich", "aliases"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("give them with --entities"));
  EXPECT_EQ(scan(kRare, {"--enrich", "aliases"}), kMisuse);
  EXPECT_EQ(normalize({"--entities", entities()}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("--enrich aliases"));
}

TEST_F(EnrichmentTest, DatabasesTellWhereAddressesAre) {
  const std::string rule = rule_over("  $e.principal.ip_geo_artifact.location.country_or_region = \"Norway\"\n");
  EXPECT_EQ(scan(rule, {}), kClean);
  EXPECT_EQ(scan(rule, {"--geoip", database()}), kFindings) << program_.err();
  EXPECT_EQ(normalize({"--geoip", database(), "-q"}), kClean);
  EXPECT_THAT(program_.out(),
              HasSubstr(R"("ip_geo_artifact":[{"ip":"192.0.2.7","location":{"country_or_region":"Norway"}}])"));
  EXPECT_THAT(program_.err(), IsEmpty());
}

TEST_F(EnrichmentTest, ADatabaseThatCannotBeReadIsMisuse) {
  const std::string broken = folder_.write("broken.mmdb", "none");
  for (const std::string& file : {broken, std::string("/nowhere.mmdb")}) {
    EXPECT_EQ(scan(kRare, {"--geoip", database(), "--geoip", file}), kMisuse);
    EXPECT_THAT(program_.err(), HasSubstr(file));
    EXPECT_THAT(program_.out(), IsEmpty());
    EXPECT_EQ(normalize({"--geoip", file}), kMisuse);
    EXPECT_THAT(program_.err(), HasSubstr(file));
  }
}

TEST_F(EnrichmentTest, WordsThatAreNoneAreMisuse) {
  EXPECT_EQ(scan(kRare, {"--enrich", "processes,proceses"}), kMisuse);
  EXPECT_THAT(program_.err(), AllOf(HasSubstr("proceses"), HasSubstr("sightings")));
  EXPECT_EQ(normalize({"--enrich", "sightings"}), kMisuse);
  EXPECT_THAT(program_.err(), AllOf(HasSubstr("processes"), HasSubstr("aliases")));
}

TEST_F(EnrichmentTest, WhatCanBeReadOnlyOnceIsRefused) {
  const std::string rule = folder_.write("r.yaral", kRare);
  for (const char* word : {"processes", "sightings"}) {
    EXPECT_EQ(program_.run({"scan", "--rules", rule, "--enrich", word, "-"}, launch("10:00:00", "1", "2", "a")),
              kMisuse);
    EXPECT_THAT(program_.err(), AllOf(HasSubstr(word), HasSubstr("standard input"), HasSubstr("write it to a file")));
  }
  const std::string pipe = folder_.path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(program_.run({"normalize", "--enrich", "processes", pipe}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr(pipe));
}

TEST_F(EnrichmentTest, NormalizeKeepsTheRecordOfAChangedEvent) {
  EXPECT_EQ(normalize({"--enrich", "processes", "--raw", "--threads", "1"}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr(R"("raw_log":"{\"metadata\":{\"event_timestamp\":\"2026-03-01T10:02:00Z\")"));
  EXPECT_THAT(program_.out(), HasSubstr(R"("parent_process":{)"));
  EXPECT_THAT(program_.out(), Not(HasSubstr(R"("raw_log":"")")));
}

TEST_F(EnrichmentTest, WhatIsEnrichedStaysTheSameWhenItIsEnrichedAgain) {
  ASSERT_EQ(normalize({"--enrich", "processes", "--geoip", database(), "--threads", "1"}), kClean);
  const std::string once = program_.out();
  const std::string file = folder_.write("once.ndjson", once);
  EXPECT_EQ(program_.run({"normalize", "--enrich", "processes", "--geoip", database(), "--threads", "1", file}),
            kClean);
  EXPECT_EQ(program_.out(), once);
}

TEST_F(EnrichmentTest, ProblemsOfInputsAreToldOnce) {
  EXPECT_EQ(scan(kRare, {"--enrich", "processes,sightings", "/nowhere"}), kWrongInput);
  const std::size_t at = program_.err().find("/nowhere");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(program_.err().find("/nowhere", at + 1), std::string::npos);
}

}  // namespace
}  // namespace yaral::cli
