#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "convert/filter_lowering.h"
#include "functions/signatures/regex.h"

// What a test of a UDM field is where the schema has the value in another form.
namespace yaral::convert {

namespace {

using FilterOp = Filter::Op;

bool same(std::string_view a, std::string_view b, bool nocase) { return nocase ? equal_folded(a, b) : a == b; }

// The number as the schema may have it besides.
std::string hexadecimal(const std::string& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? fmt::format("{:#x}", number) : std::string();
}

// `DOMAIN\user` and the like, whose parts UDM has in two fields.
bool are_parts(const Operand& front, const Operand& mark, const Operand& back) {
  return front.kind == Operand::Kind::kField && back.kind == Operand::Kind::kField && front.field && back.field &&
         mark.kind == Operand::Kind::kConstant && front.name == back.name && !mark.text.empty() &&
         front.field->before == mark.text && back.field->after == mark.text;
}

}  // namespace

bool holds_for(const Filter& test, std::string_view text) {
  const auto fold = [&](std::string_view t) { return test.nocase ? fold_case(t) : std::string(t); };
  return std::ranges::any_of(test.values, [&](const std::string& value) {
    switch (test.op) {
      case FilterOp::kOneOf: return fold(text) == fold(value);
      case FilterOp::kContains: return fold(text).find(fold(value)) != std::string::npos;
      case FilterOp::kStartsWith: return fold(text).starts_with(fold(value));
      case FilterOp::kEndsWith: return fold(text).ends_with(fold(value));
      case FilterOp::kRegex: return re2::RE2::PartialMatch(text, *functions::compile_regex(value, test.nocase));
      default: return false;
    }
  });
}

std::optional<Operand> put_together(const Operand& call) {
  if (call.kind != Operand::Kind::kCall || call.name != "strings.concat" || call.args.size() != 3) return std::nullopt;
  if (!are_parts(call.args[0], call.args[1], call.args[2])) return std::nullopt;
  return Operand{.kind = Operand::Kind::kField, .type = call.type, .name = call.args[0].name};
}

Filter FilterLowering::is_set(Operand field, std::string rule_text) {
  if (field.kind == Operand::Kind::kConstant) return always(!field.text.empty());
  Filter out{.op = FilterOp::kExists, .rule_text = std::move(rule_text)};
  const SchemaField* known = field.field;
  out.operands.push_back(std::move(field));
  if (!known) return out;
  if (known->wider) fidelity_.approximate(known->name, fmt::format("may be set without {}", known->udm));
  const std::string& mark = known->before.empty() ? known->after : known->before;
  if (mark.empty() || known->alone) return out;
  out.op = FilterOp::kContains;
  out.values = {mark};
  out.nocase = true;
  return out;
}

Filter FilterLowering::in_field(Filter test) {
  const SchemaField& field = *test.operands[0].field;
  if (const auto never = source_.never.find(field.udm); never != source_.never.end() && test.is(FilterOp::kOneOf)) {
    std::erase_if(test.values, [&](const std::string& value) {
      return std::ranges::any_of(never->second, [&](const std::string& n) { return same(n, value, test.nocase); });
    });
  }
  if (!field.prefix.empty()) {
    if (!test.is(FilterOp::kOneOf))
      fidelity_.approximate(field.name, fmt::format("does not begin with {}, as {} does", field.prefix, field.udm));
    std::erase_if(test.values, [&](std::string& value) {
      const bool begins = same(std::string_view(value).substr(0, field.prefix.size()), field.prefix, test.nocase);
      if (begins) value.erase(0, field.prefix.size());
      return !begins && test.is(FilterOp::kOneOf);
    });
  }
  if (field.lower && !test.nocase && !test.is(FilterOp::kCidr)) {
    if (test.is(FilterOp::kRegex)) {
      fidelity_.approximate(field.name, fmt::format("may have capital letters, which {} does not", field.udm));
    } else {
      std::erase_if(test.values, [](const std::string& value) { return value != ascii_lower(value); });
    }
    test.nocase = true;
  }
  if (test.values.empty()) return always(false);
  if (!field.values.empty()) return in_words(std::move(test));
  if (field.hex && test.is(FilterOp::kOneOf)) {
    std::vector<std::string> more;
    for (const std::string& value : test.values)
      if (std::string hex = hexadecimal(value); !hex.empty()) more.push_back(std::move(hex));
    std::ranges::move(more, std::back_inserter(test.values));
    test.nocase = true;
  }
  if (field.wider && !test.is(FilterOp::kOneOf) && !test.is(FilterOp::kCidr))
    fidelity_.approximate(field.name, fmt::format("holds more than {}", field.udm));
  if (!field.before.empty()) return before(std::move(test));
  return field.after.empty() ? test : within(std::move(test));
}

// A test of what the schema has other words for.
Filter FilterLowering::in_words(Filter test) {
  const SchemaField& field = *test.operands[0].field;
  std::vector<std::string> words;
  if (test.is(FilterOp::kOneOf)) {
    for (const std::string& value : test.values) {
      bool found = false;
      for (const auto& [udm, theirs] : field.values) {
        if (!same(udm, value, test.nocase)) continue;
        words.insert(words.end(), theirs.begin(), theirs.end());
        found = true;
      }
      if (!found && !field.others) missing_.insert(fmt::format("{} = \"{}\"", field.udm, value));
      if (!found) words.push_back(value);
    }
  } else {
    if (field.others) missing_.insert(fmt::format("{} other than by whole values", field.udm));
    for (const auto& [udm, theirs] : field.values)
      if (holds_for(test, udm)) words.insert(words.end(), theirs.begin(), theirs.end());
  }
  if (words.empty()) return always(false);
  test.op = FilterOp::kOneOf;
  test.nocase = test.nocase || field.any_case;
  test.args.clear();
  test.values = std::move(words);
  return test;
}

// A test of what stands within a longer text.
Filter FilterLowering::within(Filter test) {
  const SchemaField& field = *test.operands[0].field;
  const FilterOp op = test.op;
  if (op == FilterOp::kEndsWith && field.to_end) return test;
  if (op == FilterOp::kOneOf || op == FilterOp::kStartsWith) {
    Filter whole = test;
    for (std::string& value : test.values) value.insert(0, field.after);
    const bool to_end = op == FilterOp::kOneOf && field.to_end;
    test.op = to_end ? FilterOp::kEndsWith : FilterOp::kContains;
    const auto all_of_it = [&](const std::string& v) { return v.size() == field.length + field.after.size(); };
    const bool exact = op == FilterOp::kOneOf && (to_end || std::ranges::all_of(test.values, all_of_it));
    Filter out = field.alone ? any_of({std::move(test), std::move(whole)}) : std::move(test);
    if (exact) return out;
    fidelity_.approximate(field.name, fmt::format("holds more than {}, and is tested as a whole", field.udm));
    return out;
  }
  fidelity_.approximate(field.name, fmt::format("holds more than {}, and is tested as a whole", field.udm));
  return test;
}

// A test of what begins a longer text.
Filter FilterLowering::before(Filter test) {
  const SchemaField& field = *test.operands[0].field;
  if (test.is(FilterOp::kOneOf)) {
    for (std::string& value : test.values) value += field.before;
    test.op = FilterOp::kStartsWith;
    return test;
  }
  fidelity_.approximate(field.name, fmt::format("holds more than {}, and is tested as a whole", field.udm));
  return test;
}

}  // namespace yaral::convert
