#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "base/value.h"
#include "udm/schema.h"

// Conversions of single values on their way to UDM. What they return is either a part of their argument, a constant, or
// lies in the arena.
namespace yaral::ingest {

// Whether a text stands for "nothing": empty, `-`.
bool is_absent(std::string_view text);

std::string_view trim(std::string_view text);

// ASCII only.
bool equal_nocase(std::string_view a, std::string_view b);

// ASCII only. The same view when nothing changes.
std::string_view to_lower(std::string_view text, Arena& arena);

// The value of a UDM field from a text: numbers, `true` and `false`, names of enums in any case, times as parse_log_time
// takes them, durations in seconds. nullopt when the field takes no such value.
std::optional<Value> to_value(const udm::FieldInfo& field, std::string_view text, Arena& arena);

// A time as logs write it: RFC 3339 and its usual departures (`2026-01-02 03:04:05,678`, offsets without a colon), or
// seconds, milli-, micro- or nanoseconds since 1970, told apart by their size.
std::optional<Timestamp> parse_log_time(std::string_view text);

// Decimal or 0x… to a number; nullopt for anything else.
std::optional<std::uint64_t> to_unsigned(std::string_view text);

// A process id as a decimal string; empty when `text` is none, or is 0.
std::string_view to_pid(std::string_view text, Arena& arena);

// `SYSMON:{GUID}`; empty for the zero GUID.
std::string_view to_process_guid(std::string_view guid, Arena& arena);

struct Account {
  std::string_view domain;
  std::string_view user;
};

// `DOMAIN\user` in its parts; a text without a backslash is all user.
Account split_account(std::string_view text);

// An address as rules compare it: IPv4 inside IPv6 as IPv4. Empty when `text` is no address or one that stands for none.
std::string_view to_ip(std::string_view text);

// A hardware address in lower case, with colons; empty when `text` is none or all zeros.
std::string_view to_mac(std::string_view text, Arena& arena);

// The number of Network.ip_protocol for a name (`tcp`, `ipv6-icmp`) or IANA's number; 0 when there is none.
std::int32_t to_ip_protocol(std::string_view text);

// Lower-case hex; empty when there is anything else in it.
std::string_view to_hash(std::string_view text, Arena& arena);

// The value of a key in `MD5=…,SHA256=…`; the key is compared without case.
std::string_view find_hash(std::string_view text, std::string_view key);

// One level of entities taken off. The same view when there are none.
std::string_view unescape_entities(std::string_view text, Arena& arena);

// The number of an integrity level, named as Sysmon does or by its SID S-1-16-…
std::optional<std::uint64_t> to_integrity(std::string_view text);

// The number of Process.TokenElevationType; 0 when `text` names none.
std::int32_t to_elevation(std::string_view text);

// The value after `key` up to the end of its line; blanks around it are taken off. For texts like
// `Host Application = powershell.exe`, where blanks may stand around the separator.
std::string_view find_line(std::string_view text, std::string_view key, char separator);

// The program at the beginning of a command line, without its quotes; empty when it cannot be told from the arguments.
std::string_view program_of(std::string_view command_line);

// The decimal digits of a number.
std::string_view decimal(std::uint64_t number, Arena& arena);

}  // namespace yaral::ingest
