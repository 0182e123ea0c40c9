#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "ingest/draft.h"

// How macOS tells that a program is signed: the flags the kernel keeps for each process (xnu's cs_blobs.h).
namespace yaral::ingest {

// The flags of a text: a number, or `[0x22013B01]: (CS_SIGNED | …)`. nullopt for anything else.
std::optional<std::uint32_t> parse_codesigning_flags(std::string_view text);

// `[0x20000003]: (CS_SIGNED | CS_ADHOC | CS_VALID)`, the highest flag first, as exporters of Endpoint Security write it.
std::string_view codesigning_flags_text(std::uint32_t flags, Arena& arena);

// What the flags say, in one word for rules: `unsigned`, `ad-hoc` (signed without a certificate), `invalid` (the signature
// no longer holds), `signed`.
std::string_view code_signature_word(std::uint32_t flags);

// Lays the flags of a process out: readable at additional.fields[name], the word, and `verified` where it is `signed`, at
// the two fields of a signature_info.sigcheck. A text that holds no flags is kept as it is.
void put_code_signature(Draft& draft, std::string_view flags, std::string_view name,
                        const udm::Path& verification_message, const udm::Path& verified);

}  // namespace yaral::ingest
