#include "convert/filter_lowering.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "base/time.h"
#include "convert/list_entries.h"
#include "convert/literal_pattern.h"
#include "functions/ip_address.h"
#include "functions/signatures/regex.h"
#include "semantics/expr_text.h"
#include "syntax/mirrored.h"
#include "udm/schema.h"

namespace yaral::convert {

using semantics::CompareOp;
using semantics::Expr;
using semantics::ListMode;
using semantics::Op;

namespace {

// As many texts a pattern may stand for and still be written as texts anyhow.
constexpr std::size_t kFewTexts = 12;

bool is_zero(const Expr& constant) {
  if (constant.constant.is_null()) return true;
  if (constant.constant.kind() == ValueKind::kTimestamp) return constant.constant.as_timestamp() == Timestamp{};
  return constant.constant.is_zero();
}

template <typename T>
bool holds(const T& value, CompareOp op, const T& than) {
  switch (op) {
    case CompareOp::kEq: return value == than;
    case CompareOp::kNe: return value != than;
    case CompareOp::kLt: return value < than;
    case CompareOp::kLe: return value <= than;
    case CompareOp::kGt: return value > than;
    case CompareOp::kGe: return value >= than;
  }
  return false;
}

// Whether the zero value of the constant's type is in this order to it.
bool zero_holds(CompareOp op, const Expr& constant) {
  if (constant.constant.kind() == ValueKind::kString) return holds(std::string_view(), op, constant.constant.as_text());
  if (constant.constant.kind() == ValueKind::kTimestamp)
    return holds(Timestamp{}, op, constant.constant.as_timestamp());
  return holds(0.0, op, constant.constant.to_double());
}

bool is_ordering(CompareOp op) { return op != CompareOp::kEq && op != CompareOp::kNe; }

}  // namespace

std::string constant_text(const Expr& e) {
  switch (e.constant.kind()) {
    case ValueKind::kString: return std::string(e.constant.as_text());
    case ValueKind::kInt: return std::to_string(e.constant.as_int());
    case ValueKind::kUint: return std::to_string(e.constant.as_uint());
    case ValueKind::kFloat: return fmt::format("{}", e.constant.as_float());
    case ValueKind::kBool: return e.constant.as_bool() ? "true" : "false";
    case ValueKind::kTimestamp: return format_timestamp(e.constant.as_timestamp());
    case ValueKind::kEnum: {
      const std::string_view name = udm::enum_name(e.type.enum_id, static_cast<std::int32_t>(e.constant.as_int()));
      return name.empty() ? std::to_string(e.constant.as_int()) : std::string(name);
    }
    default: return {};
  }
}

std::string FilterLowering::describe(const Expr& e) const { return semantics::expr_text(rule_, e); }

Filter FilterLowering::filter(const Expr& e) {
  if (groups_ && groups_->always_true(e)) return always(true);
  std::vector<Filter> args;
  switch (e.op) {
    case Op::kAnd:
    case Op::kOr:
      for (const Expr& arg : e.args) args.push_back(filter(arg));
      return e.op == Op::kAnd ? all_of(std::move(args)) : any_of(std::move(args));
    case Op::kNot: {
      negated_ = !negated_;
      Filter inner = negated(filter(e.args[0]));
      negated_ = !negated_;
      return inner;
    }
    case Op::kCompare: return comparison(e);
    case Op::kRegex: return pattern(e, operand(e.args[0]), e.constant.as_text(), e.nocase);
    case Op::kInList: return in_list(e);
    case Op::kAny:
    case Op::kAll: return quantified(e);
    case Op::kCall: return call(e);
    case Op::kIf: {
      const Filter test = filter(e.args[0]);
      return any_of({all_of({test, filter(e.args[1])}), all_of({negated(test), filter(e.args[2])})});
    }
    case Op::kConstant: return always(e.constant.as_bool());
    case Op::kPlaceholder: return filter(rule_.placeholders[e.index].value);
    case Op::kAtLeast: return at_least(e);
    case Op::kField:
    case Op::kElement:
    case Op::kOutcome: return test(Filter::Op::kOneOf, operand(e), {"true"}, false, e);
    default: fidelity_.refuse(describe(e), "is no condition on one event"); return always(true);
  }
}

// `N of`: one of all choices of so many.
Filter FilterLowering::at_least(const Expr& e) {
  constexpr std::size_t kMostArgs = 6;
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(e.constant.as_int(), 0));
  if (e.args.size() > kMostArgs) {
    fidelity_.refuse(describe(e), fmt::format("chooses among more than {} conditions", kMostArgs));
    return always(true);
  }
  std::vector<Filter> choices;
  for (std::uint32_t chosen = 0; chosen < 1u << e.args.size(); ++chosen) {
    if (static_cast<std::size_t>(std::popcount(chosen)) != wanted) continue;
    std::vector<Filter> all;
    for (std::size_t i = 0; i < e.args.size(); ++i)
      if (chosen >> i & 1u) all.push_back(filter(e.args[i]));
    choices.push_back(all_of(std::move(all)));
  }
  return any_of(std::move(choices));
}

