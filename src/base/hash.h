#pragma once

#include <string>
#include <string_view>

namespace yaral {

// Digests as lower-case hex.
std::string sha256_hex(std::string_view bytes);
std::string sha1_hex(std::string_view bytes);
std::string md5_hex(std::string_view bytes);

// The name-based UUID of RFC 4122 (version 5, SHA-1), in the usual spelling with hyphens. `namespace_bytes` are the 16
// bytes of the namespace's own UUID.
std::string uuid5(std::string_view namespace_bytes, std::string_view name);

}  // namespace yaral
