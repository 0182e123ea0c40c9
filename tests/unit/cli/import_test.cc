#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

namespace fs = std::filesystem;

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kSource = "logsource: {category: process_creation, product: windows}\n";

std::string sigma(const std::string& title, const std::string& detection, const std::string& source = kSource) {
  return "title: " + title + "\n" + source + "detection:\n" + detection;
}

const std::string kGood = sigma("Good One", "  s: {Image|endswith: '\\a.exe'}\n  condition: s\n");
const std::string kRefused = sigma("Refused One", "  s: {Imge: a}\n  condition: s\n");

TEST(ImportSigma, RulesToOutputAndReportBeside) {
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", "-"}, kGood), kClean);
  EXPECT_THAT(program.out(), HasSubstr("rule good_one {"));
  EXPECT_EQ(program.err(), "imported 1 rule: 1 exact, 0 approximate; 0 refused\n");
}

TEST(ImportSigma, RefusedRulesAreFindings) {
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", "-"}, kGood + "---\n" + kRefused), kFindings);
  EXPECT_THAT(program.out(), Not(HasSubstr("refused_one")));
  EXPECT_THAT(program.err(), AllOf(HasSubstr("<stdin>:7: refused: Refused One"), HasSubstr("`Imge`")));
}

TEST(ImportSigma, BrokenFilesAreToldAndTheOthersImported) {
  const TempFolder folder;
  folder.write("a.yml", kGood);
  folder.write("sub/b.yaml", "title: [\n");
  folder.write("c.txt", "not looked at");
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", folder.path(), folder.path("gone.yml")}), kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("rule good_one {"));
  EXPECT_THAT(program.err(), AllOf(HasSubstr("b.yaml:2: "), HasSubstr("gone.yml: no such file or folder")));
}

TEST(ImportSigma, OtherYamlInAFolderIsOneRemark) {
  const TempFolder folder;
  folder.write("a.yml", kGood);
  folder.write("info.yml", "author: someone\n");
  folder.write("pipeline.yml", "transformations: []\n");
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", folder.path()}), kClean);
  EXPECT_THAT(program.err(), HasSubstr("left out 2 files of YAML without `detection` or `correlation`: "));
}

TEST(ImportSigma, AFileThatIsNamedMustBeSigma) {
  const TempFolder folder;
  const std::string other = folder.write("info.yml", "author: someone\n");
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", other}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("info.yml: is no Sigma rule, correlation or filter"));
  EXPECT_EQ(program.run({"import", "sigma", "-"}, "author: someone\n"), kWrongInput);
}

TEST(ImportSigma, TheReportHasTheFormOfConversions) {
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", "--format", "json", "-"}, kGood + "---\n" + kRefused), kFindings);
  EXPECT_THAT(program.out(),
              HasSubstr(R"("rule":"good_one","fidelity":{"level":"exact","notes":[]},"text":"// Good One)"));
  EXPECT_THAT(program.out(),
              HasSubstr(R"("fidelity":{"level":"refused","notes":[{"level":"refused","what":"rule","why")"));
  EXPECT_THAT(program.out(), HasSubstr(R"(}]},"text":null})"));
}

TEST(ImportSigma, AFileARuleInANewFolder) {
  const TempFolder folder;
  const std::string rules = folder.write("rules.yml", kGood + "---\n" + kGood);
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", rules, "--output", folder.path("out")}), kClean);
  EXPECT_TRUE(fs::exists(folder.path("out/good_one.yaral")));
  EXPECT_TRUE(fs::exists(folder.path("out/good_one_2.yaral")));
  EXPECT_THAT(program.out(), HasSubstr("imported 2 rules"));
  EXPECT_EQ(program.run({"import", "sigma", rules, "--output", folder.path("out")}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("not an empty folder"));
}

TEST(ImportSigma, OneFileForAll) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"import", "sigma", "-", "--output", folder.path("all.yaral"), "--format", "json"}, kGood),
            kClean);
  EXPECT_THAT(program.out(), HasSubstr("\"exact\":1"));
  EXPECT_EQ(program.run({"check", folder.path("all.yaral")}), kClean);
}

TEST(ImportSigma, Misuse) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"import"}), kMisuse);
  EXPECT_EQ(program.run({"import", "sigma"}), kMisuse);
  EXPECT_EQ(program.run({"import", "sigma", "-", "--fields", folder.path("gone")}, kGood), kMisuse);
  EXPECT_EQ(program.run({"import", "sigma", "-", "--fields", folder.write("f.yaml", "felds: []\n")}, kGood), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("f.yaml:1: the mapping file has no key `felds`"));
  EXPECT_EQ(program.run({"import", "sigma", "-", "--output", folder.path("no/such/x.yaral")}, kGood), kMisuse);
}

// What an imported rule finds: the whole way, from Sigma to detections.
class ImportedRule {
 public:
  explicit ImportedRule(const std::string& sigma) {
    Program program;
    const int code = program.run({"import", "sigma", "-"}, sigma);
    EXPECT_EQ(code, kClean) << program.err();
    rules_ = folder_.write("r.yaral", program.out());
  }

