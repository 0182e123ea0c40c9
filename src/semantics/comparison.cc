#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"
#include "semantics/expression.h"
#include "semantics/patterns.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;
using syntax::ExprKind;

constexpr std::string_view kSymbols[] = {"=", "!=", "<", "<=", ">", ">="};

std::string_view symbol(CompareOp op) { return kSymbols[static_cast<std::size_t>(op)]; }

bool is_equality(CompareOp op) { return op == CompareOp::kEq || op == CompareOp::kNe; }

// The names that hold a word: `USER_LOGIN` for "login".
std::vector<std::string> names_with_word(std::string_view word, const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  const std::string wanted = "_" + ascii_lower(word) + "_";
  std::vector<std::string> found;
  for (const std::string& name : names)
    if (found.size() < kMost && ("_" + ascii_lower(name) + "_").find(wanted) != std::string::npos)
      found.push_back(name);
  return found;
}

// A quoted name next to an enum becomes the enum's value (9.1).
void adapt_to_enum(Binder& b, Expr& literal, const Expr& other, const syntax::Expr& ast) {
  const std::string name(literal.constant.as_text());
  if (const auto number = udm::enum_number(other.type.enum_id, name)) {
    literal.type = other.type;
    literal.constant = Value::enumerator(*number);
    return;
  }
  const udm::EnumInfo& info = udm::enumeration(other.type.enum_id);
  std::vector<std::string> names;
  for (const udm::EnumValue& value : info.values) names.emplace_back(value.name);
  auto& diagnostic = report(b, Code::kUnknownEnumValue, ast.span,
                            fmt::format("{} is no value of {}", written(b, ast.span), written(b, other.span)));
  diagnostic.others.push_back({other.span, fmt::format("this is {}", a_type(other.type))});
  std::vector<std::string> near = nearest_names(name, names);
  const bool certain = near.size() == 1;
  if (near.empty()) near = names_with_word(name, names);
  if (!near.empty()) {
    diagnostic.help = did_you_mean(near);
    if (certain) diagnostic.fix = replace_by(ast.span, '"' + near.front() + '"');
  } else if (names.size() <= 12) {
    diagnostic.help = fmt::format("its values are {}", fmt::join(names, ", "));
  } else {
    diagnostic.help = "`yaral fields` lists its values";
  }
  literal = error_expr(literal.span);
}

void adapt_to_timestamp(Binder& b, Expr& literal, const syntax::Expr& ast) {
  if (const auto time = parse_timestamp(literal.constant.as_text())) {
    literal.type = type_of(BaseType::kTimestamp);
    literal.constant = Value::timestamp(*time);
    return;
  }
  report(b, Code::kBadTimestamp, ast.span, fmt::format("{} is no point in time", written(b, ast.span))).help =
      "write `\"2026-01-31T00:00:00Z\"`";
  literal = error_expr(literal.span);
}

// Makes a literal take the type of what it is compared with, where the language says so.
void adapt(Binder& b, Expr& literal, const Expr& other, const syntax::Expr& ast) {
  if (literal.op != Op::kConstant || literal.type != type_of(BaseType::kString) || other.type.list) return;
  if (other.type.base == BaseType::kEnum) adapt_to_enum(b, literal, other, ast);
  // A field that holds a time is compared by its seconds (3.6); only the window's ends compare with quoted times.
  if (other.type.base == BaseType::kTimestamp && other.op != Op::kField) adapt_to_timestamp(b, literal, ast);
}

bool comparable(Type a, Type b) {
  if (a.list || b.list) return false;
  if (a.is_number() && b.is_number()) return true;
  if (is_text(a) && is_text(b)) return true;
  if (a.base == BaseType::kEnum) return a == b;
  return a.base == b.base && (a.base == BaseType::kBool || a.base == BaseType::kTimestamp);
}

bool is_time_field(const Expr& e) {
  return e.type.base == BaseType::kTimestamp &&
         (e.op == Op::kField || e.op == Op::kElement || e.op == Op::kPlaceholder);
}

