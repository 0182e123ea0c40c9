// Held against another program: what osslsigncode signs, is read; what it says the digest is, it is.

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <openssl/pem.h>

#include "unit/codesign/facts_of.h"
#include "unit/codesign/sample_files.h"
#include "unit/packs/temp_folder.h"

namespace yaral::codesign {
namespace {

using ::testing::ElementsAre;

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

class Osslsigncode : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!runs("osslsigncode --version")) GTEST_SKIP() << "osslsigncode is not installed (scripts/install-deps test)";
    certificates_ = folder_.write("chain.pem", authority().signer.pem() + authority().root.pem());
    BIO* out = BIO_new_file(folder_.path("key.pem").c_str(), "w");
    PEM_write_bio_PrivateKey(out, authority().signer.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    BIO_free_all(out);
  }

  // Empty when it cannot: older versions know fewer kinds.
  std::string signed_by_it(const std::string& name, const std::string& content, const std::string& more = {}) {
    const std::string in = folder_.write(name, content);
    const std::string out = folder_.path("signed-" + name);
    std::filesystem::remove(out);
    if (!runs("osslsigncode sign -certs " + certificates_ + " -key " + folder_.path("key.pem") + " " + more + " -in " +
              in + " -out " + out))
      return {};
    std::ifstream file(out, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  void expect_intact(const std::string& name, const std::string& file, std::size_t change_at) {
    const FileFacts facts = facts_of(file, options_at(), name);
    EXPECT_EQ(facts.status, "intact");
    EXPECT_THAT(findings_of(facts), ElementsAre("no-timestamp"));
    std::string changed = file;
    changed[change_at] ^= 1;
    EXPECT_EQ(facts_of(changed, options_at(), name).status, "tampered");
  }

 private:
  packs::TempFolder folder_;
  std::string certificates_;
};

TEST_F(Osslsigncode, Pe) {
  const std::string file = signed_by_it("a.exe", make_pe(), "-n Tool -i https://example.org/tool");
  ASSERT_FALSE(file.empty());
  expect_intact("a.exe", file, 0x201);
  const FileFacts facts = facts_of(file);
  EXPECT_EQ(facts.signatures.front().program, "Tool");
  EXPECT_EQ(facts.signatures.front().link, "https://example.org/tool");
}

TEST_F(Osslsigncode, PeWithASecondSignature) {
  const std::string once = signed_by_it("a.exe", make_pe());
  const std::string twice = signed_by_it("b.exe", once, "-nest -h sha384");
  ASSERT_FALSE(twice.empty());
  const FileFacts facts = facts_of(twice);
  ASSERT_EQ(facts.signatures.size(), 2u);
  EXPECT_EQ(facts.signatures[0].digest_algorithm, "sha256");
  EXPECT_EQ(facts.signatures[1].digest_algorithm, "sha384");
  expect_intact("b.exe", twice, 0x201);
}

TEST_F(Osslsigncode, Cab) {
  const std::string file = signed_by_it("a.cab", make_cab());
  ASSERT_FALSE(file.empty());
  expect_intact("a.cab", file, 70);
}

TEST_F(Osslsigncode, Msi) {
  const std::string msi = make_compound_file({{utf16("Alpha"), std::string(5000, 'a')}, {utf16("Beta"), "small"}});
  for (const std::string more : {"", "-add-msi-dse"}) {
    const std::string file = signed_by_it("a.msi", msi, more);
    ASSERT_FALSE(file.empty()) << more;
    expect_intact("a.msi", file, file.find("aaaa"));
  }
}

TEST_F(Osslsigncode, MsiWhoseNamesWereChanged) {
  const std::string msi = make_compound_file({{utf16("Alpha"), std::string(5000, 'a')}, {utf16("Beta"), "small"}});
  std::string file = signed_by_it("a.msi", msi, "-add-msi-dse");
  ASSERT_FALSE(file.empty());
  file.replace(file.find(utf16("Beta")), 8, utf16("Betz"));
  const FileFacts facts = facts_of(file, options_at(), "a.msi");
  EXPECT_EQ(facts.status, "tampered");
  EXPECT_EQ(facts.signatures.front().content_note, "names, sizes or times of its streams were changed");
}

TEST_F(Osslsigncode, Script) {
  const std::string file = signed_by_it("a.ps1", "Write-Host 1\r\n");
  if (file.empty()) GTEST_SKIP() << "this osslsigncode signs no scripts (2.8 does)";
  expect_intact("a.ps1", file, 11);
}

}  // namespace
}  // namespace yaral::codesign
