#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "semantics/warn.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;

// A repeated field that rows are made of: the variable, and the path down to it.
using Dimension = std::pair<std::uint32_t, std::string>;

std::set<Dimension> dimensions_of(const FieldUse& use) {
  std::set<Dimension> out;
  if (use.access != Access::kRow) return out;
  std::string path;
  std::size_t next = 0;
  for (const std::uint16_t repeated : use.path.repeated) {
    for (; next <= repeated; ++next) {
      const udm::PathStep& step = use.path.steps[next];
      path += fmt::format("{}.{}.{}/", static_cast<int>(step.kind), step.field, step.index);
    }
    out.emplace(use.variable, path);
  }
  return out;
}

// Calls `visit` for each field read by an expression, by itself or through placeholders, with the place that reads it.
template <typename Visit>
void visit_fields(const Binder& b, const Expr& e, const Visit& visit, const Expr* placeholder = nullptr) {
  if (e.op == Op::kField) visit(b.rule.fields[e.index], placeholder ? *placeholder : e);
  if (e.op == Op::kPlaceholder)
    visit_fields(b, b.rule.placeholders[e.index].value, visit, placeholder ? placeholder : &e);
  for (const Expr& arg : e.args) visit_fields(b, arg, visit, placeholder);
}

std::set<Dimension> dimensions_of(const Binder& b, const Expr& e) {
  std::set<Dimension> out;
  visit_fields(b, e, [&](const FieldUse& use, const Expr&) { out.merge(dimensions_of(use)); });
  return out;
}

// `= ""`, `!= 0`: said on purpose about fields that are not set.
bool is_zero_test(const Expr& e) {
  return (e.compare == CompareOp::kEq || e.compare == CompareOp::kNe) &&
         std::ranges::any_of(e.args, [](const Expr& arg) { return arg.op == Op::kConstant && arg.constant.is_zero(); });
}

// Comparisons and calls with whether they say what is (`=`) or what is not (`!=`, `not`).
template <typename Visit>
void visit_tests(const Expr& e, bool negated, const Visit& visit) {
  switch (e.op) {
    case Op::kNot: return visit_tests(e.args[0], !negated, visit);
    case Op::kAnd:
    case Op::kOr:
    case Op::kAny:
    case Op::kAll:
      for (const Expr& arg : e.args) visit_tests(arg, negated, visit);
      return;
    case Op::kCompare: return visit(e, !is_zero_test(e) && negated != (e.compare == CompareOp::kNe));
    default: visit(e, negated);
  }
}

// Aggregates whose value changes when a row is there twice.
bool counts_duplicates(const Expr& e) {
  constexpr std::array<std::string_view, 7> kNames = {
      "array", "count", "sum", "window.avg", "window.median", "window.stddev", "window.variance"};
  return e.op == Op::kAggregate && std::ranges::binary_search(kNames, e.function->name);
}

// The repeated fields that multiply rows: those of which outcomes read every element, or predicates take some out. One that
// a predicate holds at a value, or that the rows are grouped by, leaves about one row of an event.
std::map<Dimension, Span> multiplying(const Binder& b) {
  std::map<Dimension, Span> out;
  const auto add = [&](const FieldUse& use, const Expr& place) {
    for (const Dimension& d : dimensions_of(use)) out.try_emplace(d, place.span);
  };
  std::set<Dimension> held;
  for (const Outcome& outcome : b.rule.outcomes) visit_fields(b, outcome.value, add);
  for (const Expr& predicate : b.rule.predicates) {
    visit_tests(predicate, false, [&](const Expr& test, bool negated) {
      if (negated)
        visit_fields(b, test, add);
      else
        held.merge(dimensions_of(b, test));
    });
  }
  for (const MatchKey& key : b.rule.keys) held.merge(dimensions_of(b, key.value));
  for (const Dimension& d : held) out.erase(d);
  return out;
}

// An aggregate, and the place that multiplies its rows.
struct Inflated {
  const Expr* aggregate;
  Span repeated;
};