std::string with_quotes(const Binder& b, Span span) { return fmt::format("\"{}\"", b.source.text(span)); }

// One literal and one other operand of types that do not go together: what to change is usually certain.
void explain_literal(Binder& b, syntax::Diagnostic& diagnostic, const Expr& literal, const Expr& other) {
  const std::string_view text = literal.constant.as_text();
  if (other.type.is_number() && (literal.type.base == BaseType::kString || literal.type.base == BaseType::kBool)) {
    const bool number = literal.type.base == BaseType::kString && !text.empty() &&
                        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    diagnostic.help = number ? "write the number without quotes" : "compare with a number";
    if (number) diagnostic.fix = replace_by(literal.span, std::string(text));
  } else if (is_text(other.type) && (literal.type.is_number() || literal.type.base == BaseType::kBool)) {
    diagnostic.help = "write the value in quotes";
    diagnostic.fix = replace_by(literal.span, with_quotes(b, literal.span));
  } else if (other.type.base == BaseType::kBool && (text == "true" || text == "false")) {
    diagnostic.help = "write it without quotes";
    diagnostic.fix = replace_by(literal.span, std::string(text));
  } else if (other.type.base == BaseType::kBool) {
    diagnostic.help = "compare with `true` or `false`";
  } else if (other.type.base == BaseType::kEnum && literal.type.base == BaseType::kInt) {
    const std::string_view name = udm::enum_name(
        other.type.enum_id,
        static_cast<std::int32_t>(std::clamp<std::int64_t>(literal.constant.as_int(), INT32_MIN, INT32_MAX)));
    diagnostic.help = "compare with the quoted name of the value";
    if (!name.empty()) diagnostic.fix = replace_by(literal.span, fmt::format("\"{}\"", name));
  }
}

void explain_list(Binder& b, syntax::Diagnostic& diagnostic, const syntax::Expr& ast, const Expr& list,
                  const Expr& other) {
  diagnostic.help = "`arrays.contains` tests for an element, `arrays.size` counts the elements";
  if (ast.compare == CompareOp::kEq && other.op == Op::kConstant) {
    diagnostic.fix = replace_by(
        ast.span, fmt::format("arrays.contains({}, {})", b.source.text(list.span), b.source.text(other.span)));
  }
}

void report_times(Binder& b, const Expr& left, const Expr& right) {
  auto& diagnostic = report(b, Code::kTypeMismatch, left.span, "times of events are compared by their seconds");
  diagnostic.others.push_back({right.span, ""});
  diagnostic.help = "add `.seconds` to both";
  if (left.op == Op::kPlaceholder || right.op == Op::kPlaceholder) return;
  diagnostic.fix =
      syntax::Fix{"compare the seconds",
                  {{{left.span.end, left.span.end}, ".seconds"}, {{right.span.end, right.span.end}, ".seconds"}}};
}

void report_mismatch(Binder& b, const syntax::Expr& ast, const Expr& left, const Expr& right) {
  const bool left_odd = left.op == Op::kConstant;
  const Expr& odd = left_odd ? left : right;
  const Expr& other = left_odd ? right : left;
  auto& diagnostic = report(b, Code::kTypeMismatch, odd.span,
                            fmt::format("{} is {} and cannot be compared with {}", written(b, odd.span),
                                        a_type(odd.type), a_type(other.type)));
  diagnostic.primary.text = "this is " + a_type(odd.type);
  diagnostic.others.push_back({other.span, "this is " + a_type(other.type)});
  if (left.type.list || right.type.list) {
    const bool left_list = left.type.list;
    explain_list(b, diagnostic, ast, left_list ? left : right, left_list ? right : left);
  } else if (is_time_field(left) || is_time_field(right)) {
    diagnostic.help = "compare its seconds: `.seconds`";
    const Expr& time = is_time_field(left) ? left : right;
    if (time.op != Op::kPlaceholder)
      diagnostic.fix = syntax::Fix{"compare the seconds", {{{time.span.end, time.span.end}, ".seconds"}}};
  } else if (odd.op == Op::kConstant) {
    explain_literal(b, diagnostic, odd, other);
  } else if (is_text(left.type) != is_text(right.type) && (left.type.is_number() || right.type.is_number())) {
    diagnostic.help = "`cast.as_string` and `cast.as_int` convert";
  }
}

