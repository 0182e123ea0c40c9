#include "convert/kql_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

// Words that are no column names without brackets. Sorted.
constexpr std::string_view kKeywords[] = {
    "and",      "anomalychart", "areachart",      "as",         "asc",       "barchart",
    "between",  "bool",         "boolean",        "by",         "byte",      "card",
    "char",     "contains",     "dataexport",     "datatable",  "date",      "datetime",
    "decimal",  "desc",         "double",         "dynamic",    "earliest",  "endswith",
    "false",    "find",         "first",          "flags",      "float",     "from",
    "guid",     "has",          "has_all",        "has_any",    "hasprefix", "hassuffix",
    "in",       "int",          "invoke",         "journal",    "kind",      "last",
    "latest",   "let",          "like",           "linechart",  "long",      "materialize",
    "mdm",      "missing",      "nooptimization", "not",        "null",      "of",
    "on",       "or",           "others",         "pathformat", "piechart",  "print",
    "project",  "queries",      "real",           "relaxed",    "sample",    "scatterchart",
    "seal",     "seals",        "search",         "set",        "shards",    "simple",
    "sql",      "startswith",   "statistics",     "string",     "timechart", "time",
    "timeline", "timepivot",    "timespan",       "title",      "to",        "toscalar",
    "totable",  "treemap",      "true",           "uint",       "ulong",     "union",
    "uniqueid", "verbose",      "viewers",        "views",      "where",     "with"};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

constexpr std::string_view kEscaped = "\t\n\r\"\\";
constexpr std::string_view kEscapes = "tnr\"\\";

std::string escaped(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (const std::size_t known = kEscaped.find(c); known != kEscaped.npos) {
      out += {'\\', kEscapes[known]};
    } else if (is_ascii_control(c)) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string verbatim(std::string_view text) {
  std::string out = "@\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

}  // namespace

std::string kql_literal(std::string_view text) {
  if (std::ranges::any_of(text, is_ascii_control)) return escaped(text);
  return text.find_first_of("\\\"") == std::string_view::npos ? fmt::format("\"{}\"", text) : verbatim(text);
}

bool is_kql_identifier(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, is_word) && !(name[0] >= '0' && name[0] <= '9');
}

std::string kql_name(std::string_view name) {
  const bool plain = is_kql_identifier(name) && std::ranges::find(kKeywords, name) == std::end(kKeywords);
  return plain ? std::string(name) : '[' + kql_literal(name) + ']';
}

}  // namespace yaral::convert
