#include "convert/search.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "convert/filter_lowering.h"
#include "convert/list_entries.h"
#include "convert/search_groups.h"
#include "convert/source_choice.h"
#include "plan/compile_expr.h"
#include "semantics/expr_text.h"

namespace yaral::convert {

namespace {

// As many sources a message names.
constexpr std::size_t kNamedSources = 4;

class SearchLowering {
 public:
  SearchLowering(const BoundRule& rule, const Schema& schema, const plan::Lookups& lookups, Fidelity& fidelity)
      : rule_(rule),
        schema_(schema),
        lookups_(lookups),
        fidelity_(fidelity),
        context_{.rule = rule, .schema = schema, .lookups = lookups, .patterns = patterns_} {}

  Search run(Outcomes outcomes) {
    const Query query = lower(rule_, fidelity_);
    Search search{.rule = &rule_};
    if (fidelity_.refused()) return search;
    for (const EventFilter& events : query.events) {
      if (events.table)
        fidelity_.refuse(semantics::variable_text(rule_, events.variable), "rows of data tables are not joined here");
      else
        search.events.push_back(events_of(events));
    }
    if (fidelity_.refused()) return search;
    std::vector<const Expr*> joins;
    for (const Expr* join : query.joins)
      if (!joins_keys(*join)) joins.push_back(join);
    lower_groups(search, joins, outcomes, context_, fidelity_);
    return search;
  }

 private:
  // Lists that are not known are refused here, whatever a source makes of the rest of the predicate.
  void look_up_lists(const Expr& e) {
    for (const Expr& arg : e.args) look_up_lists(arg);
    if (e.op != Op::kInList) return;
    const auto entries = list_entries(rule_, e, lookups_);
    if (!entries) fidelity_.refuse(list_name(rule_.lists[e.index]), entries.error());
    if (entries && entries->texts.empty()) empty_lists_.insert(entries->name);
  }

  SearchEvents events_of(const EventFilter& events) {
    for (const Expr* predicate : events.predicates) look_up_lists(*predicate);
    SearchEvents out{.variable = events.variable,
                     .name = rule_.variables[events.variable].name,
                     .required = events.required,
                     .branches = {}};
    std::vector<SourceAttempt> found;
    std::vector<SourceAttempt> lacking;
    for (const SchemaSource& source : schema_.sources()) {
      SourceAttempt attempt = look(events, source);
      if (attempt.branch.filter.is(Filter::Op::kFalse)) continue;
      (attempt.missing.empty() ? found : lacking).push_back(std::move(attempt));
    }
    if (schema_.overlapping()) {
      if (choose_sources(found, lacking))
        fidelity_.remark('$' + out.name,
                         "is looked for where events of this log type, kind or channel are known to be");
      if (found.empty()) take_alternatives(found, lacking);
    }
    for (SourceAttempt& attempt : found) {
      fidelity_.add(attempt.fidelity);
      out.branches.push_back(std::move(attempt.branch));
    }
    tell_lacking(out, lacking);
    return out;
  }

  // Where no source has all fields: those that have them for some of a rule's alternatives.
  void take_alternatives(std::vector<SourceAttempt>& found, std::vector<SourceAttempt>& lacking) const {
    for (SourceAttempt& attempt : lacking) {
      Filter rest = without_missing(attempt.branch.filter);
      if (rest.is(Filter::Op::kFalse)) continue;
      for (const std::string& field : attempt.missing)
        attempt.fidelity.approximate(
            field, fmt::format("{} has no such field for events of `{}`: what the rule asks of it is left out",
                               schema_.title(), attempt.branch.source->name));
      SourceAttempt taken = attempt;
      taken.branch.filter = std::move(rest);
      found.push_back(std::move(taken));
    }
    if (!found.empty()) choose_sources(found, lacking);
  }

  SourceAttempt look(const EventFilter& events, const SchemaSource& source) {
    SourceAttempt out{.branch = {.source = &source, .filter = {}}, .missing = {}, .fidelity = {}};
    FilterLowering lowering(context_, source, out.fidelity);
    std::vector<Filter> all;
    for (const Expr* predicate : events.predicates) {
      all.push_back(decide_choices(lowering.filter(*predicate), source));
      if (all.back().is(Filter::Op::kFalse)) return {.branch = {&source, always(false)}, .missing = {}, .fidelity = {}};
    }
    for (const Expr* key : set_keys(events.variable)) all.push_back(key_set(lowering, *key));
    out.branch.filter = all_of(std::move(all));
    // Of what is decided nothing remains to be read.
    each_operand(out.branch.filter, [&](const Operand& operand) {
      if (operand.kind == Operand::Kind::kField && operand.field && operand.field->udm.empty())
        out.missing.insert(operand.name);
    });
    for (const std::string& name : lowering.missing())
      if (name.find(' ') != std::string::npos) out.missing.insert(name);
    return out;
  }

