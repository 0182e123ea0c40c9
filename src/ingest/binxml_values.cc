#include "ingest/binxml_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace yaral::ingest::evtx {
namespace {

constexpr std::int64_t kTicksPerSecond = 10'000'000;
constexpr std::int64_t kSecondsFrom1601To1970 = 11'644'473'600;

// 0x80-0x9f of Windows-1252; 0 where the code page has nothing.
constexpr char16_t kWindows1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,  // 0x80
    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,       // 0x88
    0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,  // 0x90
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,  // 0x98
};

char* put(char* to, std::string_view text) { return std::copy(text.begin(), text.end(), to); }

char* put_code_point(char* to, char32_t c) {
  if (c < 0x80) {
    *to++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<char>(0xc0 | (c >> 6));
    *to++ = static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    *to++ = static_cast<char>(0xe0 | (c >> 12));
    *to++ = static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    *to++ = static_cast<char>(0x80 | (c & 0x3f));
  } else {
    *to++ = static_cast<char>(0xf0 | (c >> 18));
    *to++ = static_cast<char>(0x80 | ((c >> 12) & 0x3f));
    *to++ = static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    *to++ = static_cast<char>(0x80 | (c & 0x3f));
  }
  return to;
}

template <typename T>
char* put_number(char* to, T number, int base = 10) {
  return std::to_chars(to, to + 24, number, base).ptr;
}

char* put_hex(char* to, const Byte* bytes, std::size_t size) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (std::size_t i = 0; i < size; ++i) {
    *to++ = kDigits[bytes[i] >> 4];
    *to++ = kDigits[bytes[i] & 15];
  }
  return to;
}

char* put_padded(char* to, unsigned number, int digits) {
  for (int i = digits - 1; i >= 0; --i, number /= 10) to[i] = static_cast<char>('0' + number % 10);
  return to + digits;
}

char* put_string(char* to, BinValue value) {
  std::size_t units = value.size / 2;
  while (units > 0 && load<char16_t>(value.bytes + 2 * (units - 1)) == 0) --units;
  return write_utf16(to, value.bytes, units);
}

char* put_ansi(char* to, BinValue value) {
  std::size_t size = value.size;
  while (size > 0 && value.bytes[size - 1] == 0) --size;
  for (std::size_t i = 0; i < size; ++i) {
    const Byte c = value.bytes[i];
    char32_t code = c;
    if (c >= 0x80 && c < 0xa0) code = kWindows1252[c - 0x80] != 0 ? kWindows1252[c - 0x80] : 0xfffd;
    to = put_code_point(to, code);
  }
  return to;
}

template <typename T>
char* put_integer(char* to, BinValue value) {
  return put_number(to, load<T>(value.bytes));
}

template <typename T>
char* put_hex_integer(char* to, BinValue value) {
  return put_number(put(to, "0x"), load<T>(value.bytes), 16);
}

template <typename T>
char* put_float(char* to, BinValue value) {
  return std::to_chars(to, to + 32, load<T>(value.bytes)).ptr;
}

char* put_bool(char* to, BinValue value) { return put(to, load<std::uint32_t>(value.bytes) != 0 ? "true" : "false"); }

char* put_guid(char* to, BinValue value) {
  const Byte* b = value.bytes;
  const Byte big_endian[] = {b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6]};
  *to++ = '{';
  to = put_hex(to, big_endian, 4);
  *to++ = '-';
  to = put_hex(to, big_endian + 4, 2);
  *to++ = '-';
  to = put_hex(to, big_endian + 6, 2);
  *to++ = '-';
  to = put_hex(to, b + 8, 2);
  *to++ = '-';
  to = put_hex(to, b + 10, 6);
  *to++ = '}';
  return to;
}

char* put_time(char* to, Timestamp time, int fraction_digits, unsigned fraction) {
  using namespace std::chrono;
  const sys_seconds point{seconds{time.seconds}};
  const auto day = floor<days>(point);
  const year_month_day date{day};
  const auto second_of_day = static_cast<unsigned>((point - day).count());
  const auto year_number = static_cast<unsigned>(static_cast<int>(date.year()));
  to = put_padded(to, year_number, year_number > 9999 ? 5 : 4);
  *to++ = '-';
  to = put_padded(to, static_cast<unsigned>(date.month()), 2);
  *to++ = '-';
  to = put_padded(to, static_cast<unsigned>(date.day()), 2);
  *to++ = 'T';
  to = put_padded(to, second_of_day / 3600, 2);
  *to++ = ':';
  to = put_padded(to, second_of_day / 60 % 60, 2);
  *to++ = ':';
  to = put_padded(to, second_of_day % 60, 2);
  *to++ = '.';
  to = put_padded(to, fraction, fraction_digits);
  *to++ = 'Z';
  return to;
}

// The latest time std::chrono's calendar and five digits of a year hold without question: 31 December 32767.
constexpr std::int64_t kLastSecond = 971'890'963'199;

