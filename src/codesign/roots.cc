#include "codesign/roots.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>

#include "codesign/openssl_handles.h"

namespace yaral::codesign {

struct Roots::Store {
  StoreHandle handle{X509_STORE_new()};
};

Roots::Roots() = default;
Roots::~Roots() = default;
Roots::Roots(Roots&&) noexcept = default;
Roots& Roots::operator=(Roots&&) noexcept = default;

std::expected<Roots, std::string> Roots::read(std::string_view pem) {
  Roots roots;
  roots.store_ = std::make_unique<Store>();
  const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (true) {
    const X509Handle certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (!certificate) break;
    X509_STORE_add_cert(roots.store_->handle.get(), certificate.get());
    ++roots.size_;
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) return std::unexpected("certificate " + std::to_string(roots.size_ + 1) + " is damaged");
  if (roots.size_ == 0) return std::unexpected("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
  return roots;
}

Check Roots::check(X509& certificate, const STACK_OF(X509) * others, Timestamp time, std::string& problem) const {
  if (!store_) return Check::kNotChecked;
  struct Free {
    void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
    void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
  };
  constexpr int kMostCertificates = 100;
  const std::unique_ptr<STACK_OF(X509), Free> some(sk_X509_new_null());
  for (int i = 0; i < std::min(sk_X509_num(others), kMostCertificates); ++i)
    sk_X509_push(some.get(), sk_X509_value(others, i));
  const std::unique_ptr<X509_STORE_CTX, Free> context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store_->handle.get(), &certificate, some.get());
  X509_STORE_CTX_set_time(context.get(), 0, static_cast<std::time_t>(time.seconds));
  // Those of Apple hold critical extensions of its own.
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_IGNORE_CRITICAL);
  const bool good = X509_verify_cert(context.get()) == 1;
  if (!good) problem = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
  ERR_clear_error();
  return good ? Check::kHolds : Check::kFails;
}

}  // namespace yaral::codesign
