#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Just enough DER for the structures OpenSSL does not know: Authenticode's and those of catalogs.
namespace yaral::codesign {

struct Der {
  std::uint8_t tag = 0;
  std::string_view content;
  std::string_view whole;  // with tag and length
};

constexpr std::uint8_t kDerOctets = 0x04;
constexpr std::uint8_t kDerObjectId = 0x06;
constexpr std::uint8_t kDerSequence = 0x30;
constexpr std::uint8_t kDerSet = 0x31;

// Takes the element that `rest` begins with. nullopt when it is cut off, of unknown length or of a long tag.
std::optional<Der> take_der(std::string_view& rest);
// The same, when it has that tag; `rest` stays as it is otherwise.
std::optional<Der> take_der(std::string_view& rest, std::uint8_t tag);

// `1.3.6.1.4.1.311.2.1.4`, from the content of an object identifier; empty when it is none.
std::string object_id(std::string_view content);

}  // namespace yaral::codesign
