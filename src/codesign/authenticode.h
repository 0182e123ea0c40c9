#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "codesign/bytes.h"
#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// The digest of a file as its kind defines it, each algorithm once.
class FileDigest {
 public:
  // Each of `readings` is one way to take the bytes that are signed: a file that matches one of them is what was signed.
  explicit FileDigest(std::vector<Parts> readings) : readings_(std::move(readings)) {}
  // Not known: `why` is a sentence.
  explicit FileDigest(std::string why) : why_unknown_(std::move(why)) {}

  // Hex, of the first way; empty where it is not known.
  std::string hex(const std::string& algorithm);
  // Compares, and sets `content`, `actual_digest` and `content_note` of the signature, whose digest is set.
  void compare(Signature& signature);

 private:
  const std::vector<std::string>& all(const std::string& algorithm);

  std::vector<Parts> readings_;
  std::string why_unknown_;
  std::map<std::string, std::vector<std::string>> known_;
};

// Adds the signatures of an Authenticode SignedData and those nested in it. The result is how many bytes of `der` it is.
// What cannot be read goes to `facts.unreadable`.
std::size_t add_authenticode(std::string_view der, FileDigest& digest, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