char* put_filetime(char* to, BinValue value) {
  const Timestamp time = from_filetime(load<std::uint64_t>(value.bytes));
  if (time.seconds > kLastSecond) return put_hex(to, value.bytes, value.size);
  return put_time(to, time, 7, static_cast<unsigned>(time.nanos) / 100);
}

char* put_system_time(char* to, BinValue value) {
  const auto time = time_of(value);
  if (!time) return put_hex(to, value.bytes, value.size);
  return put_time(to, *time, 3, static_cast<unsigned>(time->nanos) / 1'000'000);
}

std::size_t sid_size(const Byte* bytes, std::size_t available) {
  if (available < 8) return 0;
  const std::size_t size = 8 + 4 * std::size_t{bytes[1]};
  return size <= available ? size : 0;
}

char* put_sid(char* to, BinValue value) {
  if (sid_size(value.bytes, value.size) == 0) return put_hex(to, value.bytes, value.size);
  std::uint64_t authority = 0;
  for (int i = 2; i < 8; ++i) authority = authority << 8 | value.bytes[i];
  to = put(to, "S-");
  to = put_number(to, unsigned{value.bytes[0]});
  *to++ = '-';
  to = put_number(to, authority);
  for (unsigned i = 0; i < value.bytes[1]; ++i) {
    *to++ = '-';
    to = put_number(to, load<std::uint32_t>(value.bytes + 8 + 4 * i));
  }
  return to;
}

char* put_pointer_sized(char* to, BinValue value) {
  if (value.size == 4) return put_hex_integer<std::uint32_t>(to, value);
  if (value.size == 8) return put_hex_integer<std::uint64_t>(to, value);
  return put_hex(to, value.bytes, value.size);
}

char* put_binary(char* to, BinValue value) { return put_hex(to, value.bytes, value.size); }

char* put_nothing(char* to, BinValue) { return to; }

struct TypeInfo {
  std::uint8_t size = 0;  // of one value; 0 when it varies
  char* (*put)(char* to, BinValue value) = put_binary;
};

// By value type; what is not listed is written as binary.
constexpr std::array<TypeInfo, 0x24> make_types() {
  std::array<TypeInfo, 0x24> types{};
  auto at = [&types](ValueType type) -> TypeInfo& { return types[static_cast<std::size_t>(type)]; };
  at(ValueType::kNull) = {0, put_nothing};
  at(ValueType::kString) = {0, put_string};
  at(ValueType::kAnsiString) = {0, put_ansi};
  at(ValueType::kInt8) = {1, put_integer<std::int8_t>};
  at(ValueType::kUInt8) = {1, put_integer<std::uint8_t>};
  at(ValueType::kInt16) = {2, put_integer<std::int16_t>};
  at(ValueType::kUInt16) = {2, put_integer<std::uint16_t>};
  at(ValueType::kInt32) = {4, put_integer<std::int32_t>};
  at(ValueType::kUInt32) = {4, put_integer<std::uint32_t>};
  at(ValueType::kInt64) = {8, put_integer<std::int64_t>};
  at(ValueType::kUInt64) = {8, put_integer<std::uint64_t>};
  at(ValueType::kFloat) = {4, put_float<float>};
  at(ValueType::kDouble) = {8, put_float<double>};
  at(ValueType::kBool) = {4, put_bool};
  at(ValueType::kGuid) = {16, put_guid};
  at(ValueType::kSize) = {0, put_pointer_sized};
  at(ValueType::kFileTime) = {8, put_filetime};
  at(ValueType::kSystemTime) = {16, put_system_time};
  at(ValueType::kSid) = {0, put_sid};
  at(ValueType::kHexInt32) = {4, put_hex_integer<std::uint32_t>};
  at(ValueType::kHexInt64) = {8, put_hex_integer<std::uint64_t>};
  at(ValueType::kHandle) = {0, put_pointer_sized};
  at(ValueType::kXml) = {0, put_string};
  return types;
}

constexpr std::array<TypeInfo, 0x24> kTypes = make_types();
constexpr TypeInfo kUnknownType{};

const TypeInfo& type_info(std::uint8_t type) {
  const std::uint8_t item = type & ~kArray;
  return item < kTypes.size() ? kTypes[item] : kUnknownType;
}

bool is_text(std::uint8_t type) {
  const std::uint8_t item = type & ~kArray;
  return item == static_cast<std::uint8_t>(ValueType::kString) || item == static_cast<std::uint8_t>(ValueType::kXml);
}

// How many bytes of a text array the first item has, its terminator not counted.
std::size_t terminated_size(const Byte* bytes, std::size_t size, std::size_t unit) {
  for (std::size_t i = 0; i + unit <= size; i += unit) {
    if (bytes[i] == 0 && (unit == 1 || bytes[i + 1] == 0)) return i;
  }
  return size;
}

}  // namespace

std::size_t text_room(std::uint8_t type, std::size_t size) {
  // Most per byte: an array of Int8 (`-128,`), of Bool (`false,`); a lone value adds a constant (SID, time).
  return is_text(type) ? size / 2 * 3 + 64 : size * 6 + 64;
}

