#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kRefused = "rule no { meta: events: strings.url_decode($e.target.url) = \"a\" condition: $e }\n";

TEST(Convert, ListsTargets) {
  Program program;
  EXPECT_EQ(program.run({"convert", "--to", "list"}), kClean);
  EXPECT_THAT(program.out(), AllOf(HasSubstr("duckdb"), HasSubstr("clickhouse")));
  const std::string listed = program.out();
  EXPECT_EQ(program.run({"convert", "--list-targets"}), kClean);
  EXPECT_EQ(program.out(), listed);
}

TEST(Convert, MisuseIsTold) {
  const TempFolder folder;
  const std::string rules = folder.write("a.yaral", rule_text("a"));
  Program program;
  EXPECT_EQ(program.run({"convert", rules}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("--to is missing"));
  EXPECT_EQ(program.run({"convert", "--to", "duckbd", rules}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("did you mean `duckdb`?"));
  EXPECT_EQ(program.run({"convert", "--to", "duckdb"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("give rules"));
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", "--fields", "x.yaml", rules}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("duckdb reads UDM itself"));
}

TEST(Convert, ExitCodesTellRefusedAndWrongRules) {
  const TempFolder folder;
  const std::string good = folder.write("good.yaral", rule_text("good"));
  const std::string refused = folder.write("refused.yaral", kRefused);
  const std::string wrong = folder.write("wrong.yaral", "rule wrong { meta: events: $e.nothing = 1 condition: $e }");
  Program program;
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", good}), kClean);
  EXPECT_THAT(program.err(), HasSubstr("1 exact, 0 approximate, 0 refused"));
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", good, refused}), kFindings);
  EXPECT_THAT(program.err(), HasSubstr("rule no: strings.url_decode: there is no translation"));
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", good, wrong, refused}), kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("-- good: DuckDB SQL"));
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", folder.path("missing.yaral")}), kWrongInput);
}

TEST(Convert, AllTargetsIntoOneFolder) {
  const TempFolder folder;
  const std::string rules = folder.write("a.yaral", rule_text("a"));
  Program program;
  EXPECT_EQ(program.run({"convert", "--to", "all", rules}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("--to all needs a folder"));
  EXPECT_EQ(program.run({"convert", "--to", "all", "--fields", "x.yaml", "-o", folder.path("out"), rules}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("of one target"));
  const std::string out = folder.path("out");
  program.run({"convert", "--to", "all", rules, "-o", out});
  EXPECT_TRUE(std::filesystem::exists(out + "/rules.duckdb.sql"));
  std::stringstream fidelity;
  fidelity << std::ifstream(out + "/fidelity.json").rdbuf();
  EXPECT_THAT(fidelity.str(), HasSubstr(R"({"target":"duckdb","rules":[{"rule":"a","fidelity":{"level":"exact")"));
}

TEST(Convert, JsonHasNoTextOfRefusedRules) {
  Program program;
  EXPECT_EQ(program.run({"convert", "--to", "clickhouse", "--format", "json", "-"}, kRefused), kFindings);
  EXPECT_THAT(program.out(), AllOf(HasSubstr(R"("rule":"no")"), HasSubstr(R"("level":"refused")"),
                                   HasSubstr(R"("text":null)"), Not(HasSubstr("SELECT"))));
}

TEST(Convert, AFolderGetsAFileARule) {
  const TempFolder folder;
  const std::string rules = folder.write("a.yaral", rule_text("one") + rule_text("two"));
  Program program;
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", rules, "-o", folder.path("out") + "/"}), kClean);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(folder.path("out/one.duckdb.sql")));
  EXPECT_TRUE(std::filesystem::exists(folder.path("out/two.duckdb.sql")));
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", rules, "-o", folder.path("out") + "/"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("not an empty folder"));
}

TEST(Convert, ListsAndTablesBecomePartOfTheQuery) {
  const TempFolder folder;
  const std::string rules = folder.write(
      "a.yaral", rule_text("a", "PROCESS_LAUNCH", "$e.principal.hostname in %hosts\n    $e.target.port = %ports.port"));
  folder.write("lists/hosts.txt", "web-1\n");
  folder.write("tables/ports.csv", "port\n4711\n");
  folder.write("tables/ports.schema.yaml", "columns:\n  - {name: port, type: NUMBER}\n");
  Program program;
  EXPECT_EQ(program.run({"convert", "--to", "duckdb", rules}), kFindings);
  EXPECT_THAT(program.err(), AllOf(HasSubstr("--lists"), HasSubstr("--tables")));
  program.run({"convert", "--to", "duckdb", "--lists", folder.path("lists"), "--tables", folder.path("tables"), rules});
  EXPECT_THAT(program.out(), AllOf(HasSubstr("IN ('web-1')"), HasSubstr("SELECT 1 AS n, 4711 AS port")));
}

}  // namespace
}  // namespace yaral::cli
