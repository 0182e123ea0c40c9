#include "sigma/correlation.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sigma/condition.h"
#include "sigma/detection.h"
#include "sigma/predicate.h"

namespace yaral::sigma {

namespace {

struct Unit {
  char letter;
  std::uint64_t seconds;
};

constexpr Unit kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 7 * 86400}};
constexpr std::uint64_t kShortestWindow = 60;

struct Bound {
  std::string_view sigma;
  std::string_view sign;
};

constexpr Bound kBounds[] = {{"gt", ">"}, {"gte", ">="}, {"lt", "<"}, {"lte", "<="}, {"eq", "="}, {"neq", "!="}};

std::expected<std::uint64_t, std::string> seconds_of(const std::string& timespan) {
  std::uint64_t number = 0;
  const char* end = timespan.data() + timespan.size();
  const auto [rest, error] = std::from_chars(timespan.data(), end, number);
  const auto unit = rest == end ? std::end(kUnits) : std::ranges::find(kUnits, *rest, &Unit::letter);
  if (error != std::errc() || rest + 1 != end || unit == std::end(kUnits) || number == 0 || number > 1'000'000)
    return std::unexpected(fmt::format("`timespan` must be a number and s, m, h, d or w, not `{}`", timespan));
  return number * unit->seconds;
}

std::string window_text(std::uint64_t seconds) {
  if (seconds % 86400 == 0) return fmt::format("{}d", seconds / 86400);
  if (seconds % 3600 == 0) return fmt::format("{}h", seconds / 3600);
  return seconds % 60 == 0 ? fmt::format("{}m", seconds / 60) : fmt::format("{}s", seconds);
}

std::string placeholder(const std::string& field) {
  Head named;
  named.name = "by_" + field;
  return rule_name(named);
}

class CorrelationMaker {
 public:
  CorrelationMaker(const Correlation& correlation, const std::vector<Correlated>& rules, const Taxonomy& taxonomy)
      : correlation_(correlation), rules_(rules), taxonomy_(taxonomy) {}

  std::expected<CorrelationSections, std::string> run() {
    std::string problem;
    if (correlation_.type == "temporal" || correlation_.type == "temporal_ordered") {
      problem = temporal();
    } else if (correlation_.type == "event_count" || correlation_.type == "value_count" ||
               correlation_.type == "value_sum" || correlation_.type == "value_avg") {
      problem = counted();
    } else {
      problem = fmt::format("correlations of the type `{}` have no counterpart in YARA-L", correlation_.type);
    }
    if (problem.empty()) problem = window();
    if (!problem.empty()) return std::unexpected(problem);
    return std::move(out_);
  }

 private:
  // All rules about one event variable: any of them counts.
  std::string counted() {
    std::vector<Expr> any;
    std::vector<Detection> detections;
    for (const Correlated& rule : rules_) {
      auto detection = translate_detection(*rule.rule, rule.filters, taxonomy_, "$e");
      if (!detection) return in_rule(rule, detection.error());
      out_.fidelity.add(detection->fidelity);
      any.push_back(detection->predicate);
      detections.push_back(std::move(*detection));
    }
    out_.sections.events = to_lines(any_of(std::move(any)));
    for (const std::string& field : correlation_.group_by) {
      if (std::string problem = bind_shared(field, placeholder(field), detections); !problem.empty()) return problem;
      keys_.push_back("$" + placeholder(field));
    }
    if (keys_.empty()) bind_nothing({"$e"});
    return count_condition(detections);
  }

  std::string count_condition(const std::vector<Detection>& detections) {
    std::string counted = "#e";
    if (correlation_.type != "event_count") {
      if (correlation_.field.empty()) return fmt::format("`{}` needs `field` in its condition", correlation_.type);
      std::string value;
      if (std::string problem = shared_value(correlation_.field, detections, value); !problem.empty()) return problem;
      if (correlation_.type == "value_count") {
        out_.sections.events.push_back("$counted_value = " + value);
        counted = "#counted_value";
      } else {
        const std::string_view aggregate = correlation_.type == "value_sum" ? "sum" : "avg";
        out_.sections.outcome.push_back(fmt::format("$total = {}({})", aggregate, value));
        counted = "$total";
      }
    }
    if (correlation_.bounds.empty()) return "`condition` needs a bound such as `gte: 10`";
    out_.sections.condition = "$e";
    for (const auto& [name, number] : correlation_.bounds) {
      const auto bound = std::ranges::find(kBounds, name, &Bound::sigma);
      if (bound == std::end(kBounds)) return fmt::format("`{}` is no bound (gt, gte, lt, lte, eq, neq)", name);
      if (number.empty() || number.find_first_not_of("0123456789.") != std::string::npos)
        return fmt::format("`{}` needs a number, not `{}`", name, number);
      out_.sections.condition += fmt::format(" and {} {} {}", counted, bound->sign, number);
    }
    return {};
  }

