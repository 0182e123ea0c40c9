#include "codesign/authenticode.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"
#include "codesign/der.h"
#include "codesign/digest.h"

namespace yaral::codesign {
namespace {

constexpr std::string_view kIndirectData = "1.3.6.1.4.1.311.2.1.4";
// Each costs some checks of signatures; real files have one to four.
constexpr std::size_t kMostSignatures = 32;

constexpr std::string_view kTooMany = "there are more than 32; these are not read";

struct IndirectData {
  std::string algorithm;
  std::string digest;
};

// SpcIndirectDataContent, without its own tag: what kind of data it is about, then their digest.
std::optional<IndirectData> indirect_data(std::string_view content) {
  if (!take_der(content, kDerSequence)) return std::nullopt;
  const auto info = take_der(content, kDerSequence);
  if (!info) return std::nullopt;
  std::string_view rest = info->content;
  const auto algorithm = take_der(rest, kDerSequence);
  const auto digest = take_der(rest, kDerOctets);
  if (!algorithm || !digest) return std::nullopt;
  std::string_view inner = algorithm->content;
  const auto id = take_der(inner, kDerObjectId);
  if (!id) return std::nullopt;
  return IndirectData{algorithm_name(object_id(id->content)), hex_encode(digest->content)};
}

std::size_t add_one(std::string_view der, std::string_view kind, FileDigest& digest, const Context& context,
                    FileFacts& facts, std::vector<std::string>* nested) {
  if (facts.signatures.size() + facts.unreadable.size() >= kMostSignatures) {
    if (facts.unreadable.empty() || facts.unreadable.back() != kTooMany) facts.unreadable.emplace_back(kTooMany);
    return 0;
  }
  const auto data = SignedData::read(der);
  if (!data) {
    facts.unreadable.push_back(data.error());
    return 0;
  }
  const auto claim = data->content_type() == kIndirectData ? indirect_data(data->content()) : std::nullopt;
  if (!claim) {
    facts.unreadable.emplace_back("it signs no digest of a file");
    return data->size();
  }
  std::vector<Signature> found = data->signatures({}, context, nested);
  if (found.empty()) facts.unreadable.emplace_back("nobody signed it");
  for (Signature& signature : found) {
    signature.kind = kind;
    signature.digest_algorithm = claim->algorithm;
    signature.digest = claim->digest;
    digest.compare(signature);
    facts.signatures.push_back(std::move(signature));
  }
  return data->size();
}

}  // namespace

const std::vector<std::string>& FileDigest::all(const std::string& algorithm) {
  const auto [at, is_new] = known_.try_emplace(algorithm);
  if (is_new)
    for (const Parts& reading : readings_) at->second.push_back(hex_encode(digest_of(reading, algorithm)));
  return at->second;
}

std::string FileDigest::hex(const std::string& algorithm) {
  const std::vector<std::string>& digests = all(algorithm);
  return digests.empty() ? std::string() : digests.front();
}

void FileDigest::compare(Signature& signature) {
  if (!why_unknown_.empty()) {
    signature.content_note = why_unknown_;
    return;
  }
  const std::vector<std::string>& digests = all(signature.digest_algorithm);
  if (digests.empty() || digests.front().empty()) {
    signature.content_note = fmt::format("the digest algorithm {} is not supported", signature.digest_algorithm);
    return;
  }
  const bool same = std::ranges::find(digests, signature.digest) != digests.end();
  signature.actual_digest = same ? signature.digest : digests.front();
  signature.content = same ? Check::kHolds : Check::kFails;
}

std::size_t add_authenticode(std::string_view der, FileDigest& digest, const Context& context, FileFacts& facts) {
  std::vector<std::string> nested;
  const std::size_t size = add_one(der, "Authenticode", digest, context, facts, &nested);
  for (const std::string& second : nested) add_one(second, "nested Authenticode", digest, context, facts, nullptr);
  return size;
}

}  // namespace yaral::codesign
