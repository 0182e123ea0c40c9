#include "engine/composites.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/text.h"
#include "detections/collection_json.h"
#include "engine/emit.h"
#include "engine/evaluate.h"
#include "engine/event_view.h"
#include "engine/rows.h"
#include "udm/json.h"

namespace yaral::engine {

namespace {

using plan::Node;
using plan::RulePlan;
using plan::RuleVariable;
using semantics::EventSource;

constexpr std::size_t kMostLevels = 10;  // language reference 3.14, 11.1

// What is known of a rule's detections before there are any.
constexpr std::array<std::string_view, 7> kKnown = {"rule_name", "rule_id",     "rule_version", "rule_type",
                                                    "severity",  "description", "rule_labels"};
constexpr std::array<std::string_view, 2> kIdentity = {"rule_name", "rule_id"};

template <std::size_t N>
bool names(const std::array<std::string_view, N>& fields, const udm::Path& path) {
  return std::ranges::any_of(fields, [&](std::string_view field) {
    const std::string full = fmt::format("detection.{}", field);
    return path.text == full || path.text.starts_with(full + "[") || path.text.starts_with(full + ".");
  });
}

template <std::size_t N>
bool reads_only(const Node& node, const RulePlan& rule, const std::array<std::string_view, N>& fields) {
  const bool field = node.op == plan::Op::kField || node.op == plan::Op::kElement || node.op == plan::Op::kAny ||
                     node.op == plan::Op::kAll;
  if (field && !names(fields, rule.rule->fields[node.index].path)) return false;
  return std::ranges::all_of(node.args, [&](const Node& arg) { return reads_only(arg, rule, fields); });
}

// A variable over detections, and the predicates on what is known beforehand.
struct Consumer {
  RuleVariable which;
  std::vector<const Node*> known;
  bool by_identity = false;  // some name the rule
};

Consumer consumer_of(const RulePlan& rule, RuleVariable which) {
  Consumer consumer{.which = which, .known = {}};
  const plan::VariablePlan& variable = rule.variables[which.variable];
  for (const auto* predicates : {&variable.event_predicates, &variable.row_predicates}) {
    for (const Node& node : *predicates) {
      if (!reads_only(node, rule, kKnown)) continue;
      consumer.known.push_back(&node);
      consumer.by_identity = consumer.by_identity || reads_only(node, rule, kIdentity);
    }
  }
  return consumer;
}

// The tests of a predicate that ask for a rule by its name: `rule_name = "…"`, of a choice all.
void add_name_tests(const Node& node, const RulePlan& rule, std::vector<const Node*>& out) {
  if (node.op == plan::Op::kAnd || node.op == plan::Op::kOr)
    for (const Node& arg : node.args) add_name_tests(arg, rule, out);
  if (node.op != plan::Op::kCompare || node.compare != semantics::CompareOp::kEq) return;
  const auto is_name = [&](const Node& arg) {
    return arg.op == plan::Op::kField && rule.rule->fields[arg.index].path.text == "detection.rule_name";
  };
  if (std::ranges::any_of(node.args, is_name)) out.push_back(&node);
}

class Finder {
 public:
  explicit Finder(const plan::Plan& plan)
      : plan_(plan), context_{.arena = arena_, .notes = notes_, .now_seconds = 0}, view_(plan, context_) {}

  Composites find() {
    const std::size_t count = plan_.rules().size();
    found_.consumers.resize(count);
    waits_for_.resize(count);
    for (std::uint32_t rule = 0; rule < count; ++rule)
      for (std::uint32_t v = 0; v < plan_.rules()[rule].variables.size(); ++v)
        if (plan_.rules()[rule].variables[v].source == EventSource::kDetection)
          consumers_.push_back(consumer_of(plan_.rules()[rule], {rule, v}));
    for (const bool by_identity : {true, false}) {
      for (const Consumer& consumer : consumers_)
        if (consumer.by_identity == by_identity) connect(consumer);
    }
    for (const Consumer& consumer : consumers_) warn_of_unknown_names(consumer);
    arrange();
    return std::move(found_);
  }

 private:
  bool is_composite(std::uint32_t rule) const {
    return std::ranges::any_of(consumers_, [&](const Consumer& c) { return c.which.rule == rule; });
  }

  void connect(const Consumer& consumer) {
    for (std::uint32_t producer = 0; producer < plan_.rules().size(); ++producer) {
      const bool open = consumer.known.empty();
      if (open ? is_composite(producer) : !may_concern(producer, consumer)) continue;
      if (!consumer.by_identity && reaches(producer, consumer.which.rule)) continue;
      found_.consumers[producer].push_back(consumer.which);
      waits_for_[consumer.which.rule].insert(producer);
    }
  }

