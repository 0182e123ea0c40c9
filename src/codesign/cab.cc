#include "codesign/cab.h"

#include <optional>

#include <fmt/format.h>

#include "codesign/authenticode.h"
#include "codesign/bytes.h"

namespace yaral::codesign {
namespace {

constexpr std::size_t kHeader = 36;

struct Place {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
};

// Where the signature lies: said by the reserved area of the header, 20 bytes long when it is used for that.
std::optional<Place> signature_place(std::string_view file) {
  constexpr std::uint16_t kReservePresent = 0x4;
  const auto flags = little<std::uint16_t>(file, 30);
  if (!flags || (*flags & kReservePresent) == 0 || little<std::uint16_t>(file, kHeader) != 20) return std::nullopt;
  const auto at = little<std::uint32_t>(file, 44);
  const auto size = little<std::uint32_t>(file, 48);
  if (!at || !size || *size == 0) return std::nullopt;
  return Place{*at, *size};
}

// Without the reserved words, the number in a series, and the reserved area but its last four bytes.
Parts digested(std::string_view file, std::size_t end) {
  return {file.substr(0, 4), file.substr(8, 26), file.substr(56, 4), file.substr(60, end - 60)};
}

}  // namespace

bool is_cab(std::string_view file) {
  return file.starts_with(std::string_view("MSCF\0\0\0\0", 8)) && file.size() >= kHeader;
}

void read_cab(std::string_view file, const Context& context, FileFacts& facts) {
  const auto place = signature_place(file);
  if (!place) return;
  const auto der = slice(file, place->at, place->size);
  if (!der || place->at < 60) {
    facts.unreadable.push_back(fmt::format("the header places the signature at {} with {} bytes, but the file has {}",
                                           place->at, place->size, file.size()));
    return;
  }
  FileDigest digest(std::vector<Parts>{digested(file, place->at)});
  facts.authentihash_sha1 = digest.hex("sha1");
  facts.authentihash_sha256 = digest.hex("sha256");
  add_authenticode(*der, digest, context, facts);
  facts.hidden_bytes += file.size() - place->at - place->size;
}

}  // namespace yaral::codesign