Filter FilterLowering::comparison(const Expr& e) {
  const Expr& left = e.args[0];
  const Expr& right = e.args[1];
  if (right.op == Op::kConstant) return with_constant(e, left, e.compare, right);
  if (left.op == Op::kConstant) return with_constant(e, right, syntax::mirrored(e.compare), left);
  Filter out{.op = Filter::Op::kCompare, .compare = e.compare, .nocase = e.nocase, .rule_text = describe(e)};
  out.operands = {operand(left), operand(right)};
  return out;
}

Filter FilterLowering::with_constant(const Expr& e, const Expr& subject, CompareOp op, const Expr& constant) {
  negated_ ^= op == CompareOp::kNe;  // what reading a list says of `not`
  Operand value = operand(subject);
  negated_ ^= op == CompareOp::kNe;
  if (value.kind == Operand::Kind::kConstant && constant.constant.kind() != ValueKind::kNull) {
    const std::string than = constant_text(constant);
    const bool equal = e.nocase ? equal_folded(value.text, than) : value.text == than;
    if (!is_ordering(op)) return always(equal == (op == CompareOp::kEq));
  }
  if (op == CompareOp::kEq) return equality(e, std::move(value), constant);
  if (op == CompareOp::kNe) {
    negated_ = !negated_;
    Filter out = negated(equality(e, std::move(value), constant));
    negated_ = !negated_;
    return out;
  }
  if (subject.type.base == BaseType::kEnum) return ordered_enums(e, std::move(value), op, constant.constant.as_int());
  const bool of_field = value.kind == Operand::Kind::kField;
  if (of_field && value.field && !value.field->values.empty()) return ordered_codes(e, std::move(value), op, constant);
  Filter out{.op = Filter::Op::kCompare, .compare = op, .nocase = e.nocase, .rule_text = describe(e)};
  out.operands = {std::move(value), operand(constant)};
  return of_field && zero_holds(op, constant) ? or_unset(std::move(out)) : out;
}

Filter FilterLowering::equality(const Expr& e, Operand subject, const Expr& constant) {
  const bool of_field = subject.kind == Operand::Kind::kField;
  const bool text = subject.type.base == BaseType::kString || subject.type.base == BaseType::kBytes;
  if (of_field && is_zero(constant)) {
    Filter set = is_set(subject, describe(e));
    if (text || constant.constant.is_null()) return negated(std::move(set));
    if (subject.type.base == BaseType::kBool) return negated(test(Filter::Op::kOneOf, subject, {"true"}, false, e));
    const bool has = subject.field->values.empty() || subject.field->others;
    if (has || subject.field->values.contains(constant_text(constant)))
      return any_of({negated(std::move(set)), test(Filter::Op::kOneOf, subject, {constant_text(constant)}, false, e)});
    return negated(std::move(set));
  }
  const bool nocase = e.nocase && text;
  if (constant_text(constant).empty()) {  // a call that gives no text
    Filter out{.op = Filter::Op::kCompare, .compare = CompareOp::kEq, .rule_text = describe(e)};
    out.operands = {std::move(subject), operand(constant)};
    return out;
  }
  return test(Filter::Op::kOneOf, std::move(subject), {constant_text(constant)}, nocase, e);
}