  bool finds(const std::string& events) const {
    Program program;
    const int code = program.run({"scan", "--rules", rules_, folder_.write("e.json", events)});
    EXPECT_LE(code, kFindings) << program.err();
    return code == kFindings;
  }

 private:
  TempFolder folder_;
  std::string rules_;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string launch(const std::string& command, const std::string& more = {}, const std::string& minute = "00") {
  return R"({"metadata":{"event_timestamp":"2026-03-02T13:)" + minute +
         R"(:00Z","event_type":"PROCESS_LAUNCH","log_type":"WINDOWS_SYSMON","product_event_type":"1","id":")" +
         std::to_string(std::hash<std::string>()(command + more + minute)) +
         R"("},"principal":{"hostname":"h"},"target":{"process":{"command_line":")" + escaped(command) + "\"}" + more +
         "}}\n";
}

struct CommandCase {
  std::string test;                // of CommandLine, as YAML
  std::vector<std::string> found;  // command lines
  std::vector<std::string> silent;
};

TEST(ImportSigma, EveryModifierOnEvents) {
  const CommandCase cases[] = {
      {"CommandLine: 'cmd /c DIR'", {"cmd /c dir", "CMD /C dir"}, {"cmd /c dir x", "x cmd /c dir", ""}},
      {"CommandLine|cased: 'Dir'", {"Dir"}, {"dir"}},
      {"CommandLine|contains: ['Mimi', 'katz']", {"xMIMIx", "kATZ"}, {"mim"}},
      {"CommandLine|contains|all: ['mimi', 'katz']", {"mimi katz"}, {"mimi", "katz"}},
      {"CommandLine|startswith: 'ab'", {"ABc"}, {"cab"}},
      {"CommandLine|endswith: '\\x.exe'", {"c:\\X.exe"}, {"x.exe", "\\x.exe a"}},
      {"CommandLine: 'a*b?c'", {"a--bxc", "abxc", "a\nbxc"}, {"a--bc", "abxcd"}},
      {"CommandLine: 'a\\*b'", {"a*b"}, {"aab"}},
      {"CommandLine|contains: 'c:\\\\\\\\*'", {"c:\\\\x"}, {"c:\\x"}},
      {"CommandLine|contains: '(a|b).[c]`$'", {"x (A|B).[c]`$"}, {"a.c"}},
      {"CommandLine: ''", {""}, {"x"}},
      {"CommandLine: null", {""}, {"x"}},
      {"CommandLine: '*'", {"x"}, {""}},
      {"CommandLine|exists: true", {"x"}, {""}},
      {"CommandLine|exists: false", {""}, {"x"}},
      {"CommandLine|re: '^a+B$'", {"aaB"}, {"aab", "xaB"}},
      {"CommandLine|re|i: '^a+B$'", {"aab"}, {"xaB"}},
      {"CommandLine|re|m: '^b$'", {"a\nb\nc"}, {"ab"}},
      {"CommandLine|re|s: 'a.b'", {"a\nb"}, {"ab"}},
      {"CommandLine|re: 'a`b'", {"a`b"}, {"ab"}},
      {"CommandLine|windash|contains: ' -enc'",
       {"p -enc", "p /enc",
        "p \xE2\x80\x93"
        "enc"},
       {"p enc", "p --enc"}},
      {"CommandLine|base64|contains: 'foobar'", {"x Zm9vYmFy"}, {"x foobar"}},
      {"CommandLine|base64offset|contains: 'foobar'", {"Zm9vYmFy", "IGZvb2Jhcg", "ICBmb29iYXI"}, {"foobar"}},
      {"CommandLine|wide|base64offset|contains: 'IEX'", {"powershell -e SQBFAFgA"}, {"IEX"}},
      {"CommandLine|gt: 5", {"6", "5.5"}, {"5", "", "x"}},
      {"CommandLine|lte: 5", {"5", "-1"}, {"6", ""}},
  };
  for (const CommandCase& one : cases) {
    SCOPED_TRACE(one.test);
    const ImportedRule rule(sigma("T x", "  s: {" + one.test + "}\n  condition: s\n"));
    for (const std::string& command : one.found) EXPECT_TRUE(rule.finds(launch(command))) << command;
    for (const std::string& command : one.silent) EXPECT_FALSE(rule.finds(launch(command))) << command;
  }
}

TEST(ImportSigma, AbsentFieldsSatisfyNot) {
  const ImportedRule rule(
      sigma("T x",
            "  s: {CommandLine|contains: a}\n  f: {User: 'D\\u'}\n  g: {Hashes|contains: 'MD5=AB'}\n"
            "  condition: s and not f and not g\n"));
  EXPECT_TRUE(rule.finds(launch("a")));
  EXPECT_FALSE(rule.finds(launch("a", R"(,"administrative_domain":"d","user":{"userid":"U"})")));
  EXPECT_FALSE(rule.finds(
      R"({"metadata":{"event_timestamp":"2026-03-02T13:00:00Z","event_type":"PROCESS_LAUNCH"},"target":{"process":{"command_line":"a","file":{"md5":"ab"}}}})"
      "\n"));
}

TEST(ImportSigma, TypedFieldsOnEvents) {
  const std::string source = "logsource: {category: network_connection, product: windows}\n";
  const auto connection = [](const std::string& ip, int port, const std::string& direction) {
    return R"({"metadata":{"event_timestamp":"2026-03-02T13:00:00Z","event_type":"NETWORK_CONNECTION"},"principal":{"hostname":"h"},"network":{"direction":")" +
           direction + R"("},"target":{"ip":[")" + ip + R"("],"port":)" + std::to_string(port) + "}}\n";
  };
  const ImportedRule rule(
      sigma("T x",
            "  s: {DestinationPort|gte: 1024, DestinationIp|cidr: [10.0.0.0/8, 'fd00::/8'], Initiated: 'true'}\n"
            "  f: {DestinationPort: [3389, '80*']}\n  condition: s and not f\n",
            source));
  EXPECT_TRUE(rule.finds(connection("10.1.2.3", 1024, "OUTBOUND")));
  EXPECT_TRUE(rule.finds(connection("fd00::1", 9000, "OUTBOUND")));
  EXPECT_FALSE(rule.finds(connection("11.1.2.3", 1024, "OUTBOUND")));
  EXPECT_FALSE(rule.finds(connection("10.1.2.3", 1023, "OUTBOUND")));
  EXPECT_FALSE(rule.finds(connection("10.1.2.3", 3389, "OUTBOUND")));
  EXPECT_FALSE(rule.finds(connection("10.1.2.3", 8080, "OUTBOUND")));
  EXPECT_FALSE(rule.finds(connection("10.1.2.3", 1024, "INBOUND")));
}

