#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "codesign/facts.h"

namespace yaral::codesign {

// A list of certificates by their thumbprints.
class Thumbprints {
 public:
  // One a line, SHA-1 or SHA-256 in hex, with or without `:` or blanks between; `#` begins a comment, which tells what the
  // line is about. The error names the line.
  static std::expected<Thumbprints, std::string> parse(std::string_view text);

  std::size_t size() const { return comments_.size(); }
  // The comment of the line that lists the certificate; null when none does.
  const std::string* find(const Certificate& certificate) const;

 private:
  std::map<std::string, std::string> comments_;  // by thumbprint
};

}  // namespace yaral::codesign
