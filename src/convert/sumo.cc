#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "base/time.h"
#include "convert/block_search.h"
#include "convert/cidr_pattern.h"
#include "convert/event_search.h"
#include "convert/slash_regex.h"
#include "convert/target.h"
#include "syntax/quote.h"

// Sumo Logic: searches of logs over the normalised records of Cloud SIEM.
namespace yaral::convert {

namespace {

std::string quoted(std::string_view text) { return '"' + syntax::escape(text) + '"'; }

// `matches` may ask for all of the text, so that patterns say what is around them.
constexpr std::string_view kAnything = "[\\s\\S]*";

std::string pattern(std::string_view text, LiteralUse use) {
  const bool from_start = use == LiteralUse::kStartsWith || use == LiteralUse::kWhole;
  const bool to_end = use == LiteralUse::kEndsWith || use == LiteralUse::kWhole;
  std::string body = slash_pattern(text, use == LiteralUse::kPattern ? use : LiteralUse::kContains);
  if (use == LiteralUse::kPattern) body = "(?:" + body + ')';
  return fmt::format("/^{}{}{}$/", from_start ? "" : kAnything, body, to_end ? "" : kAnything);
}

std::string literal(std::string_view text, LiteralUse use) {
  return use == LiteralUse::kWhole ? quoted(text) : pattern(text, use);
}

std::string special(std::string_view field, std::string_view text, LiteralUse use, bool nocase) {
  const bool plain = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (plain || use != LiteralUse::kWhole) return {};
  return nocase ? fmt::format("toLowerCase({}) matches {}", field, pattern(ascii_lower(text), use))
                : fmt::format("{} matches {}", field, pattern(text, use));
}

std::string field(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain ? std::string(name) : '%' + quoted(name);
}

bool can_name(std::string_view name) {
  return !name.empty() && std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || std::string_view("\"\\`").find(c) != std::string_view::npos;
  });
}

std::string column(std::string_view name) {
  constexpr std::string_view kWords[] = {"and", "or",    "not",   "in",   "as",    "by",
                                         "if",  "where", "count", "true", "false", "null"};
  return std::string(name) + (std::ranges::find(kWords, name) == std::end(kWords) ? "" : "_");
}

constexpr TextTest kMatches{.cased = "{0} matches {1}", .nocase = "toLowerCase({0}) matches {1}"};

constexpr SearchFunction kFunctions[] = {
    {"math.abs", 1, "abs({0})"},
    {"math.ceil", 1, "ceil({0})"},
    {"math.floor", 1, "floor({0})"},
    {"math.sqrt", 1, "sqrt({0})"},
    {"strings.length", 1, "length({0})"},
    {"strings.to_lower", 1, "toLowerCase({0})"},
    {"strings.to_upper", 1, "toUpperCase({0})"},
};

constexpr FilterDialect kDialect{.title = "Sumo Logic",
                                 .both = " and ",
                                 .either = " or ",
                                 .negated = "!({0})",
                                 .always = "1 = 1",
                                 .never = "1 = 0",
                                 .exists = "(!isNull({0}) and {0} != \"\")",
                                 .exists_number = "!isNull({0})",
                                 .guarded = "(!isNull({0}) and {1})",
                                 .equals = {.cased = "{0} = {1}", .nocase = "toLowerCase({0}) = {1}"},
                                 .one_of = {.cased = "{0} in ({1})", .nocase = "toLowerCase({0}) in ({1})"},
                                 .contains = kMatches,
                                 .starts_with = kMatches,
                                 .ends_with = kMatches,
                                 .regex = {.cased = "{0} matches {1}", .nocase = {}},
                                 .equals_number = "{0} = {1}",
                                 .equals_bool = "{0} = {1}",
                                 .truth = {"\"false\"", "\"true\""},
                                 .cidr = {},
                                 .compare = "{0} {1} {2}",
                                 .compare_nocase = "toLowerCase({0}) {1} toLowerCase({2})",
                                 .symbols = {"=", "!=", "<", "<=", ">", ">="},
                                 .text_or_empty = "if(isNull({0}), \"\", {0})",
                                 .number_or_zero = "if(isNull({0}), 0, {0})",
                                 .arithmetic = "({0} {1} {2})",
                                 .divided = "if({1} = 0, 0, {0} / {1})",
                                 .conditional = "if({0}, {1}, {2})",
                                 .seconds = "floor({0} / 1000)",
                                 .concat_begin = "concat(",
                                 .concat_between = ", ",
                                 .concat_end = ")",
                                 .coalesce = "if({0} != \"\", {0}, {1})",
                                 .regex_dialect = RegexDialect::kRe2,
                                 .functions = kFunctions,
                                 .lowers_literals = true,
                                 .folding = "letters beyond ASCII may keep their case",
                                 .special = special,
                                 .literal = literal,
                                 .field = field,
                                 .column = column};

