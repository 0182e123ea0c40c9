#include "codesign/pe.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "codesign/authenticode.h"
#include "codesign/bytes.h"

namespace yaral::codesign {
namespace {

struct Layout {
  std::uint16_t machine = 0;
  std::uint32_t linked = 0;
  std::size_t checksum_at = 0;
  std::size_t directory_at = 0;  // the entry of the certificate table; 0 when the header has none
  std::uint32_t table_at = 0;
  std::uint32_t table_size = 0;
};

std::optional<Layout> layout_of(std::string_view file) {
  if (!file.starts_with("MZ")) return std::nullopt;
  const auto header = little<std::uint32_t>(file, 0x3C);
  if (!header || slice(file, *header, 4) != std::string_view("PE\0\0", 4)) return std::nullopt;
  const std::size_t optional_header = std::size_t{*header} + 24;
  const auto magic = little<std::uint16_t>(file, optional_header);
  if (magic != 0x10B && magic != 0x20B) return std::nullopt;
  const std::size_t directories = optional_header + (magic == 0x20B ? 112 : 96);
  const auto count = little<std::uint32_t>(file, directories - 4);
  if (!count) return std::nullopt;
  Layout layout;
  layout.machine = *little<std::uint16_t>(file, *header + 4);
  layout.linked = *little<std::uint32_t>(file, *header + 8);
  layout.checksum_at = optional_header + 64;
  constexpr std::size_t kCertificateTable = 4;
  const std::size_t entry = directories + kCertificateTable * 8;
  if (*count <= kCertificateTable || !slice(file, entry, 8)) return layout;
  layout.directory_at = entry;
  layout.table_at = *little<std::uint32_t>(file, entry);
  layout.table_size = *little<std::uint32_t>(file, entry + 4);
  return layout;
}

std::string machine_name(std::uint16_t machine) {
  struct Row {
    std::uint16_t number;
    std::string_view name;
  };
  constexpr std::array<Row, 7> kRows = {{{0x14C, "x86"},
                                         {0x8664, "x64"},
                                         {0xAA64, "ARM64"},
                                         {0x1C0, "ARM"},
                                         {0x1C4, "ARM"},
                                         {0x200, "Itanium"},
                                         {0xEBC, "EFI byte code"}}};
  const auto row = std::ranges::find(kRows, machine, &Row::number);
  return row != kRows.end() ? std::string(row->name) : fmt::format("machine 0x{:x}", machine);
}

// Everything but the checksum, the entry of the certificate table, and the table (PE format, "Attribute Certificate Table").
Parts digested(std::string_view file, const Layout& layout, std::string_view table) {
  Parts parts = {file.substr(0, layout.checksum_at)};
  const std::size_t after_checksum = layout.checksum_at + 4;
  std::size_t from = after_checksum;
  if (layout.directory_at != 0) {
    parts.push_back(file.substr(after_checksum, layout.directory_at - after_checksum));
    from = layout.directory_at + 8;
  }
  if (table.empty()) {
    parts.push_back(file.substr(from));
    return parts;
  }
  const std::size_t table_at = std::max(from, static_cast<std::size_t>(layout.table_at));
  parts.push_back(file.substr(from, table_at - from));
  parts.push_back(file.substr(std::max(from, std::size_t{layout.table_at} + table.size())));
  return parts;
}

std::uint64_t not_zero(std::string_view bytes) {
  const auto last = bytes.find_last_not_of('\0');
  return last == std::string_view::npos ? 0 : last + 1;
}

// The entries of the table, each at a multiple of eight.
void read_table(std::string_view table, FileDigest& digest, const Context& context, FileFacts& facts) {
  constexpr std::uint16_t kSignedData = 2;
  constexpr int kMostEntries = 32;
  constexpr std::size_t kEntryHeader = 8;
  for (int i = 0; i < kMostEntries && not_zero(table) != 0; ++i) {
    const auto size = little<std::uint32_t>(table, 0);
    const auto type = little<std::uint16_t>(table, 6);
    if (!size || !type || *size <= kEntryHeader || *size > table.size()) {
      facts.unreadable.emplace_back("an entry of the certificate table is longer than the table");
      return;
    }
    const std::string_view entry = table.substr(kEntryHeader, *size - kEntryHeader);
    const std::size_t used = *type == kSignedData ? add_authenticode(entry, digest, context, facts) : 0;
    if (used != 0 || *type != kSignedData) facts.hidden_bytes += not_zero(entry.substr(used));
    table.remove_prefix(std::min(table.size(), (std::size_t{*size} + 7) / 8 * 8));
  }
  facts.hidden_bytes += not_zero(table);
}

}  // namespace

bool is_pe(std::string_view file) { return layout_of(file).has_value(); }

void read_pe(std::string_view file, const Context& context, FileFacts& facts) {
  const auto layout = layout_of(file);
  if (!layout) return;
  facts.architecture = machine_name(layout->machine);
  if (layout->linked != 0) facts.linked = Timestamp{layout->linked, 0};
  const bool has_table = layout->table_at != 0 && layout->table_size != 0;
  const auto table = has_table ? slice(file, layout->table_at, layout->table_size) : std::nullopt;
  FileDigest digest(std::vector<Parts>{digested(file, *layout, table.value_or(std::string_view()))});
  facts.authentihash_sha1 = digest.hex("sha1");
  facts.authentihash_sha256 = digest.hex("sha256");
  if (table) {
    read_table(*table, digest, context, facts);
  } else if (has_table) {
    facts.unreadable.push_back(
        fmt::format("the header places the certificate table at {} with {} bytes, but the file has {}",
                    layout->table_at, layout->table_size, file.size()));
  }
}

}  // namespace yaral::codesign
