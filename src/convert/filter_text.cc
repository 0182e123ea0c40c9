#include "convert/filter_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/template.h"
#include "functions/ip_address.h"

namespace yaral::convert {

namespace {

using Op = Filter::Op;

// What a value is in the target: a column or call by its type in YARA-L, a field by that of the schema.
SchemaType type_of(const Operand& operand) {
  if (operand.kind == Operand::Kind::kField && operand.field) return operand.field->type;
  return schema_type(operand.type.base);
}

// Of what is beyond ASCII, U+2000 to U+206F are dashes and quotation marks, which have no case.
bool has_letters_beyond_ascii(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x80) continue;
    const std::string_view mark = text.substr(i, 2);
    if (mark != "\xe2\x80" && mark != "\xe2\x81") return true;
    i += 2;
  }
  return false;
}

bool is_numeric(const Operand& operand) { return type_of(operand) == SchemaType::kNumber; }

}  // namespace

std::string FilterText::refuse(const std::string& what, std::string why) {
  fidelity_.refuse(what, fmt::format("{} {}", dialect_.title, why));
  return std::string(dialect_.never);
}

std::string FilterText::part(const Filter& filter) {
  const bool several = filter.is(Op::kAnd) || filter.is(Op::kOr);
  const std::string text = this->filter(filter);
  return several ? fill_in(dialect_.grouped, text) : text;
}

std::string FilterText::joined(const Filter& filter, std::string_view word) {
  std::string out;
  for (const Filter& arg : filter.args) out += (out.empty() ? "" : std::string(word)) + part(arg);
  return out;
}

std::string FilterText::either(const std::vector<std::string>& parts) const {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : std::string(dialect_.either)) + part;
  return parts.size() > 1 ? fill_in(dialect_.grouped, out) : out;
}

std::string FilterText::filter(const Filter& filter) {
  switch (filter.op) {
    case Op::kTrue: return std::string(dialect_.always);
    case Op::kFalse: return std::string(dialect_.never);
    case Op::kAnd: return joined(filter, dialect_.both);
    case Op::kOr: return joined(filter, dialect_.either);
    case Op::kNot: return negation(filter.args[0]);
    default: return test(filter);
  }
}

std::string FilterText::negation(const Filter& filter) {
  ++negations_;
  const std::string inner = this->filter(filter);
  --negations_;
  return fill_in(dialect_.negated, inner);
}

std::string FilterText::test(const Filter& filter) {
  std::string text = plain_test(filter);
  const SchemaField* const field = filter.operands[0].field;
  if (field && field->list && !dialect_.of_any_value.empty()) return fill_in(dialect_.of_any_value, text);
  const bool of_two = filter.is(Op::kCompare) && filter.operands[1].kind != Operand::Kind::kConstant;
  const bool open = negations_ > 0 && !dialect_.guarded.empty() && !filter.is(Op::kExists) && !of_two;
  if (!open || filter.operands[0].kind != Operand::Kind::kField) return text;
  return fill_in(dialect_.guarded, operand(filter.operands[0]), text);
}

std::string FilterText::plain_test(const Filter& filter) {
  switch (filter.op) {
    case Op::kExists: return exists(filter);
    case Op::kHolds:
      if (dialect_.equals_bool.empty()) return refuse(filter.rule_text, "has no values of true and false");
      return fill_in(dialect_.equals_bool, operand(filter.operands[0]), dialect_.truth[1]);
    case Op::kCompare: return comparison(filter);
    case Op::kOneOf: return equals(filter);
    case Op::kContains: return texts(filter, dialect_.contains, LiteralUse::kContains, false);
    case Op::kStartsWith: return texts(filter, dialect_.starts_with, LiteralUse::kStartsWith, false);
    case Op::kEndsWith: return texts(filter, dialect_.ends_with, LiteralUse::kEndsWith, false);
    case Op::kRegex: return patterns(filter);
    default: break;
  }
  if (dialect_.cidr.empty()) return refuse(filter.rule_text, "has no test of address blocks");
  std::vector<std::string> parts;
  for (const std::string& block : filter.values) {
    const bool six = block.find(':') != std::string::npos && !dialect_.cidr6.empty();
    parts.push_back(fill_in(six ? dialect_.cidr6 : dialect_.cidr, operand(filter.operands[0]),
                            dialect_.literal(block, LiteralUse::kWhole)));
  }
  return either(parts);
}

