#include "ingest/convert.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

namespace yaral::ingest {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

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

}  // namespace

bool is_absent(std::string_view text) { return text.empty() || text == "-"; }

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool equal_nocase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
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

std::string_view to_hash(std::string_view text, Arena& arena) {
  text = trim(text);
  char* to = arena.allocate<char>(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    to[i] = lower(text[i]);
    if (!((to[i] >= '0' && to[i] <= '9') || (to[i] >= 'a' && to[i] <= 'f'))) return {};
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
                                 [](char a, char b) { return lower(a) == b; });
  if (found != command_line.end()) {
    const auto end = static_cast<std::size_t>(found - command_line.begin()) + kSuffix.size();
    if (end == command_line.size() || command_line[end] == ' ') return command_line.substr(0, end);
  }
  return command_line.substr(0, command_line.find(' '));
}

}  // namespace yaral::ingest