  void warn_of_unknown_names(const Consumer& consumer) {
    const RulePlan& rule = plan_.rules()[consumer.which.rule];
    std::vector<const Node*> tests;
    for (const Node* node : consumer.known) add_name_tests(*node, rule, tests);
    for (const Node* test : tests) {
      const Node& wanted = test->args[test->args[0].op == plan::Op::kConstant ? 0 : 1];
      if (wanted.op == plan::Op::kConstant) warn_if_unknown(rule, wanted.constant.as_text(), test->nocase);
    }
  }

  void warn_if_unknown(const RulePlan& rule, std::string_view wanted, bool nocase) {
    std::vector<std::string> others;
    for (const RulePlan& other : plan_.rules()) {
      const std::string& name = other.rule->name;
      if (nocase ? equal_folded(name, wanted) : name == wanted) return;
      others.push_back(name);
    }
    const std::string near = did_you_mean(nearest_names(wanted, others));
    plan::add_problem(
        found_.warnings,
        {.rule = rule.rule->name,
         .message = fmt::format("it reads detections of the rule `{}`, which is not among the rules that run{}", wanted,
                                near.empty() ? "" : "; " + near)});
  }

  // Whether `from` waits, directly or not, for `to`.
  bool reaches(std::uint32_t from, std::uint32_t to) const {
    std::set<std::uint32_t> seen{from};
    std::vector<std::uint32_t> open{from};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (at == to) return true;
      for (const std::uint32_t next : waits_for_[at])
        if (seen.insert(next).second) open.push_back(next);
    }
    return false;
  }

  // A detection of the producer with nothing in it but what every one of them has.
  const udm::Event& sample(std::uint32_t producer) {
    samples_.resize(plan_.rules().size());
    if (samples_[producer].root) return samples_[producer];
    detections::Detection d;
    d.rule = rule_info(*plan_.rules()[producer].rule, 0);
    std::string json;
    detections::append_collection(json, d);
    udm::JsonDecoder decoder(nullptr, udm::Root::kDetection);
    if (const auto event = decoder.decode(arena_.copy(json), arena_)) samples_[producer] = *event;
    return samples_[producer];
  }

  bool may_concern(std::uint32_t producer, const Consumer& consumer) {
    const udm::Event& event = sample(producer);
    if (!event.root) return false;
    view_.open(event);
    const RulePlan& rule = plan_.rules()[consumer.which.rule];
    RowCursor cursor(view_, rule.variables[consumer.which.variable]);
    do {
      RowScope row(view_, rule, cursor.elements());
      if (std::ranges::all_of(consumer.known, [&](const Node* node) { return holds(*node, row, context_); }))
        return true;
    } while (cursor.next());
    return false;
  }

  // Puts every rule on the level above the highest that it waits for; what is left waits for itself.
  void arrange() {
    std::set<std::uint32_t> left;
    for (std::uint32_t rule = 0; rule < plan_.rules().size(); ++rule) left.insert(rule);
    while (!left.empty()) {
      std::vector<std::uint32_t> level;
      for (const std::uint32_t rule : left)
        if (std::ranges::none_of(waits_for_[rule], [&](std::uint32_t other) { return left.contains(other); }))
          level.push_back(rule);
      if (level.empty() || found_.levels.size() > kMostLevels) {
        refuse(left, level.empty());
        return;
      }
      for (const std::uint32_t rule : level) left.erase(rule);
      found_.levels.push_back(std::move(level));
    }
  }

  void refuse(const std::set<std::uint32_t>& rules, bool circle) {
    std::vector<std::string> names;
    for (const std::uint32_t rule : rules) names.push_back(plan_.rules()[rule].rule->name);
    const std::string why =
        circle ? circle_words(names)
               : fmt::format("it reads detections of rules over detections more than {} deep", kMostLevels);
    for (const std::string& name : names) found_.problems.push_back({.rule = name, .message = why, .fatal = true});
  }

  static std::string circle_words(const std::vector<std::string>& names) {
    if (names.size() == 1) return "it reads its own detections";
    return fmt::format("it waits for its own detections: the rules {} read each other's", fmt::join(names, ", "));
  }

  const plan::Plan& plan_;
  Arena arena_;
  functions::RunNotes notes_;
  functions::CallContext context_;
  EventView view_;
  std::vector<Consumer> consumers_;
  std::vector<std::set<std::uint32_t>> waits_for_;  // by rule: whose detections it reads
  std::vector<udm::Event> samples_;
  Composites found_;
};

}  // namespace

Composites find_composites(const plan::Plan& plan) { return Finder(plan).find(); }

}  // namespace yaral::engine
