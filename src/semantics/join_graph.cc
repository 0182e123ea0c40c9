#include "semantics/join_graph.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

namespace yaral::semantics {

namespace {

bool reads_field(Op op) { return op == Op::kField || op == Op::kElement || op == Op::kAny || op == Op::kAll; }

void add_variables(const BoundRule& rule, const Expr& e, VariableSet& out) {
  if (reads_field(e.op)) out.insert(rule.fields[e.index].variable);
  if (e.op == Op::kPlaceholder) out.insert(rule.placeholders[e.index].variable);
  for (const Expr& arg : e.args) add_variables(rule, arg, out);
}

// Arithmetic on a side filters, but does not join.
bool is_joining_side(const BoundRule& rule, const Expr& e) {
  if (e.op == Op::kPlaceholder) return is_joining_side(rule, rule.placeholders[e.index].value);
  return e.op != Op::kArithmetic && variables_of(rule, e).size() == 1;
}

// The two variables that a predicate without parts joins; empty when it joins none.
VariableSet joined_pair(const BoundRule& rule, const Expr& e) {
  const bool equality = e.op == Op::kCompare && e.compare == CompareOp::kEq &&
                        std::ranges::all_of(e.args, [&](const Expr& arg) { return is_joining_side(rule, arg); });
  // re.regex(field, %table.pattern) and the like join row by row (3.12).
  if (!equality && e.op != Op::kCall) return {};
  VariableSet both = variables_of(rule, e);
  return both.size() == 2 ? both : VariableSet{};
}

// Which variables hang together: those with the same number.
class Groups {
 public:
  explicit Groups(std::size_t variables) : group_(variables) { std::iota(group_.begin(), group_.end(), 0u); }

  void join(std::uint32_t left, std::uint32_t right) {
    const std::uint32_t from = group_[right];
    const std::uint32_t into = group_[left];
    std::ranges::replace(group_, from, into);
  }

  bool together(std::uint32_t left, std::uint32_t right) const { return group_[left] == group_[right]; }

  // What hangs together in both.
  Groups shared_with(const Groups& other) const {
    Groups shared(group_.size());
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> first;
    for (std::uint32_t v = 0; v < group_.size(); ++v)
      shared.group_[v] = first.try_emplace({group_[v], other.group_[v]}, v).first->second;
    return shared;
  }

  // Those of two variables or more.
  std::vector<VariableSet> of_several() const {
    std::vector<VariableSet> members(group_.size());
    for (std::uint32_t v = 0; v < group_.size(); ++v) members[group_[v]].insert(v);
    std::erase_if(members, [](const VariableSet& group) { return group.size() < 2; });
    return members;
  }

  bool operator==(const Groups&) const = default;

 private:
  std::vector<std::uint32_t> group_;
};

// Joins what hangs together where `e` holds beside what does already.
void connect(const BoundRule& rule, const Expr& e, Groups& groups) {
  if (e.op == Op::kAnd) {
    for (const Expr& arg : e.args) connect(rule, arg, groups);
  } else if (e.op == Op::kOr) {
    std::optional<Groups> shared;
    for (const Expr& arg : e.args) {
      Groups alternative = groups;
      connect(rule, arg, alternative);
      shared = shared ? shared->shared_with(alternative) : alternative;
    }
    groups = *shared;
  } else if (const VariableSet pair = joined_pair(rule, e); !pair.empty()) {
    groups.join(*pair.begin(), *pair.rbegin());
  }
}

// Calls `visit` with the two variables of each pair that a placeholder joins: all that it is bound in.
template <typename Visit>
void for_bound_pairs(const BoundRule& rule, const Visit& visit) {
  for (const Placeholder& p : rule.placeholders)
    for (const Source& left : p.sources)
      for (const Source& right : p.sources)
        if (left.variable != right.variable && is_joining_side(rule, left.value) && is_joining_side(rule, right.value))
          visit(left.variable, right.variable);
}

bool is_within(const VariableSet& part, const VariableSet& whole) { return std::ranges::includes(whole, part); }

}  // namespace

VariableSet variables_of(const BoundRule& rule, const Expr& e) {
  VariableSet out;
  add_variables(rule, e, out);
  return out;
}

VariableSet joined_by(const BoundRule& rule, const Expr& e) {
  if (e.op != Op::kAnd && e.op != Op::kOr) return joined_pair(rule, e);
  VariableSet joined = joined_by(rule, e.args[0]);
  for (const Expr& arg : e.args) {
    const VariableSet by_arg = joined_by(rule, arg);
    VariableSet both;
    if (e.op == Op::kAnd)
      std::ranges::set_union(joined, by_arg, std::inserter(both, both.end()));
    else
      std::ranges::set_intersection(joined, by_arg, std::inserter(both, both.end()));
    joined = std::move(both);
  }
  return joined;
}

std::vector<VariableSet> connected_by(const BoundRule& rule, const Expr& e) {
  Groups groups(rule.variables.size());
  connect(rule, e, groups);
  return groups.of_several();
}

std::vector<std::set<VariableSet>> join_partners(const BoundRule& rule) {
  std::vector<std::set<VariableSet>> partners(rule.variables.size());
  for (const auto* predicates : {&rule.predicates, &rule.implied}) {
    for (const Expr& e : *predicates) {
      for (const std::uint32_t joined : joined_by(rule, e)) {
        VariableSet others = variables_of(rule, e);
        others.erase(joined);
        partners[joined].insert(std::move(others));
      }
    }
  }
  for_bound_pairs(rule, [&](std::uint32_t left, std::uint32_t right) { partners[left].insert({right}); });
  return partners;
}

VariableSet connected_with_first(const BoundRule& rule, const VariableSet& wanted) {
  if (wanted.empty()) return {};
  Groups groups(rule.variables.size());
  for_bound_pairs(rule, [&](std::uint32_t left, std::uint32_t right) {
    if (wanted.contains(left) && wanted.contains(right)) groups.join(left, right);
  });
  // What one `or` joins may be what another needs.
  for (std::optional<Groups> before; before != groups;) {
    before = groups;
    for (const auto* predicates : {&rule.predicates, &rule.implied})
      for (const Expr& e : *predicates)
        if (is_within(variables_of(rule, e), wanted)) connect(rule, e, groups);
  }
  VariableSet connected;
  for (const std::uint32_t v : wanted)
    if (groups.together(*wanted.begin(), v)) connected.insert(v);
  return connected;
}

VariableSet reachable(const std::vector<std::set<VariableSet>>& partners, VariableSet start) {
  for (std::size_t before = 0; before != start.size();) {
    before = start.size();
    for (std::uint32_t v = 0; v < partners.size(); ++v)
      if (std::ranges::any_of(partners[v], [&](const VariableSet& others) { return is_within(others, start); }))
        start.insert(v);
  }
  return start;
}

}  // namespace yaral::semantics
