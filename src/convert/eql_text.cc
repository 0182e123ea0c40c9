#include "convert/eql_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace yaral::convert {

namespace {

constexpr std::string_view kWildcards = "*?";

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default: out += c;
    }
  }
  return out + '"';
}

std::string literal(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kContains: return quoted('*' + std::string(text) + '*');
    case LiteralUse::kStartsWith: return quoted(std::string(text) + '*');
    case LiteralUse::kEndsWith: return quoted('*' + std::string(text));
    default: return quoted(text);
  }
}

// `like` has no escape for its wildcards; these functions know none.
std::string with_wildcards(std::string_view field, std::string_view text, LiteralUse use, bool nocase) {
  if (text.find_first_of(kWildcards) == std::string_view::npos) return {};
  std::string_view function;
  if (use == LiteralUse::kContains) function = "stringContains";
  if (use == LiteralUse::kStartsWith) function = "startsWith";
  if (use == LiteralUse::kEndsWith) function = "endsWith";
  if (function.empty()) return {};
  return fmt::format("{}{}({}, {})", function, nocase ? "~" : "", field, quoted(text));
}

constexpr std::string_view kWords[] = {"and",  "any",  "by",    "false", "in",    "join", "like",   "maxspan",
                                       "not",  "null", "of",    "or",    "regex", "runs", "sample", "sequence",
                                       "tail", "true", "until", "head",  "where", "with"};

bool plain_part(std::string_view part) {
  if (part.empty() || std::ranges::find(kWords, part) != std::end(kWords)) return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@'; };
  return letter(part[0]) && std::ranges::all_of(part, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// A name of words between dots, or the whole of it in backquotes.
std::string field(std::string_view name) {
  bool plain = true;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('.', at), name.size());
    plain = plain && plain_part(name.substr(at, end - at));
    at = end + 1;
  }
  if (plain) return std::string(name);
  std::string out = "`";
  for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
  return out + '`';
}

constexpr std::string_view kNothing = "of a field that is not set is nothing, not an empty text";

constexpr SearchFunction kFunctions[] = {
    {"strings.length", 1, "length({0})", kNothing},
    {"strings.concat", 2, "concat({0}, {1})", kNothing},
};

}  // namespace

const FilterDialect kEql{.title = "EQL",
                         .both = " and ",
                         .either = " or ",
                         .negated = "not ({0})",
                         .always = "true",
                         .never = "false",
                         .exists = "({0} != null and {0} != \"\")",
                         .exists_number = "{0} != null",
                         .exists_ip = "{0} != null",
                         .guarded = "({0} != null and {1})",
                         .equals = {.cased = "{0} == {1}", .nocase = "{0} in~ ({1})"},
                         .one_of = {.cased = "{0} in ({1})", .nocase = "{0} in~ ({1})"},
                         .contains = {.cased = "{0} like {1}", .nocase = "{0} like~ {1}"},
                         .starts_with = {.cased = "{0} like {1}", .nocase = "{0} like~ {1}"},
                         .ends_with = {.cased = "{0} like {1}", .nocase = "{0} like~ {1}"},
                         .regex = {.cased = "{0} regex {1}", .nocase = {}},
                         .equals_number = "{0} == {1}",
                         .equals_bool = "{0} == {1}",
                         .cidr = "cidrMatch({0}, {1})",
                         .typed = true,
                         .as_text = "string({0})",
                         .compares_fields = false,
                         .compare = "{0} {1} {2}",
                         .symbols = {"==", "!=", "<", "<=", ">", ">="},
                         .arithmetic = {},
                         .conditional = {},
                         .seconds = {},
                         .concat_begin = {},
                         .concat_between = {},
                         .concat_end = {},
                         .coalesce = {},
                         .regex_dialect = RegexDialect::kLucene,
                         .functions = kFunctions,
                         .folding = "of letters beyond ASCII not all forms are taken for the same",
                         .of_lists = "functions look at the first of several values",
                         .longest_pattern = 1000,
                         .special = with_wildcards,
                         .literal = literal,
                         .field = field,
                         .column = field};

}  // namespace yaral::convert
