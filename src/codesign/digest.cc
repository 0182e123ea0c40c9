#include "codesign/digest.h"

#include <openssl/evp.h>
#include <openssl/objects.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"

namespace yaral::codesign {

std::string algorithm_name(const std::string& algorithm) {
  const int nid = OBJ_txt2nid(algorithm.c_str());
  return nid == NID_undef ? algorithm : ascii_lower(OBJ_nid2sn(nid));
}

std::string digest_of(const Parts& parts, const std::string& algorithm) {
  const EVP_MD* type = EVP_get_digestbyname(algorithm_name(algorithm).c_str());
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (type == nullptr || EVP_DigestInit_ex(context.get(), type, nullptr) != 1) return {};
  for (const std::string_view part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(context.get(), out.data(), &size) != 1) return {};
  return {reinterpret_cast<const char*>(out.data()), size};
}

bool is_weak_digest(std::string_view algorithm) {
  constexpr std::array<std::string_view, 4> kWeak = {"md2", "md4", "md5", "sha1"};
  return std::ranges::find(kWeak, algorithm) != kWeak.end();
}

}  // namespace yaral::codesign
