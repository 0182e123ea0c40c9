#include "convert/kql_dialect.h"

#include "convert/kql_text.h"

namespace yaral::convert {

namespace {

// Seconds since 1970 as a time.
#define YARAL_KQL_TIME "(datetime(1970-01-01) + {0} * 1s)"

constexpr SearchFunction kFunctions[] = {
    {"cast.as_int", 1, R"(coalesce(tolong(extract("^[+]?(-?[0-9]+)([.][0-9]*)?$", 1, tostring({0}))), 0))",
     "what begins with +- is a number"},
    {"cast.as_string", 1, "tostring({0})"},
    {"hash.sha256", 1, "hash_sha256({0})", "of an empty text it may be empty"},
    {"math.abs", 1, "abs({0})"},
    {"math.ceil", 1, "tolong(ceiling({0}))"},
    {"math.floor", 1, "tolong(floor({0}, 1))"},
    {"math.log", 1, "iff({0} > 0, log({0}), 0.0)"},
    {"math.pow", 2, "pow({0}, {1})", "beyond the range of numbers it is infinite"},
    {"math.sqrt", 1, "iff({0} < 0, 0.0, sqrt({0}))"},
    {"strings.base64_decode", 1, "base64_decode_tostring({0})", "bytes that are no UTF-8 give nothing"},
    {"strings.contains", 2, "({0} contains_cs {1})"},
    {"strings.count_substrings", 2,
     R"(iff({1} == "", 0, (strlen({0}) - strlen(replace_string({0}, {1}, ""))) / strlen({1})))"},
    {"strings.ends_with", 2, "({1} != \"\" and {0} endswith_cs {1})"},
    {"strings.length", 1, "strlen({0})"},
    {"strings.reverse", 1, "reverse({0})"},
    {"strings.starts_with", 2, "({1} != \"\" and {0} startswith_cs {1})"},
    {"strings.to_lower", 1, "tolower({0})"},
    {"strings.to_upper", 1, "toupper({0})"},
    {"timestamp.get_date", 1, "format_datetime(" YARAL_KQL_TIME ", \"yyyy-MM-dd\")"},
    {"timestamp.get_day_of_week", 1, "(tolong(dayofweek(" YARAL_KQL_TIME ") / 1d) + 1)"},
    {"timestamp.get_hour", 1, "tolong(hourofday(" YARAL_KQL_TIME "))"},
    {"timestamp.get_minute", 1, "tolong(datetime_part(\"minute\", " YARAL_KQL_TIME "))"},
    {kCaptured[0], 2, "extract({1}, 0, {0})"},
    {kCaptured[1], 2, "extract({1}, 1, {0})"},
};

#undef YARAL_KQL_TIME

std::string literal(std::string_view text, LiteralUse) { return kql_literal(text); }
std::string as_is(std::string_view text) { return std::string(text); }

}  // namespace

const FilterDialect kKqlDialect{
    .title = "KQL",
    .both = " and ",
    .either = " or ",
    .negated = "not({0})",
    .always = "true",
    .never = "false",
    .exists = "isnotempty({0})",
    .exists_number = "isnotnull({0})",
    .equals = {.cased = "{0} == {1}", .nocase = "{0} =~ {1}"},
    .one_of = {.cased = "{0} in ({1})", .nocase = "{0} in~ ({1})"},
    .contains = {.cased = "{0} contains_cs {1}", .nocase = "{0} contains {1}"},
    .starts_with = {.cased = "{0} startswith_cs {1}", .nocase = "{0} startswith {1}"},
    .ends_with = {.cased = "{0} endswith_cs {1}", .nocase = "{0} endswith {1}"},
    .regex = {.cased = "{0} matches regex {1}", .nocase = {}},
    .equals_number = "{0} == {1}",
    .equals_bool = "{0} == {1}",
    .cidr = "coalesce(ipv4_is_in_range({0}, {1}), false)",
    .cidr6 = "coalesce(ipv6_is_in_range({0}, {1}), false)",
    .compare = "{0} {1} {2}",
    .compare_nocase = "tolower({0}) {1} tolower({2})",
    .compare_texts = "strcmp({0}, {2}) {1} 0",
    .symbols = {"==", "!=", "<", "<=", ">", ">="},
    .number_or_zero = "coalesce({0}, 0)",
    .arithmetic = "({0} {1} {2})",
    .divided = "iff({1} == 0, 0.0, todouble({0}) / {1})",
    .remainder = "iff({1} == 0, 0, {0} % {1})",
    .conditional = "iff({0}, {1}, {2})",
    .seconds = "tolong((bin({0}, 1s) - datetime(1970-01-01)) / 1s)",
    .time_literal = "datetime({0})",
    .concat_begin = "strcat(",
    .concat_between = ", ",
    .concat_end = ")",
    .coalesce = "iff(isnotempty({0}), {0}, {1})",
    .regex_dialect = RegexDialect::kKusto,
    .functions = kFunctions,
    .literal = literal,
    .field = as_is,
    .column = as_is,
};

}  // namespace yaral::convert
