#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "base/hash.h"
#include "codesign/finding.h"
#include "unit/cli/program.h"
#include "unit/codesign/sample_files.h"
#include "unit/codesign/signing.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using codesign::Identity;

struct World {
  packs::TempFolder folder;
  Identity root = codesign::make_identity({.name = "Test Root", .usage = ""});
  Identity signer = codesign::make_identity({.name = "Good \x1b[31mSigner", .issuer = &root});

  std::string signed_program(std::string_view content = "code") const {
    const auto sign = [this](const std::string& digest) {
      return codesign::sign_file_digest(digest, {.signer = &signer, .others = {&root}});
    };
    return codesign::signed_pe(sign, content);
  }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Inspect, TextOfAGoodFile) {
  const World world;
  const std::string file = world.folder.write("a.exe", world.signed_program());
  Program program;
  EXPECT_EQ(program.run({"inspect", file}), kClean) << program.err();
  EXPECT_THAT(program.out(), StartsWith(file + ": intact\n  PE x64, "));
  EXPECT_THAT(program.out(), HasSubstr("signer        CN=Good \\1B[31mSigner,O=Example"));
  EXPECT_THAT(program.out(), HasSubstr("trust         not checked (--roots names whom to trust)"));
  EXPECT_THAT(program.out(), HasSubstr("low           no-timestamp: "));
  EXPECT_THAT(program.out(), Not(HasSubstr("\x1b")));
  EXPECT_EQ(program.err(), "inspected 1 file: 1 intact\n");
}

