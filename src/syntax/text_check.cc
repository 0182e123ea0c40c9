#include <fmt/format.h>

#include <algorithm>

#include "syntax/lexer.h"
#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

// UTF-16 by its byte order mark, or by every other byte of the beginning being zero.
bool looks_like_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  const std::string_view head = text.substr(0, 64);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  const std::size_t pairs = head.size() / 2;
  return pairs >= 4 && ((zeros[0] == pairs && zeros[1] == 0) || (zeros[1] == pairs && zeros[0] == 0));
}

}  // namespace

bool check_is_text(const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  if (text.size() > kMaxSourceBytes) {
    diagnostics.report(
        Code::kFileTooLarge, {0, 0},
        fmt::format("the file has {} bytes, more than the {} that a rule file may have", text.size(), kMaxSourceBytes));
    return false;
  }
  if (looks_like_utf16(text)) {
    auto& d = diagnostics.report(Code::kUtf16, {0, 0}, "the file is encoded in UTF-16, rule files are UTF-8");
    d.help = "save it as UTF-8 (`iconv -f UTF-16 -t UTF-8`)";
    return false;
  }
  if (const std::size_t nul = text.find('\0'); nul != text.npos) {
    diagnostics.report(Code::kNotText, {0, 0}, fmt::format("not a text file: byte {} is zero", nul));
    return false;
  }
  if (const std::size_t bad = find_invalid_utf8(text); bad != text.size()) {
    const auto at = static_cast<std::uint32_t>(bad);
    auto& d = diagnostics.report(Code::kInvalidUtf8, {at, at + 1},
                                 fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[bad])));
    d.help = "save the file as UTF-8; only the first such byte is reported";
  }
  return true;
}

}  // namespace yaral::syntax
