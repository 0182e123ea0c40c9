#include <algorithm>

#include <fmt/format.h>

#include "unit/oracle/generate_alternatives.h"
#include "unit/oracle/generate_joined.h"
#include "unit/oracle/random_records.h"

namespace yaral::oracle {

namespace {

class Joins {
 public:
  Joins(Dice& dice, JoinedRule& rule) : dice_(dice), rule_(rule) {}

  void add() {
    for (std::size_t v = 0; v < rule_.variables.size(); ++v) {
      if (v > 0) join(v);
      if (dice_.chance(35)) line(fields(v).predicate(1));
      if (dice_.chance(25) && !fields(v).entity())
        line(fmt::format("{} = \"{}\"", fields(v).type(), event_type(dice_)));
    }
    if (rule_.table) join_table();
    const int keys = dice_.chance(25) ? 2 : 1;
    for (int i = 0; i < keys; ++i) add_key(fmt::format("k{}", i));
    if (rule_.variables.size() > 1)
      for (int i = dice_.range(0, 2); i > 0; --i) residual();
    if (rule_.variables.size() > 2 && dice_.chance(40)) line(random_alternatives(dice_, rule_));
    dice_.shuffle(rule_.events);
  }

 private:
  Fields& fields(std::size_t v) { return rule_.variables[v].fields; }
  void line(std::string text) { rule_.events.push_back(std::move(text)); }
  std::size_t any_variable() {
    return static_cast<std::size_t>(dice_.range(0, static_cast<int>(rule_.variables.size()) - 1));
  }

  // Required variables hang together without the others; an entity hangs on an event that the condition asks for.
  std::vector<std::size_t> partners_of(std::size_t v) {
    std::vector<std::size_t> allowed;
    const bool strict = rule_.variables[v].role == Role::kRequired || fields(v).entity() || dice_.chance(70);
    for (std::size_t w = 0; w < v; ++w) {
      const bool bounded = rule_.variables[w].role != Role::kOptional && !fields(w).entity();
      const bool required = rule_.variables[w].role == Role::kRequired && !fields(w).entity();
      if (rule_.has_required() && strict ? required : (bounded || !strict)) allowed.push_back(w);
    }
    return allowed;
  }

  // To one of its partners, or by an `or` to either of several.
  void join(std::size_t v) {
    std::vector<std::size_t> partners = partners_of(v);
    dice_.shuffle(partners);
    if (partners.size() == 1 || dice_.chance(60)) return join(partners.front(), v);
    if (dice_.chance(60)) partners.resize(2);
    line(joining_alternatives(dice_, rule_, v, partners));
  }

  std::string new_placeholder(bool number, std::vector<std::size_t> variables) {
    const std::string name = fmt::format("p{}", rule_.placeholders.size());
    rule_.placeholders.push_back({name, number, std::move(variables)});
    return name;
  }

  void join(std::size_t left, std::size_t right) {
    Fields& x = fields(left);
    Fields& y = fields(right);
    const std::string a = x.joinable_text();
    const std::string b = y.joinable_text();
    switch (dice_.range(0, 11)) {
      case 0:
      case 1:
      case 2: return share(left, right, false, a, b);
      case 3: return line(fmt::format("{} = {}", a, b));
      case 4: return line(fmt::format("{} = {}{}", b, a, dice_.chance(50) ? " nocase" : ""));
      case 5: return line(fmt::format("strings.to_lower({}) = {}", a, b));
      case 6: return line(fmt::format("re.capture({}, `^(.)`) = re.capture({}, `^(.)`)", a, b));
      case 7: return line(fmt::format("{} = {} or {} = {}", a, b, x.scalar_text(), y.scalar_text()));
      case 8:
        return line(
            fmt::format("(({} = {} and {} = {}) or {} = {})", a, b, x.number(), y.number(), y.text(), x.text()));
      case 9: return share(left, right, true, x.number(), y.number());
      case 10:
        if (!x.entity() && !y.entity()) return line(fmt::format("{} = {}", x.type(), y.type()));
        return line(fmt::format("{} = {}", x.number(), y.number()));
      default: return bind_again(left, right);
    }
  }

  void share(std::size_t left, std::size_t right, bool number, const std::string& a, const std::string& b) {
    const std::string name = new_placeholder(number, {left, right});
    line(fmt::format("${} = {}", name, a));
    line(dice_.chance(50) ? fmt::format("${} = {}", name, b) : fmt::format("{} = ${}", b, name));
  }

