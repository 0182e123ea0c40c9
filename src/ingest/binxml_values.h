#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "ingest/evtx_bytes.h"

namespace yaral::ingest::evtx {

// The types of BinXML values; kArray is added to a type for several of them in a row.
enum class ValueType : std::uint8_t {
  kNull = 0x00,
  kString = 0x01,  // UTF-16
  kAnsiString = 0x02,
  kInt8 = 0x03,
  kUInt8 = 0x04,
  kInt16 = 0x05,
  kUInt16 = 0x06,
  kInt32 = 0x07,
  kUInt32 = 0x08,
  kInt64 = 0x09,
  kUInt64 = 0x0a,
  kFloat = 0x0b,
  kDouble = 0x0c,
  kBool = 0x0d,
  kBinary = 0x0e,
  kGuid = 0x0f,
  kSize = 0x10,
  kFileTime = 0x11,
  kSystemTime = 0x12,
  kSid = 0x13,
  kHexInt32 = 0x14,
  kHexInt64 = 0x15,
  kHandle = 0x20,
  kBinXml = 0x21,
  kXml = 0x23,
};
constexpr std::uint8_t kArray = 0x80;

// A substitution value where it lies in the chunk.
struct BinValue {
  const Byte* bytes = nullptr;
  std::uint16_t size = 0;
  std::uint8_t type = 0;

  bool is(ValueType wanted) const { return type == static_cast<std::uint8_t>(wanted); }
  bool is_array() const { return (type & kArray) != 0; }
};

// Room enough for the text of any value of that type and size.
std::size_t text_room(std::uint8_t type, std::size_t size);

// The size of a value of that type where all have the same; 0 where it varies or the type is not known.
std::size_t fixed_size(std::uint8_t type);

// Writes the text the event's XML has for the value and returns its end. Never more than text_room(). Values whose size
// does not fit their type come out as upper-case hex, like binary ones. Items of an array are joined by commas.
char* write_value(char* to, BinValue value);

// Takes the next item of an array off `array` (whose type has kArray). nullopt when there is none left. Types without a
// way to tell items apart (binary) give the rest as one item.
std::optional<BinValue> next_item(BinValue& array);

// UTF-16LE to UTF-8; lone surrogates become U+FFFD. Needs room for 3 bytes a unit.
char* write_utf16(char* to, const Byte* from, std::size_t units);

// The number in an integer value of any width; nullopt for other types, sizes and negative numbers.
std::optional<std::uint64_t> integer_of(BinValue value);

// The time in a FILETIME or SYSTEMTIME; nullopt for other types and sizes and for times that do not exist.
std::optional<Timestamp> time_of(BinValue value);

// A FILETIME (100 ns since 1601) as a time.
Timestamp from_filetime(std::uint64_t ticks);

}  // namespace yaral::ingest::evtx
