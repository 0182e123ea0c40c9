#include <locale.h>
#include <wctype.h>

#include <algorithm>

#include "base/text.h"

namespace yaral {
namespace {

// The process's own locale must not matter, so the character tables come from a fixed one. Without it (a C library that
// has no C.UTF-8) only ASCII folds.
locale_t unicode_tables() {
  static const locale_t tables = [] {
    const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8 != locale_t{} ? utf8 : newlocale(LC_CTYPE_MASK, "C", nullptr);
  }();
  return tables;
}

// Up and down again brings variants together that have the same capital: final sigma, long s, the micro sign. The
// dotted and the dotless i of Turkish have no simple folding; round about capitals they would meet the plain i.
char32_t fold(char32_t c) {
  if (c == 0x130 || c == 0x131) return c;
  const locale_t tables = unicode_tables();
  return static_cast<char32_t>(towlower_l(towupper_l(static_cast<wint_t>(c), tables), tables));
}

}  // namespace

std::string fold_case(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint c = first_code_point(text);
    if (!c.valid) {
      out.append(text.substr(0, c.bytes));
    } else if (c.value < 0x80) {
      out += ascii_lower(static_cast<char>(c.value));
    } else {
      append_utf8(out, fold(c.value));
    }
    text.remove_prefix(c.bytes);
  }
  return out;
}

bool equal_folded(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  for (; i < a.size() && i < b.size(); ++i) {
    if (static_cast<unsigned char>(a[i]) >= 0x80 || static_cast<unsigned char>(b[i]) >= 0x80) break;
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  if (i == a.size() || i == b.size()) return a.size() == b.size();
  return fold_case(a.substr(i)) == fold_case(b.substr(i));
}

}  // namespace yaral