constexpr BlockAggregate kAggregates[] = {
    {"any", "first({0}) as {1}"},
    {"array_distinct", "values({0}) as {1}", false, "has at most 100 values"},
    {"avg", "avg({0}) as {1}", true},
    {"count", "count as {1}", true},
    {"count_distinct", "count_distinct({0}) as {1}", false, "is an estimate where there are many values"},
    {"earliest", "min({0}) as {1}"},
    {"latest", "max({0}) as {1}"},
    {"max", "max({0}) as {1}"},
    {"min", "min({0}) as {1}"},
    {"sum", "sum({0}) as {1}", true},
    {"window.avg", "avg({0}) as {1}", true},
    {"window.stddev", "stddev({0}) as {1}", true},
};

constexpr BlockLanguage kLanguage{.dialect = kDialect,
                                  .aggregates = kAggregates,
                                  .assign = "{1} as {0}",
                                  .where = "where {0}",
                                  .where_columns = "where {0} {1} {2}",
                                  .block = "timeslice {1}s as window_start",
                                  .count_of = "sum(is_{1}) as {0}",
                                  .mark = "if(event_variable = \"{0}\", 1, 0) as is_{0}",
                                  .group = "{0} by {1}",
                                  .show = "fields {0}"};

// The part of a search before its first `|`.
std::string scope(const SchemaSource& source) {
  std::string out = "_index=" + source.from;
  for (const auto& [name, values] : source.where) {
    std::vector<std::string> tests;
    for (const std::string& value : values) tests.push_back(fmt::format("{}={}", name, quoted(value)));
    const std::string all = fmt::format("{}", fmt::join(tests, " or "));
    out += ' ' + (tests.size() > 1 ? '(' + all + ')' : all);
  }
  return out;
}

// A source within a condition.
std::string source_test(const SchemaSource& source) {
  std::vector<std::string> tests;
  for (const auto& [name, values] : source.where) {
    std::vector<std::string> literals;
    for (const std::string& value : values) literals.push_back(quoted(value));
    tests.push_back(fmt::format("{} in ({})", field(name), fmt::join(literals, ", ")));
  }
  return fmt::format("{}", fmt::join(tests, " and "));
}

struct Branch {
  const SearchEvents* events = nullptr;
  const SearchBranch* branch = nullptr;
  std::vector<BlockColumn> columns;
};

class Rows {
 public:
  explicit Rows(const BlockRows& from) : search_(from.search), text_(from.text), fidelity_(from.fidelity) {
    for (const SearchEvents& events : search_.events)
      for (std::size_t b = 0; b < events.branches.size(); ++b)
        branches_.push_back({&events, &events.branches[b], block_columns(search_, events, b, from.read, from.joins)});
  }

  std::string write() { return branches_.size() == 1 ? one() : several(); }

 private:
  std::string one() {
    const Branch& branch = branches_.front();
    std::size_t made = 0;
    std::string out = scope(*branch.branch->source) +
                      block_filter(kLanguage, text_, with_cidr_patterns(branch.branch->filter), fidelity_, made);
    for (const BlockColumn& column : branch.columns)
      out += block_assignment(kLanguage, text_, column.name, column.value);
    return out;
  }

  // All records in one search, and which of the branches each is of.
  std::string several() {
    std::string scopes;
    std::string number = "0";
    std::string variable = "\"\"";
    for (std::size_t i = branches_.size(); i-- > 0;) {
      const Branch& branch = branches_[i];
      const Filter filter = with_cidr_patterns(branch.branch->filter);
      const std::string test =
          source_test(*branch.branch->source) + (filter.is(Filter::Op::kTrue) ? "" : " and " + text_.part(filter));
      number = fmt::format("if({}, {}, {})", test, i + 1, number);
      variable = fmt::format("if(event_branch = {}, {}, {})", i + 1, quoted(branch.events->name), variable);
      const std::string own = '(' + scope(*branch.branch->source) + ')';
      if (scopes.find(own) == std::string::npos) scopes = own + (scopes.empty() ? "" : " or ") + scopes;
    }
    std::string out = fmt::format("{}\n| {} as event_branch\n| where event_branch > 0", scopes, number);
    if (search_.events.size() > 1) out += fmt::format("\n| {} as {}", variable, kBlockVariable);
    std::vector<std::string> names;
    for (const Branch& branch : branches_)
      for (const BlockColumn& column : branch.columns)
        if (std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
    for (const std::string& name : names) out += fmt::format("\n| {} as {}", value_of(name), column(name));
    return out;
  }

  // A column that only some branches have is null in the others.
  std::string value_of(const std::string& name) {
    std::string out = "null";
    for (std::size_t i = branches_.size(); i-- > 0;) {
      const auto found = std::ranges::find(branches_[i].columns, name, &BlockColumn::name);
      if (found == branches_[i].columns.end()) continue;
      out = fmt::format("if(event_branch = {}, {}, {})", i + 1, text_.in_value(found->value), out);
    }
    return out;
  }

  const Search& search_;
  FilterText& text_;
  Fidelity& fidelity_;
  std::vector<Branch> branches_;
};

}  // namespace

std::string write_sumo(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  const auto rows = [&](const BlockRows& from) {
    if (rule.window && rule.window->size.nanos >= 86'400'000'000'000)
      fidelity.approximate(window_text(*rule.window), "days begin where the time zone of the search has them");
    return Rows(from).write();
  };
  return write_blocks(rule, input, kLanguage, can_name, rows, fidelity);
}

}  // namespace yaral::convert
