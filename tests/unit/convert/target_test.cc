#include "convert/target.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "semantics/bind.h"

namespace yaral::convert {
namespace {

using testing::HasSubstr;
using testing::Not;

semantics::BoundRule rule(const std::string& body) {
  semantics::CompiledFile file = semantics::compile("test.yaral", "rule r {\nmeta:\n" + body + "\n}\n");
  EXPECT_EQ(file.rules.size(), 1u) << body;
  return std::move(file.rules.at(0));
}

Conversion to(std::string_view target, const std::string& body, const plan::Lookups& lookups = {}) {
  return convert(rule(body), *find_target(target), {.lookups = lookups});
}

std::string reasons(const Conversion& conversion) {
  std::string out;
  for (const FidelityNote& note : conversion.fidelity.notes()) out += note.what + ": " + note.why + "\n";
  return out;
}

TEST(TargetTest, TableIsSortedAndWhole) {
  EXPECT_TRUE(std::ranges::is_sorted(all_targets(), {}, &Target::name));
  for (const Target& target : all_targets()) {
    EXPECT_TRUE(target.ending.starts_with('.')) << target.name;
    EXPECT_FALSE(target.title.empty()) << target.name;
    EXPECT_EQ(find_target(target.name), &target);
  }
  EXPECT_EQ(find_target("nothing"), nullptr);
}

TEST(TargetTest, RefusedRulesGiveReasonsAndNoQuery) {
  for (const Target& target : all_targets()) {
    const Conversion made = to(target.name,
                               "events: $e.graph.entity.hostname = $h\n$f.principal.hostname = $h\n"
                               "match: $h over 5m condition: $e and $f");
    EXPECT_TRUE(made.fidelity.refused());
    EXPECT_THAT(reasons(made), HasSubstr("$e: reads entities of the graph"));
    EXPECT_THAT(made.text, HasSubstr("fidelity: refused"));
    EXPECT_THAT(made.text, Not(HasSubstr("SELECT")));
  }
}

TEST(TargetTest, AllReasonsAreToldAtOnce) {
  const Conversion made = to("duckdb",
                             "events: strings.url_decode($e.target.url) = \"a\"\n"
                             "strings.extract_domain($e.target.url) = \"b\" condition: $e");
  EXPECT_THAT(reasons(made), HasSubstr("strings.url_decode: there is no translation"));
  EXPECT_THAT(reasons(made), HasSubstr("strings.extract_domain: there is no translation"));
}

TEST(TargetTest, TextOfTheRuleStaysText) {
  const std::string body = "events: $e.principal.hostname = \"it's \\\\ \" condition: $e";
  EXPECT_THAT(to("duckdb", body).text, HasSubstr(R"('it''s \ ')"));
  EXPECT_THAT(to("clickhouse", body).text, HasSubstr(R"('it\'s \\ ')"));
}

TEST(TargetTest, ListsArePartOfTheQueryOrARefusal) {
  const std::string body = "events: $e.principal.hostname in %hosts nocase condition: $e";
  EXPECT_THAT(reasons(to("duckdb", body)), HasSubstr("%hosts: the list's entries are not known"));
  const Conversion made = to("duckdb", body, {.lists = {{"hosts", {"A", "b'"}}}, .tables = {}});
  EXPECT_EQ(made.fidelity.level(), Level::kExact);
  EXPECT_THAT(made.text, HasSubstr("IN ('a', 'b''')"));
  EXPECT_THAT(to("duckdb", body, {.lists = {{"hosts", {}}}, .tables = {}}).text, HasSubstr("WHERE FALSE"));
}

TEST(TargetTest, NamesThatAreWordsOfSqlAreQuoted) {
  const Conversion made = to("duckdb",
                             "events: $select.principal.hostname = $from\n"
                             "match: $from over 5m condition: #select > 2");
  EXPECT_THAT(made.text, HasSubstr("HAVING count(DISTINCT \"select\".n) > 2"));
  EXPECT_THAT(made.text, HasSubstr("AS \"from\""));
}

TEST(TargetTest, OrderedEnumsBecomeNames) {
  const Conversion made = to("duckdb", "events: $e.security_result.severity > \"HIGH\" condition: $e");
  EXPECT_THAT(made.text, HasSubstr("IN ('CRITICAL')"));
}

}  // namespace
}  // namespace yaral::convert
