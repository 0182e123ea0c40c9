#include "codesign/thumbprints.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/text.h"

namespace yaral::codesign {

std::expected<Thumbprints, std::string> Thumbprints::parse(std::string_view text) {
  Thumbprints list;
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    const std::size_t hash = std::min(line.find('#'), line.size());
    std::string digits = ascii_lower(line.substr(0, hash));
    std::erase_if(digits, [](char c) { return is_ascii_space(c) || c == ':'; });
    if (digits.empty()) continue;
    if (!hex_decode(digits) || (digits.size() != 40 && digits.size() != 64))
      return std::unexpected(
          fmt::format("line {}: `{}` is no thumbprint: write 40 (SHA-1) or 64 (SHA-256) hexadecimal digits", number,
                      to_valid_utf8(ascii_trim(line.substr(0, hash)))));
    const std::string_view comment = hash < line.size() ? ascii_trim(line.substr(hash + 1)) : std::string_view();
    list.comments_.try_emplace(std::move(digits), to_valid_utf8(comment));
  }
  return list;
}

const std::string* Thumbprints::find(const Certificate& certificate) const {
  for (const std::string* thumbprint : {&certificate.sha1, &certificate.sha256})
    if (const auto at = comments_.find(*thumbprint); at != comments_.end()) return &at->second;
  return nullptr;
}

}  // namespace yaral::codesign