bool is_count(const Expr& e) { return e.op == Op::kEventCount || e.op == Op::kPlaceholderCount; }

// A count is compared with a whole number (6.1).
bool check_count_limit(Binder& b, const Expr& left, const Expr& right) {
  if (!is_count(left) && !is_count(right)) return true;
  const Expr& limit = is_count(left) ? right : left;
  if (limit.op != Op::kConstant || limit.type.base != BaseType::kFloat) return true;
  report(b, Code::kTypeMismatch, limit.span, fmt::format("{} is no whole number", written(b, limit.span))).help =
      "counts are compared with whole numbers";
  return false;
}

// Whether the operator fits the type that both sides have.
bool check_operator(Binder& b, const syntax::Expr& ast, const Expr& left, const Expr& right) {
  if (is_equality(ast.compare)) return true;
  if (left.type.base == BaseType::kBool) {
    report(b, Code::kBadOperator, left.span, fmt::format("`{}` does not order true and false", symbol(ast.compare)))
        .help = "bools compare with `=` and `!=`";
    return false;
  }
  if (!is_time_field(left) && !is_time_field(right)) return true;
  report_times(b, left, right);
  return false;
}

bool check_nocase(Binder& b, const syntax::Expr& ast, const Expr& left, const Expr& right) {
  if (!ast.nocase) return true;
  const Expr& odd = is_text(left.type) ? right : left;
  if (!is_text(odd.type)) {
    auto& diagnostic =
        report(b, odd.type.base == BaseType::kEnum ? Code::kEnumPattern : Code::kBadNocase, ast.nocase_span,
               fmt::format("`nocase` compares text, but {} is {}", written(b, odd.span), a_type(odd.type)));
    diagnostic.others.push_back({odd.span, "this is " + a_type(odd.type)});
    diagnostic.help = "leave `nocase` out";
    diagnostic.fix = syntax::Fix{"remove `nocase`", {{ast.nocase_span, ""}}};
    return false;
  }
  if (is_equality(ast.compare)) return true;
  report(b, Code::kBadNocase, ast.nocase_span, fmt::format("`nocase` cannot go with `{}`", symbol(ast.compare))).help =
      "it goes with `=` and `!=`; `strings.to_lower` folds both sides";
  return false;
}

Expr compare(const syntax::Expr& ast, Expr left, Expr right) {
  std::vector<Expr> args;
  args.push_back(std::move(left));
  args.push_back(std::move(right));
  Expr e = make(Op::kCompare, type_of(BaseType::kBool), ast.span, std::move(args));
  e.compare = ast.compare;
  e.nocase = ast.nocase;
  return e;
}

// A column of a data table is a number next to a number, text next to anything else (3.12).
Expr bind_beside(Binder& b, const syntax::Expr& ast, Expr& other) {
  if (ast.kind != ExprKind::kList) return bind_value(b, ast);
  other = enum_as_name(std::move(other));
  return bind_column(b, ast, type_of(other.type.is_number() ? BaseType::kFloat : BaseType::kString));
}

// Both sides of a comparison; a column is bound after what it stands next to.
std::pair<Expr, Expr> bind_sides(Binder& b, const syntax::Expr& left, const syntax::Expr& right) {
  if (left.kind == ExprKind::kList) {
    Expr second = bind_value(b, right);
    Expr first = bind_beside(b, left, second);
    return {std::move(first), std::move(second)};
  }
  Expr first = bind_value(b, left);
  Expr second = bind_beside(b, right, first);
  return {std::move(first), std::move(second)};
}

