#include "codesign/script.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "codesign/authenticode.h"
#include "codesign/bytes.h"

namespace yaral::codesign {
namespace {

constexpr std::size_t kLargest = 64u << 20;
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16Mark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

// How a comment of each kind of file stands around a line of the block.
struct Comment {
  std::string_view begin;  // of a line
  std::string_view end;
};
constexpr std::array<Comment, 3> kComments = {{{"# ", ""}, {"<!-- ", " -->"}, {"/* ", " */"}}};

// `# SIG # Begin signature block`, `<!-- SIG # Begin signature block -->`
std::string marker(const Comment& comment, std::string_view what) {
  return std::string(comment.begin) + "SIG # " + std::string(what) + " signature block";
}

struct Block {
  std::size_t begin = 0;  // of the marker
  std::size_t after = 0;  // the end of the block's last line
  std::string base64;
  bool closed = false;
};

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The last block of a text.
std::optional<Block> block_in(std::string_view text, const Comment& comment) {
  const std::string begin = marker(comment, "Begin");
  const std::string end = marker(comment, "End");
  const std::size_t at = text.rfind(begin);
  if (at == std::string_view::npos || (at != 0 && text[at - 1] != '\n')) return std::nullopt;
  Block block{.begin = at};
  std::string_view rest = text.substr(at);
  next_line(rest);
  while (!rest.empty()) {
    std::string_view line = next_line(rest);
    block.closed = line.starts_with(end);
    if (block.closed) break;
    if (line.starts_with(comment.begin)) line.remove_prefix(comment.begin.size());
    if (!comment.end.empty() && line.ends_with(comment.end)) line.remove_suffix(comment.end.size());
    block.base64 += ascii_trim(line);
  }
  block.after = text.size() - rest.size();
  return block;
}

std::optional<Block> block_in(std::string_view text) {
  for (const Comment& comment : kComments)
    if (auto block = block_in(text, comment)) return block;
  return std::nullopt;
}

void append_utf16(std::string& out, char32_t point) {
  const auto unit = [&out](char32_t u) { out.append({static_cast<char>(u & 0xFF), static_cast<char>(u >> 8)}); };
  if (point < 0x10000) return unit(point);
  unit(0xD800 + ((point - 0x10000) >> 10));
  unit(0xDC00 + ((point - 0x10000) & 0x3FF));
}

std::string utf16_of_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    append_utf16(out, point.value);
    text.remove_prefix(point.bytes);
  }
  return out;
}

// Windows-1252, which Windows PowerShell takes files without a mark for in the west.
std::string utf16_of_1252(std::string_view text) {
  constexpr std::array<char16_t, 32> kUpper = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                               0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                               0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                               0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  std::string out;
  out.reserve(text.size() * 2);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf16(out, byte >= 0x80 && byte < 0xA0 ? kUpper[byte - 0x80] : byte);
  }
  return out;
}

// A file of UTF-16 as UTF-8, any other as it is. Without the mark.
std::string text_of(std::string_view file) {
  if (file.starts_with(kUtf16Mark)) return utf16le_to_utf8(file.substr(kUtf16Mark.size()));
  if (file.starts_with(kUtf16BigMark)) return utf16be_to_utf8(file.substr(kUtf16BigMark.size()));
  return std::string(file.substr(file.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0));
}

bool has_mark(std::string_view file) {
  return file.starts_with(kUtf16Mark) || file.starts_with(kUtf16BigMark) || file.starts_with(kUtf8Mark);
}

// What is signed is the text as UTF-16 before the line break that the block follows. Signers differ in whether a mark
// belongs to it.
std::vector<std::string> readings_of(std::string_view file, std::string_view content) {
  std::vector<std::string> readings = {utf16_of_utf8(content)};
  if (has_mark(file)) readings.push_back(std::string(kUtf16Mark) + readings.front());
  if (!has_mark(file) && std::ranges::any_of(content, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    readings.push_back(utf16_of_1252(content));
  return readings;
}

std::string_view without_line_break(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_script(std::string_view file, std::string_view name) {
  constexpr std::array<std::string_view, 6> kEndings = {".ps1", ".psm1", ".psd1", ".ps1xml", ".psc1", ".cdxml"};
  const std::string lower = ascii_lower(name);
  const bool by_name = std::ranges::any_of(kEndings, [&](std::string_view ending) { return lower.ends_with(ending); });
  if (file.size() > kLargest) return false;
  if (by_name) return true;
  // A block of another kind of file: only its end can tell, and it is short.
  const std::string_view tail = file.substr(file.size() - std::min<std::size_t>(file.size(), 200));
  return tail.find("# SIG # End signature block") != std::string_view::npos;
}

void read_script(std::string_view file, const Context& context, FileFacts& facts) {
  const std::string text = text_of(file);
  const auto block = block_in(text);
  const std::string_view content =
      block ? without_line_break(std::string_view(text).substr(0, block->begin)) : std::string_view(text);
  const std::vector<std::string> utf16 = readings_of(file, content);
  std::vector<Parts> readings;
  readings.reserve(utf16.size());
  for (const std::string& reading : utf16) readings.push_back({reading});
  FileDigest digest(std::move(readings));
  facts.authentihash_sha1 = digest.hex("sha1");
  facts.authentihash_sha256 = digest.hex("sha256");
  if (!block) return;
  const auto der = base64_decode(block->base64);
  if (!der || !block->closed) {
    facts.unreadable.emplace_back(block->closed ? "the block of the signature holds something else than base64"
                                                : "the block of the signature has no end");
    return;
  }
  add_authenticode(*der, digest, context, facts);
  if (!ascii_trim(std::string_view(text).substr(block->after)).empty())
    facts.unreadable.emplace_back(
        "text follows the block of the signature, which PowerShell takes for no signature then");
}

}  // namespace yaral::codesign
