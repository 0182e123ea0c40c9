#include "functions/case.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <span>

#include "base/text.h"

namespace yaral::functions {
namespace {

// A fixed locale, so that the process's own does not matter. Without C.UTF-8 only ASCII is mapped.
locale_t unicode_tables() {
  static const locale_t tables = [] {
    const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8 != locale_t{} ? utf8 : newlocale(LC_CTYPE_MASK, "C", nullptr);
  }();
  return tables;
}

using MapCharacter = wint_t (*)(wint_t, locale_t);

// ASCII, which most text is, goes without the tables, a run at a time.
template <typename MapAscii>
std::string mapped(std::string_view text, MapCharacter map, MapAscii map_ascii) {
  const locale_t tables = unicode_tables();
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto other = std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const auto run = static_cast<std::size_t>(other - text.begin());
    out.append(text.substr(0, run));
    for (char& c : std::span(out).last(run)) c = map_ascii(c);
    text.remove_prefix(run);
    if (text.empty()) break;
    const CodePoint c = first_code_point(text);
    if (c.valid) {
      append_utf8(out, static_cast<char32_t>(map(static_cast<wint_t>(c.value), tables)));
    } else {
      out.append(text.substr(0, c.bytes));
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

}  // namespace

std::string to_lower(std::string_view text) {
  return mapped(text, towlower_l, [](char c) { return ascii_lower(c); });
}
std::string to_upper(std::string_view text) {
  return mapped(text, towupper_l, [](char c) { return ascii_upper(c); });
}

}  // namespace yaral::functions
