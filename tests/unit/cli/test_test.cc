#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include <pugixml.hpp>

#include "program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRule = R"(rule failures_then_success {
  meta:
    author = "test"
    severity = "High"
  events:
    $fail.metadata.event_type = "USER_LOGIN"
    $fail.security_result.action = "BLOCK"
    $fail.target.user.userid = $user
    not $fail.principal.hostname in %trusted
    $ok.metadata.event_type = "USER_LOGIN"
    $ok.security_result.action = "ALLOW"
    $ok.target.user.userid = $user
  match:
    $user over 10m
  outcome:
    $hosts = array_distinct($fail.principal.hostname)
    $risk_score = 40
  condition:
    #fail > 1 and $ok
}
)";

// Two failures and a success of anna within two minutes.
constexpr const char* kEvents = R"(
    events:
      - &fail
        metadata.event_type: USER_LOGIN
        metadata.event_timestamp: "2026-03-01T10:00:00Z"
        security_result.action: BLOCK
        target.user.userid: anna
        principal.hostname: h1
      - {<<: *fail, metadata.event_timestamp: "2026-03-01T10:01:00Z", principal.hostname: h2}
      - {<<: *fail, metadata.event_timestamp: "2026-03-01T10:02:00Z", security_result: {action: ALLOW}, target.port: 22}
)";

class TestCommand : public ::testing::Test {
 protected:
  TestCommand() {
    folder_.write("rules/r.yaral", kRule);
    folder_.write("rules/lists/trusted.txt", "");
  }

  // A file with one test of these events.
  void write_test(const std::string& expect, const std::string& more = {}) {
    folder_.write("rules/tests/a.test.yaml",
                  std::string("tests:\n  - name: anna") + kEvents + more + "    expect:\n" + expect);
  }

  int run(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"test", folder_.path("rules")});
    return program_.run(arguments);
  }

  TempFolder folder_;
  Program program_;
};

TEST_F(TestCommand, DetectionsAsExpected) {
  write_test(R"(      - rule: failures_then_success
        exactly: 1
        detections:
          - keys: {user: anna}
            outcomes: {hosts: [h2, h1], risk_score: 40}
            events: {fail: 2, ok: [{target.port: 22}]}
)");
  EXPECT_EQ(run(), kClean) << program_.out() << program_.err();
  EXPECT_THAT(program_.out(), HasSubstr("ok      anna"));
  EXPECT_THAT(program_.out(), HasSubstr("1 tests: 1 passed, 0 failed, 0 broken"));
}

TEST_F(TestCommand, WhatIsNotAsExpectedIsTold) {
  write_test(R"(      - rule: failures_then_success
        exactly: 2
        detections:
          - keys: {user: bert}
          - outcomes: {risk_score: 41}
          - outcomes: {hosts: [h1]}
          - outcomes: {hostz: [h1]}
          - events: {fail: 3}
          - events: {ok: [{target.port: 23}]}
          - window: {start: "2020-01-01T00:00:00Z"}
)");
  EXPECT_EQ(run(), kFindings);
  for (const char* part : {"expected exactly 2, found 1", "key $user is `anna`, not `bert`",
                           "outcome $risk_score is `40`, not `41`", "not `h1`", "it has no outcome $hostz",
                           "it has 2 events of $fail, not 3", "no sampled event of $ok has target.port = `23`",
                           "the window's start is", "rules/tests/a.test.yaml:2", "0 passed, 1 failed"})
    EXPECT_THAT(program_.out(), HasSubstr(part));
}

TEST_F(TestCommand, EachExpectedDetectionNeedsOneOfItsOwn) {
  write_test(R"(      - rule: failures_then_success
        at_least: 1
        detections:
          - keys: {user: anna}
          - keys: {user: anna}
)");
  EXPECT_EQ(run(), kFindings);
  EXPECT_THAT(program_.out(), HasSubstr("it stands for another expected one"));
}

TEST_F(TestCommand, NoneAndTheReasonWhyNot) {
  write_test("      - {rule: failures_then_success, none: true}\n");
  EXPECT_EQ(run(), kFindings);
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("expected no detections, found 1"), HasSubstr("found: user `anna`")));

  write_test("      - {rule: failures_then_success}\n", "    lists: {trusted: [h1]}\n");
  EXPECT_EQ(run(), kFindings);
  EXPECT_THAT(program_.out(),
              AllOf(HasSubstr("expected at least 1, found 0"), HasSubstr("not $fail.principal.hostname in %trusted")))
      << "explain says why";
}

