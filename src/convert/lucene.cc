#include <algorithm>

#include "base/text.h"
#include "convert/filter_text.h"
#include "convert/search.h"
#include "convert/target.h"

// Lucene query strings (Kibana, Elasticsearch `query_string`): filters of single events, no more.
namespace yaral::convert {

namespace {

constexpr std::string_view kSpecial = "+-=&|><!(){}[]^\"~*?:\\/ ";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string literal(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kContains: return '*' + escaped(text) + '*';
    case LiteralUse::kStartsWith: return escaped(text) + '*';
    case LiteralUse::kEndsWith: return '*' + escaped(text);
    case LiteralUse::kPattern: {
      std::string out = "/";
      for (const char c : text) out += c == '/' ? std::string("\\/") : std::string(1, c);
      return out + '/';
    }
    case LiteralUse::kWhole: break;
  }
  return escaped(text);
}

std::string name(std::string_view text) { return escaped(text); }

constexpr TextTest kText{.cased = "{0}:{1}", .nocase = {}};

constexpr FilterDialect kLucene{.title = "Lucene",
                                .both = " AND ",
                                .either = " OR ",
                                .negated = "(NOT ({0}))",
                                .always = "*:*",
                                .never = "(NOT *:*)",
                                .exists = "_exists_:{0}",
                                .equals = kText,
                                .one_of = {},
                                .contains = kText,
                                .starts_with = kText,
                                .ends_with = kText,
                                .regex = kText,
                                .equals_number = "{0}:{1}",
                                .equals_bool = "{0}:{1}",
                                .cidr = "{0}:\"{1}\"",
                                .compare = {},
                                .symbols = {},
                                .arithmetic = {},
                                .conditional = {},
                                .seconds = {},
                                .concat_begin = {},
                                .concat_between = {},
                                .concat_end = {},
                                .coalesce = {},
                                .regex_dialect = RegexDialect::kLucene,
                                .functions = {},
                                .literal = literal,
                                .field = name,
                                .column = name};

}  // namespace

std::string write_lucene(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  const Search search = lower_search(rule, *input.schema, input.lookups, fidelity, Outcomes::kNone);
  if (fidelity.refused()) return {};
  FilterText text(kLucene, fidelity);
  std::string out;
  for (const SearchBranch& branch : search.events.front().branches) {
    std::string all = text.part(branch.filter);
    for (const auto& [field, values] : branch.source->where)
      for (const std::string& value : values)
        all = name(field) + ':' + literal(value, LiteralUse::kWhole) + " AND " + all;
    out += (out.empty() ? "(" : " OR (") + all + ')';
  }
  return out + '\n';
}

}  // namespace yaral::convert
