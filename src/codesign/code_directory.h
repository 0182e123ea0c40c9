#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

// The signature of a Mach-O file: a blob of blobs, of which code directories hold the digests of all else.
namespace yaral::codesign {

struct CodeDirectory {
  std::string_view blob;
  std::uint32_t version = 0;
  std::uint32_t flags = 0;
  std::string identifier;
  std::string team_id;
  std::string hash_type;  // "sha256"; "unknown" for what nobody knows
  std::uint8_t hash_size = 0;
  std::uint64_t code_limit = 0;
  std::uint8_t page_shift = 0;  // pages of 2^n bytes; 0: the code is one page
  std::uint32_t hashes_at = 0;
  std::uint32_t special_slots = 0;
  std::uint32_t code_slots = 0;

  // The digest of a slot: of a page, or of another blob when negative. nullopt beyond the table.
  std::optional<std::string_view> hash(std::int64_t slot) const;
  // The digest as slots hold it, cut to their size; empty for an unknown kind.
  std::string hash_of(std::string_view bytes) const;
  std::string cdhash() const;  // hex, 20 bytes
};

// The error is a sentence.
std::expected<CodeDirectory, std::string> parse_code_directory(std::string_view blob);

// The names of flags: "adhoc", "runtime", …
std::vector<std::string> code_flag_names(std::uint32_t flags);

// Reads the blob of a slice's signature and holds the slice against it. Adds what is signed by a certificate to
// facts.signatures, and what cannot be read to facts.unreadable.
void read_code_signature(std::string_view slice, std::string_view blob, const Context& context, MachSlice& found,
                         FileFacts& facts);

}  // namespace yaral::codesign
