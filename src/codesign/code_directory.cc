#include "codesign/code_directory.h"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/text.h"
#include "codesign/bytes.h"
#include "codesign/digest.h"

namespace yaral::codesign {
namespace {

constexpr std::uint32_t kWithTeam = 0x20200;
constexpr std::uint32_t kWithWideLimit = 0x20300;
constexpr std::uint32_t kAdHoc = 0x2;

struct Flag {
  std::uint32_t bit;
  std::string_view name;
};
// Those that a signature can hold (xnu's cs_blobs.h).
constexpr Flag kFlags[] = {{0x1, "host"},        {kAdHoc, "adhoc"},         {0x4, "get-task-allow"},
                           {0x100, "hard"},      {0x200, "kill"},           {0x400, "expires"},
                           {0x800, "restrict"},  {0x1000, "enforcement"},   {0x2000, "library-validation"},
                           {0x10000, "runtime"}, {0x20000, "linker-signed"}};

struct HashType {
  std::uint8_t number;
  std::string_view shown;
  std::string_view algorithm;
};
constexpr HashType kHashTypes[] = {{1, "sha1", "sha1"},
                                   {2, "sha256", "sha256"},
                                   {3, "sha256-truncated", "sha256"},
                                   {4, "sha384", "sha384"},
                                   {5, "sha512", "sha512"}};

std::string_view algorithm_of(std::string_view shown) {
  for (const HashType& type : kHashTypes)
    if (type.shown == shown) return type.algorithm;
  return {};
}

}  // namespace

std::optional<std::string_view> CodeDirectory::hash(std::int64_t slot) const {
  if (slot >= static_cast<std::int64_t>(code_slots) || slot < -static_cast<std::int64_t>(special_slots))
    return std::nullopt;
  const std::int64_t at = static_cast<std::int64_t>(hashes_at) + slot * hash_size;
  if (at < 0) return std::nullopt;
  return slice(blob, static_cast<std::uint64_t>(at), hash_size);
}

std::string CodeDirectory::hash_of(std::string_view bytes) const {
  return digest_of({bytes}, std::string(algorithm_of(hash_type))).substr(0, hash_size);
}

std::string CodeDirectory::cdhash() const {
  constexpr std::size_t kSize = 20;
  return hex_encode(digest_of({blob}, std::string(algorithm_of(hash_type))).substr(0, kSize));
}

std::expected<CodeDirectory, std::string> parse_code_directory(std::string_view blob) {
  constexpr std::size_t kHeader = 44;
  if (blob.size() < kHeader) return std::unexpected("a code directory is cut off");
  const auto word = [&blob](std::size_t at) { return big<std::uint32_t>(blob, at).value_or(0); };
  CodeDirectory directory{.blob = blob,
                          .version = word(8),
                          .flags = word(12),
                          .hash_size = static_cast<std::uint8_t>(blob[36]),
                          .code_limit = word(32),
                          .page_shift = static_cast<std::uint8_t>(blob[39]),
                          .hashes_at = word(16),
                          .special_slots = word(24),
                          .code_slots = word(28)};
  directory.hash_type = "unknown";
  for (const HashType& type : kHashTypes)
    if (type.number == static_cast<std::uint8_t>(blob[37])) directory.hash_type = type.shown;
  const auto identifier = zero_ended(blob, word(20));
  if (!identifier) return std::unexpected("the identifier of a code directory is cut off");
  directory.identifier = to_valid_utf8(*identifier);
  if (directory.version >= kWithTeam && word(48) != 0) {
    const auto team = zero_ended(blob, word(48));
    if (!team) return std::unexpected("the team of a code directory is cut off");
    directory.team_id = to_valid_utf8(*team);
  }
  if (directory.version >= kWithWideLimit)
    if (const auto wide = big<std::uint64_t>(blob, 56); wide && *wide != 0) directory.code_limit = *wide;
  const std::uint64_t hashes_size = std::uint64_t{directory.code_slots} * directory.hash_size;
  if (!slice(blob, directory.hashes_at, hashes_size))
    return std::unexpected("the digests of a code directory are cut off");
  return directory;
}

std::vector<std::string> code_flag_names(std::uint32_t flags) {
  std::vector<std::string> names;
  for (const Flag& flag : kFlags)
    if ((flags & flag.bit) != 0) names.emplace_back(flag.name);
  return names;
}

}  // namespace yaral::codesign
