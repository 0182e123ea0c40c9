#include "semantics/dump.h"

#include <fmt/format.h>

#include "udm/schema.h"

namespace yaral::semantics {

namespace {

constexpr std::string_view kCompareSymbols[] = {"=", "!=", "<", "<=", ">", ">="};
constexpr std::string_view kArithmeticSymbols[] = {"+", "-", "*", "/", "%"};
constexpr std::string_view kModes[] = {"in", "in regex", "in cidr"};
constexpr std::string_view kWindows[] = {"none", "hop", "tumbling", "before", "after"};
constexpr std::string_view kSources[] = {"udm", "entity", "detection", "table"};
constexpr std::string_view kOperations[] = {"override", "append", "exclude"};

std::string field(const BoundRule& rule, std::uint32_t index) {
  const FieldUse& use = rule.fields[index];
  return fmt::format("${}.{}{}", rule.variables[use.variable].name, use.path.text,
                     use.access == Access::kList ? "[*]" : "");
}

std::string constant(const Expr& e) {
  switch (e.constant.kind()) {
    case ValueKind::kNull: return "null";
    case ValueKind::kString:
    case ValueKind::kBytes: return fmt::format("\"{}\"", e.constant.as_text());
    case ValueKind::kInt: return std::to_string(e.constant.as_int());
    case ValueKind::kUint: return std::to_string(e.constant.as_uint());
    case ValueKind::kFloat: return fmt::format("{}f", e.constant.as_float());
    case ValueKind::kBool: return e.constant.as_bool() ? "true" : "false";
    case ValueKind::kEnum:
      return std::string(udm::enum_name(e.type.enum_id, static_cast<std::int32_t>(e.constant.as_int())));
    case ValueKind::kTimestamp: return format_timestamp(e.constant.as_timestamp());
    default: return "?";
  }
}

class Dumper {
 public:
  explicit Dumper(const BoundRule& rule) : rule_(rule) {}

  std::string expr(const Expr& e) const {
    const std::string_view nocase = e.nocase ? " nocase" : "";
    switch (e.op) {
      case Op::kConstant: return constant(e);
      case Op::kField: return field(rule_, e.index);
      case Op::kElement: return fmt::format("element({})", field(rule_, e.index));
      case Op::kPlaceholder: return '$' + rule_.placeholders[e.index].name;
      case Op::kOutcome: return "outcome " + rule_.outcomes[e.index].name;
      case Op::kMatchKey: return "key " + rule_.keys[e.index].name;
      case Op::kWindowStart: return "window_start";
      case Op::kWindowEnd: return "window_end";
      case Op::kEventCount: return '#' + rule_.variables[e.index].name;
      case Op::kPlaceholderCount: return '#' + rule_.placeholders[e.index].name;
      case Op::kCompare: return infix(e, kCompareSymbols[static_cast<std::size_t>(e.compare)]) + std::string(nocase);
      case Op::kArithmetic: return infix(e, kArithmeticSymbols[static_cast<std::size_t>(e.arithmetic)]);
      case Op::kRegex: return fmt::format("{} ~ /{}/{}", expr(e.args[0]), e.constant.as_text(), nocase);
      case Op::kInList:
        return fmt::format("{} {} %{}{}", expr(e.args[0]), kModes[static_cast<std::size_t>(e.list_mode)],
                           list(rule_.lists[e.index]), nocase);
      case Op::kAny: return fmt::format("any({}: {})", field(rule_, e.index), expr(e.args[0]));
      case Op::kAll: return fmt::format("all({}: {})", field(rule_, e.index), expr(e.args[0]));
      case Op::kAnd: return call("and", e);
      case Op::kOr: return call("or", e);
      case Op::kNot: return call("not", e);
      case Op::kIf: return call("if", e);
      case Op::kEnumName: return call("name", e);
      case Op::kAtLeast: return call(fmt::format("at_least_{}", e.constant.as_int()), e);
      case Op::kCall: return call(e.function->name, e) + std::string(nocase);
      case Op::kMetric: return call(rule_.metrics[e.index].function->name, e);
      case Op::kAggregate: return call(fmt::format("{}!", e.function->name), e);
    }
    return "?";
  }

 private:
  static std::string list(const List& l) { return l.column.empty() ? l.name : l.name + '.' + l.column; }

  std::string call(std::string_view name, const Expr& e) const {
    std::string text = std::string(name) + '(';
    for (std::size_t i = 0; i < e.args.size(); ++i) text += (i > 0 ? ", " : "") + expr(e.args[i]);
    return text + ')';
  }

  std::string infix(const Expr& e, std::string_view symbol) const {
    return fmt::format("({} {} {})", expr(e.args[0]), symbol, expr(e.args[1]));
  }

  const BoundRule& rule_;
};

std::string pivot(const BoundRule& rule) {
  const syntax::WindowKind kind = rule.window->kind;
  if (kind != syntax::WindowKind::kBefore && kind != syntax::WindowKind::kAfter) return {};
  return " $" + rule.variables[rule.window->pivot].name;
}

}  // namespace

std::string dump(const BoundRule& rule, const Expr& e) { return Dumper(rule).expr(e); }

std::string dump(const BoundRule& rule) {
  const Dumper dumper(rule);
  std::string out = fmt::format("rule {} {}\n", rule.name, rule.multi_event ? "MULTI_EVENT" : "SINGLE_EVENT");
  for (const EventVariable& v : rule.variables)
    out += fmt::format("variable ${} {}{}\n", v.name, kSources[static_cast<std::size_t>(v.source)],
                       v.required  ? " required"
                       : v.bounded ? " bounded"
                                   : "");
  for (const SetupOperation& s : rule.setup) {
    out += fmt::format("setup {} ${} %{}", kOperations[static_cast<std::size_t>(s.kind)],
                       rule.variables[s.variable].name, s.table);
    for (const SetupOperation::Join& j : s.joins) out += fmt::format(" {}={}", j.entity_path.text, j.column);
    out += '\n';
  }
  for (const Placeholder& p : rule.placeholders)
    out += fmt::format("placeholder ${}: {} = {}{}\n", p.name, type_name(p.type), dumper.expr(p.value),
                       p.direct_field ? " direct" : "");
  for (const Expr& e : rule.predicates) out += fmt::format("predicate {}\n", dumper.expr(e));
  for (const MatchKey& k : rule.keys)
    out += fmt::format("key {}: {} = {}{}\n", k.name, type_name(k.value.type), dumper.expr(k.value),
                       k.drop_zero ? " drop_zero" : "");
  if (rule.window)
    out += fmt::format("window {} {}{}\n", kWindows[static_cast<std::size_t>(rule.window->kind)],
                       format_duration(rule.window->size), pivot(rule));
  for (const Outcome& o : rule.outcomes)
    out += fmt::format("outcome ${}: {} = {}\n", o.name, type_name(o.value.type), dumper.expr(o.value));
  out += fmt::format("condition {}\n", dumper.expr(rule.condition));
  for (const Export& e : rule.exports) {
    out += fmt::format("export %{}", e.table);
    for (const ExportColumn& c : e.columns) out += fmt::format(" {}: {}", c.name, dumper.expr(c.value));
    out += '\n';
  }
  if (rule.suppression) out += fmt::format("suppression {}\n", format_duration(*rule.suppression));
  return out;
}

}  // namespace yaral::semantics
