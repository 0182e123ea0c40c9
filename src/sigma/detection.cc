#include "sigma/detection.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "sigma/condition.h"
#include "sigma/predicate.h"

namespace yaral::sigma {

namespace {

using Result = std::expected<Expr, std::string>;

// As many predicates a rule may have: a `1 of them` in every one of many conditions must not grow without end.
constexpr std::size_t kMaxPredicates = 20'000;
// And as many values: those of a selection each time that it is named.
constexpr std::size_t kMaxValues = 1'000'000;

void add_kinds(const std::vector<FieldTest>& tests, std::string_view kind_field, std::vector<std::string>& kinds) {
  for (const FieldTest& test : tests) {
    if (test.field != kind_field || !test.modifiers.empty()) continue;
    for (const Scalar& value : test.values) {
      const auto text = plain_text(parse_pattern(value.text));
      if (text && std::ranges::find(kinds, *text) == kinds.end()) kinds.push_back(*text);
    }
  }
}

class DetectionMaker {
 public:
  DetectionMaker(const Rule& rule, const Taxonomy& taxonomy, const Source& source, std::string_view variable)
      : taxonomy_(taxonomy), source_(source), variable_(variable), kind_field_(taxonomy.kind_field(source)) {
    for (const Selection& selection : rule.selections) {
      for (const auto& tests : selection.alternatives) add_kinds(tests, kind_field_, kinds_);
    }
    // A Windows service is a channel.
    const auto reads_channel = [](const std::string& c) { return c.contains("additional.fields[\"Channel\"]"); };
    if (std::ranges::any_of(source.conditions, reads_channel)) additional_.insert("Channel");
  }

  // Any of the conditions over the selections.
  Result any_condition(const std::vector<std::string>& conditions, const std::vector<Selection>& selections) {
    std::vector<Expr> out;
    for (const std::string& text : conditions) {
      const auto condition = parse_condition(text);
      if (!condition) return std::unexpected(fmt::format("the condition `{}`: {}", text, condition.error()));
      Result expr = translate(*condition, selections);
      if (!expr) return expr;
      out.push_back(std::move(*expr));
    }
    return any_of(std::move(out));
  }

  convert::Fidelity fidelity() const {
    convert::Fidelity out;
    if (!additional_.empty())
      out.approximate(
          fmt::format("{}", fmt::join(additional_, ", ")),
          "read from additional.fields, where yaral keeps what UDM has no field for; SecOps' own parser may "
          "put it elsewhere");
    if (!parts_.empty())
      out.approximate(fmt::format("{}", fmt::join(parts_, ", ")),
                      "UDM has it only as a part of a longer text, where it is looked for anywhere");
    if (!keywords_.empty()) out.approximate("keywords", keywords_);
    return out;
  }

  std::vector<std::string> kinds() const { return kinds_; }

 private:
  static std::unexpected<std::string> fail(std::string message) { return std::unexpected(std::move(message)); }

  Result translate(const Condition& condition, const std::vector<Selection>& selections) {
    switch (condition.kind) {
      case Condition::Kind::kSelection: return named(condition.name, selections);
      case Condition::Kind::kOneOf:
      case Condition::Kind::kAllOf: return quantified(condition, selections);
      case Condition::Kind::kNot: {
        Result inner = translate(condition.children.front(), selections);
        return inner ? Result(negate(std::move(*inner))) : inner;
      }
      default: break;
    }
    std::vector<Expr> out;
    for (const Condition& child : condition.children) {
      Result expr = translate(child, selections);
      if (!expr) return expr;
      out.push_back(std::move(*expr));
    }
    return condition.kind == Condition::Kind::kAnd ? all_of(std::move(out)) : any_of(std::move(out));
  }

  Result named(const std::string& name, const std::vector<Selection>& selections) {
    const auto found = std::ranges::find(selections, name, &Selection::name);
    if (found == selections.end()) return fail(fmt::format("the condition names `{}`, which is no selection", name));
    return translate(*found);
  }

  // `all of them` of a list of keywords means each of its entries.
  Result quantified(const Condition& condition, const std::vector<Selection>& selections) {
    std::vector<Expr> out;
    for (const Selection& selection : selections) {
      if (!selection_matches(condition.name, selection.name)) continue;
      Result expr = translate(selection);
      if (!expr) return expr;
      out.push_back(std::move(*expr));
    }
    if (out.empty()) return fail(fmt::format("no selection is called `{}`", condition.name));
    return condition.kind == Condition::Kind::kAllOf ? all_of(std::move(out)) : any_of(std::move(out));
  }

  Result translate(const Selection& selection) {
    std::vector<Expr> out;
    for (const auto& tests : selection.alternatives) {
      std::vector<std::string> kinds;
      add_kinds(tests, kind_field_, kinds);
      std::vector<Expr> both;
      for (const FieldTest& test : tests) {
        Result expr = translate(test, kinds.empty() ? kinds_ : kinds);
        if (!expr) return expr;
        both.push_back(std::move(*expr));
      }
      out.push_back(all_of(std::move(both)));
    }
    return any_of(std::move(out));
  }