TEST_F(TestCommand, ListsTablesShiftAndLogTypeAreTheTests) {
  write_test("      - {rule: failures_then_success, none: true}\n", "    lists: {trusted: [h1, h2]}\n");
  EXPECT_EQ(run(), kClean) << program_.out();

  write_test(
      "      - rule: failures_then_success\n        detections:\n          - events: {ok: [{metadata.event_timestamp: "
      "\"2026-03-03T08:02:00Z\"}]}\n",
      "    shift: 46h\n");
  EXPECT_EQ(run(), kClean) << program_.out();
  write_test("      - rule: failures_then_success\n", "    shift: -3x\n");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("`shift` must be a length of time"));
}

TEST_F(TestCommand, RecordsAreReadAsFilesAre) {
  folder_.write("rules/one.yaral", rule_text("launches"));
  folder_.write("rules/tests/events.ndjson", event_line("a", "2026-03-01T10:00:00Z"));
  folder_.write("rules/tests/b.test.yaml",
                "tests:\n  - name: both\n    inputs: [events.ndjson]\n    records: |\n      " +
                    event_line("b", "2026-03-01T10:00:00Z") +
                    "    expect:\n      - rule: launches\n        exactly: 2\n    nothing_else: true\n");
  EXPECT_EQ(run(), kClean) << program_.out() << program_.err();
}

TEST_F(TestCommand, NothingElse) {
  folder_.write("rules/logins.yaral", rule_text("logins", "USER_LOGIN"));
  write_test("      - rule: failures_then_success\n", "    nothing_else: true\n");
  EXPECT_EQ(run(), kFindings);
  EXPECT_THAT(program_.out(), HasSubstr("rule logins: nothing else was expected, but it found 2"));
  EXPECT_THAT(program_.out(), HasSubstr("rules without a test:\n    logins"));
}

TEST_F(TestCommand, BrokenTestsAreTold) {
  folder_.write("rules/tests/c.test.yaml", R"(tests:
  - name: no such rule
    events: [{metadata.event_type: USER_LOGIN, metadata.event_timestamp: "2026-03-01T10:00:00Z"}]
    expect: [{rule: failures_then_succes}]
  - name: unknown field
    events: [{metadata.event_tipe: USER_LOGIN, metadata.event_timestamp: "2026-03-01T10:00:00Z"}]
    expect: [{rule: failures_then_success}]
  - name: unknown value
    events: [{metadata.event_type: USER_LOGON, metadata.event_timestamp: "2026-03-01T10:00:00Z"}]
    expect: [{rule: failures_then_success}]
  - name: twice
    events: [{metadata.event_type: USER_LOGIN, metadata: {event_type: USER_LOGIN}}]
    expect: [{rule: failures_then_success}]
  - name: no time
    events: [{metadata.event_type: USER_LOGIN}]
    expect: [{rule: failures_then_success}]
  - name: no file
    inputs: [missing.evtx]
    expect: [{rule: failures_then_success}]
  - name: no events
    expect: [{rule: failures_then_success}]
  - name: expects twice
    records: "{}"
    expect: [{rule: failures_then_success}]
    expect: [{rule: failures_then_success, none: true}]
  - name: none and some
    records: "{}"
    expect: [{rule: failures_then_success, none: true, at_least: 1}]
  - name: more than most
    records: "{}"
    expect: [{rule: failures_then_success, at_least: 3, at_most: 2}]
  - name: any number
    records: "{}"
    expect: [{rule: failures_then_success, at_least: 0}]
  - name: keys twice
    records: "{}"
    expect: [{rule: failures_then_success, detections: [{keys: {user: a, user: b}}]}]
  - name: unknown field of an event
    records: "{}"
    expect: [{rule: failures_then_success, detections: [{events: {ok: [{target.prt: 1}]}}]}]
  - name: list nobody reads
    records: "{}"
    lists: {trustd: []}
    expect: [{rule: failures_then_success}]
  - name: table nobody reads
    records: "{}"
    tables: {ports: []}
    expect: [{rule: failures_then_success}]
  - no mapping
  - name: no expectation
    records: "{}"
  - name: no expectation
    recordz: "{}"
    expect: [{rule: failures_then_success}]
)");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("there is no rule `failures_then_succes` that can run"));
  EXPECT_THAT(program_.out(), HasSubstr("did you mean"));
  for (const char* part :
       {"c.test.yaml:6: an event: `metadata.event_tipe` is no field of UDM",
        "c.test.yaml:9: an event: the value of `metadata.event_type` does not fit",
        "c.test.yaml:12: an event: `metadata` is given twice", "needs `metadata.event_timestamp`",
        "`missing.evtx` is not there", "a test needs `inputs`, `records` or `events`", "a test needs `expect`",
        "a test has no key `recordz`", "there is a test `no expectation` above",
        "c.test.yaml:25: `expect` is given twice", "`none` and `exactly` go with no other number",
        "`at_least` is more than `at_most`", "`at_least: 0` holds whatever is found", "`user` is given twice",
        "c.test.yaml:40: `target.prt` is no field", "no rule reads the list `trustd`; did you mean `trusted`?",
        "no rule reads the table `ports`", "(line 49)", "0 passed, 0 failed, 18 broken"})
    EXPECT_THAT(program_.out(), HasSubstr(part));
}