  // The match keys that a variable gives directly: groups without them are dropped.
  std::vector<const Expr*> set_keys(std::uint32_t variable) const {
    std::vector<const Expr*> out;
    for (const semantics::MatchKey& key : rule_.keys) {
      if (!key.drop_zero) continue;
      for (const semantics::Source& source : key.sources)
        if (source.variable == variable) out.push_back(&given_value(rule_, source));
    }
    return out;
  }

  static Filter key_set(FilterLowering& lowering, const Expr& key) {
    Operand value = lowering.operand(key);
    const bool decidable = value.kind == Operand::Kind::kConstant || value.kind == Operand::Kind::kField;
    std::string name = value.name;
    return decidable ? lowering.is_set(std::move(value), std::move(name)) : always(true);
  }

  void tell_lacking(const SearchEvents& found, const std::vector<SourceAttempt>& lacking) {
    const std::string variable = '$' + found.name;
    if (found.branches.empty() && lacking.empty() && !empty_lists_.empty()) {
      fidelity_.refuse(variable,
                       fmt::format("finds nothing while {} has no entries, or {} has no source of such events",
                                   fmt::join(empty_lists_, ", "), schema_.title()));
    } else if (found.branches.empty() && lacking.empty()) {
      fidelity_.refuse(variable, fmt::format("{} has no source of such events; `sources` in {} adds one",
                                             schema_.title(), schema_.file_to_extend()));
    } else if (found.branches.empty()) {
      const auto fewest = std::ranges::min_element(
          lacking, {}, [](const SourceAttempt& a) { return std::pair(a.missing.size(), !a.fidelity.refused()); });
      for (const std::string& field : fewest->missing)
        fidelity_.refuse(field, fmt::format("{} has no such field for events of `{}`; `fields` in {} adds one",
                                            schema_.title(), fewest->branch.source->name, schema_.file_to_extend()));
    } else if (!lacking.empty()) {
      std::vector<std::string> sources;
      std::set<std::string> missing;
      for (const SourceAttempt& attempt : lacking) {
        if (sources.size() < kNamedSources) sources.push_back('`' + attempt.branch.source->name + '`');
        missing.insert(attempt.missing.begin(), attempt.missing.end());
      }
      const std::string more = lacking.size() > sources.size()
                                   ? fmt::format(" and {} more", lacking.size() - sources.size())
                                   : std::string();
      fidelity_.approximate(variable, fmt::format("is not looked for in events of {}{}, where the schema has no {}",
                                                  fmt::join(sources, ", "), more, fmt::join(missing, ", ")));
    }
  }

  // Whether it only says that two variables give the same match key, which grouping by it says as well.
  bool joins_keys(const Expr& e) const {
    if (e.op != Op::kCompare || e.compare != semantics::CompareOp::kEq || e.nocase) return false;
    return std::ranges::any_of(rule_.keys, [&](const semantics::MatchKey& key) {
      return std::ranges::all_of(e.args, [&](const Expr& side) { return gives(key, side); });
    });
  }

  bool gives(const semantics::MatchKey& key, const Expr& side) const {
    const std::string text = semantics::expr_text(rule_, resolved(side));
    return std::ranges::any_of(key.sources, [&](const semantics::Source& source) {
      return semantics::expr_text(rule_, given_value(rule_, source)) == text;
    });
  }

  const Expr& resolved(const Expr& e) const {
    return e.op == Op::kPlaceholder ? resolved(rule_.placeholders[e.index].value) : e;
  }

  const BoundRule& rule_;
  const Schema& schema_;
  const plan::Lookups& lookups_;
  Fidelity& fidelity_;
  PatternForms patterns_;
  LoweringContext context_;
  std::set<std::string> empty_lists_;
};

}  // namespace

const SearchEvents& Search::of(std::uint32_t variable) const {
  return *std::ranges::find(events, variable, &SearchEvents::variable);
}

Search lower_search(const BoundRule& rule, const Schema& schema, const plan::Lookups& lookups, Fidelity& fidelity,
                    Outcomes outcomes) {
  return SearchLowering(rule, schema, lookups, fidelity).run(outcomes);
}

}  // namespace yaral::convert
