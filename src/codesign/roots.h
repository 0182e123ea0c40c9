#pragma once

#include <openssl/x509.h>

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "codesign/facts.h"

namespace yaral::codesign {

// The certificates that are trusted, for whatever they issued. Without any, nothing is said about trust.
class Roots {
 public:
  Roots();
  ~Roots();
  Roots(Roots&&) noexcept;
  Roots& operator=(Roots&&) noexcept;

  // Certificates in PEM, text around them ignored. The error is a sentence.
  static std::expected<Roots, std::string> read(std::string_view pem);

  std::size_t size() const { return size_; }

  // Whether the certificate leads to one of the roots by those among `others`, all valid at `time`. kNotChecked without
  // roots. Whether any of them has been revoked is not asked.
  Check check(X509& certificate, const STACK_OF(X509) * others, Timestamp time, std::string& problem) const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
  std::size_t size_ = 0;
};

}  // namespace yaral::codesign
