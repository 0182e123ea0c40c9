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
    {"arrays.concat", 2, R"(list_concat({0}, {1}))"},
    {"arrays.contains", 2, R"(list_contains({0}, {1}))"},
    {"arrays.index_to_str", 2, R"(coalesce({0}[CASE WHEN {1} < 0 THEN {1} ELSE {1} + 1 END], ''))"},
    {"arrays.join_string", 2, R"(array_to_string({0}, {1}))"},
    {"arrays.length", 1, R"(len({0}))"},
    {"arrays.size", 1, R"(len({0}))"},
    {"cast.as_int", 1,
     R"(CASE WHEN regexp_full_match({0}, '[+-]?[0-9]+([.][0-9]*)?') THEN coalesce(TRY_CAST(regexp_extract({0}, '^[+-]?[0-9]+') AS BIGINT), 0) ELSE 0 END)"},
    {"cast.as_string", 1, R"(CAST({0} AS VARCHAR))"},
    {"hash.sha256", 1, R"(sha256({0}))"},
    {"math.abs", 1, R"(abs({0}))"},
    {"math.ceil", 1, R"(coalesce(TRY_CAST(ceil({0}) AS BIGINT), 0))"},
    {"math.floor", 1, R"(coalesce(TRY_CAST(floor({0}) AS BIGINT), 0))"},
    {"math.log", 1, R"(CASE WHEN {0} > 0 THEN ln({0}) ELSE 0.0 END)"},
    {"math.sqrt", 1, R"(CASE WHEN {0} < 0 THEN 0.0 ELSE sqrt({0}) END)"},
    {"re.replace", 3, R"(regexp_replace({0}, {1}, {2}, 'g'))", "empty matches may be replaced elsewhere"},
    {"strings.contains", 2, R"(contains({0}, {1}))"},
    {"strings.count_substrings", 2,
     R"(CASE WHEN {1} = '' THEN 0 ELSE (length({0}) - length(replace({0}, {1}, ''))) // length({1}) END)"},
    {"strings.ends_with", 2, R"(({1} <> '' AND ends_with({0}, {1})))"},
    {"strings.length", 1, R"(length({0}))"},
    {"strings.ltrim", 2, R"(ltrim({0}, {1}))"},
    {"strings.reverse", 1, R"(reverse({0}))", "combining marks stay behind their letter"},
    {"strings.rtrim", 2, R"(rtrim({0}, {1}))"},
    {"strings.split", 2, R"(string_split({0}, {1}))"},
    {"strings.starts_with", 2, R"(({1} <> '' AND starts_with({0}, {1})))"},
    {"strings.to_lower", 1, R"(lower({0}))"},
    {"strings.to_upper", 1, R"(upper({0}))"},
    {"strings.trim", 2, R"(trim({0}, {1}))"},
    {"timestamp.get_date", 1, R"(strftime(make_timestamp({0} * 1000000), '%Y-%m-%d'))"},
    {"timestamp.get_day_of_week", 1, R"(CAST(dayofweek(make_timestamp({0} * 1000000)) + 1 AS BIGINT))"},
    {"timestamp.get_hour", 1, R"((({0} % 86400 + 86400) % 86400) // 3600)"},
    {"timestamp.get_minute", 1, R"((({0} % 86400 + 86400) % 86400) % 3600 // 60)"},
};

constexpr SqlFunction kAggregates[] = {
    {"window.avg", 1, "avg({0})"},
    {"window.stddev", 1, "coalesce(stddev_samp({0}), 0.0)"},
    {"window.variance", 1, "coalesce(var_samp({0}), 0.0)"},
};

}  // namespace

const SqlDialect kDuckdbSql = {
    .title = "DuckDB SQL",
    .prologue =
        "The table `events` holds each event once, as UDM that `yaral normalize` writes:\n"
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
    .in_ipv4 =
        R"(CASE WHEN regexp_full_match({0}, '((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])') THEN )"
        "list_reduce(list_transform(string_split({0}, '.'), lambda o: CAST(o AS BIGINT)), "
        "lambda a, o: a * 256 + o) BETWEEN {1} AND {2} ELSE FALSE END",
    .any = "any_value({0})",
    .array = "list({0} ORDER BY {1}, {2})",
    .first = "({0})[1:1000]",
    .distinct =
        "list_reduce(list_transform({0}, lambda v: [v]), "
        "lambda seen, v: CASE WHEN list_contains(seen, v[1]) THEN seen ELSE seen || v END)",
    .ids = "list_sort(list(DISTINCT {0}))",
    .wide = "CAST({0} AS HUGEINT)",
    .show_time = "make_timestamp_ns({0})",
    .pick =
        "list_reduce(list_transform(list({0} ORDER BY {0}), lambda t: [t]), "
        "lambda picked, t: CASE WHEN t[1] >= picked[-1] + {1} THEN picked || t ELSE picked END)",
    .unnest_list = "unnest({0})",
    .functions = kFunctions,
    .aggregates = kAggregates,
    .literal = literal,
    .path = path,
};

std::string write_duckdb(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  return write_sql(rule, kDuckdbSql, input.lookups, fidelity);
}

}  // namespace yaral::convert