std::vector<Inflated> find_inflated(const Binder& b) {
  std::vector<Inflated> found;
  const std::map<Dimension, Span> all = multiplying(b);
  for (const Outcome& outcome : b.rule.outcomes) {
    visit_bound(outcome.value, [&](const Expr& e) {
      if (!counts_duplicates(e)) return;
      const std::set<Dimension> own = dimensions_of(b, e);
      const std::set<std::uint32_t> variables = variables_of(b, e);
      const auto strange = std::ranges::find_if(
          all, [&](const auto& entry) { return !own.contains(entry.first) && variables.contains(entry.first.first); });
      if (strange != all.end()) found.push_back({&e, strange->second});
    });
  }
  return found;
}

bool counts_events(const Binder& b, const Inflated& inflated) {
  const Expr& value = inflated.aggregate->args.front();
  return inflated.aggregate->function->name == "count" && value.op == Op::kField &&
         b.rule.fields[value.index].path.text == "metadata.id";
}

}  // namespace

// Language reference 3.9, 11.2.3.
void warn_inflated(Binder& b) {
  const std::vector<Inflated> found = find_inflated(b);
  if (found.empty()) return;
  const Inflated& first = found.front();
  auto& diagnostic = report(b, Code::kInflated, first.aggregate->span,
                            fmt::format("{} takes an event as often as {} has elements",
                                        written(b, first.aggregate->span), written(b, first.repeated)));
  diagnostic.others.push_back({first.repeated, "each element makes a row of its own"});
  for (std::size_t i = 1; i < found.size(); ++i)
    diagnostic.others.push_back({found[i].aggregate->span, "this does so too"});
  diagnostic.help = "`max`, `count_distinct` and `array_distinct` do not mind rows that are there several times";
  if (!std::ranges::all_of(found, [&](const Inflated& inflated) { return counts_events(b, inflated); })) return;
  diagnostic.fix = syntax::Fix{"count the events", {}};
  for (const Inflated& inflated : found) {
    const std::uint32_t begin = inflated.aggregate->span.begin;
    diagnostic.fix->edits.push_back({{begin, begin + 5}, "count_distinct"});
  }
}

namespace {

// What the predicates of a rule say about each field, by variable and path.
struct Statements {
  std::set<std::pair<std::uint32_t, std::string>> affirmed;
  std::set<Dimension> affirmed_dimensions;
  std::set<std::uint32_t> narrowed;  // variables of which some field outside `metadata` is affirmed
  std::vector<const Expr*> denials;  // tests for what is not
};

void affirm(const Binder& b, const Expr& e, Statements& out) {
  visit_fields(b, e, [&](const FieldUse& use, const Expr&) {
    out.affirmed.emplace(use.variable, use.path.text);
    out.affirmed_dimensions.merge(dimensions_of(use));
    if (!use.path.text.starts_with("metadata.")) out.narrowed.insert(use.variable);
  });
}

Statements statements_of(const Binder& b) {
  Statements out;
  for (const Expr& predicate : b.rule.predicates) {
    visit_tests(predicate, false, [&](const Expr& test, bool negated) {
      if (negated)
        out.denials.push_back(&test);
      else
        affirm(b, test, out);
    });
    visit_bound(predicate, [&](const Expr& e) {  // `any`, `all`
      if (e.op != Op::kAny && e.op != Op::kAll) return;
      out.narrowed.insert(b.rule.fields[e.index].variable);
      out.affirmed.emplace(b.rule.fields[e.index].variable, b.rule.fields[e.index].path.text);
    });
  }
  for (const Placeholder& p : b.rule.placeholders) out.affirmed_dimensions.merge(dimensions_of(b, p.value));
  for (const MatchKey& key : b.rule.keys)
    if (key.drop_zero) affirm(b, key.value, out);
  return out;
}

// The field that a test compares with something written out; nullptr when it compares anything else.
const Expr* tested_field(const Expr& test) {
  if (test.op == Op::kRegex) return test.args[0].op == Op::kField ? &test.args[0] : nullptr;
  if (test.op != Op::kCompare) return nullptr;
  for (const std::size_t side : {0u, 1u})
    if (test.args[side].op == Op::kField && test.args[1 - side].op == Op::kConstant) return &test.args[side];
  return nullptr;
}

void report_element(Binder& b, const Expr& test, const Expr& field) {
  auto& diagnostic = report(b, Code::kSomeElement, test.span,
                            fmt::format("this holds as soon as one element of {} differs", written(b, field.span)));
  diagnostic.help =
      fmt::format("write `all {}` before the comparison to ask it of every element", b.source.text(field.span));
}

void report_unset(Binder& b, const Expr& test, const Expr& field) {
  auto& diagnostic = report(b, Code::kUnsetPasses, test.span,
                            fmt::format("this holds for every event in which {} is not set", written(b, field.span)));
  diagnostic.help =
      fmt::format("nothing else narrows the rule: add `{} != \"\"`, or say what the events have in common",
                  b.source.text(field.span));
}

}  // namespace

