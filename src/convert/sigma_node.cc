#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "convert/filter_lowering.h"
#include "convert/regex.h"
#include "convert/sigma_detection.h"
#include "convert/yaml_text.h"

// Filters as tests of Sigma.
namespace yaral::convert {

namespace {

using Kind = SigmaNode::Kind;
using FilterOp = Filter::Op;
using semantics::CompareOp;

bool is_number(std::string_view text) {
  const bool plain =
      !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return plain && (text.size() == 1 || text.front() != '0');
}

bool has_case(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || c < 0; });
}

SigmaNode test_node(std::string key, std::vector<std::string> values) {
  return {.kind = Kind::kTest, .test = {std::move(key), std::move(values)}, .children = {}};
}

SigmaNode joined(Kind kind, std::vector<SigmaNode> children) {
  if (children.size() == 1) return SigmaNode(children.front());
  return {.kind = kind, .test = {}, .children = std::move(children)};
}

SigmaNode negation(SigmaNode node) {
  if (node.kind == Kind::kAlways) return {.kind = Kind::kNever, .test = {}, .children = {}};
  if (node.kind == Kind::kNever) return {};
  return {.kind = Kind::kNot, .test = {}, .children = {std::move(node)}};
}

// `(?i)` and the like at the beginning of a pattern, taken off; as modifiers.
std::string leading_flags(std::string& pattern, bool nocase) {
  std::string flags = nocase ? "i" : "";
  while (pattern.starts_with("(?")) {
    const std::size_t end = pattern.find(')');
    const std::string inner = pattern.substr(2, end == std::string::npos ? 0 : end - 2);
    if (inner.empty() || inner.find_first_not_of("ims") != std::string::npos) break;
    for (const char flag : inner)
      if (!flags.contains(flag)) flags += flag;
    pattern.erase(0, end + 1);
  }
  std::ranges::sort(flags);
  return flags;
}

struct TimePart {
  std::string_view function;
  std::string_view modifier;
};

constexpr TimePart kTimeParts[] = {
    {"timestamp.get_hour", "hour"}, {"timestamp.get_minute", "minute"}, {"timestamp.get_week", "week"}};

struct Subject {
  std::string name;
  SchemaType type = SchemaType::kText;
};

class NodeMaker {
 public:
  explicit NodeMaker(Fidelity& fidelity) : fidelity_(fidelity) {}

  SigmaNode make(const Filter& filter) {
    switch (filter.op) {
      case FilterOp::kTrue: return {};
      case FilterOp::kFalse: return {.kind = Kind::kNever, .test = {}, .children = {}};
      case FilterOp::kAnd: return conjunction(filter);
      case FilterOp::kOr: return joined(Kind::kOr, all(filter));
      case FilterOp::kNot:
        if (filter.args[0].is(FilterOp::kExists)) return exists(filter.args[0], "false");
        return negation(make(filter.args[0]));
      case FilterOp::kExists: return exists(filter, "true");
      case FilterOp::kHolds: return refuse(filter, "Sigma tests fields, and no values that are computed");
      case FilterOp::kCompare: return comparison(filter);
      case FilterOp::kCidr: return simple(filter, "cidr");
      case FilterOp::kRegex: return patterns(filter);
      default: return texts(filter);
    }
  }

 private:
  // Where a text is not in a field: `name` alone is `name`, and not also what ends with `\name`.
  SigmaNode conjunction(const Filter& filter) {
    Filter plain = filter;
    for (const Filter& arg : filter.args) {
      if (!arg.is(FilterOp::kNot) || !arg.args[0].is(FilterOp::kContains) || arg.args[0].values.size() != 1) continue;
      bool follows = false;
      for (Filter& other : plain.args) {
        other = without_mark(std::move(other), arg.args[0]);
        follows |= lacks_mark(other, arg.args[0]);
      }
      if (follows) std::erase(plain.args, arg);
    }
    return sigma_all_of(all(plain));
  }

  static Filter without_mark(Filter filter, const Filter& mark) {
    if (!filter.is(FilterOp::kOr)) return filter;
    std::erase_if(filter.args, [&](const Filter& f) {
      return f.is(FilterOp::kEndsWith) && f.operands[0].name == mark.operands[0].name &&
             std::ranges::all_of(f.values, [&](const std::string& v) { return v.starts_with(mark.values[0]); });
    });
    return any_of(std::move(filter.args));
  }

  static bool lacks_mark(const Filter& filter, const Filter& mark) {
    return filter.is(FilterOp::kOneOf) && filter.operands[0].name == mark.operands[0].name &&
           std::ranges::none_of(filter.values, [&](const std::string& v) { return v.contains(mark.values[0]); });
  }