TEST_F(TestCommand, WrongCellsAreToldByTestAndRow) {
  folder_.write("rules/s.yaral", R"(rule ports {
  meta:
  events:
    $e.metadata.event_type = "NETWORK_CONNECTION"
    $e.target.port = %ports.port
    $e.principal.hostname = $host
  match:
    $host over 5m
  condition:
    $e
}
)");
  folder_.write("rules/tables/ports.csv", "port,name\n");
  folder_.write("rules/tables/ports.schema.yaml", "columns:\n  - {name: port, type: NUMBER}\n");
  folder_.write("rules/tests/p.test.yaml", R"(tests:
  - name: cells
    tables: {ports: [{port: 1}, {port: many}, {name: none}]}
    events: [{metadata.event_type: USER_LOGIN, metadata.event_timestamp: "2026-03-01T10:00:00Z"}]
    expect: [{rule: ports, none: true}]
)");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(),
              AllOf(HasSubstr("p.test.yaml:2: table `ports`, row 2: column `port`: `many` is no number"),
                    HasSubstr("p.test.yaml:2: table `ports`, row 3: column `port`: an empty cell")));
}

TEST_F(TestCommand, WhatRulesWithErrorsReadIsNotKnown) {
  folder_.write("rules/broken.yaral", "rule broken {");
  write_test("      - {rule: failures_then_success}\n", "    lists: {trusted: [], of_the_broken_rule: []}\n");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("1 passed"));
}

TEST_F(TestCommand, BadFilesDoNotHideGoodOnes) {
  write_test("      - {rule: failures_then_success}\n");
  folder_.write("rules/tests/0.test.yaml", "tests: [\n");
  folder_.write("rules/broken.yaral", "rule broken {");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("1 passed"));
  EXPECT_THAT(program_.err(), AllOf(HasSubstr("0.test.yaml:"), HasSubstr("broken.yaral")));
}

TEST_F(TestCommand, AliasesOfAliasesAreCut) {
  std::string bomb =
      "tests:\n  - name: bomb\n    expect: [{rule: failures_then_success}]\n    events:\n      - additional:\n";
  bomb += "          a0: &a0 [xxxxxxxxxxxxxxxxxxxx, xxxxxxxxxxxxxxxxxxxx]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string n = std::to_string(i - 1);
    bomb += "          a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + n + ", *a" + n + "]\n";
  }
  folder_.write("rules/tests/bomb.test.yaml", bomb);
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("too long or nested too deep"));
}

TEST_F(TestCommand, OneTestByName) {
  write_test("      - {rule: failures_then_success}\n");
  EXPECT_EQ(run({"--name", "ann"}), kClean);
  EXPECT_EQ(run({"--name", "bert"}), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("no test has `bert` in its name"));
  EXPECT_EQ(program_.run({"test", folder_.path("rules/tests/a.test.yaml")}), kClean);
  EXPECT_EQ(program_.run({"test", folder_.path("rules/r.yaral")}), kClean);
  EXPECT_EQ(program_.run({"test", folder_.path("nowhere")}), kWrongInput);
}

