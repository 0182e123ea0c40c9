#include "codesign/catalog.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "codesign/der.h"

namespace yaral::codesign {
namespace {

constexpr std::string_view kTrustList = "1.3.6.1.4.1.311.10.1";
// Its identifier in DER.
constexpr std::string_view kTrustListDer = "\x06\x09\x2B\x06\x01\x04\x01\x82\x37\x0A\x01";
constexpr std::string_view kSignedDataDer = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
constexpr std::string_view kIndirectData = "1.3.6.1.4.1.311.2.1.4";
constexpr std::size_t kMostMembers = 500'000;

bool is_hash_size(std::size_t bytes) { return bytes == 20 || bytes == 32 || bytes == 48 || bytes == 64; }

// The digest inside SpcIndirectDataContent: the last octets of its second element.
std::string digest_in(std::string_view value) {
  const auto whole = take_der(value, kDerSequence);
  if (!whole) return {};
  std::string_view rest = whole->content;
  take_der(rest);
  const auto info = take_der(rest, kDerSequence);
  if (!info) return {};
  std::string_view inner = info->content;
  take_der(inner);
  const auto digest = take_der(inner, kDerOctets);
  return digest ? hex_encode(digest->content) : std::string();
}

// A member is named by its digest, as bytes or as hex in UTF-16; those of older catalogs also hold it as an attribute.
void add_member(std::string_view member, std::set<std::string>& digests) {
  const auto name = take_der(member, kDerOctets);
  if (!name) return;
  if (is_hash_size(name->content.size())) digests.insert(hex_encode(name->content));
  const std::string text = ascii_lower(utf16le_to_utf8(name->content));
  const auto digits = hex_decode(text.substr(0, text.find('\0')));
  if (digits && is_hash_size(digits->size())) digests.insert(hex_encode(*digits));
  const auto attributes = take_der(member, kDerSet);
  if (!attributes) return;
  std::string_view rest = attributes->content;
  while (const auto attribute = take_der(rest, kDerSequence)) {
    std::string_view inner = attribute->content;
    const auto type = take_der(inner, kDerObjectId);
    const auto values = take_der(inner, kDerSet);
    if (!type || !values || object_id(type->content) != kIndirectData) continue;
    if (std::string digest = digest_in(values->content); is_hash_size(digest.size() / 2))
      digests.insert(std::move(digest));
  }
}

// CertificateTrustList: what for, an identifier, times, an algorithm, and then the members. `list` is without its own tag.
void add_members(std::string_view list, FileFacts& facts) {
  take_der(list, kDerSequence);
  take_der(list, kDerOctets);
  constexpr std::uint8_t kUtcTime = 0x17;
  constexpr std::uint8_t kGeneralizedTime = 0x18;
  while (take_der(list, kUtcTime) || take_der(list, kGeneralizedTime)) continue;
  take_der(list, kDerSequence);
  const auto members = take_der(list, kDerSequence);
  if (!members) return;
  std::set<std::string> digests;
  std::string_view rest = members->content;
  while (const auto member = take_der(rest, kDerSequence)) {
    if (digests.size() < kMostMembers)
      add_member(member->content, digests);
    else
      ++facts.member_count;
  }
  facts.members.assign(digests.begin(), digests.end());
  facts.member_count += digests.size();
}

}  // namespace

bool is_catalog(std::string_view file) {
  const std::string_view head = file.substr(0, 128);
  return head.starts_with('\x30') && head.find(kSignedDataDer) != std::string_view::npos &&
         head.find(kTrustListDer) != std::string_view::npos;
}

void read_catalog(std::string_view file, const Context& context, FileFacts& facts) {
  const auto data = SignedData::read(file);
  if (!data) {
    facts.unreadable.push_back(data.error());
    return;
  }
  if (data->content_type() == kTrustList) add_members(data->content(), facts);
  facts.signatures = data->signatures({}, context);
  for (Signature& signature : facts.signatures) {
    signature.kind = "catalog";
    // What is signed is the list itself: it has been changed when the signature does not hold.
    signature.content = signature.signature;
  }
  facts.hidden_bytes += file.size() - data->size();
}

}  // namespace yaral::codesign
