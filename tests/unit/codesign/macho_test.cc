#include <gmock/gmock.h>

#include "unit/codesign/facts_of.h"
#include "unit/codesign/sample_files.h"

namespace yaral::codesign {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kEntitlements =
    "<?xml version=\"1.0\"?><plist><dict><key>com.apple.security.get-task-allow</key><true/></dict></plist>";

MachSpec by_certificate(const std::string& team = "TEAM123456") {
  return {.team_id = team, .flags = 0x10000, .cms = [](std::string_view directory) {
            return sign_detached(directory, authority().stamped());
          }};
}

TEST(MachO, Unsigned) {
  const FileFacts facts = facts_of(make_unsigned_macho());
  EXPECT_EQ(facts.format, Format::kMachO);
  EXPECT_EQ(facts.status, "unsigned");
  ASSERT_EQ(facts.slices.size(), 1u);
  EXPECT_EQ(facts.slices.front().architecture, "arm64");
}

TEST(MachO, AdHoc) {
  const FileFacts facts = facts_of(make_macho());
  EXPECT_EQ(facts.status, "ad-hoc");
  EXPECT_THAT(findings_of(facts), ElementsAre("ad-hoc"));
  EXPECT_FALSE(facts.suspicious());
  const MachSlice& slice = facts.slices.front();
  EXPECT_EQ(slice.identifier, "org.example.tool");
  EXPECT_EQ(slice.team_id, "");
  EXPECT_THAT(slice.flag_names, ElementsAre("adhoc"));
  EXPECT_EQ(slice.hash_type, "sha256");
  EXPECT_EQ(slice.cdhash.size(), 40u);
  EXPECT_EQ(slice.pages, Check::kHolds);
}

TEST(MachO, ByACertificate) {
  const FileFacts facts = facts_of(make_macho(by_certificate()));
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(facts.findings, IsEmpty());
  EXPECT_EQ(facts.slices.front().team_id, "TEAM123456");
  EXPECT_FALSE(facts.slices.front().ad_hoc);
  ASSERT_EQ(facts.signatures.size(), 1u);
  EXPECT_EQ(facts.signatures.front().chain.front().name, "Good Signer");
  EXPECT_EQ(facts.signatures.front().proven_time(), time("2026-02-01T12:00:00Z"));
}

TEST(MachO, ChangedCode) {
  for (const MachSpec& spec : {MachSpec{}, by_certificate()}) {
    std::string file = make_macho(spec);
    file[9000] ^= 1;
    const FileFacts facts = facts_of(file);
    EXPECT_EQ(facts.status, "tampered");
    EXPECT_THAT(detail_of(facts, FindingId::kDigestMismatch), HasSubstr("page 3 of 3 differs"));
  }
}

TEST(MachO, ChangedEntitlements) {
  MachSpec spec = by_certificate();
  spec.entitlements = kEntitlements;
  std::string file = make_macho(spec);
  EXPECT_THAT(findings_of(facts_of(file)), ElementsAre("risky-entitlement"));
  EXPECT_EQ(facts_of(file).slices.front().entitlements, kEntitlements);
  file[file.find("get-task-allow")] = 'G';
  EXPECT_EQ(facts_of(file).status, "tampered");
}

TEST(MachO, EntitlementsPutInWithoutADigest) {
  std::string file = make_macho({.entitlements = kEntitlements});
  // The slot of the digest emptied, as if there had been none: the fifth before the pages.
  const std::size_t texts = file.find("org.example.tool");
  file.replace(texts + std::string("org.example.tool").size() + 1, 32, std::string(32, '\0'));
  EXPECT_EQ(facts_of(file).status, "tampered");
}

TEST(MachO, CodeBehindTheLastDigest) {
  std::string file = make_macho();
  const std::size_t directory = file.find("\xFA\xDE\x0C\x02");
  // Two pages instead of three.
  file.replace(directory + 28, 4, big(2, 4));
  file.replace(directory + 32, 4, big(8192, 4));
  const FileFacts facts = facts_of(file);
  EXPECT_EQ(facts.status, "tampered");
  EXPECT_THAT(detail_of(facts, FindingId::kDigestMismatch), HasSubstr("have no digest"));
}

TEST(MachO, ChangedTeam) {
  std::string file = make_macho(by_certificate());
  file[file.find("TEAM123456")] = 'X';
  EXPECT_EQ(facts_of(file).status, "invalid");
}

TEST(MachO, TeamOfSomeoneElse) {
  const FileFacts facts = facts_of(make_macho(by_certificate("APPLE12345")));
  EXPECT_THAT(findings_of(facts), ElementsAre("team-id-differs"));
  EXPECT_EQ(detail_of(facts, FindingId::kTeamIdDiffers), "APPLE12345 against TEAM123456 of Good Signer");
}

TEST(MachO, ArchitecturesSignedDifferently) {
  const std::string good = make_macho(by_certificate());
  EXPECT_EQ(facts_of(make_fat({good, good})).status, "intact");
  const FileFacts facts = facts_of(make_fat({good, make_macho()}));
  EXPECT_THAT(findings_of(facts), ElementsAre("slices-differ", "ad-hoc"));
  EXPECT_THAT(findings_of(facts_of(make_fat({make_unsigned_macho(), make_macho()}))), ElementsAre("ad-hoc"));
}

TEST(MachO, AppendedData) {
  EXPECT_THAT(findings_of(facts_of(make_macho(by_certificate()) + "appended")), ElementsAre("data-in-signature"));
}

TEST(MachO, ClassesOfJavaAreNone) {
  EXPECT_EQ(recognise(big(0xCAFEBABE, 4) + big(65, 4) + "x", "A.class"), std::nullopt);
}

TEST(MachO, ArchitecturesOutsideTheFileOrOnOneAnother) {
  std::string fat = make_fat({make_macho(), make_macho()});
  std::string outside = fat;
  outside.replace(8 + 8, 4, big(0xFFFFFFF0, 4));
  EXPECT_EQ(facts_of(outside).status, "unreadable");
  std::string twice = fat;
  twice.replace(8 + 12, 4, big(fat.size() - 48, 4));  // the first reaches to the end
  EXPECT_EQ(facts_of(twice).status, "unreadable");
}

TEST(MachO, EveryByteOfTheStructureMayBeWrong) {
  const std::string good = make_macho(by_certificate());
  const std::size_t signature = good.find("\xFA\xDE\x0C\xC0");
  for (std::size_t at = 0; at < 300; ++at) {
    for (const std::size_t begin : {std::size_t{0}, signature}) {
      for (const int value : {0x00, 0x7F, 0xFF}) {
        std::string broken = good;
        broken[begin + at] = static_cast<char>(value);
        facts_of(broken);  // must come back
      }
    }
  }
  for (std::size_t size = 0; size < good.size(); size += 53) EXPECT_NE(facts_of(good.substr(0, size)).status, "intact");
}

}  // namespace
}  // namespace yaral::codesign