TEST_F(TestCommand, FormatsForMachines) {
  write_test("      - {rule: failures_then_success, exactly: 3}\n");
  folder_.write(
      "rules/tests/b.test.yaml",
      "tests:\n  - name: 'odd # <&\"> \\ name'\n    blind_spot: true\n    procedure: Test 1\n    signal: Sysmon 1\n"
      "    events: [{metadata.event_type: "
      "USER_LOGIN, metadata.event_timestamp: \"2026-03-01T10:00:00Z\"}]\n    expect: [{rule: "
      "failures_then_success, none: true}]\n");
  EXPECT_EQ(run({"--format", "junit"}), kFindings);
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_string(program_.out().c_str()));
  const pugi::xml_node suite = xml.child("testsuites").child("testsuite");
  EXPECT_EQ(suite.attribute("tests").as_int(), 2);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_STREQ(suite.child("testcase").next_sibling().attribute("name").value(), "odd # <&\"> \\ name");
  EXPECT_THAT(suite.child("testcase").child("failure").text().get(), HasSubstr("expected exactly 3, found 1"));

  EXPECT_EQ(run({"--format", "tap"}), kFindings);
  EXPECT_THAT(program_.out(),
              AllOf(HasSubstr("TAP version 14\n1..2\nnot ok 1 - "), HasSubstr("ok 2 - "), HasSubstr("odd \\# <&")));

  EXPECT_EQ(run({"--format", "json"}), kFindings);
  EXPECT_THAT(program_.out(), AllOf(HasSubstr(R"("verdict":"failed")"), HasSubstr(R"("blind_spot":true)"),
                                    HasSubstr(R"("procedure":"Test 1","signal":"Sysmon 1")")));
}

TEST_F(TestCommand, CoverageTellsOneSidedPredicates) {
  write_test("      - {rule: failures_then_success}\n");
  EXPECT_EQ(run({"--coverage"}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr("never false  not $fail.principal.hostname in %trusted"));
  EXPECT_THAT(program_.out(), Not(HasSubstr("never true")));
  EXPECT_THAT(program_.out(), Not(HasSubstr(R"($fail.security_result.action = "BLOCK")"))) << "both, by the success";
}

TEST_F(TestCommand, CoverageCountsOnlyWhatTheGateLetsThrough) {
  folder_.write("rules/s.yaral", R"(rule started {
  meta:
  events:
    $e.metadata.event_type = "PROCESS_LAUNCH"
    $e.principal.hostname = $host
    not $e.principal.hostname in %trusted
    all $e.principal.ip != "127.0.0.1"
  match:
    $host over 5m
  condition:
    $e
}
)");
  folder_.write("rules/tests/s.test.yaml", R"(tests:
  - name: one is trusted
    rules: [started]
    lists: {trusted: [h2]}
    events:
      - &e {metadata.event_type: PROCESS_LAUNCH, metadata.event_timestamp: "2026-03-01T10:00:00Z", principal.hostname: h1}
      - {<<: *e, principal.hostname: h2}
      - {<<: *e, metadata.event_type: USER_LOGIN}
      - {<<: *e, metadata.event_type: USER_LOGIN, principal.ip: 127.0.0.1}
    expect: [{rule: started}]
)");
  EXPECT_EQ(run({"--coverage"}), kClean) << program_.out();
  EXPECT_THAT(program_.out(), HasSubstr("2 of 3 were both true and false"));
  EXPECT_THAT(program_.out(), HasSubstr("never false  all $e.principal.ip != \"127.0.0.1\"")) << "false only of logins";
  EXPECT_THAT(program_.out(), Not(HasSubstr("in %trusted")));
  EXPECT_THAT(program_.out(), Not(HasSubstr("condition: $e"))) << "it holds wherever it is judged";
}

