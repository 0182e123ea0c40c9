#include "base/hash.h"

#include <openssl/evp.h>

#include <array>

#include "base/encoding.h"

namespace yaral {
namespace {

// Empty when the OpenSSL of this machine refuses the algorithm (MD5 under a FIPS policy).
std::string digest(std::string_view bytes, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr) != 1) return {};
  return {reinterpret_cast<const char*>(out.data()), size};
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return hex_encode(digest(bytes, EVP_sha256())); }
std::string sha1_hex(std::string_view bytes) { return hex_encode(digest(bytes, EVP_sha1())); }
std::string md5_hex(std::string_view bytes) { return hex_encode(digest(bytes, EVP_md5())); }

std::string uuid5(std::string_view namespace_bytes, std::string_view name) {
  std::string bytes = digest(std::string(namespace_bytes).append(name), EVP_sha1());
  bytes.resize(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x50);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string out = hex_encode(bytes);
  for (const std::size_t at : {8, 13, 18, 23}) out.insert(at, 1, '-');
  return out;
}

}  // namespace yaral