TEST(Inspect, ExitCodesAndQuiet) {
  const World world;
  const std::string good = world.folder.write("good.exe", world.signed_program());
  std::string changed = world.signed_program();
  changed[0x201] ^= 1;
  const std::string bad = world.folder.write("bad.exe", changed);
  const std::string text = world.folder.write("notes.txt", "text");
  Program program;
  EXPECT_EQ(program.run({"inspect", "-q", good}), kClean);
  EXPECT_EQ(program.err(), "");
  EXPECT_EQ(program.run({"inspect", "-q", good, bad}), kFindings);
  EXPECT_EQ(program.run({"inspect", "-q", bad, world.folder.path("gone.exe")}), kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("bad.exe: tampered")) << "the rest is still done";
  EXPECT_THAT(program.err(), HasSubstr("gone.exe: No such file or directory"));
  EXPECT_EQ(program.run({"inspect", text}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("notes.txt: is no file that can be signed (PE, Mach-O, "));
  EXPECT_EQ(program.run({"inspect", "-"}), kMisuse);
  EXPECT_EQ(program.run({"inspect"}), kMisuse);
  EXPECT_EQ(program.run({"inspect", "--format", "xml", good}), kMisuse);
  EXPECT_EQ(program.run({"inspect", "--young-days", "-1", good}), kMisuse);
  EXPECT_EQ(program.run({"inspect", "-o", "/nowhere/x", good}), kMisuse);
}

TEST(Inspect, FoldersWithTheirCatalogs) {
  const World world;
  const std::string pe = codesign::make_pe("driver");
  world.folder.write("in/z.cat", codesign::sign_catalog({codesign::pe_digest(pe)}, {.signer = &world.signer}));
  world.folder.write("in/a/driver.sys", pe);
  world.folder.write("in/readme.txt", "text");
  world.folder.write("in/.hidden.exe", pe);
  Program program;
  EXPECT_EQ(program.run({"inspect", world.folder.path("in")}), kClean) << program.out();
  EXPECT_THAT(program.out(), HasSubstr("driver.sys: intact\n"));
  EXPECT_THAT(program.out(), HasSubstr("catalog       " + world.folder.path("in/z.cat")));
  EXPECT_EQ(program.err(),
            "inspected 2 files: 2 intact; 1 file of no kind that can be signed; left out: hidden file 1\n");
}

TEST(Inspect, RootsAndThumbprints) {
  const World world;
  const std::string file = world.folder.write("a.exe", world.signed_program());
  const std::string roots = world.folder.write("roots.pem", world.root.pem());
  const std::string list = world.folder.write("list.txt", world.signer.sha1() + " # stolen\n");
  Program program;
  EXPECT_EQ(program.run({"inspect", "--roots", roots, file}), kClean);
  EXPECT_THAT(program.out(), AllOf(HasSubstr("a.exe: valid"), HasSubstr("leads to one of the roots")));
  EXPECT_EQ(program.run({"inspect", "--thumbprints", list, file}), kFindings);
  EXPECT_THAT(program.out(), HasSubstr("high          listed-thumbprint: "));
  EXPECT_EQ(program.run({"inspect", "--roots", file, file}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("a.exe: holds no certificate"));
  EXPECT_EQ(program.run({"inspect", "--thumbprints", world.folder.write("bad", "x\n"), file}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("bad: line 1: `x` is no thumbprint"));
  EXPECT_EQ(program.run({"inspect", "--young-days", "10000", file}), kFindings);
}

TEST(Inspect, WhatIsNotToBeReadIsTold) {
  const World world;
  world.folder.write("in/a.exe", world.signed_program());
  ASSERT_EQ(mkfifo(world.folder.path("in/pipe.exe").c_str(), 0600), 0);
  ASSERT_EQ(symlink(".", world.folder.path("in/circle").c_str()), 0);
  Program program;
  EXPECT_EQ(program.run({"inspect", world.folder.path("in")}), kClean);
  EXPECT_THAT(program.err(), HasSubstr("inspected 1 file: 1 intact; left out: not a regular file 1"));
  EXPECT_EQ(program.run({"inspect", world.folder.path("in/pipe.exe")}), kWrongInput) << "and does not wait";
  EXPECT_THAT(program.err(), HasSubstr("pipe.exe: is no regular file"));
}

TEST(Inspect, ThePageHasEveryFinding) {
  std::ifstream page(std::string(YARAL_SOURCE_DIR) + "/docs/inspect.md");
  const std::string text((std::istreambuf_iterator<char>(page)), std::istreambuf_iterator<char>());
  for (const codesign::FindingInfo& info : codesign::all_findings()) {
    EXPECT_THAT(
        text, HasSubstr("| `" + std::string(info.name) + "` | " + std::string(codesign::severity_name(info.severity)) +
                        " | " + std::string(info.status)));
  }
}

TEST(Inspect, JsonForms) {
  const World world;
  world.folder.write("in/a.exe", world.signed_program());
  world.folder.write("in/b.macho", codesign::make_macho({.entitlements = "<plist/>"}));
  Program program;
  EXPECT_EQ(program.run({"inspect", "-q", "-f", "json", world.folder.path("in")}), kClean);
  simdjson::dom::parser parser;
  std::vector<std::string> statuses;
  for (const simdjson::dom::element file : simdjson::dom::array(parser.parse(program.out())))
    statuses.emplace_back(std::string_view(file["status"]));
  EXPECT_THAT(statuses, ElementsAre("intact", "ad-hoc"));
  const std::string array = program.out();
  EXPECT_EQ(program.run({"inspect", "-q", "-f", "ndjson", world.folder.path("in")}), kClean);
  const auto lines = lines_of(program.out());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ("[" + lines[0] + ",\n" + lines[1] + "]\n", array);
  const simdjson::dom::element first = parser.parse(lines[0]);
  EXPECT_EQ(std::string_view(first["signatures"].at(0)["chain"].at(0)["sha1"]), world.signer.sha1());
  EXPECT_EQ(std::string_view(first["signatures"].at(0)["content"]), "holds");
  EXPECT_EQ(std::string_view(first["findings"].at(0)["name"]), "no-timestamp");
  const simdjson::dom::element second = parser.parse(lines[1]);
  EXPECT_EQ(std::string_view(second["architectures"].at(0)["entitlements"]), "<plist/>");
  EXPECT_TRUE(bool(second["architectures"].at(0)["ad_hoc"]));
  const packs::TempFolder empty;
  EXPECT_EQ(program.run({"inspect", "-q", "-f", "json", empty.path()}), kClean);
  EXPECT_EQ(program.out(), "[]\n");
}

TEST(Inspect, UdmIsReadByScan) {
  const World world;
  const std::string roots = world.folder.write("roots.pem", world.root.pem());
  world.folder.write("in/a.exe", world.signed_program());
  std::string changed = world.signed_program("other");
  changed[0x201] ^= 1;
  world.folder.write("in/b.exe", changed);
  Program program;
  EXPECT_EQ(program.run({"inspect", "-q", "-f", "udm", "--roots", roots, world.folder.path("in")}), kFindings);
  const std::string events = world.folder.write("files.ndjson", program.out());
  const std::string rule = world.folder.write("r.yaral", R"(rule tampered {
  meta:
    author = "test"
    severity = "High"
  events:
    $e.metadata.event_type = "SCAN_FILE"
    $e.target.file.signature_info.sigcheck.verification_message = "tampered"
    $e.security_result.rule_name = "digest-mismatch"
    $e.target.file.full_path = $path
  match:
    $path over 5m
  condition:
    $e
}
)");
  EXPECT_EQ(program.run({"scan", "-q", "-f", "csv", "--rules", rule, events}), kFindings) << program.err();
  EXPECT_THAT(program.out(), AllOf(HasSubstr("b.exe"), Not(HasSubstr("a.exe"))));
}

constexpr const char* kSignerRule = R"(rule by_signer {
  meta:
    author = "test"
    severity = "High"
  events:
    $e.target.process.file.signature_info.sigcheck.signers.cert_issuer = "Test Root"
    $e.target.process.file.signature_info.sigcheck.verification_message = $status
    $e.principal.hostname = $host
  match:
    $host over 5m
  outcome:
    $verified = max(if($e.target.process.file.signature_info.sigcheck.verified = true, 1, 0))
    $said = array_distinct($status)
  condition:
    $e
}
)";

