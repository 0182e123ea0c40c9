#include "ingest/code_signature.h"

#include <cstdio>
#include <string>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

struct Flag {
  std::uint32_t bit;
  std::string_view name;
};

constexpr std::uint32_t kValid = 0x1;
constexpr std::uint32_t kAdHoc = 0x2;
constexpr std::uint32_t kSigned = 0x20000000;

constexpr Flag kFlags[] = {
    {0x80000000, "CS_DATAVAULT_CONTROLLER"},
    {0x40000000, "CS_DEV_CODE"},
    {kSigned, "CS_SIGNED"},
    {0x10000000, "CS_DEBUGGED"},
    {0x08000000, "CS_PLATFORM_PATH"},
    {0x04000000, "CS_PLATFORM_BINARY"},
    {0x02000000, "CS_DYLD_PLATFORM"},
    {0x01000000, "CS_KILLED"},
    {0x00800000, "CS_EXEC_INHERIT_SIP"},
    {0x00400000, "CS_EXEC_SET_ENFORCEMENT"},
    {0x00200000, "CS_EXEC_SET_KILL"},
    {0x00100000, "CS_EXEC_SET_HARD"},
    {0x00020000, "CS_LINKER_SIGNED"},
    {0x00010000, "CS_RUNTIME"},
    {0x00008000, "CS_NVRAM_UNRESTRICTED"},
    {0x00004000, "CS_ENTITLEMENTS_VALIDATED"},
    {0x00002000, "CS_REQUIRE_LV"},
    {0x00001000, "CS_ENFORCEMENT"},
    {0x00000800, "CS_RESTRICT"},
    {0x00000400, "CS_CHECK_EXPIRATION"},
    {0x00000200, "CS_KILL"},
    {0x00000100, "CS_HARD"},
    {0x00000020, "CS_INVALID_ALLOWED"},
    {0x00000010, "CS_FORCED_LV"},
    {0x00000008, "CS_INSTALLER"},
    {0x00000004, "CS_GET_TASK_ALLOW"},
    {kAdHoc, "CS_ADHOC"},
    {kValid, "CS_VALID"},
};

}  // namespace

std::optional<std::uint32_t> parse_codesigning_flags(std::string_view text) {
  text = trim(text);
  if (text.starts_with('[')) text = text.substr(1, text.find(']') - 1);
  const auto number = to_unsigned(text);
  if (!number || *number > 0xFFFFFFFF) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

std::string_view codesigning_flags_text(std::uint32_t flags, Arena& arena) {
  char number[16];
  std::snprintf(number, sizeof number, "[0x%08X]: ", flags);
  std::string names;
  for (const Flag& flag : kFlags) {
    if ((flags & flag.bit) == 0) continue;
    names.append(names.empty() ? "" : " | ").append(flag.name);
  }
  return arena.copy(number + ("(" + names + ")"));
}

std::string_view code_signature_word(std::uint32_t flags) {
  if ((flags & kSigned) == 0) return "unsigned";
  if ((flags & kAdHoc) != 0) return "ad-hoc";
  return (flags & kValid) == 0 ? "invalid" : "signed";
}

void put_code_signature(Draft& draft, std::string_view flags, std::string_view name,
                        const udm::Path& verification_message, const udm::Path& verified) {
  const auto number = parse_codesigning_flags(flags);
  if (!number) return draft.add(name, flags);
  draft.add(name, flags.starts_with('[') ? flags : codesigning_flags_text(*number, draft.arena()));
  const std::string_view word = code_signature_word(*number);
  draft.put_text(verification_message, word);
  if (word == "signed") draft.put(verified, Value::boolean(true));
}

}  // namespace yaral::ingest
