#include "convert/sql_dialect.h"
#include "convert/sql_query.h"
#include "convert/target.h"

// ClickHouse SQL over UDM events as JSON.
namespace yaral::convert {

namespace {

std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

// Further arguments of the JSON functions; indices count from 1.
std::string path(std::span<const JsonStep> steps) {
  std::string text;
  for (const JsonStep& step : steps)
    text += ", " + (step.kind == JsonStep::Kind::kIndex ? std::to_string(step.index + 1) : literal(step.name));
  return text;
}

constexpr SqlFunction kFunctions[] = {
    {"arrays.concat", 2, R"(arrayConcat({0}, {1}))"},
    {"arrays.contains", 2, R"(has({0}, {1}))"},
    {"arrays.index_to_str", 2, R"({0}[if({1} < 0, {1}, {1} + 1)])"},
    {"arrays.join_string", 2, R"(arrayStringConcat({0}, {1}))"},
    {"arrays.length", 1, R"(toInt64(length({0})))"},
    {"arrays.size", 1, R"(toInt64(length({0})))"},
    {"cast.as_int", 1,
     R"(if(match({0}, '^[+-]?[0-9]+([.][0-9]*)?$'), toInt64OrZero(extract({0}, '^[+-]?[0-9]+')), 0))"},
    {"cast.as_string", 1, R"(CAST({0} AS VARCHAR))"},
    {"hash.sha256", 1, R"(lower(hex(SHA256({0}))))"},
    {"math.abs", 1, R"(abs({0}))"},
    {"math.ceil", 1, R"(if(abs({0}) < 9.2e18, toInt64(ceil({0})), 0))"},
    {"math.floor", 1, R"(if(abs({0}) < 9.2e18, toInt64(floor({0})), 0))"},
    {"math.log", 1, R"(if({0} > 0, log({0}), 0.0))"},
    {"math.sqrt", 1, R"(if({0} < 0, 0.0, sqrt({0})))"},
    {"re.replace", 3, R"(replaceRegexpAll({0}, {1}, {2}))", "empty matches may be replaced elsewhere"},
    {"strings.contains", 2, R"((position({0}, {1}) > 0))"},
    {"strings.count_substrings", 2, R"(if({1} = '', 0, toInt64(countSubstrings({0}, {1}))))"},
    {"strings.ends_with", 2, R"(({1} <> '' AND endsWith({0}, {1})))"},
    {"strings.length", 1, R"(toInt64(lengthUTF8({0})))"},
    {"strings.ltrim", 2, R"(trimLeft({0}, {1}))"},
    {"strings.reverse", 1, R"(reverseUTF8({0}))"},
    {"strings.rtrim", 2, R"(trimRight({0}, {1}))"},
    {"strings.split", 2, R"(if({1} = '', ngrams({0}, 1), splitByString({1}, {0})))"},
    {"strings.starts_with", 2, R"(({1} <> '' AND startsWith({0}, {1})))"},
    {"strings.to_lower", 1, R"(lowerUTF8({0}))"},
    {"strings.to_upper", 1, R"(upperUTF8({0}))"},
    {"strings.trim", 2, R"(trimBoth({0}, {1}))"},
    {"timestamp.get_date", 1, R"(formatDateTime(toDateTime64({0}, 0, 'UTC'), '%Y-%m-%d'))"},
    {"timestamp.get_day_of_week", 1, R"(toInt64(toDayOfWeek(toDateTime64({0}, 0, 'UTC'), 3)))"},
    {"timestamp.get_hour", 1, R"(intDiv(({0} % 86400 + 86400) % 86400, 3600))"},
    {"timestamp.get_minute", 1, R"(intDiv((({0} % 86400 + 86400) % 86400) % 3600, 60))"},
};

constexpr SqlFunction kAggregates[] = {
    {"window.avg", 1, "avg({0})"},
    {"window.stddev", 1, "if(count() > 1, stddevSamp({0}), 0.0)"},
    {"window.variance", 1, "if(count() > 1, varSamp({0}), 0.0)"},
};

}  // namespace

const SqlDialect kClickhouseSql = {
    .title = "ClickHouse SQL",
    .prologue =
        "The table `events` holds each event once, as UDM that `yaral normalize` writes:\n"
        "  CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;\n"
        "  INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', "
        "'JSONAsString');",
    .epilogue = "SETTINGS join_use_nulls = 1;\n",
    .leaves = {"JSONExtractString({0}{1})", "if(JSONType({0}{1}) = 'String', JSONExtractString({0}{1}), '')",
               "JSONExtractInt({0}{1})", "JSONExtractUInt({0}{1})", "JSONExtractFloat({0}{1})",
               "JSONExtractBool({0}{1})", "if(JSONHas({0}{1}), JSONExtractString({0}{1}), {2})",
               "toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString({0}{1}), 9, 'UTC'))",
               "intDiv(toUnixTimestamp64Nano(parseDateTime64BestEffortOrZero(JSONExtractString({0}{1}), 9, 'UTC')), "
               "1000000000)"},
    .elements = "JSONExtractArrayRaw({0}{1})",
    .has = "JSONHas({0}{1})",
    .label = "arrayFirst(l -> JSONExtractString(l, 'key') = {1}, {0})",
    .unnest = "arrayJoin(if(empty({0}), [''], {0}))",
    .transform = "arrayMap({1} -> {2}, {0})",
    .filter = "arrayFilter({1} -> {2}, {0})",
    .flatten = "arrayFlatten({0})",
    .length = "length({0})",
    .fold = "lowerUTF8(replaceAll({0}, 'ſ', 's'))",
    .regex = "match({0}, {1})",
    .capture = "regexpExtract({0}, {1}, {2})",
    .in_cidr = "if(isIPv4String({0}) OR isIPv6String({0}), isIPAddressInRange({0}, {1}), false)",
    .in_ipv4 = {},
    .any = "any({0})",
    .array = "arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(({1}, {2}, {0}))))",
    .first = "arraySlice({0}, 1, 1000)",
    .distinct = "arrayDistinct({0})",
    .ids = "arraySort(groupUniqArray({0}))",
    .wide = "toInt128({0})",
    .show_time = "fromUnixTimestamp64Nano({0}, 'UTC')",
    .pick =
        "arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + {1}, arrayPushBack(picked, t), picked), "
        "arraySort(groupArray({0})), CAST([] AS Array(Int64)))",
    .unnest_list = "arrayJoin({0})",
    .functions = kFunctions,
    .aggregates = kAggregates,
    .literal = literal,
    .path = path,
};

std::string write_clickhouse(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  return write_sql(rule, kClickhouseSql, input.lookups, fidelity);
}

}  // namespace yaral::convert
