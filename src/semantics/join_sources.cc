#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "semantics/dump.h"
#include "semantics/joins.h"

namespace yaral::semantics {

namespace {

const Expr& without_name(const Expr& e) { return e.op == Op::kEnumName ? e.args[0] : e; }

// An equality that makes its sides the same value, each read from one variable.
bool is_same_value(const Binder& b, const Expr& e) {
  return e.op == Op::kCompare && e.compare == syntax::CompareOp::kEq && !e.nocase &&
         std::ranges::all_of(e.args, [&](const Expr& arg) { return variables_of(b, arg).size() == 1; });
}

std::uint32_t variable_of(const Binder& b, const Expr& e) { return *variables_of(b, e).begin(); }

void add_source(std::vector<Source>& sources, std::uint32_t variable, const Expr& value) {
  if (std::ranges::find(sources, variable, &Source::variable) == sources.end()) sources.push_back({variable, value});
}

// Expressions that are equal in every combination of events, by their text.
class Classes {
 public:
  explicit Classes(const Binder& b) : b_(b) {}

  void join(const Expr& left, const Expr& right) {
    const std::size_t a = root(member(left));
    const std::size_t c = root(member(right));
    parents_[std::max(a, c)] = std::min(a, c);
  }

  // Those equal to `e`, in the order in which the rule holds them; after the last join().
  const std::vector<const Expr*>& equals(const Expr& e) {
    const std::size_t wanted = root(member(e));
    group();
    return groups_[wanted];
  }

  // All classes, after the last join().
  const std::map<std::size_t, std::vector<const Expr*>>& all() {
    group();
    return groups_;
  }

 private:
  void group() {
    for (; grouped_ < members_.size(); ++grouped_) groups_[root(grouped_)].push_back(members_[grouped_]);
  }

  const Expr& definition(const Expr& e) const {
    return e.op == Op::kPlaceholder ? b_.rule.placeholders[e.index].value : e;
  }

  std::size_t member(const Expr& e) {
    const Expr& value = without_name(definition(without_name(e)));
    const auto [at, fresh] = index_.try_emplace(dump(b_.rule, value), members_.size());
    if (fresh) {
      members_.push_back(&value);
      parents_.push_back(at->second);
    }
    return at->second;
  }

  std::size_t root(std::size_t i) const {
    while (parents_[i] != i) i = parents_[i];
    return i;
  }

  const Binder& b_;
  std::map<std::string, std::size_t> index_;
  std::vector<const Expr*> members_;
  std::vector<std::size_t> parents_;
  std::map<std::size_t, std::vector<const Expr*>> groups_;
  std::size_t grouped_ = 0;  // members that are in their group
};

constexpr std::size_t kMostVariants = 64;

void add_placeholders(const Expr& e, std::set<std::uint32_t>& out) {
  if (e.op == Op::kPlaceholder) out.insert(e.index);
  for (const Expr& arg : e.args) add_placeholders(arg, out);
}

Expr with_source(const Expr& e, std::uint32_t placeholder, const Expr& value) {
  if (e.op == Op::kPlaceholder && e.index == placeholder) return value;
  Expr copy = e;
  for (Expr& arg : copy.args) arg = with_source(arg, placeholder, value);
  return copy;
}

// The predicate with the placeholders in it read from every other variable that they are bound in.
std::vector<Expr> variants_of(const Binder& b, const Expr& e) {
  std::set<std::uint32_t> placeholders;
  add_placeholders(e, placeholders);
  std::vector<Expr> variants{e};
  for (const std::uint32_t p : placeholders) {
    const std::vector<Source>& sources = b.rule.placeholders[p].sources;
    const std::size_t count = variants.size();
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t s = 1; s < sources.size() && variants.size() < kMostVariants; ++s)
        variants.push_back(with_source(variants[i], p, sources[s].value));
  }
  variants.erase(variants.begin());
  return variants;
}

// The equalities that follow from others.
void add_equalities(Binder& b, std::vector<Expr>& out) {
  Classes classes(b);
  for (const Expr& e : b.rule.predicates)
    if (is_same_value(b, e)) classes.join(e.args[0], e.args[1]);
  for (const auto& [root, members] : classes.all()) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        std::vector<Expr> sides{*members[i], *members[j]};
        out.push_back(make(Op::kCompare, type_of(BaseType::kBool), members[j]->span, std::move(sides)));
      }
    }
  }
}

}  // namespace

void find_placeholder_sources(Binder& b) {
  for (Placeholder& p : b.rule.placeholders)
    if (!p.type.is_error()) p.sources.push_back({p.variable, p.value});
  for (const Expr& e : b.rule.predicates) {
    if (!is_same_value(b, e)) continue;
    for (const std::size_t side : {0u, 1u}) {
      const Expr& name = without_name(e.args[side]);
      const Expr& value = e.args[1 - side];
      if (name.op == Op::kPlaceholder && without_name(value).op != Op::kPlaceholder)
        add_source(b.rule.placeholders[name.index].sources, variable_of(b, value), value);
    }
  }
}

void close_predicates(Binder& b) {
  if (std::ranges::all_of(b.rule.variables, &EventVariable::required)) return;
  if (b.rule.variables.size() > kMostVariables) return;  // reported
  for (const Expr& e : b.rule.predicates)
    if (!is_same_value(b, e)) std::ranges::move(variants_of(b, e), std::back_inserter(b.rule.implied));
  add_equalities(b, b.rule.implied);
}

void find_key_sources(Binder& b) {
  if (b.rule.variables.size() > kMostVariables) return;  // reported
  Classes classes(b);
  for (const Expr& e : b.rule.predicates)
    if (is_same_value(b, e)) classes.join(e.args[0], e.args[1]);
  for (MatchKey& key : b.rule.keys) {
    if (key.value.type.is_error()) continue;
    key.sources.push_back({variable_of(b, key.value), key.value});
    for (const Expr* e : classes.equals(key.value)) {
      const bool named = key.value.op == Op::kEnumName;
      add_source(key.sources, variable_of(b, *e), named ? enum_as_name(*e) : *e);
    }
  }
}

}  // namespace yaral::semantics
