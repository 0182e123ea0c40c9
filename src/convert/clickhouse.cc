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
    {"arrays.length", "toInt64(length({0}))"},
    {"math.abs", "abs({0})"},
    {"re.replace", "replaceRegexpAll({0}, {1}, {2})", "empty matches may be replaced elsewhere"},
    {"strings.contains", "(position({0}, {1}) > 0)"},
    {"strings.ends_with", "({1} <> '' AND endsWith({0}, {1}))"},
    {"strings.length", "toInt64(lengthUTF8({0}))"},
    {"strings.starts_with", "({1} <> '' AND startsWith({0}, {1}))"},
    {"strings.to_lower", "lowerUTF8({0})"},
    {"strings.to_upper", "upperUTF8({0})"},
};

}  // namespace

const SqlDialect kClickhouseSql = {
    .title = "ClickHouse SQL",
    .prologue = "The table `events` holds each event once, as UDM that `yaral normalize` writes:\n"
                "  CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n;\n"
                "  INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json FROM file('events.ndjson', "
                "'JSONAsString');",
    .epilogue = "SETTINGS join_use_nulls = 1;\n",
    .leaves = {"JSONExtractString({0}{1})",
               "if(JSONType({0}{1}) = 'String', JSONExtractString({0}{1}), '')",
               "JSONExtractInt({0}{1})",
               "JSONExtractUInt({0}{1})",
               "JSONExtractFloat({0}{1})",
               "JSONExtractBool({0}{1})",
               "if(JSONHas({0}{1}), JSONExtractString({0}{1}), {2})",
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
    .any = "any({0})",
    .array = "arrayMap(r -> r.3, arraySort(r -> (r.1, r.2), groupArray(({1}, {2}, {0}))))",
    .first = "arraySlice({0}, 1, 1000)",
    .distinct = "arrayDistinct({0})",
    .ids = "arraySort(groupUniqArray({0}))",
    .wide = "toInt128({0})",
    .show_time = "fromUnixTimestamp64Nano({0}, 'UTC')",
    .pick = "arrayFold((picked, t) -> if(empty(picked) OR t >= picked[-1] + {1}, arrayPushBack(picked, t), picked), "
            "arraySort(groupArray({0})), CAST([] AS Array(Int64)))",
    .unnest_list = "arrayJoin({0})",
    .functions = kFunctions,
    .literal = literal,
    .path = path,
};

std::string write_clickhouse(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  return write_sql(rule, kClickhouseSql, input.lists, fidelity);
}

}  // namespace yaral::convert
