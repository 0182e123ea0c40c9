#include "convert/kql_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "convert/kql_dialect.h"
#include "convert/kql_text.h"
#include "convert/regex.h"
#include "functions/signatures/regex.h"

namespace yaral::convert {

namespace {

using TestOp = Filter::Op;

bool is_text(SchemaType type) { return type == SchemaType::kText || type == SchemaType::kIp; }

bool is_text(const Type& type) { return type.base == BaseType::kString || type.base == BaseType::kBytes; }

// A member of a dynamic column has no type of its own.
std::string typed(const std::string& member, SchemaType type) {
  switch (type) {
    case SchemaType::kNumber: return fmt::format("tolong({})", member);
    case SchemaType::kBool: return fmt::format("tobool({})", member);
    case SchemaType::kTime: return fmt::format("todatetime({})", member);
    default: return fmt::format("tostring({})", member);
  }
}

std::string expression(const SchemaField& field, const std::string& name) {
  if (field.name.ends_with('*')) {
    const std::string key = name.substr(std::min(field.name.size() - 1, name.size()));
    std::string_view column = std::string_view(field.name).substr(0, field.name.size() - 1);
    if (column.empty()) return typed(fmt::format("column_ifexists({}, \"\")", kql_literal(key)), field.type);
    if (column.ends_with('.')) column.remove_suffix(1);
    return typed(fmt::format("{}[{}]", column, kql_literal(key)), field.type);
  }
  if (is_kql_identifier(name)) return kql_name(name);
  return name.ends_with(')') ? name : typed(name, field.type);
}

bool all_numbers(const std::vector<std::string>& values) {
  return std::ranges::all_of(values, [](const std::string& value) {
    return !value.empty() && value.size() < 19 && value.find_first_not_of("0123456789") == std::string::npos;
  });
}

}  // namespace

std::string KqlFields::written(const Schema& schema, const SchemaSource& source, std::string_view path) const {
  const SchemaField* found = schema.find(source, path);
  return found ? expression(*found, found->name) : "";
}

Operand KqlFields::field(const Operand& operand, bool as_text) {
  if (operand.field->list)
    fidelity_.refuse(operand.field->udm,
                     "has several values in `" + operand.field->name +
                         "`, which is not written in KQL; map it to one of them, as in `column[0]`");
  Operand out = operand;
  const bool number = !is_text(operand.field->type);
  out.name = expression(*operand.field, operand.name);
  if (number && as_text) out.name = fmt::format("tostring({})", out.name);
  SchemaField own = *operand.field;
  if (as_text) own.type = SchemaType::kText;
  fields_.push_back(std::move(own));
  out.field = &fields_.back();
  return out;
}

Operand KqlFields::operand(const Operand& operand) {
  if (operand.kind == Operand::Kind::kField) return field(operand, is_text(operand.type));
  Operand out = operand;
  if (operand.kind == Operand::Kind::kColumn) out.name = kql_name(operand.name);
  for (Operand& arg : out.args) arg = this->operand(arg);
  if (operand.test) out.test = std::make_shared<Filter>(filter(*operand.test));
  return operand.kind == Operand::Kind::kCall && operand.name == "re.capture" ? capture(std::move(out)) : out;
}

// The pattern in Kusto's dialect, and which of its groups is meant: all of it where it has none.
Operand KqlFields::capture(Operand operand) {
  Operand& pattern = operand.args[1];
  if (pattern.kind != Operand::Kind::kConstant) {
    fidelity_.refuse(operand.name, "its pattern is not constant");
    return operand;
  }
  const auto compiled = functions::compile_regex(pattern.text, false);
  const int groups = compiled->ok() ? compiled->NumberOfCapturingGroups() : 2;
  const auto regex = translate_regex(pattern.text, false, RegexDialect::kKusto);
  if (groups > 1 || !regex) {
    fidelity_.refuse(operand.name, regex ? "its pattern has more than one group" : regex.error());
    return operand;
  }
  pattern.text = regex->text;
  operand.name = kCaptured[static_cast<std::size_t>(groups)];
  return operand;
}

// The subject of a test.
Operand KqlFields::tested(const Operand& operand, const Filter& filter) {
  if (operand.kind != Operand::Kind::kField) return this->operand(operand);
  const bool by_value = filter.op == TestOp::kExists || filter.op == TestOp::kHolds ||
                        (filter.op == TestOp::kOneOf && (!is_text(operand.type) || all_numbers(filter.values)));
  return field(operand, !by_value);
}

// Kusto's operators without case fold ASCII alone.
void KqlFields::note_case(const Filter& filter) {
  if (!filter.nocase || std::ranges::all_of(filter.values, [](const std::string& value) { return is_ascii(value); }))
    return;
  if (filter.op == TestOp::kRegex || filter.op == TestOp::kCidr) return;
  fidelity_.approximate(filter.rule_text, "capital and small letters beyond ASCII may be told apart");
}

Filter KqlFields::resolved(const Filter& filter, bool negated) {
  Filter out = filter;
  const bool inner = negated || filter.is(TestOp::kNot);
  for (Filter& arg : out.args) arg = resolved(arg, inner);
  note_case(filter);
  for (std::size_t i = 0; i < out.operands.size(); ++i) {
    const Operand& operand = filter.operands[i];
    out.operands[i] = filter.is(TestOp::kCompare) ? this->operand(operand) : tested(operand, filter);
  }
  const Operand* subject = out.operands.empty() ? nullptr : out.operands.data();
  if (!filter.is(TestOp::kCompare) || subject->kind != Operand::Kind::kField || is_text(subject->field->type))
    return out;
  if (out.operands[1].kind != Operand::Kind::kConstant) return out;
  // A null compares as null, which is taken for false; but so is its negation.
  Filter set{.op = TestOp::kExists, .operands = {*subject}, .rule_text = filter.rule_text};
  out.operands[0].kind = Operand::Kind::kColumn;
  if (!negated) return out;
  std::vector<Filter> both;
  both.push_back(std::move(set));
  both.push_back(std::move(out));
  return all_of(std::move(both));
}

std::string KqlFields::column(const Operand& operand, const Type& type, FilterText& text) {
  const bool field = operand.kind == Operand::Kind::kField;
  const bool constant = operand.kind == Operand::Kind::kConstant;
  const std::string value = text.operand(this->operand(operand));
  switch (type.base) {
    case BaseType::kInt:
    case BaseType::kUint:
      return field ? fmt::format("coalesce(tolong({}), 0)", value) : fmt::format("tolong({})", value);
    case BaseType::kFloat:
      return field ? fmt::format("coalesce(todouble({}), 0.0)", value) : fmt::format("todouble({})", value);
    case BaseType::kBool: return field ? fmt::format("coalesce(tobool({}), false)", value) : value;
    case BaseType::kTimestamp: return constant && operand.text.empty() ? "datetime(null)" : value;
    default: break;
  }
  return field && !is_text(operand.field->type) && !is_text(type) ? fmt::format("tostring({})", value) : value;
}

}  // namespace yaral::convert