std::string FilterText::exists(const Filter& filter) {
  const SchemaType type = type_of(filter.operands[0]);
  const bool text = type == SchemaType::kText || type == SchemaType::kIp;
  const bool list = filter.operands[0].field && filter.operands[0].field->list;
  std::string_view form = text || dialect_.exists_number.empty() ? dialect_.exists : dialect_.exists_number;
  if (type == SchemaType::kIp && !dialect_.exists_ip.empty()) form = dialect_.exists_ip;
  if (list && !dialect_.exists_list.empty()) form = dialect_.exists_list;
  if (form.empty()) return refuse(filter.rule_text, "cannot ask whether a field is set");
  return fill_in(form, operand(filter.operands[0]));
}

// The template for the test's case, or the other with a note.
std::string_view FilterText::choose(const Filter& filter, const TextTest& test) {
  const std::string_view wanted = filter.nocase ? test.nocase : test.cased;
  if (!wanted.empty()) return wanted;
  const std::string_view other = filter.nocase ? test.cased : test.nocase;
  if (other.empty()) return {};
  fidelity_.approximate(filter.rule_text, filter.nocase ? "capital and small letters are told apart"
                                                        : "capital and small letters are taken for the same");
  return other;
}

std::string FilterText::one(const Filter& filter, const TextTest& test, const std::string& literal) {
  const std::string_view form = choose(filter, test);
  if (form.empty()) return refuse(filter.rule_text, "has no such test of a text");
  return fill_in(form, subject(filter), literal);
}

// What a test of a text is of: where fields have types, others are turned into texts.
std::string FilterText::subject(const Filter& filter) {
  const Operand& value = filter.operands[0];
  const std::string text = operand(value);
  const bool whole = filter.is(Op::kOneOf);
  if (!dialect_.typed || whole || type_of(value) == SchemaType::kText) return text;
  if (dialect_.as_text.empty()) return refuse(filter.rule_text, "tests texts alone in this way");
  note_function_of(value);
  return fill_in(dialect_.as_text, text);
}

void FilterText::note_function_of(const Operand& value) {
  if (!dialect_.of_lists.empty() && value.field && value.field->list)
    fidelity_.approximate(value.name, std::string(dialect_.of_lists));
}

std::string FilterText::literal_of(const Filter& filter, const std::string& value, LiteralUse use) {
  return dialect_.literal(dialect_.lowers_literals && filter.nocase ? fold_case(value) : value, use);
}

std::string FilterText::texts(const Filter& filter, const TextTest& test, LiteralUse use, bool together) {
  std::vector<std::string> literals;
  std::vector<std::string> parts;
  for (const std::string& value : filter.values) {
    std::string special;
    if (dialect_.special) special = dialect_.special(subject(filter), value, use, filter.nocase);
    if (filter.nocase && has_letters_beyond_ascii(value) && !dialect_.folding.empty())
      fidelity_.approximate(filter.rule_text, std::string(dialect_.folding));
    if (special.empty()) {
      literals.push_back(literal_of(filter, value, use));
    } else {
      note_function_of(filter.operands[0]);
      parts.push_back(std::move(special));
    }
  }
  if (together && literals.size() > 1) {
    parts.push_back(one(filter, test, fmt::format("{}", fmt::join(literals, ", "))));
  } else {
    for (const std::string& literal : literals) parts.push_back(one(filter, test, literal));
  }
  return either(parts);
}

// Fields of addresses are compared with addresses alone: nothing else is one of them.
std::vector<std::string> FilterText::addresses(const Filter& filter) {
  std::vector<std::string> out;
  for (const std::string& value : filter.values)
    if (functions::parse_ip(value)) out.push_back(value);
  return out;
}