Filter FilterLowering::ordered_enums(const Expr& e, Operand subject, CompareOp op, std::int64_t than) {
  std::vector<std::string> names;
  for (const udm::EnumValue& value : udm::enumeration(subject.type.enum_id).values) {
    const bool unknown = subject.field && !subject.field->values.empty() &&
                         !subject.field->values.contains(std::string_view(value.name));
    if (!unknown && holds<std::int64_t>(value.number, op, than)) names.emplace_back(value.name);
  }
  Filter out = names.empty() ? always(false) : test(Filter::Op::kOneOf, std::move(subject), std::move(names), false, e);
  return holds<std::int64_t>(0, op, than) ? or_unset(std::move(out)) : out;
}

// A number that the schema has words for.
Filter FilterLowering::ordered_codes(const Expr& e, Operand subject, CompareOp op, const Expr& constant) {
  if (subject.field->others) missing_.insert(fmt::format("{} other than by whole values", subject.field->udm));
  std::vector<std::string> names;
  for (const auto& [udm, theirs] : subject.field->values)
    if (holds(std::strtod(udm.c_str(), nullptr), op, constant.constant.to_double())) names.push_back(udm);
  Filter out = names.empty() ? always(false) : test(Filter::Op::kOneOf, subject, std::move(names), false, e);
  return zero_holds(op, constant) ? any_of({negated(is_set(std::move(subject), describe(e))), std::move(out)}) : out;
}

Filter FilterLowering::or_unset(Filter test) {
  if (test.operands.empty()) return test;
  return any_of({negated(is_set(test.operands[0], test.rule_text)), std::move(test)});
}

Filter FilterLowering::pattern(const Expr& e, Operand subject, std::string_view pattern, bool nocase) {
  const PatternForm& form = patterns_.of(pattern, nocase);
  if (!form.error.empty()) {
    fidelity_.refuse(describe(e), "no regular expression: " + form.error);
    return always(true);
  }
  const bool of_field = subject.kind == Operand::Kind::kField;
  std::vector<Filter> literal;
  std::size_t texts = 0;
  for (const LiteralPattern& part : form.literals) {
    const Filter::Op op = part.from_start ? part.to_end ? Filter::Op::kOneOf : Filter::Op::kStartsWith
                          : part.to_end   ? Filter::Op::kEndsWith
                                          : Filter::Op::kContains;
    texts += part.texts.size();
    literal.push_back(test(op, subject, part.texts, part.nocase, e));
  }
  if (!literal.empty() && texts <= kFewTexts) return any_of(std::move(literal));
  Filter out = test(Filter::Op::kRegex, std::move(subject), {std::string(pattern)}, nocase, e);
  if (!literal.empty() && out.is(Filter::Op::kRegex)) out.args.push_back(any_of(std::move(literal)));
  return form.matches_nothing && of_field ? or_unset(std::move(out)) : out;
}

Filter FilterLowering::in_list(const Expr& e) {
  const auto entries = list_entries(rule_, e, lookups_);
  if (!entries) {
    fidelity_.refuse(list_name(rule_.lists[e.index]), entries.error());
    return always(true);
  }
  fidelity_.remark(entries->name,
                   fmt::format("what is in it now is part of the query, entries: {}", entries->texts.size()));
  if (entries->texts.empty()) return always(false);
  const Operand subject = operand(e.args[0]);
  std::vector<Filter> args;
  for (const std::string& entry : entries->texts) {
    if (entries->mode == ListMode::kRegex) {
      args.push_back(pattern(e, subject, entry, e.nocase));
    } else if (entry.empty()) {
      args.push_back(negated(is_set(subject, describe(e))));
    } else {
      const bool cidr = entries->mode == ListMode::kCidr;
      args.push_back(test(cidr ? Filter::Op::kCidr : Filter::Op::kOneOf, subject, {entry}, e.nocase, e));
    }
  }
  return any_of(std::move(args));
}