Expr bind_operands(Binder& b, const syntax::Expr& ast) {
  auto [left, right] = bind_sides(b, ast.children[0], ast.children[1]);
  adapt(b, left, right, ast.children[0]);
  adapt(b, right, left, ast.children[1]);
  if (left.type.is_error() || right.type.is_error()) return error_expr(ast.span);
  if (is_literal_only(left) && is_literal_only(right)) {
    report(b, Code::kLiteralComparison, ast.span, fmt::format("{} compares two fixed values", written(b, ast.span)))
        .help = "one side must be a field or something that depends on one";
    return error_expr(ast.span);
  }
  if (!comparable(left.type, right.type)) {
    report_mismatch(b, ast, left, right);
    return error_expr(ast.span);
  }
  if (!check_count_limit(b, left, right) || !check_operator(b, ast, left, right) || !check_nocase(b, ast, left, right))
    return error_expr(ast.span);
  return compare(ast, std::move(left), std::move(right));
}

bool check_matched_operand(Binder& b, const syntax::Expr& ast, const syntax::Expr& pattern, const Expr& operand) {
  if (operand.type.is_error()) return false;
  if (!is_equality(ast.compare)) {
    report(b, Code::kBadOperator, pattern.span, fmt::format("`{}` cannot compare with a pattern", symbol(ast.compare)))
        .help = "patterns go with `=` and `!=`";
    return false;
  }
  if (is_text(operand.type)) return true;
  const bool enumeration = !operand.type.list && operand.type.base == BaseType::kEnum;
  auto& diagnostic =
      report(b, enumeration ? Code::kEnumPattern : Code::kTypeMismatch, operand.span,
             fmt::format("patterns match text, but {} is {}", written(b, operand.span), a_type(operand.type)));
  diagnostic.primary.text = "this is " + a_type(operand.type);
  diagnostic.others.push_back({pattern.span, "the pattern"});
  diagnostic.help = enumeration         ? "compare with each name, joined by `or`"
                    : operand.type.list ? "`arrays.join_string` makes text of a list"
                                        : "`cast.as_string` makes text of a number";
  return false;
}

Expr bind_match(Binder& b, const syntax::Expr& ast, const syntax::Expr& pattern, const syntax::Expr& other) {
  const bool good = check_pattern(b, pattern, PatternUse::kTest, ast.nocase);
  if (other.kind == ExprKind::kRegex || other.kind == ExprKind::kString) {
    report(b, Code::kLiteralComparison, ast.span, fmt::format("{} compares two fixed values", written(b, ast.span)))
        .help = "one side must be a field or something that depends on one";
    return error_expr(ast.span);
  }
  Expr operand = bind_value(b, other);
  if (!check_matched_operand(b, ast, pattern, operand) || !good) return error_expr(ast.span);
  Expr match = make_match(b, ast.span, std::move(operand), pattern.text, ast.nocase);
  return ast.compare == CompareOp::kNe ? negate(std::move(match)) : match;
}

}  // namespace

Expr bind_comparison(Binder& b, const syntax::Expr& ast) {
  const syntax::Expr& left = ast.children[0];
  const syntax::Expr& right = ast.children[1];
  return with_quantifiers(b, [&] {
    if (right.kind == ExprKind::kRegex) return bind_match(b, ast, right, left);
    if (left.kind == ExprKind::kRegex) return bind_match(b, ast, left, right);
    return bind_operands(b, ast);
  });
}

// For ordinary fields null is the zero value (3.3), which a null constant equals whatever the type.
Expr bind_null_test(Binder& b, const syntax::Expr& ast) {
  return with_quantifiers(b, [&] {
    Expr operand = bind_value(b, ast.children[0]);
    if (operand.type.is_error()) return operand;
    if (is_literal_only(operand)) {
      report(b, Code::kLiteralComparison, ast.span, fmt::format("{} tests a fixed value", written(b, ast.span))).help =
          "test a field";
      return error_expr(ast.span);
    }
    Expr null{.op = Op::kConstant, .type = operand.type, .span = ast.span};
    std::vector<Expr> args;
    args.push_back(std::move(operand));
    args.push_back(std::move(null));
    Expr e = make(Op::kCompare, type_of(BaseType::kBool), ast.span, std::move(args));
    e.compare = ast.negated ? CompareOp::kNe : CompareOp::kEq;
    return e;
  });
}

}  // namespace yaral::semantics