  // An event variable for each rule, joined by what they are grouped by.
  std::string temporal() {
    std::vector<std::string> variables;
    std::vector<Detection> detections;
    for (const Correlated& rule : rules_) {
      variables.push_back(fmt::format("$e{}", variables.size() + 1));
      auto detection = translate_detection(*rule.rule, rule.filters, taxonomy_, variables.back());
      if (!detection) return in_rule(rule, detection.error());
      out_.fidelity.add(detection->fidelity);
      for (std::string& line : to_lines(detection->predicate)) out_.sections.events.push_back(std::move(line));
      detections.push_back(std::move(*detection));
    }
    for (const std::string& field : correlation_.group_by) {
      for (std::size_t i = 0; i < rules_.size(); ++i) {
        std::string value;
        std::string problem = value_in(field, rules_[i], detections[i], variables[i], value);
        if (!problem.empty()) return problem;
        out_.sections.events.push_back(fmt::format("${} = {}", placeholder(field), value));
      }
      keys_.push_back("$" + placeholder(field));
    }
    if (keys_.empty()) bind_nothing(variables);
    if (correlation_.type == "temporal_ordered") {
      for (std::size_t i = 1; i < variables.size(); ++i)
        out_.sections.events.push_back(
            fmt::format("{}.metadata.event_timestamp.seconds <= {}.metadata.event_timestamp.seconds", variables[i - 1],
                        variables[i]));
    }
    return temporal_condition(variables);
  }

  std::string temporal_condition(const std::vector<std::string>& variables) {
    if (correlation_.condition.empty()) {
      out_.sections.condition = fmt::format("{}", fmt::join(variables, " and "));
      return {};
    }
    const auto condition = parse_condition(correlation_.condition);
    if (!condition) return condition.error();
    std::string problem;
    out_.sections.condition = condition_text(*condition, variables, problem);
    return problem;
  }

  std::string condition_text(const Condition& condition, const std::vector<std::string>& variables,
                             std::string& problem) const {
    if (condition.kind == Condition::Kind::kSelection) {
      for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].reference == condition.name) return variables[i];
      }
      problem = fmt::format("the condition names `{}`, which is none of `rules`", condition.name);
      return {};
    }
    if (condition.kind == Condition::Kind::kNot && condition.children.front().kind == Condition::Kind::kSelection)
      return "!" + condition_text(condition.children.front(), variables, problem);
    if (condition.kind != Condition::Kind::kAnd && condition.kind != Condition::Kind::kOr) {
      problem = "`not` of several rules, and `1 of`, have no counterpart in conditions of YARA-L";
      return {};
    }
    std::vector<std::string> parts;
    for (const Condition& child : condition.children) parts.push_back(condition_text(child, variables, problem));
    return fmt::format("({})", fmt::join(parts, condition.kind == Condition::Kind::kAnd ? " and " : " or "));
  }

  // What the field is called in a rule: its alias there, or the same.
  std::string field_in(const std::string& field, const Correlated& rule) const {
    for (const Alias& alias : correlation_.aliases) {
      if (alias.name != field) continue;
      for (const auto& [name, own] : alias.fields) {
        if (name == rule.reference || name == rule.rule->head.id || name == rule.rule->head.name) return own;
      }
    }
    return field;
  }

  std::string value_in(const std::string& field, const Correlated& rule, const Detection& detection,
                       std::string_view variable, std::string& value) const {
    const std::string own = field_in(field, rule);
    const std::vector<Place> places = taxonomy_.places(*detection.source, own, detection.kinds);
    if (places.empty())
      return fmt::format("the field `{}` of {} has no place in UDM", own, to_string(rule.rule->source));
    const auto found = value_of(variable, places.front());
    if (!found) return fmt::format("`{}`: {}", own, found.error());
    value = *found;
    return {};
  }

  std::string shared_value(const std::string& field, const std::vector<Detection>& detections,
                           std::string& value) const {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      std::string own;
      if (std::string problem = value_in(field, rules_[i], detections[i], "$e", own); !problem.empty()) return problem;
      if (!value.empty() && value != own)
        return fmt::format("`{}` is at several places in UDM: {} and {}", field, value, own);
      value = own;
    }
    return {};
  }

  std::string bind_shared(const std::string& field, const std::string& name, const std::vector<Detection>& detections) {
    std::string value;
    std::string problem = shared_value(field, detections, value);
    if (problem.empty()) out_.sections.events.push_back(fmt::format("${} = {}", name, value));
    return problem;
  }

  // Windows need a key: one that is the same for all events.
  void bind_nothing(const std::vector<std::string>& variables) {
    for (const std::string& variable : variables)
      out_.sections.events.push_back(fmt::format(
          "$all_events = if({}.metadata.event_type = \"EVENTTYPE_UNSPECIFIED\", \"all\", \"all\")", variable));
    keys_.push_back("$all_events");
  }

  std::string window() {
    const auto seconds = seconds_of(correlation_.timespan);
    if (!seconds) return seconds.error();
    if (*seconds < kShortestWindow)
      out_.fidelity.approximate("timespan " + correlation_.timespan, "is a minute here, the shortest there is");
    out_.sections.match =
        fmt::format("{} over {}", fmt::join(keys_, ", "), window_text(std::max(*seconds, kShortestWindow)));
    return {};
  }

  static std::string in_rule(const Correlated& rule, const std::string& problem) {
    return fmt::format("its rule `{}`: {}", rule.reference, problem);
  }

  const Correlation& correlation_;
  const std::vector<Correlated>& rules_;
  const Taxonomy& taxonomy_;
  CorrelationSections out_;
  std::vector<std::string> keys_;
};

}  // namespace

std::expected<CorrelationSections, std::string> translate_correlation(const Correlation& correlation,
                                                                      const std::vector<Correlated>& rules,
                                                                      const Taxonomy& taxonomy) {
  return CorrelationMaker(correlation, rules, taxonomy).run();
}

}  // namespace yaral::sigma