// Tests of a field with several values hold where any of them fulfils them, so `all` says that none does otherwise.
Filter FilterLowering::quantified(const Expr& e) {
  const auto reads_before = list_reads_;
  const Filter each = filter(e.args[0]);
  if (e.op == Op::kAny) return each;
  const SchemaField* field = nullptr;
  each_operand(each, [&](const Operand& operand) { field = operand.field ? operand.field : field; });
  if (!field || !field->list) return each;
  list_reads_ = reads_before;  // it is read once, if said anew
  negated_ = !negated_;
  Filter out = negated(filter({.op = Op::kNot, .type = e.type, .args = {e.args[0]}}));
  negated_ = !negated_;
  fidelity_.approximate(field->name, "has several values: `all` is said only as far as no value may fail the test");
  return out;
}

Filter FilterLowering::call(const Expr& e) {
  const std::string_view name = e.function->name;
  const bool constant = e.args.size() == 2 && e.args[1].op == Op::kConstant;
  if (constant) {
    const std::string value(e.args[1].constant.kind() == ValueKind::kString ? e.args[1].constant.as_text() : "");
    if (name == "re.regex") return pattern(e, operand(e.args[0]), value, e.nocase);
    constexpr std::pair<std::string_view, Filter::Op> kTests[] = {{"strings.contains", Filter::Op::kContains},
                                                                  {"strings.starts_with", Filter::Op::kStartsWith},
                                                                  {"strings.ends_with", Filter::Op::kEndsWith},
                                                                  {"net.ip_in_range_cidr", Filter::Op::kCidr}};
    for (const auto& [function, op] : kTests) {
      if (function != name) continue;
      // Every text contains nothing; none begins or ends with it.
      return value.empty() ? always(op == Filter::Op::kContains) : test(op, operand(e.args[0]), {value}, e.nocase, e);
    }
  }
  Filter out{.op = Filter::Op::kHolds, .rule_text = describe(e)};
  out.operands = {operand(e)};
  return out;
}

Filter FilterLowering::test(Filter::Op op, Operand subject, std::vector<std::string> values, bool nocase,
                            const Expr& e) {
  // `strings.to_lower(x) = "a"` is `x = "a" nocase`.
  const bool folds = subject.kind == Operand::Kind::kCall && subject.args.size() == 1 &&
                     (subject.name == "strings.to_lower" || subject.name == "strings.to_upper");
  if (folds && op != Filter::Op::kRegex && op != Filter::Op::kCidr && subject.args[0].kind == Operand::Kind::kField) {
    const bool lower = subject.name == "strings.to_lower";
    std::erase_if(values, [&](const std::string& v) { return v != (lower ? ascii_lower(v) : ascii_upper(v)); });
    if (values.empty()) return always(false);
    Operand inner = subject.args[0];
    return test(op, std::move(inner), std::move(values), true, e);
  }
  if (auto whole = put_together(subject)) subject = std::move(*whole);
  Filter out{.op = op,
             .operands = {std::move(subject)},
             .values = std::move(values),
             .nocase = nocase,
             .rule_text = describe(e)};
  const Operand& value = out.operands[0];
  if (value.kind == Operand::Kind::kConstant) return constant_test(out);
  if (value.kind != Operand::Kind::kField || !value.field) return out;
  const std::string& path = value.field->udm.empty() ? value.name : value.field->udm;
  if (const auto among = source_.among.find(path); among != source_.among.end() && op == Filter::Op::kOneOf) {
    const bool possible = std::ranges::any_of(out.values, [&](const std::string& text) {
      return std::ranges::find(among->second, text) != among->second.end();
    });
    if (!possible) return always(false);
  }
  const SchemaField& field = *value.field;
  if (field.nocase && !out.nocase && field.type == SchemaType::kText && op != Filter::Op::kCidr) {
    out.nocase = true;
    fidelity_.approximate(field.name, "is not stored in the case of the event, so that it is compared without case");
  }
  return in_field(std::move(out));
}

// A test of what is known of all events of the source.
Filter FilterLowering::constant_test(const Filter& test) { return always(holds_for(test, test.operands[0].text)); }

}  // namespace yaral::convert
