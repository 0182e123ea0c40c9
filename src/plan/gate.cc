#include "plan/gate.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace yaral::plan {

namespace {

using semantics::BoundRule;
using semantics::Expr;
using semantics::Op;

// Most selective first.
constexpr std::array<std::string_view, 4> kGatePaths = {"metadata.event_type", "metadata.product_event_type",
                                                        "metadata.log_type", "metadata.product_name"};

bool reads(const Expr& e, const BoundRule& rule, std::string_view path) {
  return e.op == Op::kField && rule.fields[e.index].path.text == path;
}

// `path = constant`, either way round.
std::optional<GateValues> equality(const Expr& e, const BoundRule& rule, std::string_view path) {
  if (e.compare != semantics::CompareOp::kEq || e.nocase) return std::nullopt;
  const Expr* constant = nullptr;
  if (reads(e.args[0], rule, path)) constant = &e.args[1];
  if (reads(e.args[1], rule, path)) constant = &e.args[0];
  if (!constant || constant->op != Op::kConstant) return std::nullopt;
  GateValues values{.path = std::string(path)};
  if (constant->constant.kind() == ValueKind::kString) {
    values.texts.emplace(constant->constant.as_text());
  } else {
    values.numbers.insert(constant->constant.as_int());
  }
  return values;
}

std::optional<GateValues> demanded(const Expr& e, const BoundRule& rule, std::string_view path);

std::optional<GateValues> union_of_all(const Expr& e, const BoundRule& rule, std::string_view path) {
  GateValues all{.path = std::string(path)};
  for (const Expr& arg : e.args) {
    auto values = demanded(arg, rule, path);
    if (!values) return std::nullopt;
    all.numbers.merge(values->numbers);
    all.texts.merge(values->texts);
  }
  return all;
}

std::optional<GateValues> demanded(const Expr& e, const BoundRule& rule, std::string_view path) {
  if (e.op == Op::kCompare) return equality(e, rule, path);
  if (e.op == Op::kOr) return union_of_all(e, rule, path);
  if (e.op == Op::kAnd) {
    for (const Expr& arg : e.args)
      if (auto values = demanded(arg, rule, path)) return values;
  }
  return std::nullopt;
}

}  // namespace

std::optional<GateValues> find_gate(const BoundRule& rule, std::span<const Expr* const> predicates) {
  for (std::string_view path : kGatePaths) {
    for (const Expr* predicate : predicates)
      if (auto values = demanded(*predicate, rule, path)) return values;
  }
  return std::nullopt;
}

std::size_t commonness(std::string_view path) {
  const auto* const at = std::ranges::find(kGatePaths, path);
  return at == kGatePaths.end() ? 0 : static_cast<std::size_t>(at - kGatePaths.begin());
}

void GateIndex::add(std::uint32_t slot, const GateValues& values, RuleVariable variable) {
  auto field = std::ranges::find(fields_, slot, &Field::slot);
  if (field == fields_.end()) {
    fields_.push_back({.slot = slot, .by_number = {}, .by_text = {}});
    field = fields_.end() - 1;
  }
  for (std::int64_t number : values.numbers) field->by_number[number].push_back(variable);
  for (const std::string& text : values.texts) field->by_text[text].push_back(variable);
}

GateIndex GateIndex::without(std::span<const RuleVariable> variables) const {
  GateIndex made = *this;
  const auto leave_out = [&](std::vector<RuleVariable>& list) {
    std::erase_if(list, [&](const RuleVariable& v) { return std::ranges::binary_search(variables, v); });
  };
  leave_out(made.ungated_);
  for (Field& field : made.fields_) {
    for (auto& [number, list] : field.by_number) leave_out(list);
    for (auto& [text, list] : field.by_text) leave_out(list);
  }
  return made;
}

}  // namespace yaral::plan