TEST(ImportSigma, FieldsThatAreComparedAndTimesOfDay) {
  const ImportedRule rule(
      sigma("T x", "  s: {CommandLine|fieldref: ParentCommandLine, UtcTime|hour: 13}\n  condition: s\n"));
  const auto event = [](const std::string& parent, const std::string& hour) {
    return R"({"metadata":{"event_timestamp":"2026-03-02T)" + hour +
           R"(:00:00Z","event_type":"PROCESS_LAUNCH"},"principal":{"process":{"command_line":")" + parent +
           R"("}},"target":{"process":{"command_line":"A"}}})" + "\n";
  };
  EXPECT_TRUE(rule.finds(event("a", "13")));
  EXPECT_FALSE(rule.finds(event("b", "13")));
  EXPECT_FALSE(rule.finds(event("a", "14")));
  const ImportedRule day(sigma("T x", "  s: {UtcTime|day: 2, UtcTime|month: 3, UtcTime|year: 2026}\n  condition: s\n"));
  EXPECT_TRUE(day.finds(event("a", "13")));
  const ImportedRule other(sigma("T x", "  s: {UtcTime|day: 3}\n  condition: s\n"));
  EXPECT_FALSE(other.finds(event("a", "13")));
}

TEST(ImportSigma, CorrelationsOnEvents) {
  const std::string base = "title: Base\nname: base\n" + kSource +
                           "detection: {s: {CommandLine|contains: a}, condition: s}\n---\n"
                           "title: Later\nname: later\n" +
                           kSource + "detection: {s: {CommandLine|contains: b}, condition: s}\n---\n";
  const auto correlation = [&](const std::string& members) {
    return ImportedRule(base + "title: C x\ncorrelation:\n  group-by: [Computer]\n  timespan: 10m\n  " + members +
                        "\n");
  };
  const ImportedRule count = correlation("rules: base\n  type: event_count\n  condition: {gte: 2}");
  EXPECT_FALSE(count.finds(launch("a")));
  EXPECT_TRUE(count.finds(launch("a") + launch("aa", {}, "09")));
  EXPECT_FALSE(count.finds(launch("a") + launch("aa", {}, "30")));
  const ImportedRule values =
      correlation("rules: base\n  type: value_count\n  condition: {gte: 2, field: CommandLine}");
  EXPECT_FALSE(values.finds(launch("a") + launch("a", {}, "05")));
  EXPECT_TRUE(values.finds(launch("a") + launch("aa", {}, "05")));
  const ImportedRule ordered = correlation("rules: [base, later]\n  type: temporal_ordered");
  EXPECT_TRUE(ordered.finds(launch("a") + launch("b", {}, "05")));
  EXPECT_FALSE(ordered.finds(launch("b") + launch("a", {}, "05")));
  const ImportedRule any = correlation("rules: [base, later]\n  type: temporal");
  EXPECT_TRUE(any.finds(launch("b") + launch("a", {}, "05")));
  EXPECT_FALSE(any.finds(launch("b") + launch("a", {}, "30")));
}

}  // namespace
}  // namespace yaral::cli