// Language reference 11.2.19. Lists of exceptions are ordinary: only a rule made of nothing else is a likely mistake.
void warn_negatives(Binder& b) {
  const Statements said = statements_of(b);
  std::set<std::pair<std::uint32_t, std::string>> told;
  for (const Expr* test : said.denials) {
    const Expr* field = tested_field(*test);
    if (!field) continue;
    const FieldUse& use = b.rule.fields[field->index];
    const auto name = std::pair(use.variable, use.path.text);
    if (said.affirmed.contains(name) || told.contains(name)) continue;
    const std::set<Dimension> dimensions = dimensions_of(use);
    const bool spoken_of =
        std::ranges::any_of(dimensions, [&](const Dimension& d) { return said.affirmed_dimensions.contains(d); });
    if (!dimensions.empty() && !spoken_of) {
      report_element(b, *test, *field);
    } else if (dimensions.empty() && !said.narrowed.contains(use.variable) && told.empty() && is_text(use.path.type) &&
               !use.path.text.starts_with("metadata.")) {
      report_unset(b, *test, *field);
    } else {
      continue;
    }
    told.insert(name);
  }
}

// `$e.about[1].hostname` beside `$e.about.ip`: the second goes through all elements, the first does not (11.2.11).
void warn_index_and_rows(Binder& b) {
  std::map<std::pair<std::uint32_t, std::string>, Span> rows;
  std::map<std::pair<std::uint32_t, std::string>, Span> indexed;
  const auto note = [&](const FieldUse& use, const Expr& place) {
    std::string path;
    for (std::size_t i = 0; i < use.path.steps.size(); ++i) {
      const udm::PathStep& step = use.path.steps[i];
      if (step.kind == udm::PathStep::Kind::kIndex) {
        indexed.try_emplace({use.variable, path}, place.span);
        return;
      }
      if (step.kind != udm::PathStep::Kind::kField) return;
      path += fmt::format("{}/", step.field);
      const bool last = i + 1 == use.path.steps.size();
      const bool unnested = use.access == Access::kRow && std::ranges::count(use.path.repeated, i) > 0;
      if (unnested && !last) rows.try_emplace({use.variable, path}, place.span);
    }
  };
  visit_rule(b.rule, [&](const Expr& e) {
    if (e.op == Op::kField) note(b.rule.fields[e.index], e);
  });
  for (const auto& [path, place] : indexed) {
    const auto row = rows.find(path);
    if (row == rows.end()) continue;
    auto& diagnostic =
        report(b, Code::kIndexAndRows, place,
               fmt::format("{} is one element, {} every one in turn", written(b, place), written(b, row->second)));
    diagnostic.others.push_back({row->second, "this goes through all elements"});
    diagnostic.help = "give both an index, or neither, to speak of the same element";
    return;
  }
}

}  // namespace yaral::semantics
