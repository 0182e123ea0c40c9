#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "convert/event_search.h"
#include "convert/filter_text.h"
#include "convert/lucene_regex.h"
#include "convert/search.h"
#include "convert/target.h"
#include "functions/signatures/regex.h"
#include "syntax/quote.h"

// Lucene query strings (Kibana, Elasticsearch `query_string`): filters of single events, no more.
namespace yaral::convert {

namespace {

constexpr std::string_view kSpecial = "+-=&|><!(){}[]^\"~*?:\\/ \t\n\r\f\v";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// Whole texts are phrases: no operator or word of the language is one within quotes.
std::string quoted(std::string_view text) { return '"' + syntax::escape(text) + '"'; }

std::string pattern(std::string_view text) {
  std::string out = "/";
  for (const char c : text) {
    if (c == '/') out += '\\';
    out += c;
  }
  return out + '/';
}

std::string literal(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kContains: return '*' + escaped(text) + '*';
    case LiteralUse::kStartsWith: return escaped(text) + '*';
    case LiteralUse::kEndsWith: return '*' + escaped(text);
    case LiteralUse::kPattern: return pattern(text);
    case LiteralUse::kWhole: break;
  }
  return quoted(text);
}

std::string name(std::string_view text) { return escaped(text); }

// Without case there are only patterns.
std::string without_case(std::string_view field, std::string_view text, LiteralUse use, bool nocase) {
  if (!nocase || ascii_lower(text) == ascii_upper(text)) return {};
  const bool from_start = use == LiteralUse::kWhole || use == LiteralUse::kStartsWith;
  const bool to_end = use == LiteralUse::kWhole || use == LiteralUse::kEndsWith;
  const std::string re2 = (from_start ? "^" : "") + re2::RE2::QuoteMeta(functions::piece(text)) + (to_end ? "$" : "");
  const auto regex = lucene_regex(re2, true);
  return regex ? fmt::format("{}:{}", field, pattern(*regex)) : std::string();
}

constexpr TextTest kText{.cased = "{0}:{1}", .nocase = {}};

constexpr FilterDialect kLucene{.title = "Lucene",
                                .both = " AND ",
                                .either = " OR ",
                                .negated = "(*:* AND NOT ({0}))",
                                .always = "*:*",
                                .never = "(*:* AND NOT *:*)",
                                .exists = "(_exists_:{0} AND NOT {0}:\"\")",
                                .exists_number = "_exists_:{0}",
                                .exists_ip = "_exists_:{0}",
                                .equals = kText,
                                .one_of = {},
                                .contains = kText,
                                .starts_with = kText,
                                .ends_with = kText,
                                .regex = kText,
                                .equals_number = "{0}:\"{1}\"",
                                .equals_bool = "{0}:{1}",
                                .cidr = "{0}:{1}",
                                .typed = true,
                                .compares_fields = false,
                                .compare = "{0}:{1}{2}",
                                .symbols = {"", "", "<", "<=", ">", ">="},
                                .arithmetic = {},
                                .conditional = {},
                                .seconds = {},
                                .time_literal = "{0}",
                                .number_literal = "\"{0}\"",
                                .concat_begin = {},
                                .concat_between = {},
                                .concat_end = {},
                                .coalesce = {},
                                .regex_dialect = RegexDialect::kLucene,
                                .functions = {},
                                .longest_pattern = 1000,
                                .special = without_case,
                                .literal = literal,
                                .field = name,
                                .column = name};

}  // namespace

std::string write_lucene(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  const Search search = lower_search(rule, *input.schema, input.lookups, fidelity, Outcomes::kNone);
  if (fidelity.refused()) return {};
  const SearchEvents* const events = lone_events(search, kLucene.title, fidelity);
  if (!events) return {};
  FilterText text(kLucene, fidelity);
  return events_text(*events, kLucene, text) + '\n';
}

}  // namespace yaral::convert