TEST_F(TestCommand, CoverageReachesJoinsWithTables) {
  folder_.write("rules/s.yaral", R"(rule soon_after {
  meta:
  events:
    $a.metadata.event_type = "USER_LOGIN"
    $a.principal.hostname = $host
    $b.metadata.event_type = "USER_LOGOUT"
    $b.principal.hostname = $host
    $limit = strings.concat("so", if($a.metadata.event_type = "USER_LOGIN", "on", ""))
    $limit = %limits.name
    $b.metadata.event_timestamp.seconds - $a.metadata.event_timestamp.seconds <= %limits.seconds
  match:
    $host over 1h
  condition:
    $a and $b
}
)");
  folder_.write("rules/tables/limits.csv", "name,seconds\nsoon,60\n");
  folder_.write("rules/tables/limits.schema.yaml", "columns:\n  - {name: seconds, type: NUMBER}\n");
  const std::string head = "tests:\n";
  const std::string soon = R"(  - name: soon
    rules: [soon_after]
    events:
      - &a {metadata.event_type: USER_LOGIN, metadata.event_timestamp: "2026-03-01T10:00:00Z", principal.hostname: h1}
      - {<<: *a, metadata.event_type: USER_LOGOUT, metadata.event_timestamp: "2026-03-01T10:01:00Z"}
    expect: [{rule: soon_after}]
)";
  const std::string late = R"(  - name: late
    rules: [soon_after]
    events:
      - &b {metadata.event_type: USER_LOGIN, metadata.event_timestamp: "2026-03-01T10:00:00Z", principal.hostname: h1}
      - {<<: *b, metadata.event_type: USER_LOGOUT, metadata.event_timestamp: "2026-03-01T10:02:00Z"}
    expect: [{rule: soon_after, none: true}]
)";
  constexpr const char* kPredicate =
      "$b.metadata.event_timestamp.seconds - $a.metadata.event_timestamp.seconds <= %limits.seconds";
  folder_.write("rules/tests/s.test.yaml", head + soon);
  EXPECT_EQ(run({"--coverage"}), kClean) << program_.out();
  EXPECT_THAT(program_.out(), HasSubstr(std::string("never false  ") + kPredicate));
  EXPECT_THAT(program_.out(), Not(HasSubstr("not reached")));
  folder_.write("rules/tests/s.test.yaml", head + late);
  EXPECT_EQ(run({"--coverage"}), kClean) << program_.out();
  EXPECT_THAT(program_.out(), HasSubstr(std::string("never true   ") + kPredicate));
  folder_.write("rules/tests/s.test.yaml", head + soon + late);
  EXPECT_EQ(run({"--coverage"}), kClean) << program_.out();
  EXPECT_THAT(program_.out(), Not(HasSubstr(kPredicate)));
}

TEST_F(TestCommand, NearMissesAreTestsThatPass) {
  write_test("      - {rule: failures_then_success}\n");
  EXPECT_EQ(run({"--near-misses", folder_.path("rules/tests/near.test.yaml")}), kClean) << program_.err();
  EXPECT_THAT(program_.err(), HasSubstr("near miss tests written; "));
  EXPECT_EQ(run(), kClean) << program_.out() << program_.err();
  for (const char* change :
       {"without the last event of $ok", "target.user.userid of the last event differs",
        "the last event later by 10m and a second", "another security_result.action", "another metadata.event_type",
        "principal.hostname in another case", "target.user.userid empty"})
    EXPECT_THAT(program_.out(), HasSubstr(change));
  std::ifstream file(folder_.path("rules/tests/near.test.yaml"));
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_THAT(text.str(), AllOf(HasSubstr("none: true"), HasSubstr("at_least: 1  #")));
}

TEST_F(TestCommand, NearMissesOfSeveralFilesInAnotherFolder) {
  write_test("      - {rule: failures_then_success}\n", "    entities: [graph.json]\n");
  folder_.write("rules/tests/graph.json", R"({"metadata":{"entity_type":"ASSET"},"entity":{"hostname":"h1"}})"
                                          "\n");
  folder_.write("rules/tests/b.test.yaml",
                std::string("tests:\n  - name: anna") + kEvents + "    expect: [{rule: failures_then_success}]\n");
  EXPECT_EQ(run({"--near-misses", folder_.path("rules/near.test.yaml")}), kClean) << program_.err();
  EXPECT_EQ(run(), kClean) << program_.err();
  EXPECT_THAT(program_.out(), HasSubstr("another security_result.action (2)")) << "names must differ";
}

TEST_F(TestCommand, AliasesOfAliasesEnd) {
  std::string bomb = "tests:\n  - name: bomb\n    events:\n      - &a0 {target.port: 1}\n";
  for (int i = 1; i < 25; ++i) {
    bomb += "      - &a" + std::to_string(i) + " {<<: [";
    for (int n = 0; n < 8; ++n) bomb += (n == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    bomb += "]}\n";
  }
  folder_.write("rules/tests/a.test.yaml", bomb + "    expect: [{rule: failures_then_success}]\n");
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("a.test.yaml:28: an event: it takes over more than 1,000 mappings by `<<`"));
}

TEST_F(TestCommand, NoTests) {
  EXPECT_EQ(run(), kWrongInput);
  EXPECT_THAT(program_.err(), HasSubstr("there are no tests"));
  EXPECT_EQ(run({"--format", "xml"}), kMisuse);
  EXPECT_EQ(run({"--watch", "-o", "x"}), kMisuse);
}

}  // namespace
}  // namespace yaral::cli