  std::vector<SigmaNode> all(const Filter& filter) {
    std::vector<SigmaNode> out;
    for (const Filter& arg : filter.args) out.push_back(make(arg));
    return out;
  }

  SigmaNode refuse(const Filter& filter, std::string why) {
    fidelity_.refuse(filter.rule_text, std::move(why));
    return {};
  }

  // The field that is tested; nullopt, refused, when it is none.
  std::optional<Subject> subject(const Filter& filter) {
    const Operand* operand = &filter.operands[0];
    if (operand->kind == Operand::Kind::kCall && operand->name == "cast.as_string") operand = &operand->args[0];
    if (operand->kind != Operand::Kind::kField) {
      refuse(filter, operand->kind == Operand::Kind::kCall
                         ? fmt::format("Sigma tests fields, and has no {}", operand->name)
                         : "Sigma tests fields, and no values that are computed");
      return std::nullopt;
    }
    Subject out{.name = operand->name, .type = operand->field ? operand->field->type : SchemaType::kText};
    if (out.type == SchemaType::kTime) {
      refuse(filter, "Sigma compares no points in time");
      return std::nullopt;
    }
    if (!out.name.contains('|') && !out.name.empty()) return out;
    refuse(filter, "names with | are no fields for Sigma");
    return std::nullopt;
  }

  SigmaNode exists(const Filter& filter, std::string_view wanted) {
    const auto field = subject(filter);
    return field ? test_node(field->name + "|exists", {std::string(wanted)}) : SigmaNode();
  }

  SigmaNode simple(const Filter& filter, std::string_view modifier) {
    const auto field = subject(filter);
    if (!field) return {};
    std::vector<std::string> values;
    for (const std::string& value : filter.values) values.push_back(yaml_quoted(value));
    return test_node(fmt::format("{}|{}", field->name, modifier), std::move(values));
  }

  SigmaNode texts(const Filter& filter) {
    if (const auto part = time_part(filter)) return *part;
    const auto field = subject(filter);
    if (!field) return {};
    std::string key = field->name;
    if (filter.is(FilterOp::kContains)) key += "|contains";
    if (filter.is(FilterOp::kStartsWith)) key += "|startswith";
    if (filter.is(FilterOp::kEndsWith)) key += "|endswith";
    const bool cased =
        !filter.nocase && field->type == SchemaType::kText && std::ranges::any_of(filter.values, has_case);
    if (cased) key += "|cased";
    const auto beyond = [](const std::string& value) { return !is_ascii(value); };
    if (filter.nocase && std::ranges::any_of(filter.values, beyond))
      fidelity_.approximate(filter.rule_text, "engines differ in which letters beyond ASCII they take for the same");
    const bool plain = filter.is(FilterOp::kOneOf) && !cased;
    std::vector<std::string> values;
    for (const std::string& value : filter.values)
      values.push_back(plain && is_number(value) ? value : yaml_quoted(sigma_escape(value)));
    return test_node(std::move(key), std::move(values));
  }

  // Hours and the like of the time of the event.
  std::optional<SigmaNode> time_part(const Filter& filter) const {
    const Operand& call = filter.operands[0];
    if (call.kind != Operand::Kind::kCall || call.args.size() != 2 || call.args[1].text != "UTC") return std::nullopt;
    const Operand& seconds = call.args[0];
    const bool of_field = seconds.name == kSecondsOf && seconds.args[0].kind == Operand::Kind::kField;
    if (!of_field) return std::nullopt;
    const std::string& field = seconds.args[0].name;
    if (field == kEventTime) return std::nullopt;
    const auto row = std::ranges::find(kTimeParts, call.name, &TimePart::function);
    if (row != std::end(kTimeParts) && filter.is(FilterOp::kOneOf) && std::ranges::all_of(filter.values, is_number))
      return test_node(fmt::format("{}|{}", field, row->modifier), filter.values);
    if (call.name != "timestamp.get_date" || filter.values.size() != 1) return std::nullopt;
    const std::string& text = filter.values[0];
    const auto number = [](std::string_view digits) {
      const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
      return std::string(digits.substr(first));
    };
    if (filter.is(FilterOp::kEndsWith) && text.size() == 3 && text[0] == '-' && is_number(number(text.substr(1))))
      return test_node(field + "|day", {number(text.substr(1))});
    if (filter.is(FilterOp::kStartsWith) && text.size() == 5 && text[4] == '-' && is_number(text.substr(0, 4)))
      return test_node(field + "|year", {text.substr(0, 4)});
    if (filter.is(FilterOp::kRegex) && text.size() == 8 && text.starts_with("^\\d+-") && text.ends_with('-') &&
        is_number(number(text.substr(5, 2))))
      return test_node(field + "|month", {number(text.substr(5, 2))});
    return std::nullopt;
  }

