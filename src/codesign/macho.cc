#include "codesign/macho.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "codesign/bytes.h"
#include "codesign/code_directory.h"

namespace yaral::codesign {
namespace {

constexpr std::uint32_t kFat = 0xCAFEBABE;
constexpr std::uint32_t kFat64 = 0xCAFEBABF;
constexpr std::uint32_t kMostSlices = 32;  // a class of Java begins like a fat file, with a version of 45 or more

std::string architecture_name(std::uint32_t type, std::uint32_t subtype) {
  struct Row {
    std::uint32_t type;
    std::string_view name;
  };
  constexpr std::array<Row, 6> kRows = {{{0x7, "i386"},
                                         {0x01000007, "x86_64"},
                                         {0xC, "arm"},
                                         {0x0100000C, "arm64"},
                                         {0x12, "ppc"},
                                         {0x01000012, "ppc64"}}};
  if (type == 0x0100000C && (subtype & 0xFF) == 2) return "arm64e";
  const auto row = std::ranges::find(kRows, type, &Row::type);
  return row != kRows.end() ? std::string(row->name) : fmt::format("cpu 0x{:x}", type);
}

// The header of one architecture.
struct Header {
  bool big_endian = false;
  bool wide = false;

  std::optional<std::uint32_t> word(std::string_view bytes, std::uint64_t at) const {
    return big_endian ? big<std::uint32_t>(bytes, at) : little<std::uint32_t>(bytes, at);
  }
};

std::optional<Header> header_of(std::string_view slice) {
  const auto magic = big<std::uint32_t>(slice, 0);
  if (magic == 0xCEFAEDFE) return Header{false, false};
  if (magic == 0xCFFAEDFE) return Header{false, true};
  if (magic == 0xFEEDFACE) return Header{true, false};
  if (magic == 0xFEEDFACF) return Header{true, true};
  return std::nullopt;
}

struct Command {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
};

// Where the load commands place the signature. The error is a sentence.
std::expected<std::optional<Command>, std::string> signature_command(std::string_view slice, const Header& header) {
  constexpr std::uint32_t kCodeSignature = 0x1D;
  constexpr std::uint32_t kMostCommands = 10'000;
  const auto count = header.word(slice, 16);
  const auto size = header.word(slice, 20);
  const std::uint64_t begin = header.wide ? 32 : 28;
  const auto commands = count && size ? codesign::slice(slice, begin, *size) : std::nullopt;
  if (!commands) return std::unexpected("its load commands are cut off");
  std::string_view rest = *commands;
  for (std::uint32_t i = 0; i < std::min(*count, kMostCommands); ++i) {
    const auto kind = header.word(rest, 0);
    const auto length = header.word(rest, 4);
    if (!kind || !length || *length < 8 || *length > rest.size())
      return std::unexpected(fmt::format("load command {} is longer than all of them", i + 1));
    if (*kind == kCodeSignature) {
      const auto at = header.word(rest, 8);
      const auto bytes = header.word(rest, 12);
      if (!at || !bytes || *length < 16) return std::unexpected("the load command of the signature is cut off");
      return Command{*at, *bytes};
    }
    rest.remove_prefix(*length);
  }
  return std::nullopt;
}

void read_slice(std::string_view slice, std::string architecture, const Context& context, FileFacts& facts) {
  const auto header = header_of(slice);
  MachSlice found{.architecture = std::move(architecture)};
  const auto fail = [&](std::string problem) {
    found.has_signature = true;
    found.problem = problem;
    facts.unreadable.push_back(fmt::format("{}: {}", found.architecture, problem));
    facts.slices.push_back(found);
  };
  if (!header) return fail("it is no Mach-O");
  const auto command = signature_command(slice, *header);
  if (!command) return fail(command.error());
  if (!*command) {
    facts.slices.push_back(std::move(found));
    return;
  }
  const auto blob = codesign::slice(slice, (*command)->at, (*command)->size);
  if (!blob) return fail("the signature lies outside the file");
  read_code_signature(slice, *blob, context, found, facts);
  facts.slices.push_back(std::move(found));
}

std::optional<std::uint32_t> fat_count(std::string_view file) {
  const auto magic = big<std::uint32_t>(file, 0);
  const auto count = big<std::uint32_t>(file, 4);
  if ((magic != kFat && magic != kFat64) || !count || *count == 0 || *count > kMostSlices) return std::nullopt;
  return count;
}

void read_fat(std::string_view file, std::uint32_t count, const Context& context, FileFacts& facts) {
  const bool wide = big<std::uint32_t>(file, 0) == kFat64;
  const std::uint64_t row_size = wide ? 32 : 20;
  // Architectures share no bytes: together they are no longer than the file.
  std::uint64_t room = file.size();
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto row = slice(file, 8 + i * row_size, row_size);
    if (!row) {
      facts.unreadable.emplace_back("the table of architectures is cut off");
      return;
    }
    const std::string name = architecture_name(*big<std::uint32_t>(*row, 0), *big<std::uint32_t>(*row, 4));
    const std::uint64_t at = wide ? *big<std::uint64_t>(*row, 8) : *big<std::uint32_t>(*row, 8);
    const std::uint64_t size = wide ? *big<std::uint64_t>(*row, 16) : *big<std::uint32_t>(*row, 12);
    const auto part = slice(file, at, size);
    if (!part || size > room) {
      facts.unreadable.push_back(fmt::format("{}: it lies outside the file, or on another architecture", name));
      continue;
    }
    room -= size;
    read_slice(*part, name, context, facts);
  }
}

}  // namespace

bool is_macho(std::string_view file) { return header_of(file).has_value() || fat_count(file).has_value(); }

void read_macho(std::string_view file, const Context& context, FileFacts& facts) {
  if (const auto count = fat_count(file)) return read_fat(file, *count, context, facts);
  const auto header = header_of(file);
  if (!header) return;
  read_slice(file, architecture_name(header->word(file, 4).value_or(0), header->word(file, 8).value_or(0)), context,
             facts);
}

}  // namespace yaral::codesign