std::string launch(const std::string& host, const std::string& file) {
  return R"({"metadata":{"event_timestamp":"2026-03-01T10:00:00Z","event_type":"PROCESS_LAUNCH"},"principal":{"hostname":")" +
         host + R"("},"target":{"process":{"file":)" + file + "}}}\n";
}

TEST(EnrichSignatures, FilesWhoseHashMatchesGetThem) {
  const World world;
  const std::string program_file = world.signed_program();
  world.folder.write("files/a.exe", program_file);
  const std::string rule = world.folder.write("r.yaral", kSignerRule);
  std::string sha1 = sha1_hex(program_file);
  std::ranges::transform(sha1, sha1.begin(), [](unsigned char c) { return std::toupper(c); });
  const std::string events = world.folder.write(
      "events.ndjson",
      launch("by-sha256", R"({"sha256":")" + sha256_hex(program_file) + "\"}") +
          launch("by-sha1", R"({"sha1":")" + sha1 + "\"}") +
          launch("by-md5", R"({"md5":")" + md5_hex(program_file) + "\"}") +
          launch("other", R"({"sha256":")" + std::string(64, '0') + "\"}") +
          launch("has-one", R"({"sha256":")" + sha256_hex(program_file) +
                                R"(","signature_info":{"sigcheck":{"verification_message":"Valid"}}})"));
  Program program;
  EXPECT_EQ(program.run({"scan", "-q", "--rules", rule, events}), kClean);
  EXPECT_EQ(program.run({"scan", "-q", "-f", "ndjson", "--rules", rule, "--enrich-signatures",
                         world.folder.path("files"), events}),
            kFindings)
      << program.err();
  EXPECT_THAT(program.out(), AllOf(HasSubstr("by-sha256"), HasSubstr("by-sha1"), HasSubstr("by-md5")));
  EXPECT_THAT(program.out(), AllOf(Not(HasSubstr("\"other\"")), Not(HasSubstr("has-one"))));
  EXPECT_THAT(program.out(), HasSubstr("\"intact\""));
  EXPECT_THAT(program.out(), HasSubstr("signatureInfo")) << "the events of a detection hold what was added";

  const std::string roots = world.folder.write("roots.pem", world.root.pem());
  EXPECT_EQ(program.run({"scan", "-q", "-f", "ndjson", "--rules", rule, "--enrich-signatures",
                         world.folder.path("files"), "--signature-roots", roots, events}),
            kFindings);
  EXPECT_THAT(program.out(), AllOf(HasSubstr("\"valid\""), Not(HasSubstr("\"intact\""))));
}

TEST(EnrichSignatures, WrongUse) {
  const World world;
  const std::string rule = world.folder.write("r.yaral", kSignerRule);
  const std::string events = world.folder.write("events.ndjson", launch("a", "{}"));
  Program program;
  EXPECT_EQ(program.run({"scan", "--rules", rule, "--signature-roots", "x.pem", events}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("--signature-roots goes with --enrich-signatures"));
  EXPECT_EQ(program.run({"scan", "--rules", rule, "--enrich-signatures", world.folder.path("gone"), events}),
            kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("gone: No such file or directory"));
  EXPECT_EQ(program.run({"scan", "--rules", rule, "--enrich-signatures", world.folder.path(), "--signature-roots", rule,
                         events}),
            kWrongInput);
  const packs::TempFolder empty;
  EXPECT_EQ(program.run({"scan", "--rules", rule, "--enrich-signatures", empty.path(), events}), kClean);
  EXPECT_THAT(program.err(), HasSubstr("no file that can be signed was found"));
}

}  // namespace
}  // namespace yaral::cli
