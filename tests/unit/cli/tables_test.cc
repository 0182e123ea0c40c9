#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::HasSubstr;

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class TablesTest : public ::testing::Test {
 protected:
  int scan(std::vector<std::string> more) {
    more.insert(more.begin(), {"scan", "--rules", folder_.path("r.yaral"), folder_.path("in.ndjson")});
    return program_.run(more);
  }

  void SetUp() override {
    std::string rule = rule_text("r");
    rule.insert(rule.rfind('}'), "  export:\n    %seen.write_row(host: $host)\n");
    folder_.write("r.yaral", rule);
    folder_.write("in.ndjson", event_line("ws-1", "2026-01-01T10:00:00Z") + event_line("ws-2", "2026-01-01T10:00:00Z"));
  }

  TempFolder folder_;
  Program program_;
};

TEST_F(TablesTest, ExportWritesRows) {
  EXPECT_EQ(scan({"--export", folder_.path("out")}), kFindings) << program_.err();
  EXPECT_EQ(read(folder_.path("out/seen.csv")), "host\r\nws-1\r\nws-2\r\n");
}

TEST_F(TablesTest, ExportReplacesRowsOfTablesThatAreThere) {
  folder_.write("tables/seen.csv", "host,tags\nws-1,a|b\nws-0,\n");
  folder_.write("tables/seen.schema.yaml", "columns:\n  - {name: host, key: true}\n  - {name: tags, repeated: true}\n");
  EXPECT_EQ(scan({"--tables", folder_.path("tables"), "--export", folder_.path("tables")}), kFindings);
  EXPECT_EQ(read(folder_.path("tables/seen.csv")), "host,tags\r\nws-1,a|b\r\nws-0,\r\nws-2,\r\n") << program_.err();
}

