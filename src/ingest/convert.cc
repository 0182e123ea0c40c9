#include "ingest/convert.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

#include "base/text.h"
#include "udm/json_scalar.h"

namespace yaral::ingest {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_address(int family, std::string_view text) {
  char buffer[INET6_ADDRSTRLEN + 1];
  unsigned char address[16];
  if (text.empty() || text.size() >= sizeof buffer) return false;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  return inet_pton(family, buffer, address) == 1;
}

struct Entity {
  std::string_view name;
  char character;
};

constexpr Entity kEntities[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''},
};

// `ip_protocol` of Network, whose enum has IANA's numbers.
std::optional<udm::EnumId> protocol_enum() {
  const auto network = udm::find_field(udm::event_root(), "network");
  if (!network) return std::nullopt;
  const udm::MessageInfo& type = udm::message(udm::message(udm::event_root()).fields[*network].type_id);
  for (const udm::FieldInfo& field : type.fields) {
    if (field.name == "ip_protocol") return field.type_id;
  }
  return std::nullopt;
}

// `medium-high risk` as enums are named.
std::string enum_spelling(std::string_view text) {
  std::string name(text);
  for (char& c : name) {
    c = ascii_upper(c);
    if (c == ' ' || c == '-') c = '_';
  }
  return name;
}

std::optional<bool> to_bool(std::string_view text) {
  for (const std::string_view yes : {"true", "yes", "1"}) {
    if (equal_nocase(text, yes)) return true;
  }
  for (const std::string_view no : {"false", "no", "0"}) {
    if (equal_nocase(text, no)) return false;
  }
  return std::nullopt;
}

// `+0100` to `+01:00`, a comma before the fraction to a point, a blank before the offset away.
std::string usual_time(std::string_view text) {
  std::string usual(text);
  if (const auto comma = usual.find(','); comma != std::string::npos) usual[comma] = '.';
  if (const auto sign = usual.find_last_of("+-"); sign != std::string::npos && sign > 10) {
    if (usual.size() - sign == 5 && usual.find(':', sign) == std::string::npos) usual.insert(sign + 3, 1, ':');
    if (usual[sign - 1] == ' ') usual.erase(sign - 1, 1);
  }
  constexpr std::string_view kZone = " UTC";
  if (usual.ends_with(kZone)) usual.replace(usual.size() - kZone.size(), kZone.size(), "Z");
  return usual;
}

}  // namespace

bool is_absent(std::string_view text) { return text.empty() || text == "-"; }

