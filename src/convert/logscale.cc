#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/block_search.h"
#include "convert/cidr_pattern.h"
#include "convert/slash_regex.h"
#include "convert/target.h"

// CQL, the query language of CrowdStrike LogScale and Falcon Next-Gen SIEM, over the events of the Falcon sensor.
namespace yaral::convert {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out + '"';
}

// Within quotes `*` stands for any text, in filters.
std::string literal(std::string_view text, LiteralUse use) {
  switch (use) {
    case LiteralUse::kContains: return quoted("*" + std::string(text) + "*");
    case LiteralUse::kStartsWith: return quoted(std::string(text) + "*");
    case LiteralUse::kEndsWith: return quoted("*" + std::string(text));
    case LiteralUse::kPattern: return flagged_regex(text);
    case LiteralUse::kWhole: break;
  }
  return quoted(text);
}

// Without case, and with characters that mean something within quotes, a text is a pattern.
std::string special(std::string_view field, std::string_view text, LiteralUse use, bool nocase) {
  const bool plain =
      std::ranges::none_of(text, [](char c) { return c == '*' || static_cast<unsigned char>(c) < 0x20; });
  if (plain && !nocase) return {};
  return fmt::format("{} = /{}/{}", field, slash_pattern(text, use), nocase ? "i" : "");
}

std::string field(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("#@._").find(c) != std::string_view::npos;
  });
  return plain ? std::string(name) : quoted(name);
}

bool can_name(std::string_view name) {
  return !name.empty() && std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || std::string_view("\"\\`$[]").find(c) != std::string_view::npos;
  });
}

// Words of the language.
std::string column(std::string_view name) {
  constexpr std::string_view kWords[] = {"and", "or", "not", "case", "match", "true", "false", "like"};
  return std::string(name) + (std::ranges::find(kWords, name) == std::end(kWords) ? "" : "_");
}

constexpr TextTest kText{.cased = "{0} = {1}", .nocase = "{0} = {1}"};

constexpr SearchFunction kFunctions[] = {
    {"math.abs", 1, "math:abs({0})"},     {"math.ceil", 1, "math:ceil({0})"},    {"math.floor", 1, "math:floor({0})"},
    {"strings.length", 1, "length({0})"}, {"strings.to_lower", 1, "lower({0})"}, {"strings.to_upper", 1, "upper({0})"},
};

constexpr FilterDialect kDialect{.title = "CQL",
                                 .both = " AND ",
                                 .either = " OR ",
                                 .negated = "NOT ({0})",
                                 .always = "true",
                                 .never = "false",
                                 .exists = "{0} = /./",
                                 .exists_number = "{0} = *",
                                 .equals = kText,
                                 .one_of = {},
                                 .contains = kText,
                                 .starts_with = kText,
                                 .ends_with = kText,
                                 .regex = {.cased = "{0} = {1}", .nocase = {}},
                                 .equals_number = "{0} = {1}",
                                 .equals_bool = "{0} = {1}",
                                 .truth = {"\"false\"", "\"true\""},
                                 .cidr = {},
                                 .compares_fields = false,
                                 .compare = "{0} {1} {2}",
                                 .symbols = {"=", "!=", "<", "<=", ">", ">="},
                                 .arithmetic = "({0} {1} {2})",
                                 .conditional = {},
                                 .seconds = "(({0} - ({0} % 1000)) / 1000)",
                                 .concat_begin = {},
                                 .concat_between = {},
                                 .concat_end = {},
                                 .coalesce = {},
                                 .regex_dialect = RegexDialect::kJava,
                                 .functions = kFunctions,
                                 .folding = "letters beyond ASCII may keep their case",
                                 .special = special,
                                 .literal = literal,
                                 .field = field,
                                 .column = column};

constexpr BlockAggregate kAggregates[] = {
    {"array_distinct", "{ collect([{0}]) | {1} := {0} }", false, "leaves out events without the field"},
    {"avg", "avg({0}, as={1})", true, "leaves out events without the field"},
    {"count", "count(as={1})", true},
    {"count_distinct", "count({0}, distinct=true, as={1})", false,
     "is an estimate where there are many values, and leaves out events without the field"},
    {"earliest", "min({0}, as={1})"},
    {"latest", "max({0}, as={1})"},
    {"max", "max({0}, as={1})"},
    {"min", "min({0}, as={1})", false, "leaves out events without the field"},
    {"sum", "sum({0}, as={1})", true},
    {"window.avg", "avg({0}, as={1})", true, "leaves out events without the field"},
    {"window.stddev", "stdDev({0}, as={1})", true, "leaves out events without the field"},
};

constexpr BlockLanguage kLanguage{.dialect = kDialect,
                                  .aggregates = kAggregates,
                                  .assign = "{0} := {1}",
                                  .where = "{0}",
                                  .where_columns = "test({0} {1} {2})",
                                  .choice = "case { {1} | {0} := {2} ; * | {0} := {3} }",
                                  .tests_columns = true,
                                  .block = "window_start := @timestamp - (@timestamp % {0})",
                                  .count_of = "{ event_variable = \"{1}\" | count(as={0}) }",
                                  .group = "groupBy([{1}], function=[{0}], limit=max)",
                                  .show = "select([{0}])"};

// The values of `where` are the schema's own, with its wildcards.
std::string source_filter(const SchemaSource& source) {
  std::string out;
  for (const auto& [name, values] : source.where) {
    std::vector<std::string> tests;
    for (const std::string& value : values) tests.push_back(fmt::format("{} = {}", field(name), quoted(value)));
    const std::string all = fmt::format("{}", fmt::join(tests, " OR "));
    out += (out.empty() ? "" : " AND ") + (tests.size() > 1 ? '(' + all + ')' : all);
  }
  return source.from.empty() ? out : source.from + (out.empty() ? "" : " AND " + out);
}

class Rows {
 public:
  explicit Rows(const BlockRows& from)
      : search_(from.search), text_(from.text), fidelity_(from.fidelity), read_(from.read), joins_(from.joins) {}

  std::string write() {
    std::vector<std::string> branches;
    for (const SearchEvents& events : search_.events)
      for (std::size_t b = 0; b < events.branches.size(); ++b) branches.push_back(branch(events, b));
    if (branches.size() == 1) return branches[0];
    std::string out = "case {";
    for (std::size_t i = 0; i < branches.size(); ++i) {
      for (const std::string_view line : split(branches[i], '\n')) out += fmt::format("\n    {}", line);
      out += i + 1 < branches.size() ? ";" : "";
    }
    return out + "\n}";
  }

 private:
  std::string branch(const SearchEvents& events, std::size_t at) {
    std::size_t made = 0;
    std::string out = source_filter(*events.branches[at].source) +
                      block_filter(kLanguage, text_, with_cidr_patterns(events.branches[at].filter), fidelity_, made);
    if (search_.events.size() > 1) out += fmt::format("\n| {} := {}", kBlockVariable, quoted(events.name));
    for (const BlockColumn& column : block_columns(search_, events, at, read_, joins_))
      out += block_assignment(kLanguage, text_, column.name, column.value);
    return out;
  }

  const Search& search_;
  FilterText& text_;
  Fidelity& fidelity_;
  const std::set<std::string>& read_;
  std::span<const WindowJoin> joins_;
};

}  // namespace

std::string write_logscale(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  return write_blocks(
      rule, input, kLanguage, can_name, [](const BlockRows& from) { return Rows(from).write(); }, fidelity);
}

}  // namespace yaral::convert
