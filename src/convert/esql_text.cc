#include "convert/esql_text.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out += c;
    }
  }
  return out + '"';
}

// The text as a part of a pattern of LIKE.
std::string without_wildcards(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '*' || c == '?' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string literal(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kContains: return quoted('*' + without_wildcards(text) + '*');
    case LiteralUse::kStartsWith: return quoted(without_wildcards(text) + '*');
    case LiteralUse::kEndsWith: return quoted('*' + without_wildcards(text));
    default: return quoted(text);
  }
}

constexpr std::string_view kWords[] = {"and",   "as", "asc",  "by",    "desc",     "false", "first",
                                       "in",    "is", "last", "like",  "metadata", "not",   "null",
                                       "nulls", "on", "or",   "rlike", "true",     "where", "with"};

bool is_plain(std::string_view part) {
  if (part.empty() || std::ranges::find(kWords, ascii_lower(part)) != std::end(kWords)) return false;
  const auto letter = [](char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; };
  if (!letter(part[0]) && (part.size() < 2 || (part[0] != '_' && part[0] != '@'))) return false;
  return std::ranges::all_of(part.substr(1), [&](char c) { return letter(c) || c == '_' || (c >= '0' && c <= '9'); });
}

// Each part of a name by itself, those that are no plain words in backquotes.
std::string field(std::string_view name) {
  std::string out;
  for (const std::string_view part : split(name, '.')) {
    if (!out.empty()) out += '.';
    if (is_plain(part)) {
      out += part;
      continue;
    }
    out += '`';
    for (const char c : part) out += c == '`' ? std::string("``") : std::string(1, c);
    out += '`';
  }
  return out;
}

constexpr SearchFunction kFunctions[] = {
    {"strings.to_lower", 1, "TO_LOWER({0})"},
    {"strings.to_upper", 1, "TO_UPPER({0})"},
    {"strings.trim", 1, "TRIM({0})"},
    {"strings.ltrim", 1, "LTRIM({0})"},
    {"strings.rtrim", 1, "RTRIM({0})"},
    {"strings.reverse", 1, "REVERSE({0})"},
    {"strings.contains", 2, "(LOCATE({0}, {1}) > 0)"},
    {"strings.starts_with", 2, "STARTS_WITH({0}, {1})"},
    {"strings.ends_with", 2, "ENDS_WITH({0}, {1})"},
    {"strings.base64_decode", 1, "COALESCE(FROM_BASE64({0}), \"\")"},
    {"math.abs", 1, "ABS({0})"},
    {"math.ceil", 1, "CEIL({0})"},
    {"math.floor", 1, "FLOOR({0})"},
    {"math.pow", 2, "POW({0}, {1})"},
    {"math.sqrt", 1, "COALESCE(SQRT({0}), 0.0)"},
    {"cast.as_string", 1, "TO_STRING({0})"},
};

}  // namespace

const FilterDialect kEsql{.title = "ES|QL",
                          .both = " AND ",
                          .either = " OR ",
                          .negated = "NOT ({0})",
                          .always = "true",
                          .never = "false",
                          .exists = "({0} IS NOT NULL AND {0} != \"\")",
                          .exists_number = "{0} IS NOT NULL",
                          .exists_ip = "{0} IS NOT NULL",
                          .exists_list = "{0} IS NOT NULL",
                          .guarded = "({0} IS NOT NULL AND {1})",
                          .equals = {.cased = "{0} == {1}", .nocase = "TO_LOWER({0}) == {1}"},
                          .one_of = {.cased = "{0} IN ({1})", .nocase = "TO_LOWER({0}) IN ({1})"},
                          .has_value = "MV_CONTAINS({0}, {1})",
                          .has_address = "MV_CONTAINS({0}, TO_IP({1}))",
                          .contains = {.cased = "{0} LIKE {1}", .nocase = "TO_LOWER({0}) LIKE {1}"},
                          .starts_with = {.cased = "{0} LIKE {1}", .nocase = "TO_LOWER({0}) LIKE {1}"},
                          .ends_with = {.cased = "{0} LIKE {1}", .nocase = "TO_LOWER({0}) LIKE {1}"},
                          .regex = {.cased = "{0} RLIKE {1}", .nocase = {}},
                          .equals_number = "{0} == {1}",
                          .equals_bool = "{0} == {1}",
                          .cidr = "CIDR_MATCH({0}, {1})",
                          .typed = true,
                          .as_text = "TO_STRING({0})",
                          .compare = "{0} {1} {2}",
                          .compare_nocase = "TO_LOWER({0}) {1} TO_LOWER({2})",
                          .symbols = {"==", "!=", "<", "<=", ">", ">="},
                          .text_or_empty = "COALESCE({0}, \"\")",
                          .number_or_zero = "COALESCE({0}, 0)",
                          .arithmetic = "({0} {1} {2})",
                          .divided = "CASE({1} == 0, 0.0, TO_DOUBLE({0}) / {1})",
                          .conditional = "CASE({0}, {1}, {2})",
                          .seconds = "(TO_LONG({0}) / 1000)",
                          .time_literal = "TO_DATETIME({0})",
                          .concat_begin = "CONCAT(",
                          .concat_between = ", ",
                          .concat_end = ")",
                          .coalesce = "CASE({0} != \"\", {0}, {1})",
                          .regex_dialect = RegexDialect::kLucene,
                          .functions = kFunctions,
                          .lowers_literals = true,
                          .folding = "of letters beyond ASCII not all forms are taken for the same",
                          .literal = literal,
                          .field = field,
                          .column = field};

}  // namespace yaral::convert