  Result translate(const FieldTest& test, const std::vector<std::string>& kinds) {
    if (++predicates_ > kMaxPredicates) return fail(fmt::format("more than {} predicates", kMaxPredicates));
    values_ += test.values.size();
    if (values_ > kMaxValues) return fail(fmt::format("more than {} values", kMaxValues));
    const auto match = apply_modifiers(test);
    if (!match) return fail(test.field.empty() ? match.error() : fmt::format("`{}`: {}", test.field, match.error()));
    if (test.field.empty()) return keywords(*match);
    const std::vector<Place> places = places_of(test.field, kinds);
    if (places.empty()) return fail(no_place(test.field));
    Result out = field_test(places, *match, kinds);
    return out ? out : fail(fmt::format("`{}`: {}", test.field, out.error()));
  }

  Result field_test(const std::vector<Place>& places, const FieldMatch& match, const std::vector<std::string>& kinds) {
    const bool refers =
        std::ranges::any_of(match.matches, [](const Match& m) { return m.kind == Match::Kind::kFieldRef; });
    if (!refers) return field_predicate(variable_, places, match, {});
    std::vector<Expr> out;
    for (const Match& one : match.matches) {
      const std::vector<Place> other = places_of(one.text, kinds);
      if (other.empty()) return fail(no_place(one.text));
      Result expr = field_predicate(variable_, places, {.matches = {one}}, other);
      if (!expr) return expr;
      out.push_back(std::move(*expr));
    }
    return match.all ? all_of(std::move(out)) : any_of(std::move(out));
  }

  std::vector<Place> places_of(const std::string& field, const std::vector<std::string>& kinds) {
    std::vector<Place> places = taxonomy_.places(source_, field, kinds);
    for (const Place& place : places) {
      if (place.additional) additional_.insert(field);
      if (place.part) parts_.insert(field);
    }
    return places;
  }

  std::string no_place(const std::string& field) const {
    return fmt::format("the field `{}` of {} has no place in UDM that yaral knows: name one in a file for --fields",
                       field, to_string(source_.key));
  }

  // Keywords are in any of the fields that hold what an event says in words.
  Result keywords(const FieldMatch& match) {
    const std::vector<Place> places = taxonomy_.keyword_places(source_);
    if (places.empty())
      return fail(
          fmt::format("keywords, without a field to look into, have no place in events of {}", to_string(source_.key)));
    FieldMatch anywhere = match;
    for (Match& one : anywhere.matches) {
      if (one.kind == Match::Kind::kPattern) one.pattern = ends_anywhere(begins_anywhere(std::move(one.pattern)));
    }
    std::vector<std::string> paths;
    paths.reserve(places.size());
    for (const Place& place : places) paths.push_back(place.access.front().path);
    keywords_ = fmt::format("are looked for in {} only", fmt::join(paths, ", "));
    return field_predicate(variable_, places, anywhere, {});
  }

  const Taxonomy& taxonomy_;
  const Source& source_;
  std::string_view variable_;
  std::string_view kind_field_;
  std::vector<std::string> kinds_;
  std::set<std::string> additional_;
  std::set<std::string> parts_;
  std::string keywords_;
  std::size_t predicates_ = 0;
  std::size_t values_ = 0;
};

// The condition of a source about another variable than `$e`.
std::string about(std::string_view condition, std::string_view variable) {
  std::string out;
  std::size_t at = 0;
  for (auto found = condition.find("$e."); found != std::string_view::npos; found = condition.find("$e.", at)) {
    out += condition.substr(at, found - at);
    out += variable;
    out += '.';
    at = found + 3;
  }
  out += condition.substr(at);
  return out;
}

void add_untested(const LogSource& asked, const LogSource& known, convert::Fidelity& fidelity) {
  const auto add = [&](std::string_view what, const std::string& wanted, const std::string& has) {
    if (!wanted.empty() && has.empty()) fidelity.approximate(fmt::format("{} `{}`", what, wanted), "is not tested");
  };
  add("category", asked.category, known.category);
  add("product", asked.product, known.product);
  add("service", asked.service, known.service);
}

}  // namespace

std::expected<Detection, std::string> translate_detection(const Rule& rule, const std::vector<const Filter*>& filters,
                                                          const Taxonomy& taxonomy, std::string_view variable) {
  const Source* source = taxonomy.find(rule.source);
  if (source == nullptr)
    return std::unexpected(fmt::format("the log source {} is not known: say in a file for --fields what its events are",
                                       to_string(rule.source)));
  DetectionMaker maker(rule, taxonomy, *source, variable);
  std::vector<Expr> all;
  all.reserve(source->conditions.size() + 1 + filters.size());
  for (const std::string& condition : source->conditions) all.push_back(leaf(about(condition, variable)));
  auto found = maker.any_condition(rule.conditions, rule.selections);
  if (!found) return std::unexpected(found.error());
  all.push_back(std::move(*found));
  for (const Filter* filter : filters) {
    auto more = maker.any_condition({filter->condition}, filter->selections);
    if (!more) return std::unexpected(fmt::format("the filter `{}`: {}", filter->head.title, more.error()));
    all.push_back(std::move(*more));
  }
  Detection out{
      .source = source, .predicate = all_of(std::move(all)), .kinds = maker.kinds(), .fidelity = maker.fidelity()};
  add_untested(rule.source, source->key, out.fidelity);
  return out;
}

}  // namespace yaral::sigma
