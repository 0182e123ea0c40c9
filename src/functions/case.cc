#include "functions/case.h"

#include <locale.h>
#include <wctype.h>

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

std::string mapped(std::string_view text, MapCharacter map) {
  const locale_t tables = unicode_tables();
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
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

std::string to_lower(std::string_view text) { return mapped(text, towlower_l); }
std::string to_upper(std::string_view text) { return mapped(text, towupper_l); }

}  // namespace yaral::functions