std::size_t fixed_size(std::uint8_t type) { return (type & kArray) != 0 ? 0 : type_info(type).size; }

char* write_utf16(char* to, const Byte* from, std::size_t units) {
  std::size_t i = 0;
  while (i < units) {
#if defined(__SSE2__)
    const __m128i beyond_ascii = _mm_set1_epi16(static_cast<short>(0xff80));
    while (units - i >= 8) {
      const __m128i eight = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 2 * i));
      if (_mm_movemask_epi8(_mm_cmpeq_epi16(_mm_and_si128(eight, beyond_ascii), _mm_setzero_si128())) != 0xffff) break;
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packus_epi16(eight, eight));
      to += 8;
      i += 8;
    }
    if (i == units) break;
#endif
    char32_t c = load<char16_t>(from + 2 * i++);
    if (c < 0x80) {
      *to++ = static_cast<char>(c);
      continue;
    }
    if (c >= 0xd800 && c < 0xe000) {
      const char32_t low = c < 0xdc00 && i < units ? load<char16_t>(from + 2 * i) : 0;
      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        ++i;
      } else {
        c = 0xfffd;
      }
    }
    to = put_code_point(to, c);
  }
  return to;
}

std::optional<BinValue> next_item(BinValue& array) {
  if (array.size == 0) return std::nullopt;
  const std::uint8_t type = array.type & ~kArray;
  std::size_t size = type_info(type).size;
  std::size_t terminator = 0;
  if (is_text(type)) {
    size = terminated_size(array.bytes, array.size, 2);
    terminator = 2;
  } else if (type == static_cast<std::uint8_t>(ValueType::kAnsiString)) {
    size = terminated_size(array.bytes, array.size, 1);
    terminator = 1;
  } else if (type == static_cast<std::uint8_t>(ValueType::kSid)) {
    size = sid_size(array.bytes, array.size);
  }
  if (terminator == 0 && (size == 0 || size > array.size)) size = array.size;
  const BinValue item{array.bytes, static_cast<std::uint16_t>(size), type};
  const std::size_t taken = std::min<std::size_t>(size + terminator, array.size);
  array.bytes += taken;
  array.size = static_cast<std::uint16_t>(array.size - taken);
  return item;
}

char* write_value(char* to, BinValue value) {
  if (value.is_array()) {
    bool first = true;
    while (auto item = next_item(value)) {
      if (!first) *to++ = ',';
      first = false;
      to = write_value(to, *item);
    }
    return to;
  }
  const TypeInfo& info = type_info(value.type);
  if (info.size != 0 && info.size != value.size) return put_hex(to, value.bytes, value.size);
  return info.put(to, value);
}

std::optional<std::uint64_t> integer_of(BinValue value) {
  const TypeInfo& info = type_info(value.type);
  if (value.is_array() || info.size != value.size) return std::nullopt;
  std::int64_t number = 0;
  switch (static_cast<ValueType>(value.type)) {
    case ValueType::kUInt8: return load<std::uint8_t>(value.bytes);
    case ValueType::kUInt16: return load<std::uint16_t>(value.bytes);
    case ValueType::kUInt32:
    case ValueType::kHexInt32: return load<std::uint32_t>(value.bytes);
    case ValueType::kUInt64:
    case ValueType::kHexInt64: return load<std::uint64_t>(value.bytes);
    case ValueType::kInt8: number = load<std::int8_t>(value.bytes); break;
    case ValueType::kInt16: number = load<std::int16_t>(value.bytes); break;
    case ValueType::kInt32: number = load<std::int32_t>(value.bytes); break;
    case ValueType::kInt64: number = load<std::int64_t>(value.bytes); break;
    default: return std::nullopt;
  }
  if (number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

std::optional<Timestamp> time_of(BinValue value) {
  if (value.is(ValueType::kFileTime) && value.size == 8) return from_filetime(load<std::uint64_t>(value.bytes));
  if (!value.is(ValueType::kSystemTime) || value.size != 16) return std::nullopt;
  std::uint16_t part[8];  // year, month, day of week, day, hour, minute, second, millisecond
  std::memcpy(part, value.bytes, sizeof(part));
  using namespace std::chrono;
  const year_month_day date{year{part[0]}, month{part[1]}, day{part[3]}};
  if (part[0] > 9999 || !date.ok()) return std::nullopt;
  if (part[4] > 23 || part[5] > 59 || part[6] > 59 || part[7] > 999) return std::nullopt;
  const auto days_since = sys_days{date}.time_since_epoch().count();
  return Timestamp{days_since * std::int64_t{86400} + part[4] * 3600 + part[5] * 60 + part[6], part[7] * 1'000'000};
}

Timestamp from_filetime(std::uint64_t ticks) {
  return {static_cast<std::int64_t>(ticks / kTicksPerSecond) - kSecondsFrom1601To1970,
          static_cast<std::int32_t>(ticks % kTicksPerSecond * 100)};
}

}  // namespace yaral::ingest::evtx