std::string FilterText::equals(const Filter& filter) {
  const SchemaType type = type_of(filter.operands[0]);
  if (type == SchemaType::kIp && dialect_.typed) {
    Filter typed = filter;
    typed.values = addresses(filter);
    typed.nocase = false;
    if (typed.values.empty()) return std::string(dialect_.never);
    if (typed != filter) return equals(typed);
  }
  const SchemaField* const field = filter.operands[0].field;
  const std::string_view has = type == SchemaType::kIp ? dialect_.has_address : dialect_.has_value;
  if (field && field->list && !filter.nocase && !has.empty() && (type == SchemaType::kText || type == SchemaType::kIp))
    return texts(filter, {.cased = has, .nocase = {}}, LiteralUse::kWhole, false);
  if (type == SchemaType::kText || type == SchemaType::kIp || type == SchemaType::kTime) {
    const std::string_view listed = filter.nocase ? dialect_.one_of.nocase : dialect_.one_of.cased;
    const bool together = filter.values.size() > 1 && !listed.empty();
    return texts(filter, together ? dialect_.one_of : dialect_.equals, LiteralUse::kWhole, together);
  }
  const bool number = type == SchemaType::kNumber;
  const std::string_view form = number ? dialect_.equals_number : dialect_.equals_bool;
  if (form.empty()) return refuse(filter.rule_text, "has no values of this type");
  std::vector<std::string> parts;
  for (const std::string& value : filter.values) {
    if (number && !is_decimal(value)) return refuse(filter.rule_text, "has a number here, and this is none");
    const std::string literal = number ? value : std::string(dialect_.truth[value == "true" || value == "1" ? 1 : 0]);
    parts.push_back(fill_in(form, operand(filter.operands[0]), literal));
  }
  return either(parts);
}

std::string FilterText::patterns(const Filter& filter) {
  const bool without = dialect_.regex.cased.empty();
  if (without && filter.args.empty()) return refuse(filter.rule_text, "has no regular expressions");
  std::vector<std::string> parts;
  for (const std::string& pattern : filter.values) {
    const auto regex = translate_regex(pattern, filter.nocase, dialect_.regex_dialect);
    if ((without || !regex) && !filter.args.empty()) return part(filter.args[0]);
    if (!regex) {
      fidelity_.refuse(filter.rule_text, regex.error());
      continue;
    }
    if (dialect_.longest_pattern && regex->text.size() > dialect_.longest_pattern) {
      refuse(filter.rule_text, fmt::format("takes patterns of at most {} characters", dialect_.longest_pattern));
      continue;
    }
    const bool folds = filter.nocase || pattern.find("(?i") != std::string::npos;
    if (folds && has_letters_beyond_ascii(pattern) && !dialect_.folding.empty())
      fidelity_.approximate(filter.rule_text, std::string(dialect_.folding));
    if (!regex->shift.empty()) fidelity_.remark("regular expressions", regex->shift);
    const Filter cased{.op = filter.op, .operands = filter.operands, .rule_text = filter.rule_text};
    parts.push_back(one(cased, dialect_.regex, dialect_.literal(regex->text, LiteralUse::kPattern)));
  }
  return either(parts);
}

std::string FilterText::comparison(const Filter& filter) {
  const Operand& left = filter.operands[0];
  const Operand& right = filter.operands[1];
  const bool constants = left.kind == Operand::Kind::kConstant || right.kind == Operand::Kind::kConstant;
  if (!constants && !dialect_.compares_fields) return refuse(filter.rule_text, "compares a field with constants alone");
  const bool text = type_of(left) == SchemaType::kText;
  const bool fold = filter.nocase && text;
  const bool order = filter.compare != semantics::CompareOp::kEq && filter.compare != semantics::CompareOp::kNe;
  const bool texts = text && order && !dialect_.compare_texts.empty();
  const std::string_view form = fold ? dialect_.compare_nocase : texts ? dialect_.compare_texts : dialect_.compare;
  if (form.empty()) return refuse(filter.rule_text, "does not compare such values with each other");
  if (text && is_numeric(right))
    return refuse(filter.rule_text, "has a text here, and numbers are not compared with it");
  const std::string_view symbol = dialect_.symbols[static_cast<std::size_t>(filter.compare)];
  return fill_in(form, in_value(left), std::string(symbol), in_value(right));
}

// Templates may name an argument twice, so that calls within calls could grow without bound.
std::string FilterText::operand(const Operand& operand) {
  constexpr std::size_t kLongest = 65536;
  std::string text = written(operand);
  return text.size() <= kLongest ? text
                                 : refuse(operand.name.empty() ? "value" : operand.name, "would be too long here");
}

