#include <gmock/gmock.h>

#include <openssl/evp.h>

#include <fmt/format.h>

#include "base/encoding.h"
#include "unit/codesign/facts_of.h"
#include "unit/codesign/sample_files.h"

namespace yaral::codesign {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Signer with(const SigningSpec& spec) {
  return [spec](const std::string& digest) { return sign_file_digest(digest, spec); };
}

TEST(Cab, UnsignedAndSigned) {
  EXPECT_EQ(facts_of(make_cab()).status, "unsigned");
  const FileFacts facts = facts_of(signed_cab(with(authority().stamped())));
  EXPECT_EQ(facts.format, Format::kCab);
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(facts.findings, IsEmpty());
}

TEST(Cab, ChangedOrAppendedTo) {
  std::string cab = signed_cab(with(authority().stamped()));
  const FileFacts longer = facts_of(cab + "more");
  EXPECT_THAT(findings_of(longer), ElementsAre("data-in-signature"));
  cab[65] ^= 1;
  EXPECT_EQ(facts_of(cab).status, "tampered");
}

TEST(Cab, APlaceOutsideTheFile) {
  std::string cab = signed_cab(with(authority().stamped()));
  put_little(cab, 44, 0xFFFFFF00, 4);
  EXPECT_EQ(facts_of(cab).status, "unreadable");
  put_little(cab, 44, 3, 4);
  EXPECT_EQ(facts_of(cab).status, "unreadable");
}

const std::string kSignatureStream = utf16(std::string("\5") + "DigitalSignature");
const std::string kInstallerClass("\x84\x10\x0C\0\0\0\0\0\xC0\0\0\0\0\0\0\x46", 16);

// Streams in the order of their names.
using Streams = std::vector<std::pair<std::string, std::string>>;
const Streams kStreams = {
    {utf16("Alpha"), std::string(2000, 'a') + std::string(3000, 'b')}, {utf16("Beta"), "small"}, {utf16("Empty"), ""}};

std::string signed_msi(const Streams& streams, const Streams& as_signed) {
  std::string content;
  for (const auto& [name, text] : as_signed) content += text;
  Streams all = streams;
  all.emplace_back(kSignatureStream, sign_file_digest(sha256(content + kInstallerClass), authority().stamped()));
  return make_compound_file(all);
}

TEST(Msi, UnsignedSignedAndChanged) {
  EXPECT_EQ(facts_of(make_compound_file(kStreams)).status, "unsigned");
  const FileFacts facts = facts_of(signed_msi(kStreams, kStreams));
  EXPECT_EQ(facts.format, Format::kMsi);
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(facts.findings, IsEmpty());
  Streams changed = kStreams;
  changed[1].second = "smell";
  EXPECT_EQ(facts_of(signed_msi(changed, kStreams)).status, "tampered");
}

TEST(Msi, OtherCompoundFilesAreNone) {
  std::string file = make_compound_file(kStreams);
  file.replace(file.find(kInstallerClass), 16, std::string(16, 'x'));
  EXPECT_EQ(recognise(file, "letter.doc"), std::nullopt);
  EXPECT_EQ(recognise(file, "setup.msi"), Format::kMsi);
}

TEST(Msi, CirclesAndCutsEnd) {
  const std::string good = signed_msi(kStreams, kStreams);
  std::string circle = good;
  // The second sector of the first stream leads to the first.
  const std::size_t table = good.rfind(little(1, 4) + little(2, 4));
  ASSERT_NE(table, std::string::npos);
  put_little(circle, table + 4, 0, 4);
  EXPECT_EQ(facts_of(circle).status, "tampered");
  put_little(circle, table, 0, 4);
  EXPECT_EQ(facts_of(circle).status, "tampered");
  // The last sector is mostly empty.
  for (std::size_t size = 512; size + 512 < good.size(); size += 101) {
    const FileFacts facts = facts_of(good.substr(0, size), options_at(), "a.msi");
    EXPECT_NE(facts.status, "intact") << size;
  }
  for (std::size_t at = 24; at < 80; ++at) {
    std::string broken = good;
    broken[at] = static_cast<char>(0xA5);
    facts_of(broken, options_at(), "a.msi");  // must come back
  }
}

TEST(Msi, StreamsThatShareTheirSectorsAreNotReadOverAndOver) {
  Streams many;
  for (int i = 0; i < 100; ++i) many.emplace_back(utf16(fmt::format("s{:03}", i)), "");
  many.front().second = std::string(30'000, 'x');
  std::string file = signed_msi(many, many);
  // Every empty stream becomes the first one.
  for (int i = 1; i < 100; ++i) {
    const std::size_t entry = file.find(utf16(fmt::format("s{:03}", i)));
    put_little(file, entry + 116, 0, 4);
    put_little(file, entry + 120, 30'000, 8);
  }
  const FileFacts facts = facts_of(file);
  EXPECT_EQ(facts.status, "unchecked");
  EXPECT_THAT(detail_of(facts, FindingId::kDigestNotChecked), HasSubstr("into another"));
}

std::string signed_script(const std::string& script, const std::string& utf16_text) {
  return with_script_block(script, sign_file_digest(sha256(utf16_text), authority().stamped()));
}

TEST(Script, UnsignedIsKnownByItsName) {
  EXPECT_EQ(facts_of("Write-Host 1\r\n", options_at(), "A.PS1").status, "unsigned");
  EXPECT_EQ(recognise("Write-Host 1\r\n", "a.txt"), std::nullopt);
}

TEST(Script, SignedIsKnownByItsBlock) {
  const std::string script = "Write-Host 1\r\nexit\r\n";
  const FileFacts facts = facts_of(signed_script(script, utf16(script)));
  EXPECT_EQ(facts.format, Format::kScript);
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(facts.findings, IsEmpty());
}

TEST(Script, Encodings) {
  const std::string text = utf16("Write-Host \xE9\r\n");  // é is one unit
  const std::string marked = "\xEF\xBB\xBFWrite-Host \xC3\xA9\r\n";
  EXPECT_EQ(facts_of(signed_script(marked, text)).status, "intact");
  EXPECT_EQ(facts_of(signed_script(marked, "\xFF\xFE" + text)).status, "intact") << "the mark may be signed, too";
  EXPECT_EQ(facts_of(signed_script("Write-Host \xC3\xA9\r\n", text)).status, "intact");
  EXPECT_EQ(facts_of(signed_script("Write-Host \xE9\r\n", text)).status, "intact") << "Windows-1252";
  EXPECT_EQ(facts_of(signed_script("Write-Host \xE8\r\n", text)).status, "tampered");
  const std::string wide = "\xFF\xFE" + text + utf16(signed_script("", text).substr(0));
  EXPECT_EQ(facts_of(wide, options_at(), "a.psm1").status, "intact");
}

TEST(Script, ChangedBrokenOrFollowedByMore) {
  const std::string script = "Write-Host 1\r\n";
  const std::string good = signed_script(script, utf16(script));
  std::string changed = good;
  changed[11] = '2';
  EXPECT_EQ(facts_of(changed).status, "tampered");
  EXPECT_EQ(facts_of(good + "evil\r\n", options_at(), "a.ps1").status, "unreadable");
  EXPECT_EQ(facts_of(good.substr(0, good.size() - 40), options_at(), "a.ps1").status, "unreadable");
  std::string no_base64 = good;
  no_base64[good.find("block") + 20] = '!';
  EXPECT_EQ(facts_of(no_base64, options_at(), "a.ps1").status, "unreadable");
}

TEST(Script, WordsOfABlockInsideALineAreText) {
  EXPECT_EQ(facts_of("$a = '# SIG # Begin signature block'\n", options_at(), "a.ps1").status, "unsigned");
}

TEST(Catalog, VouchesForFilesWithoutASignature) {
  const std::string pe = make_pe();
  const FileFacts catalog =
      facts_of(sign_catalog({pe_digest(pe), sha256("any file")}, authority().stamped()), options_at(), "driver.cat");
  EXPECT_EQ(catalog.format, Format::kCatalog);
  EXPECT_EQ(catalog.status, "intact");
  EXPECT_EQ(catalog.member_count, 2u);
  CatalogIndex index;
  index.add(catalog);
  InspectOptions options = options_at();
  options.catalogs = &index;
  const FileFacts facts = facts_of(pe, options);
  EXPECT_EQ(facts.status, "intact");
  EXPECT_EQ(facts.catalog, "driver.cat");
  EXPECT_EQ(facts.signatures.front().digest, facts.authentihash_sha256);
  EXPECT_EQ(facts_of(make_pe("other"), options).status, "unsigned");
}

TEST(Catalog, ChangedListIsInvalidAndSoIsWhatItVouchesFor) {
  const std::string pe = make_pe();
  std::string file = sign_catalog({sha256("something else")}, authority().stamped());
  file.replace(file.find(sha256("something else")), 32, pe_digest(pe));
  const FileFacts catalog = facts_of(file);
  EXPECT_EQ(catalog.status, "invalid");
  CatalogIndex index;
  index.add(catalog);
  InspectOptions options = options_at();
  options.catalogs = &index;
  EXPECT_EQ(facts_of(pe, options).status, "invalid");
}

TEST(Catalog, OlderNamesInHex) {
  const std::string digest = sha256("any file");
  const FileFacts catalog = facts_of(sign_catalog({utf16(hex_encode(digest))}, authority().stamped()));
  EXPECT_THAT(catalog.members, ElementsAre(hex_encode(digest)));
}

TEST(Catalog, CutOff) {
  const std::string file = sign_catalog({sha256("a")}, authority().stamped());
  EXPECT_EQ(facts_of(file.substr(0, file.size() - 1)).status, "unreadable");
}

}  // namespace
}  // namespace yaral::codesign
