#pragma once

#include <openssl/bio.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>

namespace yaral::codesign {

template <auto release>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    release(object);
  }
};

using BioHandle = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using Pkcs7Handle = std::unique_ptr<PKCS7, Releaser<PKCS7_free>>;
using SignerHandle = std::unique_ptr<PKCS7_SIGNER_INFO, Releaser<PKCS7_SIGNER_INFO_free>>;
using StoreHandle = std::unique_ptr<X509_STORE, Releaser<X509_STORE_free>>;
using StampHandle = std::unique_ptr<TS_TST_INFO, Releaser<TS_TST_INFO_free>>;
using X509Handle = std::unique_ptr<X509, Releaser<X509_free>>;

}  // namespace yaral::codesign