std::string FilterText::written(const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::kField: return dialect_.field(operand.name);
    case Operand::Kind::kColumn: return dialect_.column(operand.name);
    case Operand::Kind::kConstant: return constant(operand);
    case Operand::Kind::kCall: return call(operand);
    case Operand::Kind::kArithmetic: return arithmetic(operand);
    case Operand::Kind::kIf: break;
  }
  if (dialect_.conditional.empty()) return refuse("if", "has no such choice of values");
  return fill_in(dialect_.conditional, filter(*operand.test), in_value(operand.args[0]), in_value(operand.args[1]));
}

// A value as a part of another, where a field that is not set is its zero value.
std::string FilterText::in_value(const Operand& operand) {
  const std::string text = this->operand(operand);
  if (operand.kind != Operand::Kind::kField) return text;
  if (operand.field && !operand.field->after.empty()) {
    if (!dialect_.part_of) return refuse(operand.field->udm, "cannot take it out of " + operand.name);
    return dialect_.part_of(text, *operand.field);
  }
  switch (type_of(operand)) {
    case SchemaType::kText:
    case SchemaType::kIp: return fill_in(dialect_.text_or_empty, text);
    case SchemaType::kNumber: return fill_in(dialect_.number_or_zero, text);
    default: return text;
  }
}

std::string FilterText::constant(const Operand& operand) {
  switch (type_of(operand)) {
    case SchemaType::kNumber: return fill_in(dialect_.number_literal, operand.text.empty() ? "0" : operand.text);
    case SchemaType::kBool: return std::string(dialect_.truth[operand.text == "true" ? 1 : 0]);
    case SchemaType::kTime:
      if (dialect_.time_literal.empty()) return refuse(operand.text, "has no constant times");
      return fill_in(dialect_.time_literal, dialect_.literal(operand.text, LiteralUse::kWhole));
    default: return dialect_.literal(operand.text, LiteralUse::kWhole);
  }
}

std::string FilterText::arithmetic(const Operand& operand) {
  constexpr std::string_view kSymbols[] = {"+", "-", "*", "/", "%"};
  const std::string_view symbol = kSymbols[static_cast<std::size_t>(operand.arithmetic)];
  if (dialect_.arithmetic.empty()) return refuse(std::string(symbol), "does not compute");
  const std::string left = in_value(operand.args[0]);
  const std::string right = in_value(operand.args[1]);
  if (operand.arithmetic == semantics::ArithmeticOp::kDiv && !dialect_.divided.empty())
    return fill_in(dialect_.divided, left, right);
  if (operand.arithmetic == semantics::ArithmeticOp::kMod && !dialect_.remainder.empty()) {
    fidelity_.approximate("%", "of numbers below zero the sign may differ");
    return fill_in(dialect_.remainder, left, right);
  }
  return fill_in(dialect_.arithmetic, left, std::string(symbol), right);
}

std::string FilterText::call(const Operand& operand) {
  std::vector<std::string> arguments;
  for (const Operand& arg : operand.args) arguments.push_back(in_value(arg));
  if (operand.name == kSecondsOf) {
    if (dialect_.seconds.empty()) return refuse("seconds", "does not compute with times");
    return fill_in(dialect_.seconds, this->operand(operand.args[0]));
  }
  if (operand.name == "strings.concat" && !dialect_.concat_begin.empty())
    return fmt::format("{}{}{}", dialect_.concat_begin, fmt::join(arguments, dialect_.concat_between),
                       dialect_.concat_end);
  if (operand.name == "strings.coalesce" && !dialect_.coalesce.empty()) {
    std::string out = arguments.back();
    for (std::size_t i = arguments.size() - 1; i-- > 0;) out = fill_in(dialect_.coalesce, arguments[i], out);
    return out;
  }
  const auto row = std::ranges::find(dialect_.functions, operand.name, &SearchFunction::name);
  if (row == dialect_.functions.end() || row->arguments != operand.args.size())
    return refuse(operand.name, "has no translation of this function");
  if (!row->shift.empty()) fidelity_.approximate(operand.name, std::string(row->shift));
  return fill(row->text, arguments);
}

}  // namespace yaral::convert
