#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

// Certificates and signatures made on the spot, for tests.
namespace yaral::codesign {

// A certificate and its key.
struct Identity {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;

  std::string pem() const;
  std::string sha1() const;  // thumbprint, hex
};

struct CertificateSpec {
  std::string name;
  const Identity* issuer = nullptr;  // null: self-signed
  std::string not_before = "2025-01-01T00:00:00Z";
  std::string not_after = "2028-01-01T00:00:00Z";
  std::string usage = "codeSigning";  // of the extended key usage; empty: none
  int rsa_bits = 0;                   // 0: P-256
  const EVP_MD* digest = EVP_sha256();
  std::string unit;
};

Identity make_identity(const CertificateSpec& spec);

enum class StampKind { kRfc3161, kOlder };

struct StampSpec {
  const Identity* by;
  std::string time;
  StampKind kind = StampKind::kRfc3161;
  bool of_something_else = false;
};

struct SigningSpec {
  const Identity* signer;
  std::vector<const Identity*> others;  // certificates that go along
  std::string digest = "sha256";
  std::optional<StampSpec> stamp;
  std::string nested;  // DER of a second signature
};

// DER of SignedData over a file's digest, as bytes of the algorithm of the spec.
std::string sign_file_digest(std::string_view digest, const SigningSpec& spec);
// Over a catalog that lists these digests.
std::string sign_catalog(const std::vector<std::string>& digests, const SigningSpec& spec);
// Over content that is not in it.
std::string sign_detached(std::string_view content, const SigningSpec& spec);

// An element of DER.
std::string der(unsigned char tag, std::string_view content);

}  // namespace yaral::codesign
