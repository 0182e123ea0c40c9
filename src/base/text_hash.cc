#include "base/text_hash.h"

#include <random>

namespace yaral {
namespace {

TextHash::Secrets random_secrets() {
  TextHash::Secrets secrets;
  std::random_device random;
  for (std::uint64_t& secret : secrets) secret = std::uint64_t{random()} << 32 | random();
  return secrets;
}

}  // namespace

TextHash::TextHash() {
  static const Secrets kOfThisProcess = random_secrets();
  secrets_ = kOfThisProcess;
}

}  // namespace yaral
