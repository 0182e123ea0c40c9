#include "convert/sql_dialect.h"
#include "convert/sql_query.h"
#include "convert/target.h"

// DuckDB SQL over UDM events as JSON.
namespace yaral::convert {

namespace {

// A text with nothing special but the quote, which is doubled.
std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += c;
    out += c;
  }
  return out + '\'';
}

// A JSON path, as a literal: '$.principal.ip[0]'.
std::string path(std::span<const JsonStep> steps) {
  std::string text = "$";
  for (const JsonStep& step : steps) {
    if (step.kind == JsonStep::Kind::kIndex) {
      text += '[' + std::to_string(step.index) + ']';
    } else if (step.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string::npos) {
      text += '.' + step.name;
    } else {
      text += ".\"" + step.name + '"';
    }
  }
  return literal(text);
}

constexpr SqlFunction kFunctions[] = {
    {"arrays.length", "len({0})"},
    {"math.abs", "abs({0})"},
    {"re.replace", "regexp_replace({0}, {1}, {2}, 'g')", "empty matches may be replaced elsewhere"},
    {"strings.contains", "contains({0}, {1})"},
    {"strings.ends_with", "({1} <> '' AND ends_with({0}, {1}))"},
    {"strings.length", "length({0})"},
    {"strings.starts_with", "({1} <> '' AND starts_with({0}, {1}))"},
    {"strings.to_lower", "lower({0})"},
    {"strings.to_upper", "upper({0})"},
};

}  // namespace

const SqlDialect kDuckdbSql = {
    .title = "DuckDB SQL",
    .prologue = "The table `events` holds each event once, as UDM that `yaral normalize` writes:\n"
                "  CREATE TABLE events AS\n"
                "    SELECT row_number() OVER () AS n, json AS j FROM read_ndjson_objects('events.ndjson');",
    .epilogue = ";\n",
    .leaves = {"coalesce(json_extract_string({0}, {1}), '')",
               "CASE WHEN json_type({0}, {1}) = 'VARCHAR' THEN json_extract_string({0}, {1}) ELSE '' END",
               "coalesce(TRY_CAST(json_extract_string({0}, {1}) AS BIGINT), 0)",
               "coalesce(TRY_CAST(json_extract_string({0}, {1}) AS UBIGINT), 0)",
               "coalesce(TRY_CAST(json_extract_string({0}, {1}) AS DOUBLE), 0)",
               "coalesce(json_extract_string({0}, {1}) = 'true', FALSE)",
               "coalesce(json_extract_string({0}, {1}), {2})",
               "coalesce(epoch_ns(TRY_CAST(json_extract_string({0}, {1}) AS TIMESTAMP_NS)), 0)",
               "coalesce(epoch_ns(TRY_CAST(json_extract_string({0}, {1}) AS TIMESTAMP_NS)) // 1000000000, 0)"},
    .elements = "coalesce(json_extract({0}, {1})::JSON[], [])",
    .has = "json_exists({0}, {1})",
    .label = "list_filter({0}, lambda l: json_extract_string(l, '$.key') = {1})[1]",
    .unnest = "unnest(CASE WHEN len({0}) > 0 THEN {0} ELSE [NULL::JSON] END)",
    .transform = "list_transform({0}, lambda {1}: {2})",
    .filter = "list_filter({0}, lambda {1}: {2})",
    .flatten = "flatten({0})",
    .length = "len({0})",
    .fold = "lower(translate({0}, 'ſİ', 'sı'))",
    .regex = "regexp_matches({0}, {1})",
    .capture = "regexp_extract({0}, {1}, {2})",
    .in_cidr = {},
    .any = "any_value({0})",
    .array = "list({0} ORDER BY {1}, {2})",
    .first = "({0})[1:1000]",
    .distinct = "list_reduce(list_transform({0}, lambda v: [v]), "
                "lambda seen, v: CASE WHEN list_contains(seen, v[1]) THEN seen ELSE seen || v END)",
    .ids = "list_sort(list(DISTINCT {0}))",
    .wide = "CAST({0} AS HUGEINT)",
    .show_time = "make_timestamp_ns({0})",
    .pick = "list_reduce(list_transform(list({0} ORDER BY {0}), lambda t: [t]), "
            "lambda picked, t: CASE WHEN t[1] >= picked[-1] + {1} THEN picked || t ELSE picked END)",
    .unnest_list = "unnest({0})",
    .functions = kFunctions,
    .literal = literal,
    .path = path,
};

std::string write_duckdb(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  return write_sql(rule, kDuckdbSql, input.lists, fidelity);
}

}  // namespace yaral::convert
