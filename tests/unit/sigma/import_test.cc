#include "sigma/import.h"

#include <gmock/gmock.h>

#include "semantics/bind.h"
#include "sigma/reader.h"

namespace yaral::sigma {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kSource = "logsource: {category: process_creation, product: windows}\n";

std::vector<Imported> imported(const std::string& text, const Taxonomy& taxonomy = Taxonomy()) {
  Documents documents;
  std::vector<packs::FileProblem> problems;
  read_documents("r.yml", text, documents, problems);
  EXPECT_THAT(problems, IsEmpty());
  return import_documents(documents, taxonomy);
}

std::vector<std::string> whys(const Imported& rule) {
  std::vector<std::string> out;
  for (const convert::FidelityNote& note : rule.fidelity.notes()) out.push_back(note.why);
  return out;
}

// The one rule that a selection makes.
Imported rule(const std::string& selection, const std::string& source = kSource) {
  return imported("title: A Rule\n" + source + "detection:\n  s:\n    " + selection + "\n  condition: s\n").at(0);
}

TEST(SigmaImport, MetaIsCarriedOver) {
  const Imported out =
      imported(
          "title: Some Title\nid: 1-2\nstatus: test\nauthor: \"A \\\"B\\\"\"\nlevel: critical\nlicense: DRL 1.1\n"
          "description: |\n  two\n  lines\nreferences: [https://example.org/a, b]\n"
          "tags: [attack.t1553.002, attack.defense-evasion, attack.g0016, car.2013]\n"
          "falsepositives: [x, y]\n" +
          kSource + "detection: {s: {Image: a}, condition: s}\n")
          .at(0);
  EXPECT_EQ(out.rule_name, "some_title");
  EXPECT_EQ(out.fidelity.level(), convert::Level::kExact);
  for (const char* line :
       {"author = \"A \\\"B\\\"\"", "description = \"two lines\"", "severity = \"Critical\"",
        "technique = \"T1553.002\"", "tactic = \"Defense Evasion\"", "reference = \"https://example.org/a, b\"",
        "false_positives = \"x; y\"", "sigma_id = \"1-2\"", "license = \"DRL 1.1\"", "$risk_score = 90"})
    EXPECT_THAT(out.text, HasSubstr(line));
}

TEST(SigmaImport, NamesAreIdentifiersAndDifferent) {
  const std::string body = kSource + "detection: {s: {Image: a}, condition: s}\n---\n";
  const auto out = imported("title: 7zip\n" + body + "title: 7zip\n" + body + "title: \"\\u65e5\"\nid: x-1\n" + body +
                            "title: rule\n" + body);
  std::vector<std::string> names;
  for (const Imported& one : out) names.push_back(one.rule_name);
  EXPECT_THAT(names, ElementsAre("sigma_7zip", "sigma_7zip_2", "x_1", "sigma_rule"));
}

TEST(SigmaImport, TextsOfOneFormShareAnExpression) {
  EXPECT_THAT(rule("Image|endswith: ['\\a.exe', '\\b.exe']").text, HasSubstr("`(?i)(?:\\\\a\\.exe|\\\\b\\.exe)$`"));
  EXPECT_THAT(rule("CommandLine: cmd").text, HasSubstr("command_line = \"cmd\" nocase"));
  EXPECT_THAT(rule("CommandLine|cased: cmd").text, Not(HasSubstr("nocase")));
}

TEST(SigmaImport, FieldsWithoutAPlaceAreRefusedByName) {
  const Imported out = rule("Imge: a");
  EXPECT_EQ(out.fidelity.level(), convert::Level::kRefused);
  EXPECT_THAT(whys(out), ElementsAre(HasSubstr("the field `Imge` of process_creation/windows")));
  EXPECT_THAT(out.text, IsEmpty());
}

TEST(SigmaImport, WhatIsKeptInAdditionalFieldsIsApproximate) {
  const Imported out = rule("CurrentDirectory: C:\\temp\\");
  EXPECT_EQ(out.fidelity.level(), convert::Level::kApproximate);
  EXPECT_EQ(out.fidelity.notes()[0].what, "CurrentDirectory");
  EXPECT_THAT(whys(out), ElementsAre(HasSubstr("additional.fields")));
  EXPECT_THAT(out.text, HasSubstr("// differs: CurrentDirectory: read from additional.fields"));
}

TEST(SigmaImport, UnknownSourcesSelectionsAndExpressionsAreRefused) {
  EXPECT_THAT(rule("A: b", "logsource: {product: fortinet}\n").fidelity.notes()[0].why,
              HasSubstr("log source fortinet is not known"));
  EXPECT_THAT(rule("Image|re: (?=x)").fidelity.notes()[0].why, HasSubstr("RE2"));
  EXPECT_THAT(
      imported("title: T\n" + kSource + "detection: {s: {Image: a}, condition: t}\n")[0].fidelity.notes()[0].why,
      HasSubstr("names `t`, which is no selection"));
  EXPECT_THAT(
      imported("title: T\n" + kSource + "detection: {s: {Image: a}, condition: 1 of f_*}\n")[0].fidelity.notes()[0].why,
      HasSubstr("no selection is called `f_*`"));
  EXPECT_THAT(imported("title: T\n" + kSource + "detection: {s: [word], condition: s | count() > 5}\n")[0]
                  .fidelity.notes()[0]
                  .why,
              HasSubstr("write a correlation"));
  EXPECT_THAT(rule("c-uri: x", "logsource: {category: proxy}\n").fidelity.notes(), IsEmpty());
  EXPECT_THAT(imported("title: T\nlogsource: {category: proxy}\ndetection: {s: [word], condition: s}\n")[0]
                  .fidelity.notes()[0]
                  .why,
              HasSubstr("keywords"));
}

TEST(SigmaImport, EventIdsSayWhereFieldsAre) {
  const std::string security = "logsource: {product: windows, service: security}\n";
  EXPECT_THAT(rule("EventID: 4728\n    TargetUserName: x", security).text,
              HasSubstr("target.group.group_display_name"));
  EXPECT_THAT(rule("EventID: 4624\n    TargetUserName: x", security).text, HasSubstr("target.user.userid"));
  EXPECT_THAT(rule("EventID: [4624, 4728]\n    TargetUserName: x", security).text,
              testing::AllOf(HasSubstr("target.user.userid"), HasSubstr("target.group.group_display_name")));
}

TEST(SigmaImport, UsersOwnFieldsAndSources) {
  Taxonomy taxonomy;
  std::vector<packs::FileProblem> problems;
  taxonomy.add_file(
      "f.yaml",
      "fields:\n  - field: Badge\n    logsource: {product: windows}\n    udm: [principal.user.employee_id]\n"
      "logsources:\n  - logsource: {product: acme}\n    conditions: ['$e.metadata.log_type = \"ACME\"']\n"
      "    any_field: true\n",
      problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(imported("title: T\n" + kSource + "detection: {s: {Badge: 7}, condition: s}\n", taxonomy)[0].text,
              HasSubstr("$e.principal.user.employee_id = \"7\" nocase"));
  EXPECT_THAT(
      imported("title: T\nlogsource: {product: acme}\ndetection: {s: {X: 7}, condition: s}\n", taxonomy)[0].text,
      HasSubstr("$e.additional.fields[\"X\"]"));
}

TEST(SigmaImport, UsersMistakesAreTold) {
  Taxonomy taxonomy;
  std::vector<packs::FileProblem> problems;
  taxonomy.add_file(
      "f.yaml",
      "fields:\n  - field: A\n    udm: [principal.nowhere]\n  - udm: [principal.ip]\n  - field: B\n    udm: [principal]\n"
      "logsources:\n  - logsource: {product: p}\n    conditions: [x]\n    table: NOPE\n",
      problems);
  std::vector<std::string> texts;
  for (const auto& problem : problems) texts.push_back(packs::to_string(problem));
  EXPECT_THAT(texts, ElementsAre(HasSubstr("f.yaml:2: there is no UDM field `principal.nowhere`"),
                                 HasSubstr("f.yaml:4: an entry of `fields` needs the key `field`"),
                                 HasSubstr("is a group of UDM fields"), HasSubstr("not `NOPE`")));
}

const std::string kTwo =
    "title: One\nname: one\n" + kSource +
    "detection: {s: {Image: a}, condition: s}\n---\ntitle: Two\nname: two\nlogsource: {category: "
    "network_connection, product: windows}\ndetection: {s: {DestinationPort: 443}, condition: s}\n---\n";

std::string correlation(const std::string& members) {
  return "title: Both\ncorrelation:\n  rules: [one, two]\n  timespan: 10m\n  " + members + "\n";
}

TEST(SigmaImport, Correlations) {
  const auto ordered = imported(kTwo + correlation("type: temporal_ordered\n  group-by: [Computer]"));
  ASSERT_THAT(ordered, SizeIs(1));  // the rules stand for nothing themselves
  EXPECT_THAT(ordered[0].text, HasSubstr("$by_computer over 10m"));
  EXPECT_THAT(ordered[0].text, HasSubstr("$e1 and $e2"));
  EXPECT_THAT(ordered[0].text,
              HasSubstr("$e1.metadata.event_timestamp.seconds <= $e2.metadata.event_timestamp.seconds"));
  const auto counted =
      imported(kTwo + correlation("type: event_count\n  generate: true\n  condition: {gte: 3, lt: 9}"));
  ASSERT_THAT(counted, SizeIs(3));
  EXPECT_THAT(counted[2].text, HasSubstr("$e and #e >= 3 and #e < 9"));
  EXPECT_THAT(counted[2].text, HasSubstr("$all_events over 10m"));
  const auto values =
      imported(kTwo + correlation("type: value_count\n  group-by: [User]\n  condition: {gt: 3, field: Computer}"));
  EXPECT_THAT(whys(values[0]), ElementsAre(HasSubstr("several places")));  // the account is the target in one
  const auto absent =
      imported(kTwo + correlation("type: temporal\n  group-by: [Computer]\n  condition: one and not two"));
  EXPECT_THAT(absent[0].text, HasSubstr("$e1 and !$e2"));
}

TEST(SigmaImport, CorrelationsThatCannotBe) {
  const auto problem = [](const std::string& members) {
    return imported(kTwo + correlation(members))[0].fidelity.notes()[0].why;
  };
  EXPECT_THAT(problem("type: value_percentile"), HasSubstr("no counterpart"));
  EXPECT_THAT(problem("type: event_count"), HasSubstr("needs a bound"));
  EXPECT_THAT(problem("type: event_count\n  condition: {above: 3}"), HasSubstr("`above` is no bound"));
  EXPECT_THAT(problem("type: event_count\n  condition: {gte: x}"), HasSubstr("needs a number"));
  EXPECT_THAT(problem("type: value_count\n  condition: {gte: 1}"), HasSubstr("needs `field`"));
  EXPECT_THAT(problem("type: temporal\n  group-by: [Nowhere]"), HasSubstr("`Nowhere`"));
  EXPECT_THAT(problem("type: temporal\n  condition: one and three"), HasSubstr("`three`"));
  const auto missing = imported("title: C\ncorrelation: {type: temporal, rules: [gone], timespan: 1h}\n");
  EXPECT_THAT(missing[0].fidelity.notes()[0].why, HasSubstr("`gone` is not among"));
  const auto span = imported(kTwo + "title: C\ncorrelation: {type: temporal, rules: [one], timespan: soon}\n");
  EXPECT_THAT(span.back().fidelity.notes()[0].why, HasSubstr("not `soon`"));
  const auto month = imported(kTwo + "title: C\ncorrelation: {type: temporal, rules: [one], timespan: 60d}\n");
  EXPECT_EQ(month.back().fidelity.level(), convert::Level::kRefused);
}

TEST(SigmaImport, FiltersAreAddedToTheRulesTheyAreMeantFor) {
  const std::string filter =
      "title: F\n" + kSource + "filter: {rules: [one], f: {User|contains: svc}, condition: not f}\n";
  const auto out = imported(kTwo + filter);
  ASSERT_THAT(out, SizeIs(2));
  EXPECT_THAT(out[0].text, HasSubstr("not re.regex(strings.concat($e.target.administrative_domain"));
  EXPECT_THAT(out[1].text, Not(HasSubstr("svc")));
  EXPECT_THAT(imported(filter)[0].fidelity.notes()[0].why, HasSubstr("not among those imported"));
}

TEST(SigmaImport, ManyValuesStayOneRule) {
  std::string values = "Hashes|contains:\n";
  for (int i = 0; i < 2'000; ++i) values += "      - MD5=" + std::string(28, 'a') + std::to_string(1000 + i) + "\n";
  values += "    CommandLine|contains:\n";
  for (int i = 0; i < 2'000; ++i) values += "      - word" + std::to_string(i) + "\n";
  const Imported out = rule(values);
  EXPECT_THAT(out.fidelity.notes(), IsEmpty());
  EXPECT_FALSE(semantics::compile("r", out.text).diagnostics.has_errors());
}

// Every source and every field of the tables makes a rule that compiles.
TEST(SigmaImport, EverySourceOfTheTablesCompiles) {
  const Taxonomy taxonomy;
  for (const Source& source : taxonomy.sources()) {
    const std::string text = "title: T x\nlogsource: {" +
                             (source.key.category.empty() ? "" : "category: " + source.key.category + ", ") +
                             (source.key.product.empty() ? "" : "product: " + source.key.product + ", ") +
                             (source.key.service.empty() ? "" : "service: " + source.key.service + ", ") +
                             "}\ndetection: {s: {Some Field: v}, condition: s}\n";
    const Imported out = imported(text, taxonomy).at(0);
    if (source.any_field) {
      EXPECT_NE(out.fidelity.level(), convert::Level::kRefused) << text << out.fidelity.notes()[0].why;
    } else {
      EXPECT_THAT(out.fidelity.notes()[0].why, HasSubstr("`Some Field`")) << text;
    }
  }
}

TEST(SigmaImport, ReportAsJson) {
  const std::string json =
      to_json(imported("title: T x\n" + kSource + "detection: {s: {Imge: a}, condition: s}\n"), {{"b.yml", 3, "bad"}});
  EXPECT_THAT(json, HasSubstr("\"refused\":1"));
  EXPECT_THAT(json, HasSubstr("\"problems\":[{\"file\":\"b.yml\",\"line\":3,\"message\":\"bad\"}]"));
}

}  // namespace
}  // namespace yaral::sigma
