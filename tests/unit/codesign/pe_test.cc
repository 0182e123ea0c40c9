#include <gmock/gmock.h>

#include "base/encoding.h"
#include "unit/codesign/facts_of.h"
#include "unit/codesign/sample_files.h"

namespace yaral::codesign {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Signer with(const SigningSpec& spec) {
  return [spec](const std::string& digest) { return sign_file_digest(digest, spec); };
}

std::string good_pe() { return signed_pe(with(authority().stamped())); }

TEST(Pe, UnsignedHasNothingButItsHashes) {
  const FileFacts facts = facts_of(make_pe());
  EXPECT_EQ(facts.status, "unsigned");
  EXPECT_THAT(findings_of(facts), ElementsAre("unsigned"));
  EXPECT_FALSE(facts.suspicious());
  EXPECT_EQ(facts.architecture, "x64");
  EXPECT_EQ(facts.linked, time("2026-01-01T00:00:00Z"));
  EXPECT_EQ(facts.authentihash_sha256, hex_encode(pe_digest(make_pe())));
  EXPECT_EQ(facts.sha256, hex_encode(sha256(make_pe())));
}

TEST(Pe, GoodSignatureIsIntactUntilRootsMakeItValid) {
  const FileFacts facts = facts_of(good_pe());
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(facts.findings, IsEmpty());
  ASSERT_EQ(facts.signatures.size(), 1u);
  const Signature& signature = facts.signatures.front();
  EXPECT_EQ(signature.kind, "Authenticode");
  EXPECT_EQ(signature.content, Check::kHolds);
  EXPECT_EQ(signature.signature, Check::kHolds);
  EXPECT_EQ(signature.trust, Check::kNotChecked);
  EXPECT_EQ(signature.digest, facts.authentihash_sha256);
  ASSERT_EQ(signature.chain.size(), 2u);
  EXPECT_EQ(signature.chain[0].name, "Good Signer");
  EXPECT_EQ(signature.chain[0].issuer_name, "Test Root");
  EXPECT_EQ(signature.chain[0].sha1, authority().signer.sha1());
  EXPECT_THAT(signature.chain[0].usages, ElementsAre("Code Signing"));
  EXPECT_TRUE(signature.chain[1].self_signed);
  EXPECT_EQ(signature.proven_time(), time("2026-02-01T12:00:00Z"));

  const Roots roots = Roots::read(authority().root.pem()).value();
  InspectOptions options = options_at();
  options.roots = &roots;
  const FileFacts trusted = facts_of(good_pe(), options);
  EXPECT_EQ(trusted.status, "valid");
  EXPECT_THAT(trusted.findings, IsEmpty());
}

TEST(Pe, OtherRootsDoNotTrustIt) {
  const Identity other = make_identity({.name = "Other Root", .usage = ""});
  const Roots roots = Roots::read("words around\n" + other.pem()).value();
  InspectOptions options = options_at();
  options.roots = &roots;
  const FileFacts facts = facts_of(good_pe(), options);
  EXPECT_EQ(facts.status, "untrusted");
  // A timestamp that anyone can make proves nothing.
  EXPECT_THAT(findings_of(facts), ElementsAre("untrusted-root", "bad-timestamp"));
  EXPECT_TRUE(facts.suspicious());
}

TEST(Pe, ARootOfTheSameNameIsAnotherRoot) {
  const Identity namesake = make_identity({.name = "Test Root", .usage = ""});
  const SigningSpec spec{.signer = &authority().signer, .others = {&namesake}};
  const FileFacts facts = facts_of(signed_pe(with(spec)));
  ASSERT_EQ(facts.signatures.size(), 1u);
  EXPECT_EQ(facts.signatures.front().chain.size(), 1u) << "its key did not make the signature";
  const Roots roots = Roots::read(namesake.pem()).value();
  InspectOptions options = options_at();
  options.roots = &roots;
  EXPECT_EQ(facts_of(signed_pe(with(spec)), options).status, "untrusted");
}

TEST(Pe, ChangedContentIsTampered) {
  std::string pe = good_pe();
  pe[0x201] ^= 1;
  const FileFacts facts = facts_of(pe);
  EXPECT_EQ(facts.status, "tampered");
  EXPECT_THAT(findings_of(facts), ElementsAre("digest-mismatch"));
  EXPECT_THAT(detail_of(facts, FindingId::kDigestMismatch), HasSubstr(facts.authentihash_sha256));
  EXPECT_EQ(facts.signatures.front().signature, Check::kHolds) << "what was signed is still what was signed";
}

TEST(Pe, TheChecksumIsNotSigned) {
  std::string pe = good_pe();
  pe[0x80 + 24 + 64] ^= 1;
  EXPECT_EQ(facts_of(pe).status, "intact");
}

TEST(Pe, AppendedDataIsTampered) { EXPECT_EQ(facts_of(good_pe() + "appended").status, "tampered"); }

TEST(Pe, DataBehindTheSignatureInItsPlaceIsFound) {
  const std::string pe = make_pe();
  const std::string der = sign_file_digest(pe_digest(pe), authority().stamped());
  const FileFacts facts = facts_of(pe_with_table(pe, certificate_entry(der + "payload of the second stage")));
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(findings_of(facts), ElementsAre("data-in-signature"));
  EXPECT_EQ(facts.hidden_bytes, std::string("payload of the second stage").size());
  EXPECT_TRUE(facts.suspicious());
  EXPECT_EQ(facts_of(pe_with_table(pe, certificate_entry(der) + std::string(64, '\0'))).hidden_bytes, 0u);
  EXPECT_EQ(facts_of(pe_with_table(pe, certificate_entry(der) + "12345678rest")).hidden_bytes, 0u) << "unreadable";
}

TEST(Pe, SignatureOfAnotherKeyIsInvalid) {
  const std::string pe = make_pe();
  std::string der = sign_file_digest(pe_digest(pe), authority().spec());
  der[der.size() - 3] ^= 1;  // the end of the signature's value
  const FileFacts facts = facts_of(pe_with_table(pe, certificate_entry(der)));
  EXPECT_EQ(facts.status, "invalid");
  EXPECT_THAT(findings_of(facts), Contains("bad-signature"));
}

TEST(Pe, ADigestPutInAfterwardsIsInvalid) {
  const std::string pe = make_pe();
  const std::string other = make_pe("evil");
  std::string der = sign_file_digest(pe_digest(pe), authority().spec());
  der.replace(der.find(pe_digest(pe)), 32, pe_digest(other));
  const FileFacts facts = facts_of(pe_with_table(other, certificate_entry(der)));
  EXPECT_EQ(facts.status, "invalid");
  EXPECT_EQ(facts.signatures.front().content, Check::kHolds);
  EXPECT_EQ(facts.signatures.front().problem, "what was signed has been changed");
}

TEST(Pe, SelfSigned) {
  const Identity own = make_identity({.name = "Myself"});
  const FileFacts facts = facts_of(signed_pe(with({.signer = &own})));
  EXPECT_EQ(facts.status, "self-signed");
  EXPECT_THAT(findings_of(facts), ElementsAre("self-signed", "no-timestamp"));
  const Roots roots = Roots::read(own.pem()).value();
  InspectOptions options = options_at();
  options.roots = &roots;
  EXPECT_EQ(facts_of(signed_pe(with({.signer = &own})), options).status, "valid") << "it is one of the roots";
}

TEST(Pe, TheSignersCertificateIsMissing) {
  const std::string pe = make_pe();
  SigningSpec spec = authority().spec();
  const Identity stranger = make_identity({.name = "Stranger"});
  std::string der = sign_file_digest(pe_digest(pe), spec);
  // The name of the issuer in the signer's identifier is the last of its kind.
  der[der.rfind("Test Root")] = 'B';
  const FileFacts facts = facts_of(pe_with_table(pe, certificate_entry(der)));
  EXPECT_EQ(facts.status, "invalid");
  EXPECT_EQ(facts.signatures.front().problem, "the certificate of the signer is not there");
}

TEST(Pe, ExpiredUnlessATimestampProvesItWasNot) {
  const InspectOptions later = options_at("2029-01-01T00:00:00Z");
  const FileFacts unproven = facts_of(signed_pe(with(authority().spec())), later);
  EXPECT_EQ(unproven.status, "expired");
  EXPECT_THAT(findings_of(unproven), ElementsAre("expired", "no-timestamp"));
  for (const StampKind kind : {StampKind::kRfc3161, StampKind::kOlder}) {
    const FileFacts proven = facts_of(signed_pe(with(authority().stamped("2026-02-01T12:00:00Z", kind))), later);
    EXPECT_EQ(proven.status, "intact");
    EXPECT_THAT(proven.findings, IsEmpty());
    EXPECT_EQ(proven.signatures.front().timestamp->rfc3161, kind == StampKind::kRfc3161);
    EXPECT_EQ(proven.signatures.front().timestamp->chain.front().name, "Test Clock");
  }
}

TEST(Pe, ATimestampDoesNotHelpACertificateForItsLifetimeOnly) {
  const Identity lifetime =
      make_identity({.name = "Brief", .issuer = &authority().root, .usage = "codeSigning,1.3.6.1.4.1.311.10.3.13"});
  SigningSpec spec = authority().stamped();
  spec.signer = &lifetime;
  EXPECT_EQ(facts_of(signed_pe(with(spec))).status, "intact");
  EXPECT_EQ(facts_of(signed_pe(with(spec)), options_at("2029-01-01T00:00:00Z")).status, "expired");
}

TEST(Pe, ExpiredAtSigning) {
  const Identity old = make_identity({.name = "Old", .issuer = &authority().root, .not_after = "2025-06-01T00:00:00Z"});
  SigningSpec spec = authority().stamped();
  spec.signer = &old;
  const FileFacts facts = facts_of(signed_pe(with(spec)));
  EXPECT_EQ(facts.status, "expired");
  EXPECT_THAT(findings_of(facts), ElementsAre("expired-at-signing"));
  EXPECT_THAT(detail_of(facts, FindingId::kExpiredAtSigning), HasSubstr("2025-06-01T00:00:00Z; signed 2026-02-01"));
}

TEST(Pe, NotValidYet) {
  EXPECT_EQ(facts_of(signed_pe(with(authority().spec())), options_at("2024-01-01T00:00:00Z")).status, "expired");
}

TEST(Pe, TimestampOfSomethingElse) {
  for (const StampKind kind : {StampKind::kRfc3161, StampKind::kOlder}) {
    SigningSpec spec = authority().stamped("2026-02-01T12:00:00Z", kind);
    spec.stamp->of_something_else = true;
    const FileFacts facts = facts_of(signed_pe(with(spec)), options_at("2029-01-01T00:00:00Z"));
    EXPECT_THAT(findings_of(facts), ElementsAre("expired", "bad-timestamp"));
    EXPECT_FALSE(facts.signatures.front().proven_time());
  }
}

TEST(Pe, TimestampByWhoMayNot) {
  for (const StampKind kind : {StampKind::kRfc3161, StampKind::kOlder}) {
    SigningSpec spec = authority().stamped("2026-02-01T12:00:00Z", kind);
    spec.stamp->by = &authority().signer;
    EXPECT_EQ(detail_of(facts_of(signed_pe(with(spec))), FindingId::kBadTimestamp),
              "its certificate was not issued for timestamps");
  }
}

TEST(Pe, TimestampOutsideTheLifeOfItsCertificate) {
  EXPECT_EQ(detail_of(facts_of(signed_pe(with(authority().stamped("2024-02-01T12:00:00Z")))), FindingId::kBadTimestamp),
            "its certificate was not valid at that time");
}

TEST(Pe, SecondSignatureIsReadAndJudged) {
  const Identity own = make_identity({.name = "Myself"});
  const std::string pe = make_pe();
  SigningSpec spec = authority().stamped();
  spec.nested = sign_file_digest(pe_digest(pe), {.signer = &own});
  const FileFacts facts = facts_of(pe_with_table(pe, certificate_entry(sign_file_digest(pe_digest(pe), spec))));
  ASSERT_EQ(facts.signatures.size(), 2u);
  EXPECT_EQ(facts.signatures[1].kind, "nested Authenticode");
  EXPECT_EQ(facts.signatures[1].chain.front().name, "Myself");
  EXPECT_EQ(facts.status, "self-signed");
}

TEST(Pe, TwoEntriesInTheTable) {
  const std::string pe = make_pe();
  const std::string entry = certificate_entry(sign_file_digest(pe_digest(pe), authority().stamped()));
  const FileFacts facts = facts_of(pe_with_table(pe, entry + entry));
  EXPECT_EQ(facts.signatures.size(), 2u);
  EXPECT_EQ(facts.status, "intact");
}

TEST(Pe, TooManySignaturesAreTold) {
  const std::string pe = make_pe();
  const std::string one = sign_file_digest(pe_digest(pe), authority().spec());
  SigningSpec spec = authority().spec();
  spec.nested = one;
  const std::string entry = certificate_entry(sign_file_digest(pe_digest(pe), spec));
  std::string table;
  for (int i = 0; i < 20; ++i) table += entry;
  const FileFacts facts = facts_of(pe_with_table(pe, table));
  EXPECT_EQ(facts.signatures.size(), 32u);
  EXPECT_EQ(detail_of(facts, FindingId::kUnreadableSignature), "there are more than 32; these are not read");
}

TEST(Pe, ManyIssuersOfOneNameAreNotAllTried) {
  std::vector<Identity> namesakes;
  namesakes.reserve(20);
  for (int i = 0; i < 20; ++i) namesakes.push_back(make_identity({.name = "Test Root", .usage = ""}));
  SigningSpec spec{.signer = &authority().signer};
  for (const Identity& namesake : namesakes) spec.others.push_back(&namesake);
  EXPECT_EQ(facts_of(signed_pe(with(spec))).signatures.front().chain.size(), 1u);
}

TEST(Pe, WeakAlgorithms) {
  const Identity weak =
      make_identity({.name = "Weak", .issuer = &authority().root, .rsa_bits = 1024, .digest = EVP_sha1()});
  const std::string pe = make_pe();
  std::string sha1(20, '\0');
  const FileFacts unsigned_facts = facts_of(pe);
  sha1 = hex_decode(unsigned_facts.authentihash_sha1).value();
  SigningSpec spec = authority().stamped();
  spec.signer = &weak;
  spec.digest = "sha1";
  const FileFacts facts = facts_of(pe_with_table(pe, certificate_entry(sign_file_digest(sha1, spec))));
  EXPECT_EQ(facts.status, "intact");
  EXPECT_THAT(findings_of(facts), ElementsAre("weak-digest", "weak-digest", "weak-key"));
  EXPECT_EQ(detail_of(facts, FindingId::kWeakKey), "Weak has RSA 1024");
  EXPECT_FALSE(facts.suspicious());
}

TEST(Pe, CertificatesThatAreNotForCode) {
  const Identity server = make_identity({.name = "Server", .issuer = &authority().root, .usage = "serverAuth"});
  const FileFacts facts = facts_of(signed_pe(with({.signer = &server})));
  EXPECT_THAT(findings_of(facts), Contains("no-code-signing-usage"));
  EXPECT_EQ(detail_of(facts, FindingId::kNoCodeSigningUsage), "Server is for TLS Web Server Authentication");
  const Identity anything = make_identity({.name = "Anything", .issuer = &authority().root, .usage = ""});
  EXPECT_EQ(detail_of(facts_of(signed_pe(with({.signer = &anything}))), FindingId::kNoCodeSigningUsage),
            "Anything has no extended key usage");
}

TEST(Pe, ListedThumbprintOfAnyInTheChain) {
  for (const Identity* listed : {&authority().signer, &authority().root, &authority().clock}) {
    const Thumbprints list = Thumbprints::parse(listed->sha1() + "  # stolen in May\n").value();
    InspectOptions options = options_at();
    options.thumbprints = &list;
    const FileFacts facts = facts_of(good_pe(), options);
    EXPECT_THAT(findings_of(facts), Contains("listed-thumbprint"));
    EXPECT_THAT(detail_of(facts, FindingId::kListedThumbprint), HasSubstr(": stolen in May"));
    EXPECT_TRUE(facts.suspicious());
  }
  const Thumbprints list = Thumbprints::parse(std::string(40, '0')).value();
  InspectOptions options = options_at();
  options.thumbprints = &list;
  EXPECT_THAT(facts_of(good_pe(), options).findings, IsEmpty());
}

TEST(Pe, YoungCertificates) {
  const Identity young =
      make_identity({.name = "Young", .issuer = &authority().root, .not_before = "2026-01-25T00:00:00Z"});
  SigningSpec spec = authority().stamped();
  spec.signer = &young;
  InspectOptions options = options_at();
  EXPECT_THAT(findings_of(facts_of(signed_pe(with(spec)), options)), IsEmpty());
  options.young_days = 7;
  EXPECT_THAT(findings_of(facts_of(signed_pe(with(spec)), options)), IsEmpty());
  options.young_days = 8;
  EXPECT_THAT(findings_of(facts_of(signed_pe(with(spec)), options)), ElementsAre("young-certificate"));
}

TEST(Pe, BrokenTablesAreToldAndHarmNothing) {
  const std::string pe = make_pe();
  const std::string entry = certificate_entry(sign_file_digest(pe_digest(pe), authority().spec()));
  const std::string cut = pe_with_table(pe, entry).substr(0, pe.size() + entry.size() / 2);
  std::string too_long = entry;
  put_little(too_long, 0, 0x7FFFFFFF, 4);
  std::string too_short = entry;
  put_little(too_short, 0, 4, 4);
  std::string outside = pe_with_table(pe, entry);
  put_little(outside, 0x80 + 24 + 112 + 32, 0xFFFFFFF0, 4);
  for (const std::string& file : {cut, pe_with_table(pe, too_long), pe_with_table(pe, too_short), outside,
                                  pe_with_table(pe, certificate_entry("no signature at all")),
                                  pe_with_table(pe, certificate_entry(der(0x30, "")))}) {
    const FileFacts facts = facts_of(file);
    EXPECT_EQ(facts.status, "unreadable");
    EXPECT_THAT(findings_of(facts), ElementsAre("unreadable-signature"));
    EXPECT_THAT(detail_of(facts, FindingId::kUnreadableSignature), Not(IsEmpty()));
  }
}

TEST(Pe, ATableInsideTheHeaderIsNoReasonToFail) {
  std::string pe = make_pe();
  put_little(pe, 0x80 + 24 + 112 + 32, 8, 4);
  put_little(pe, 0x80 + 24 + 112 + 36, 0x100, 4);
  EXPECT_EQ(facts_of(pe).status, "unreadable");
}

TEST(Pe, EveryCutIsReadWithoutHarm) {
  const std::string pe = good_pe();
  for (std::size_t size = 0; size < pe.size(); size += size < 0x200 ? 1 : 37) {
    const FileFacts facts = facts_of(pe.substr(0, size));
    EXPECT_NE(facts.status, "intact") << size;
    EXPECT_NE(facts.status, "valid") << size;
  }
}

TEST(Pe, SignedDataOverSomethingElse) {
  const std::string pe = make_pe();
  const std::string der = sign_detached("text", authority().spec());
  EXPECT_EQ(detail_of(facts_of(pe_with_table(pe, certificate_entry(der))), FindingId::kUnreadableSignature),
            "it signs no digest of a file");
}

TEST(Pe, ProgramsOfDosAreNone) {
  EXPECT_EQ(recognise("MZ and nothing else", "old.exe"), std::nullopt);
  EXPECT_EQ(recognise("", "empty"), std::nullopt);
  EXPECT_EQ(recognise("text", "a.txt"), std::nullopt);
}

}  // namespace
}  // namespace yaral::codesign