TEST_F(TablesTest, ExportRefusesCellsThatItsColumnsCannotHold) {
  folder_.write("tables/seen.csv", "host\n^a\n");
  folder_.write("tables/seen.schema.yaml", "columns:\n  - {name: host, type: REGEX}\n");
  folder_.write("in.ndjson", event_line("ws-1", "2026-01-01T10:00:00Z") + event_line("(", "2026-01-01T10:00:00Z"));
  EXPECT_EQ(scan({"--tables", folder_.path("tables"), "--export", folder_.path("tables")}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("rule r: a row of %seen is not written: column `host`: `(` is not a regular"));
  EXPECT_EQ(read(folder_.path("tables/seen.csv")), "host\r\n^a\r\nws-1\r\n");
}

TEST_F(TablesTest, WithoutTheOptionNothingIsWritten) {
  EXPECT_EQ(scan({}), kFindings) << program_.err();
  EXPECT_EQ(read(folder_.path("seen.csv")), "");
}

TEST_F(TablesTest, ARuleThatReadsEntitiesIsToldWithoutThem) {
  folder_.write("r.yaral",
                "rule r {\n meta:\n events:\n $e.principal.hostname = $h\n $g.graph.entity.hostname = $h\n"
                " match:\n $h over 5m\n condition:\n $e and $g\n}\n");
  EXPECT_EQ(scan({}), kClean);
  EXPECT_THAT(program_.err(), HasSubstr("rule r: it reads entities, but there are none: --entities gives them"));
  folder_.write("e.ndjson", R"({"metadata":{"entityType":"ASSET"},"entity":{"hostname":"ws-1"}})"
                            "\n");
  EXPECT_EQ(scan({"--entities", folder_.path("e.ndjson")}), kFindings) << program_.err();
  EXPECT_THAT(program_.err(), ::testing::Not(HasSubstr("--entities gives them")));
}

TEST_F(TablesTest, ARuleOverItsOwnDetectionsIsRefused) {
  folder_.write("r.yaral",
                "rule r {\n meta:\n events:\n $d.detection.detection.rule_name = \"r\"\n"
                " $d.detection.detection.detection_fields[\"h\"] = $h\n match:\n $h over 5m\n condition:\n $d\n}\n");
  EXPECT_EQ(scan({}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("rule r: it reads its own detections"));
  EXPECT_THAT(program_.err(), HasSubstr("0 ran, 1 refused"));
}

TEST_F(TablesTest, ARuleOverDetectionsOfNoRuleIsToldWithNearNames) {
  const auto composite = [&](const std::string& predicate) {
    folder_.write("r.yaral", rule_text("brute_force") + rule_text("brutal") + "rule c {\n meta:\n events:\n " +
                                 predicate +
                                 "\n $d.detection.detection.detection_fields[\"host\"] = $h\n match:\n $h over 5m\n"
                                 " condition:\n $d\n}\n");
    EXPECT_EQ(scan({}), kFindings);
    return program_.err();
  };
  EXPECT_THAT(composite("$d.detection.detection.rule_name = \"brute_forc\""),
              HasSubstr("yaral: warning: rule c: it reads detections of the rule `brute_forc`, which is not among the "
                        "rules that run; did you mean `brute_force`?\n"));
  const std::string of_two =
      composite("$d.detection.detection.rule_name = \"brute_force\" or $d.detection.detection.rule_name = \"else\"");
  EXPECT_THAT(of_two, HasSubstr("the rule `else`, which is not among the rules that run\n"));
  EXPECT_THAT(of_two, ::testing::Not(HasSubstr("the rule `brute_force`")));
  for (const char* const fine :
       {"$d.detection.detection.rule_name = \"BRUTAL\" nocase",
        "$d.detection.detection.rule_name != \"gone\" and $d.detection.detection.rule_name != \"c\"",
        "$d.detection.detection.rule_name = /gone|brutal/"})
    EXPECT_THAT(composite(fine), ::testing::Not(HasSubstr("rule c: "))) << fine;
}

TEST_F(TablesTest, ATableThatIsNotThereIsToldOnce) {
  folder_.write("r.yaral",
                "rule r {\n meta:\n events:\n $e.principal.hostname = %gone.host\n $e.principal.hostname = $h\n"
                " $e.target.hostname = %gone.target\n $e.target.port > %gone.port\n"
                " $e.principal.user.userid in %gone.user\n match:\n $h over 5m\n condition:\n $e\n}\n");
  EXPECT_EQ(scan({"--quiet"}), kWrongInput);
  EXPECT_EQ(program_.err(),
            "yaral: error: rule r: it needs the data table `%gone`: there is no gone.csv in the folders of tables "
            "(--tables)\nyaral: error: no rule can run; nothing was scanned\n");
  folder_.write("tables/gone.csv", "host\nws-1\n");
  EXPECT_EQ(scan({"--quiet", "--tables", folder_.path("tables")}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("has no column `target`; it has host"));
}

TEST_F(TablesTest, SetupNeedsItsTableAndItsColumns) {
  folder_.write("r.yaral",
                "rule r {\n meta:\n setup:\n graph_exclude($g.graph.entity.hostname = %t.host)\n events:\n"
                " $e.principal.hostname = $h\n $g.graph.entity.hostname = $h\n match:\n $h over 5m\n condition:\n"
                " $e and $g\n}\n");
  EXPECT_EQ(scan({"--quiet"}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("rule r: it needs the data table `%t`"));
  folder_.write("tables/t.csv", "name\nws-1\n");
  EXPECT_EQ(scan({"--quiet", "--tables", folder_.path("tables")}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("has no column `host`; it has name"));
}

TEST_F(TablesTest, ProblemsOfContextFilesGiveExitCodeTwo) {
  folder_.write("tables/t.csv", "a,b\n1\n");
  EXPECT_EQ(scan({"--tables", folder_.path("tables")}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("t.csv:2: 1 cells"));
  folder_.write("e.ndjson", "{\"x\":1}\n");
  EXPECT_EQ(scan({"--entities", folder_.path("e.ndjson")}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("no `metadata.entity_type`"));
  EXPECT_EQ(scan({"--entities", folder_.path("gone")}), kWrongInput);
}

}  // namespace
}  // namespace yaral::cli