  // One more variable for a placeholder that `left` has.
  void bind_again(std::size_t left, std::size_t right) {
    for (SharedPlaceholder& p : rule_.placeholders) {
      if (std::ranges::find(p.variables, left) == p.variables.end()) continue;
      p.variables.push_back(right);
      return line(fmt::format("${} = {}", p.name, p.number ? fields(right).number() : fields(right).joinable_text()));
    }
    line(fmt::format("{} = {}", fields(left).scalar_text(), fields(right).scalar_text()));
  }

  void join_table() {
    std::size_t v = 0;
    while (fields(v).entity()) ++v;
    line(dice_.chance(70) ? fmt::format("{} = %t.host", fields(v).joinable_text())
                          : fmt::format("%t.port = {}", fields(v).number()));
    if (dice_.chance(30)) line(fmt::format("%t.kind {} \"{}\"", dice_.pick({"=", "!="}), usual_word(dice_)));
    if (dice_.chance(30)) line(fmt::format("{} {} %t.kind", fields(any_variable()).text(), dice_.pick({"=", "!="})));
    if (dice_.chance(20)) line(fmt::format("{} {} %t.port", fields(v).number(), dice_.pick({"<", ">=", "!="})));
  }

  // Bound in one required variable, or in all that a group may consist of; often in others too.
  void add_key(const std::string& name) {
    std::vector<std::size_t> bound;
    for (std::size_t v = 0; v < rule_.variables.size(); ++v) {
      const Role role = rule_.variables[v].role;
      const bool must = rule_.has_required() ? bound.empty() && !fields(v).entity() : role == Role::kChoice;
      if (must || dice_.chance(45)) bound.push_back(v);
    }
    const int kind = dice_.range(0, 9);
    const bool number = kind == 0;
    for (const std::size_t v : bound) {
      if (kind == 1) {
        line(fmt::format("${} = strings.to_lower({})", name, fields(v).scalar_text()));
      } else if (kind == 2 && bound.size() == 1) {
        line(fmt::format("${} = {}", name, fields(v).type()));
      } else {
        line(fmt::format("${} = {}", name, number ? fields(v).number() : fields(v).joinable_text()));
      }
    }
    if (kind != 2 || bound.size() > 1) rule_.placeholders.push_back({name, number, bound});
    rule_.keys.push_back("$" + name);
    // A chain of equalities gives the key to one more variable.
    if (kind > 2 && dice_.chance(25)) {
      const std::size_t v = any_variable();
      line(fmt::format("${} = {}", name, fields(v).joinable_text()));
    }
  }

  // Predicates over two variables that do not join them.
  void residual() {
    const std::size_t left = any_variable();
    const std::size_t right = any_variable();
    Fields& x = fields(left);
    Fields& y = fields(right);
    if (left == right || x.entity() || y.entity()) return line(fmt::format("{} != \"ab\"", x.scalar_text()));
    switch (dice_.range(0, 9)) {
      case 0: return line(fmt::format("{} {} {}", x.seconds(), dice_.pick({"<", "<="}), y.seconds()));
      case 1: return line(fmt::format("{} - {} < {}", x.seconds(), y.seconds(), dice_.pick({"2", "150", "300"})));
      case 2: return line(fmt::format("{} != {}", x.text(), y.text()));
      case 3: return line(fmt::format("{} {} {} + 1", x.number(), dice_.pick({"=", "<", "<="}), y.number()));
      case 4: return line(fmt::format("not ({} = {} or {})", x.text(), y.text(), x.comparison()));
      case 5: return line(fmt::format("not ({} = {} and {})", x.text(), y.text(), y.comparison()));
      case 6: return line(fmt::format("({} or {})", x.comparison(), y.comparison()));
      case 7: return line(fmt::format("{} <= {}", x.number(), y.number()));
      case 8:
        if (!rule_.placeholders.empty()) return use_placeholder(x);
        [[fallthrough]];
      default:
        return line(fmt::format("({} and {} < {}) or {}", x.comparison(), x.seconds(), y.seconds(), y.comparison()));
    }
  }

  void use_placeholder(Fields& x) {
    const SharedPlaceholder& p = dice_.pick(rule_.placeholders);
    if (p.number) return line(fmt::format("${} {} {}", p.name, dice_.pick({"<", ">", "!="}), dice_.range(0, 2)));
    line(dice_.chance(50) ? fmt::format("${} != \"{}\"", p.name, any_word(dice_))
                          : fmt::format("${} != {}", p.name, x.text()));
  }

  Dice& dice_;
  JoinedRule& rule_;
};

}  // namespace

void add_events(Dice& dice, JoinedRule& rule) { Joins(dice, rule).add(); }

}  // namespace yaral::oracle