std::string_view trim(std::string_view text) {
  constexpr auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool equal_nocase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string_view to_lower(std::string_view text, Arena& arena) {
  if (std::ranges::none_of(text, [](char c) { return c >= 'A' && c <= 'Z'; })) return text;
  char* to = arena.allocate<char>(text.size());
  std::ranges::transform(text, to, [](char c) { return ascii_lower(c); });
  return {to, text.size()};
}

std::optional<std::uint64_t> to_unsigned(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view decimal(std::uint64_t number, Arena& arena) {
  char* to = arena.allocate<char>(20);
  const auto [end, error] = std::to_chars(to, to + 20, number);
  return {to, static_cast<std::size_t>(end - to)};
}

std::optional<Timestamp> parse_log_time(std::string_view text) {
  constexpr std::size_t kLongest = 48;
  text = trim(text);
  if (text.size() > kLongest) return std::nullopt;
  if (const auto time = parse_timestamp(text)) return time;
  std::string_view whole = text.substr(0, text.find('.'));
  const bool is_number = !whole.empty() && std::ranges::all_of(whole, [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) return parse_timestamp(usual_time(text));
  // Digits of a second's fraction that the whole number holds: 1e11 seconds are the year 5138, 1e11 milliseconds 1973.
  const int shift = whole.size() <= 11 ? 0 : whole.size() <= 14 ? 3 : whole.size() <= 17 ? 6 : 9;
  std::string seconds(text);
  if (shift > 0) {
    if (whole.size() != text.size()) seconds.erase(whole.size(), 1);
    seconds.insert(whole.size() - static_cast<std::size_t>(shift), 1, '.');
  }
  static constexpr udm::FieldInfo kTimestamp{{}, {}, 0, udm::FieldType::kTimestamp, false, false, 0};
  const auto value = udm::scalar_from_number(kTimestamp, seconds);
  return value ? std::optional(value->as_timestamp()) : std::nullopt;
}

std::optional<Value> to_value(const udm::FieldInfo& field, std::string_view text, Arena& arena) {
  using enum udm::FieldType;
  if (field.type == kString) return Value::string(text);
  text = trim(text);
  switch (field.type) {
    case kBool: {
      const auto value = to_bool(text);
      return value ? std::optional(Value::boolean(*value)) : std::nullopt;
    }
    case kTimestamp: {
      const auto time = parse_log_time(text);
      return time ? std::optional(Value::timestamp(*time)) : std::nullopt;
    }
    case kEnum: {
      const auto number = udm::enum_number(field.type_id, enum_spelling(text));
      return number && *number != 0 ? std::optional(Value::enumerator(*number)) : std::nullopt;
    }
    case kDuration: return udm::scalar_from_number(field, text.ends_with('s') ? text.substr(0, text.size() - 1) : text);
    default: return udm::scalar_from_string(field, text, arena);
  }
}

std::string_view to_pid(std::string_view text, Arena& arena) {
  const auto number = to_unsigned(trim(text));
  return number && *number != 0 ? decimal(*number, arena) : std::string_view{};
}

std::string_view to_process_guid(std::string_view guid, Arena& arena) {
  guid = trim(guid);
  if (guid.starts_with('{') && guid.ends_with('}')) guid = guid.substr(1, guid.size() - 2);
  if (guid.find_first_not_of("0-") == std::string_view::npos) return {};
  constexpr std::string_view kPrefix = "SYSMON:{";
  char* to = arena.allocate<char>(kPrefix.size() + guid.size() + 1);
  char* end = std::ranges::copy(guid, std::ranges::copy(kPrefix, to).out).out;
  *end++ = '}';
  return {to, static_cast<std::size_t>(end - to)};
}

Account split_account(std::string_view text) {
  const auto slash = text.find('\\');
  if (slash == std::string_view::npos) return {{}, text};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

std::string_view to_ip(std::string_view text) {
  text = trim(text);
  constexpr std::string_view kMapped = "::ffff:";
  if (text.size() > kMapped.size() && equal_nocase(text.substr(0, kMapped.size()), kMapped) &&
      is_address(AF_INET, text.substr(kMapped.size()))) {
    text.remove_prefix(kMapped.size());
  }
  if (is_address(AF_INET, text)) return text == "0.0.0.0" ? std::string_view{} : text;
  if (!is_address(AF_INET6, text)) return {};
  return text.find_first_not_of("0:") == std::string_view::npos ? std::string_view{} : text;
}

std::string_view to_mac(std::string_view text, Arena& arena) {
  constexpr std::size_t kDigits = 12;
  std::string digits;
  for (const char c : trim(text)) {
    if (c == ':' || c == '-' || c == '.') continue;
    if (!is_hex(ascii_lower(c))) return {};
    digits += ascii_lower(c);
  }
  if (digits.size() != kDigits || digits.find_first_not_of('0') == std::string::npos) return {};
  for (std::size_t colon = kDigits - 2; colon > 0; colon -= 2) digits.insert(colon, 1, ':');
  return arena.copy(digits);
}

std::int32_t to_ip_protocol(std::string_view text) {
  struct Name {
    std::string_view source;
    std::string_view udm;
  };
  static constexpr Name kNames[] = {{"ipv6-icmp", "ICMP6"}, {"icmpv6", "ICMP6"}, {"icmp6", "ICMP6"}, {"58", "ICMP6"}};
  static const udm::EnumId protocols = *protocol_enum();
  text = trim(text);
  for (const Name& name : kNames) {
    if (equal_nocase(text, name.source)) return udm::enum_number(protocols, name.udm).value_or(0);
  }
  for (const udm::EnumValue& value : udm::enumeration(protocols).values) {
    if (equal_nocase(text, value.name)) return value.number;
  }
  const auto number = to_unsigned(text);
  if (!number || *number > 255) return 0;
  return udm::enum_name(protocols, static_cast<std::int32_t>(*number)).empty() ? 0 : static_cast<std::int32_t>(*number);
}

std::string_view to_hash(std::string_view text, Arena& arena) {
  text = trim(text);
  char* to = arena.allocate<char>(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    to[i] = ascii_lower(text[i]);
    if (!is_hex(to[i])) return {};
  }
  std::string_view hash(to, text.size());
  return hash.find_first_not_of('0') == std::string_view::npos ? std::string_view{} : hash;
}

std::string_view find_hash(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const auto comma = text.find(',');
    std::string_view part = trim(text.substr(0, comma));
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && equal_nocase(part.substr(0, equals), key)) return part.substr(equals + 1);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return {};
}

std::string_view unescape_entities(std::string_view text, Arena& arena) {
  if (text.find('&') == std::string_view::npos) return text;
  char* to = arena.allocate<char>(text.size());
  char* end = to;
  while (!text.empty()) {
    const auto entity = std::ranges::find_if(kEntities, [&](const Entity& e) { return text.starts_with(e.name); });
    const bool found = entity != std::end(kEntities);
    *end++ = found ? entity->character : text.front();
    text.remove_prefix(found ? entity->name.size() : 1);
  }
  return {to, static_cast<std::size_t>(end - to)};
}

std::optional<std::uint64_t> to_integrity(std::string_view text) {
  struct Level {
    std::string_view name;
    std::uint64_t rid;
  };
  static constexpr Level kLevels[] = {{"Untrusted", 0},     {"Low", 4096},   {"Medium", 8192},
                                      {"MediumPlus", 8448}, {"High", 12288}, {"System", 16384}};
  text = trim(text);
  for (const Level& level : kLevels) {
    if (equal_nocase(text, level.name)) return level.rid;
  }
  constexpr std::string_view kLabel = "S-1-16-";
  return text.starts_with(kLabel) ? to_unsigned(text.substr(kLabel.size())) : std::nullopt;
}

std::int32_t to_elevation(std::string_view text) {
  static constexpr std::string_view kNames[3][3] = {
      {"%%1936", "TokenElevationTypeDefault", "1"},
      {"%%1937", "TokenElevationTypeFull", "2"},
      {"%%1938", "TokenElevationTypeLimited", "3"},
  };
  text = trim(text);
  for (std::int32_t i = 0; i < 3; ++i) {
    if (text == kNames[i][0] || text.starts_with(kNames[i][1]) || text == kNames[i][2]) return i + 1;
  }
  return 0;
}

std::string_view find_line(std::string_view text, std::string_view key, char separator) {
  while (!text.empty()) {
    const auto newline = text.find('\n');
    const std::string_view line = text.substr(0, newline);
    const auto split = line.find(separator);
    if (split != std::string_view::npos && trim(line.substr(0, split)) == key) return trim(line.substr(split + 1));
    text = newline == std::string_view::npos ? std::string_view{} : text.substr(newline + 1);
  }
  return {};
}

std::string_view program_of(std::string_view command_line) {
  command_line = trim(command_line);
  if (command_line.starts_with('"')) {
    const auto end = command_line.find('"', 1);
    return end == std::string_view::npos ? std::string_view{} : command_line.substr(1, end - 1);
  }
  constexpr std::string_view kSuffix = ".exe";
  const auto found = std::search(command_line.begin(), command_line.end(), kSuffix.begin(), kSuffix.end(),
                                 [](char a, char b) { return ascii_lower(a) == b; });
  if (found != command_line.end()) {
    const auto end = static_cast<std::size_t>(found - command_line.begin()) + kSuffix.size();
    if (end == command_line.size() || command_line[end] == ' ') return command_line.substr(0, end);
  }
  return command_line.substr(0, command_line.find(' '));
}

}  // namespace yaral::ingest