  SigmaNode patterns(const Filter& filter) {
    if (const auto part = time_part(filter)) return *part;
    const auto field = subject(filter);
    if (!field) return {};
    std::map<std::string, std::vector<std::string>> by_flags;
    for (std::string pattern : filter.values) {
      const std::string flags = leading_flags(pattern, filter.nocase);
      const auto regex = translate_regex(pattern, false, RegexDialect::kSigma);
      const bool inner_flags = pattern.find("(?i)") != std::string::npos || pattern.find("(?s)") != std::string::npos ||
                               pattern.find("(?m)") != std::string::npos || pattern.find("(?-") != std::string::npos;
      if (!regex || inner_flags) {
        if (!filter.args.empty()) return make(filter.args[0]);
        fidelity_.refuse(filter.rule_text, regex ? "Sigma cannot say flags within a pattern" : regex.error());
        continue;
      }
      if (!regex->shift.empty()) fidelity_.approximate(filter.rule_text, regex->shift);
      by_flags[flags].push_back(yaml_quoted(regex->text));
    }
    std::vector<SigmaNode> out;
    for (auto& [flags, values] : by_flags) {
      std::string key = field->name + "|re";
      for (const char flag : flags) key += fmt::format("|{}", flag);
      out.push_back(test_node(std::move(key), std::move(values)));
    }
    return out.empty() ? SigmaNode() : joined(Kind::kOr, std::move(out));
  }

  SigmaNode comparison(const Filter& filter) {
    const Operand& right = filter.operands[1];
    if (right.kind == Operand::Kind::kConstant) return ordered(filter, right.text);
    const auto folded = [](const Operand& o) {
      return o.kind == Operand::Kind::kCall && o.args.size() == 1 &&
             (o.name == "strings.to_lower" || o.name == "strings.to_upper");
    };
    Filter plain = filter;
    const bool folds = folded(filter.operands[0]) && folded(right) && filter.operands[0].name == right.name;
    if (folds)
      for (Operand& operand : plain.operands) operand = Operand(operand.args[0]);
    for (Operand& operand : plain.operands)
      if (auto whole = put_together(operand)) operand = std::move(*whole);
    const bool equality = filter.compare == CompareOp::kEq || filter.compare == CompareOp::kNe;
    if (!equality) return refuse(filter, "Sigma compares fields with each other only for equality");
    Filter turned = plain;
    std::swap(turned.operands[0], turned.operands[1]);
    const auto mine = subject(plain);
    const auto theirs = mine ? subject(turned) : std::nullopt;
    if (!mine || !theirs) return {};
    if (!folds && !filter.nocase && mine->type == SchemaType::kText)
      fidelity_.approximate(filter.rule_text, "capital and small letters of the two fields are taken for the same");
    // Fields that are not set are equal, which no reference says.
    SigmaNode equal = joined(Kind::kOr, {test_node(mine->name + "|fieldref", {yaml_quoted(theirs->name)}),
                                         joined(Kind::kAnd, {test_node(mine->name + "|exists", {"false"}),
                                                             test_node(theirs->name + "|exists", {"false"})})});
    return filter.compare == CompareOp::kEq ? equal : negation(std::move(equal));
  }

  SigmaNode ordered(const Filter& filter, const std::string& number) {
    constexpr std::string_view kModifiers[] = {"", "", "lt", "lte", "gt", "gte"};
    const std::string_view modifier = kModifiers[static_cast<std::size_t>(filter.compare)];
    Filter plain = filter;
    const Operand& left = filter.operands[0];
    const bool cast = left.kind == Operand::Kind::kCall && left.name == "cast.as_float" && left.args.size() == 1;
    if (cast) {
      plain.operands[0] = left.args[0];
      fidelity_.approximate(filter.rule_text, "texts that are no numbers are no number, not 0");
    }
    const auto field = subject(plain);
    if (!field) return {};
    const bool numeric = cast || field->type == SchemaType::kNumber;
    if (modifier.empty() || !numeric || !is_decimal(number))
      return refuse(filter, "Sigma puts only numbers in an order");
    if (left.field && left.field->hex)
      fidelity_.approximate(left.name, "may be written as 0x…, which is no number for all engines");
    return test_node(fmt::format("{}|{}", field->name, modifier), {number});
  }

  Fidelity& fidelity_;
};

}  // namespace

SigmaNode sigma_node(const Filter& filter, Fidelity& fidelity) { return NodeMaker(fidelity).make(filter); }

std::string sigma_escape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool mark = text[i] == '*' || text[i] == '?';
    const bool before_mark =
        text[i] == '\\' && (next == '*' || next == '?' || next == '\\' || (i > 0 && text[i - 1] == '\\'));
    if (mark || before_mark) out += '\\';
    out += text[i];
  }
  return out;
}

}  // namespace yaral::convert
