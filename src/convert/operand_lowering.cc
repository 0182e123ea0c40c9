#include <algorithm>

#include <fmt/format.h>

#include "convert/filter_lowering.h"
#include "semantics/expr_text.h"

// Values of one event, in the fields of a schema.
namespace yaral::convert {

using semantics::Expr;
using semantics::Op;
using udm::PathStep;

namespace {

// Stands for a field that the source does not have, in expressions that are of no use then.
const SchemaField kMissing{.udm = {}, .name = "?"};

}  // namespace

std::string schema_path(const udm::Path& path) {
  std::string out;
  udm::MessageId at = path.root;
  for (const PathStep& step : path.steps) {
    if (step.kind == PathStep::Kind::kKey)
      out += fmt::format("{}[\"{}\"]", out == "additional" ? ".fields" : "", step.key);
    if (step.kind != PathStep::Kind::kField) continue;
    const udm::FieldInfo& field = udm::message(at).fields[step.field];
    out += (out.empty() ? "" : ".") + std::string(field.name);
    at = field.type_id;
  }
  return out;
}

Operand FilterLowering::operand(const Expr& e) {
  Operand out{.type = e.type};
  switch (e.op) {
    case Op::kConstant: out.text = constant_text(e); return out;
    case Op::kField:
    case Op::kElement: return groups_ ? groups_->value(e) : field(e);
    case Op::kPlaceholder: return groups_ ? groups_->value(e) : operand(rule_.placeholders[e.index].value);
    case Op::kEnumName: return operand(e.args[0]);
    case Op::kArithmetic: out.kind = Operand::Kind::kArithmetic; break;
    case Op::kCall:
      out.kind = Operand::Kind::kCall;
      out.name = e.function->name;
      break;
    case Op::kIf: {
      const Filter test = filter(e.args[0]);
      if (test.is(Filter::Op::kTrue) || test.is(Filter::Op::kFalse))
        return operand(e.args[test.is(Filter::Op::kTrue) ? 1 : 2]);
      out.kind = Operand::Kind::kIf;
      out.test = std::make_shared<Filter>(test);
      out.args = {operand(e.args[1]), operand(e.args[2])};
      if (out.args[0] == out.args[1]) return Operand(out.args[0]);
      return out;
    }
    case Op::kAnd:
    case Op::kOr:
    case Op::kNot:
    case Op::kCompare:
    case Op::kRegex:
    case Op::kInList:
    case Op::kAny:
    case Op::kAll: {
      out.kind = Operand::Kind::kIf;
      out.test = std::make_shared<Filter>(filter(e));
      const auto truth = [&](std::string_view text) { return Operand{.type = e.type, .text = std::string(text)}; };
      out.args = {truth("true"), truth("false")};
      return out;
    }
    default:
      if (groups_) return groups_->value(e);
      fidelity_.refuse(describe(e), "is no value of one event");
      return out;
  }
  out.arithmetic = e.arithmetic;
  for (const Expr& arg : e.args) out.args.push_back(operand(arg));
  return out;
}

Operand FilterLowering::field(const Expr& e) {
  const semantics::FieldUse& use = rule_.fields[e.index];
  const udm::Path& path = use.path;
  if (std::ranges::any_of(path.steps, [](const PathStep& s) { return s.kind == PathStep::Kind::kIndex; }))
    fidelity_.approximate(path.text, "the place in the list is not looked at");
  const auto end = path.steps.empty() ? PathStep::Kind::kField : path.steps.back().kind;
  const std::string name = schema_path(path);
  if (end != PathStep::Kind::kSeconds && end != PathStep::Kind::kNanos) return mapped(name, e.type, path.is_repeated());
  Operand part{.kind = Operand::Kind::kCall, .type = e.type};
  part.name = end == PathStep::Kind::kSeconds ? kSecondsOf : kNanosOf;
  part.args = {mapped(name, {.base = BaseType::kTimestamp}, path.is_repeated())};
  return part;
}

Operand FilterLowering::mapped(const std::string& path, const Type& type, bool repeated) {
  if (const auto known = source_.known.find(path); known != source_.known.end())
    return {.type = type, .text = known->second};
  const SchemaField* found = schema_.find(source_, path);
  if (!found) {
    missing_.insert(path);
    return {.kind = Operand::Kind::kField, .type = type, .field = &kMissing, .name = path};
  }
  if (found->list && repeated) note_list(*found);
  if (!found->differs.empty()) fidelity_.approximate(found->name, found->differs);
  Operand out{.kind = Operand::Kind::kField, .type = type, .field = found, .name = found->name};
  const std::size_t star = found->udm == "additional.fields" ? found->name.find('*') : std::string::npos;
  if (star != std::string::npos)
    out.name.replace(star, 1, path.substr(path.find('"') + 1, path.size() - path.find('"') - 3));
  return out;
}

// A rule's row holds one element; a field of many values is tested as a whole.
void FilterLowering::note_list(const SchemaField& field) {
  if (++list_reads_[&field] == 2)
    fidelity_.approximate(field.name, "has several values, of which each test may be met by another");
  if (negated_) fidelity_.approximate(field.name, "has several values, of which none may be what `not` or `!=` names");
}

}  // namespace yaral::convert
