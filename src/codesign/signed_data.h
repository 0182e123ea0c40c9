#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "codesign/facts.h"
#include "codesign/roots.h"

namespace yaral::codesign {

// What signatures are judged by.
struct Context {
  const Roots* roots = nullptr;  // null: trust is not checked
  Timestamp now;
};

// PKCS #7 SignedData (RFC 2315): what all these signatures come in.
class SignedData {
 public:
  // Bytes may follow it: size() says where it ends. The error is a sentence.
  static std::expected<SignedData, std::string> read(std::string_view der);
  SignedData(SignedData&&) noexcept;
  SignedData& operator=(SignedData&&) noexcept;
  ~SignedData();

  std::size_t size() const { return size_; }
  std::string content_type() const;  // digits
  // What is signed: the value without tag and length; empty when it lies elsewhere.
  std::string_view content() const;

  // One for each signer, at most 4. `detached` is what they sign when content() is empty. Nothing is said about the file
  // yet. `nested` takes the DER of further SignedData among the attributes (second signatures), at most 16.
  std::vector<Signature> signatures(std::string_view detached, const Context& context,
                                    std::vector<std::string>* nested = nullptr) const;

 private:
  struct Parsed;
  explicit SignedData(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
  std::size_t size_ = 0;
};

}  // namespace yaral::codesign
