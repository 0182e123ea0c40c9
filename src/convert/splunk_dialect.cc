#include "convert/splunk_dialect.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "convert/splunk_regex.h"
#include "syntax/quote.h"

namespace yaral::convert {

namespace {

std::string quoted(std::string_view text) { return '"' + syntax::escape(text) + '"'; }

std::string pattern_of(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kWhole: return '^' + escaped_for_pcre(text) + "\\z";
    case LiteralUse::kContains: return escaped_for_pcre(text);
    case LiteralUse::kStartsWith: return '^' + escaped_for_pcre(text);
    case LiteralUse::kEndsWith: return escaped_for_pcre(text) + "\\z";
    case LiteralUse::kPattern: break;
  }
  return splunk_regex(text);
}

std::string literal(std::string_view text, LiteralUse use) {
  return use == LiteralUse::kWhole ? splunk_literal(text) : quoted(pattern_of(text, use));
}

// Of `DOMAIN\user` what is behind the last mark; of `MD5=…,SHA256=…` up to the next comma.
std::string part_of(const std::string& value, const SchemaField& field) {
  std::string out;
  if (field.to_end) {
    out = fmt::format("mvindex(split(coalesce({},\"\"),{}),-1)", value, splunk_literal(field.after));
  } else {
    const std::string mark = escaped_for_pcre(field.after);
    out = fmt::format("if(match({0},{1}),replace({0},{2},\"\\\\1\"),\"\")", value, quoted(mark),
                      quoted("^[\\s\\S]*?" + mark + "([^,]*)[\\s\\S]*\\z"));
  }
  return field.nocase ? fmt::format("lower({})", out) : out;
}

constexpr std::string_view kWords[] = {"and", "as", "by", "false", "in", "like", "not", "null", "or", "true", "xor"};

constexpr SearchFunction kFunctions[] = {
    {"cast.as_string", 1, "tostring({0})"},
    {"hash.sha256", 1, "sha256({0})"},
    {"math.abs", 1, "abs({0})"},
    {"math.ceil", 1, "ceiling({0})"},
    {"math.floor", 1, "floor({0})"},
    {"math.log", 1, "if({0}>0,ln({0}),0)"},
    {"math.sqrt", 1, "if({0}<0,0,sqrt({0}))"},
    {"strings.length", 1, "len({0})"},
    {"strings.split", 2, "split({0},{1})"},
    {"strings.to_lower", 1, "lower({0})"},
    {"strings.to_upper", 1, "upper({0})"},
    {"timestamp.get_day_of_week", 1, "((floor({0}/86400)+4)%7+1)"},
    {"timestamp.get_hour", 1, "floor(({0}%86400)/3600)"},
    {"timestamp.get_minute", 1, "floor(({0}%3600)/60)"},
};

constexpr TextTest kMatch{.cased = "match({0},{1})", .nocase = "match(lower({0}),{1})"};

}  // namespace

std::string splunk_literal(std::string_view text) {
  const auto unsafe = [](char c) { return c == '`' || c == '$' || is_ascii_control(c); };
  if (std::ranges::none_of(text, unsafe)) return quoted(text);
  std::string encoded;
  for (const char c : text)
    encoded +=
        unsafe(c) || c == '%' || c == '+' ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  return fmt::format("urldecode({})", quoted(encoded));
}

bool splunk_can_name(std::string_view name) {
  return !name.empty() && std::ranges::none_of(name, [](char c) {
    return is_ascii_control(c) || std::string_view("'\"`$\\[]<>|,*").find(c) != std::string_view::npos;
  });
}

std::string splunk_field(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  const bool word = std::ranges::find(kWords, ascii_lower(name)) != std::end(kWords);
  if (plain && !word && !(name[0] >= '0' && name[0] <= '9')) return std::string(name);
  return fmt::format("'{}'", name);
}

std::string splunk_column(std::string_view name) {
  const bool word = std::ranges::find(kWords, ascii_lower(name)) != std::end(kWords);
  return std::string(name) + (word ? "_" : "");
}

std::string splunk_name(std::string_view name) { return splunk_field(name) == name ? std::string(name) : quoted(name); }

const FilterDialect kSplunkDialect{.title = "SPL",
                                   .both = " AND ",
                                   .either = " OR ",
                                   .negated = "NOT ({0})",
                                   .always = "true()",
                                   .never = "false()",
                                   .exists = "coalesce({0},\"\")!=\"\"",
                                   .exists_number = "isnotnull({0})",
                                   .guarded = "(isnotnull({0}) AND {1})",
                                   .equals = {.cased = "{0}=={1}", .nocase = "lower({0})=={1}"},
                                   .one_of = {},
                                   .contains = kMatch,
                                   .starts_with = kMatch,
                                   .ends_with = kMatch,
                                   .regex = {.cased = "match({0},{1})", .nocase = {}},
                                   .equals_number = "{0}=={1}",
                                   .equals_bool = "lower({0})=={1}",
                                   .truth = {"\"false\"", "\"true\""},
                                   .cidr = "cidrmatch({1},{0})",
                                   .compare = "{0}{1}{2}",
                                   .compare_nocase = "lower({0}){1}lower({2})",
                                   .symbols = {"==", "!=", "<", "<=", ">", ">="},
                                   .text_or_empty = "coalesce({0},\"\")",
                                   .number_or_zero = "coalesce({0},0)",
                                   .arithmetic = "({0}{1}{2})",
                                   .divided = "if({1}==0,0,{0}/{1})",
                                   .conditional = "if({0},{1},{2})",
                                   .seconds = "floor({0})",
                                   .concat_begin = "(",
                                   .concat_between = " . ",
                                   .concat_end = ")",
                                   .coalesce = "if({0}!=\"\",{0},{1})",
                                   .regex_dialect = RegexDialect::kPcre,
                                   .functions = kFunctions,
                                   .lowers_literals = true,
                                   .folding = "letters beyond ASCII may keep their case",
                                   .of_any_value = "isnotnull(mvfilter({0}))",
                                   .literal = literal,
                                   .field = splunk_field,
                                   .column = splunk_column,
                                   .part_of = part_of};

}  // namespace yaral::convert
