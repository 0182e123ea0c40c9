#include "semantics/call.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "functions/signatures/regex.h"
#include "semantics/aggregation.h"
#include "semantics/expression.h"
#include "semantics/patterns.h"

namespace yaral::semantics {

namespace {

using functions::Availability;
using functions::FunctionInfo;
using functions::FunctionKind;
using functions::Param;
using functions::ParamRule;

constexpr int kMostDepth = 20;  // language reference 8.0

// The arguments of a call that cannot be bound itself, for the mistakes in them.
Expr bind_arguments_only(Binder& b, const syntax::Expr& ast) {
  const Override quantifiers(b.quantifiers, {});
  const Override depth(b.predicate_depth, 1);
  for (const syntax::Expr& child : ast.children) bind_value(b, child);
  return error_expr(ast.span);
}

std::uint8_t place_bit(Section section) {
  switch (section) {
    case Section::kEvents: return functions::kEvents;
    case Section::kOutcome: return functions::kOutcome;
    case Section::kCondition: return functions::kCondition;
  }
  return functions::kEvents;
}

std::string_view section_name(Section section) {
  switch (section) {
    case Section::kEvents: return "events";
    case Section::kOutcome: return "outcome";
    case Section::kCondition: return "condition";
  }
  return "events";
}

void report_search_only(Binder& b, const syntax::Expr& ast) {
  const std::string prefixed = "window." + ast.text;
  auto& diagnostic = report(b, Code::kSearchOnlyFunction, ast.name_span,
                            fmt::format("`{}` exists in searches and dashboards only", ast.text));
  if (!functions::find_function(prefixed)) return;
  diagnostic.help = fmt::format("in rules it is `{}`", prefixed);
  diagnostic.fix = replace_by(ast.name_span, prefixed);
}

// `count($e)` in `condition`.
bool is_count_of_variable(const syntax::Expr& ast) {
  return ast.text.starts_with("count") && ast.children.size() == 1 &&
         ast.children[0].kind == syntax::ExprKind::kVariable;
}

bool check_place(Binder& b, const syntax::Expr& ast, const FunctionInfo& function) {
  if ((function.places & place_bit(b.section)) == 0) {
    auto& diagnostic = report(b, Code::kFunctionPlace, ast.name_span,
                              fmt::format("`{}` cannot be called in `{}`", ast.text, section_name(b.section)));
    if (b.section == Section::kCondition && is_count_of_variable(ast)) {
      const std::string count = '#' + ast.children[0].text;
      diagnostic.help = "how often it occurs is written with `#`";
      diagnostic.fix = replace_by(ast.span, count);
      return false;
    }
    diagnostic.help =
        function.kind == FunctionKind::kAggregate
            ? "aggregates are over a group of events: give one to an outcome variable, and test that in `condition`"
            : "give its value to an outcome variable, and test that in `condition`";
    return false;
  }
  if (function.kind != FunctionKind::kAggregate || !b.aggregate) return true;
  auto& diagnostic =
      report(b, Code::kNestedAggregate, ast.span, fmt::format("`{}` stands within another aggregate", ast.text));
  diagnostic.others.push_back({b.aggregate->name_span, "this is an aggregate too"});
  diagnostic.help = "leave one of them out; what an aggregate is over are fields of single events";
  return false;
}

bool check_depth(Binder& b, const syntax::Expr& ast) {
  if (b.call_depth <= kMostDepth) return true;
  if (b.call_depth == kMostDepth + 1) {
    report(b, Code::kCallsTooDeep, ast.name_span, fmt::format("calls are nested more than {} deep", kMostDepth)).help =
        "bind inner calls to placeholders";
  }
  return false;
}

// Whether some form of the function takes a list at this position.
const Param* list_parameter(const FunctionInfo& function, std::size_t index) {
  for (const functions::Overload& overload : function.overloads)
    if (const Param* p = parameter(overload, index); p && p->type.list) return p;
  return nullptr;
}

Expr bind_argument(Binder& b, const FunctionInfo& function, std::size_t index, const syntax::Expr& ast) {
  if (const Param* list = list_parameter(function, index)) {
    if (auto whole = bind_whole_field(b, ast, list->rule == ParamRule::kWholeField)) return std::move(*whole);
  }
  return bind_value(b, ast);
}

std::vector<Expr> bind_arguments(Binder& b, const syntax::Expr& ast, const FunctionInfo& function) {
  const bool aggregate = function.kind == FunctionKind::kAggregate;
  const Override inside(b.aggregate, aggregate ? &ast : b.aggregate);
  // `any` within an aggregate asks nothing of the predicate around the aggregate.
  const Override depth(b.predicate_depth, aggregate ? 0 : b.predicate_depth);
  std::vector<Expr> args;
  for (std::size_t i = 0; i < ast.children.size(); ++i) args.push_back(bind_argument(b, function, i, ast.children[i]));
  return args;
}

std::string plural_arguments(std::size_t count) { return fmt::format("{} argument{}", count, count == 1 ? "" : "s"); }

std::string advice(Type wanted, Type given) {
  if (given.base == BaseType::kTimestamp && !wanted.list) return "name its seconds: `.seconds`";
  if (wanted.base == BaseType::kString && given.is_number()) return "`cast.as_string` makes text of a number";
  if (wanted.base == BaseType::kInt && given.base == BaseType::kFloat) return "`cast.as_int` cuts off the fraction";
  if (wanted.base == BaseType::kTimestamp)
    return "name the time itself, without `.seconds`: `$e.metadata.event_timestamp`";
  if (given.base == BaseType::kBool && !given.list) return "`if(…, 1, 0)` makes a number of true and false";
  const bool number =
      wanted.base == BaseType::kNumber || wanted.base == BaseType::kInt || wanted.base == BaseType::kFloat;
  if (number && given.base == BaseType::kString && !given.list)
    return "`cast.as_int` and `cast.as_float` make numbers of text";
  if (wanted.list && !given.list)
    return "lists come from repeated fields, `strings.split`, `re.capture_all` and `array`";
  if (given.list && !wanted.list) return "`arrays.index_to_str` and the like take an element of a list";
  return {};
}

void report_no_overload(Binder& b, const syntax::Expr& ast, const FunctionInfo& function, const std::vector<Expr>& args,
                        const OverloadChoice& choice) {
  if (choice.bad_count) {
    report(b, Code::kArgumentCount, ast.span,
           fmt::format("`{}` does not take {}", ast.text, plural_arguments(args.size())))
        .help = fmt::format("write `{}`", signature_text(function));
    return;
  }
  const Expr& arg = args[choice.bad_argument];
  const Param* param = nullptr;
  for (const functions::Overload& overload : function.overloads)
    if (!param) param = parameter(overload, choice.bad_argument);
  const std::string wanted = param->type == type_of(BaseType::kAny) ? "a single value" : a_type(param->type);
  auto& diagnostic = report(b, Code::kArgumentType, arg.span,
                            fmt::format("`{}` takes {} as `{}`, but {} is {}", ast.text, wanted, param->name,
                                        written(b, arg.span), a_type(arg.type)));
  diagnostic.primary.text = "this is " + a_type(arg.type);
  diagnostic.help = advice(param->type, arg.type);
  if (diagnostic.help.empty()) diagnostic.help = fmt::format("write `{}`", signature_text(function));
}

// A result declared as `any` has the type of the first argument.
Type result_type(const functions::Overload& overload, const std::vector<Expr>& args) {
  Type type = overload.result;
  if (type.base != BaseType::kAny && type.base != BaseType::kNumber) return type;
  if (args.empty()) return error_type();
  const bool list = type.list;
  type = args.front().type;
  type.list = list;
  return type;
}

bool ignores_case(std::string_view function) {
  constexpr std::array<std::string_view, 3> kTests = {"strings.contains", "strings.ends_with", "strings.starts_with"};
  return std::ranges::find(kTests, function) != kTests.end();
}

Expr lower(Expr text) {
  const Span span = text.span;
  std::vector<Expr> args;
  args.push_back(std::move(text));
  Expr e = make(Op::kCall, type_of(BaseType::kString), span, std::move(args));
  e.function = functions::find_function("strings.to_lower");
  return e;
}

bool check_nocase(Binder& b, const syntax::Expr& ast, std::vector<Expr>& args) {
  if (!ast.nocase || ast.text == "re.regex") return true;
  if (ignores_case(ast.text)) {
    for (Expr& arg : args) arg = lower(std::move(arg));
    report(b, Code::kNocaseAfterCall, ast.nocase_span,
           fmt::format("SecOps does not document `nocase` after `{}`", ast.text))
        .help = fmt::format("write `strings.to_lower` within the call, or `re.regex(…) nocase`");
    return true;
  }
  auto& diagnostic = report(b, Code::kBadNocase, ast.nocase_span, fmt::format("`nocase` cannot follow `{}`", ast.text));
  diagnostic.others.push_back({ast.name_span, "this does not compare text"});
  diagnostic.help = "it follows comparisons of text, `re.regex` and look-ups in lists";
  diagnostic.fix = syntax::Fix{"remove `nocase`", {{ast.nocase_span, ""}}};
  return false;
}

bool check_one_event(Binder& b, const syntax::Expr& ast, const Expr& call) {
  if (b.section != Section::kEvents) return true;
  // A column of a joined table may stand beside an event (3.12).
  auto variables = variables_of(b, call);
  std::erase_if(variables, [&](std::uint32_t v) { return b.rule.variables[v].source == EventSource::kTable; });
  if (variables.size() <= 1) return true;
  report(b, Code::kSeveralEvents, ast.span, fmt::format("`{}` is called with fields of several events", ast.text))
      .help = "a call takes the fields of one event variable";
  return false;
}

// The groups that a replacement names must be in the pattern (8.10).
bool check_replacement(Binder& b, const syntax::Expr& ast, const std::vector<Expr>& args) {
  if (ast.text != "re.replace" || args[1].op != Op::kConstant || args[2].op != Op::kConstant) return true;
  const auto regex = functions::compile_regex(ast.children[1].text, ast.nocase);
  std::string problem;
  if (regex->CheckRewriteString(functions::piece(args[2].constant.as_text()), &problem)) return true;
  report(b, Code::kBadRegex, ast.children[2].span, fmt::format("RE2 refuses this replacement: {}", problem)).help =
      "`\\0` is all that matched, `\\1` to `\\9` are the pattern's groups; a backslash is written `\\\\`";
  return false;
}

// A test that reads nothing of an event says the same of all of them (3.5).
bool check_reads_something(Binder& b, const syntax::Expr& ast, const Expr& call) {
  if (b.section != Section::kEvents || call.type != type_of(BaseType::kBool) || !is_literal_only(call)) return true;
  report(b, Code::kLiteralComparison, ast.span, fmt::format("{} tests fixed values only", written(b, ast.span))).help =
      "one argument must be a field or something that depends on one";
  return false;
}

// Text is never equal to a number, so a list of the one cannot hold the other (8.1).
bool check_member(Binder& b, const syntax::Expr& ast, const std::vector<Expr>& args) {
  if (ast.text != "arrays.contains" || args[0].type.base == BaseType::kAny) return true;
  const auto is_text = [](const Type& type) { return type.base == BaseType::kString || type.base == BaseType::kEnum; };
  const Type element{.base = args[0].type.base};
  const bool differ = (is_text(element) && args[1].type.is_number()) || (element.is_number() && is_text(args[1].type));
  if (!differ) return true;
  auto& diagnostic = report(b, Code::kArgumentType, args[1].span,
                            fmt::format("{} is {}, which {} never holds", written(b, args[1].span),
                                        a_type(args[1].type), written(b, args[0].span)));
  diagnostic.others.push_back({args[0].span, "this is " + a_type(args[0].type)});
  diagnostic.help = "`cast.as_string`, `cast.as_int` and `cast.as_float` convert";
  return false;
}

Expr finish(Binder& b, const syntax::Expr& ast, const FunctionInfo& function, const functions::Overload& overload,
            std::vector<Expr> args) {
  for (Expr& arg : args) arg = enum_as_name(std::move(arg));
  bool good = std::ranges::none_of(args, [](const Expr& arg) { return arg.type.is_error(); });
  for (std::size_t i = 0; i < args.size(); ++i)
    good &= check_constant(b, *parameter(overload, i), ast.children[i], function.name, ast.nocase);
  good &= check_nocase(b, ast, args);
  good = good && check_replacement(b, ast, args) && check_member(b, ast, args);
  if (!good) return error_expr(ast.span);
  if (function.name == "re.regex" && args[1].op == Op::kConstant && args[0].op != Op::kConstant)
    return make_match(b, ast.span, std::move(args[0]), ast.children[1].text, ast.nocase);
  const Type type = result_type(overload, args);
  const bool aggregate = function.kind == FunctionKind::kAggregate;
  Expr call = make(aggregate ? Op::kAggregate : Op::kCall, type, ast.span, std::move(args));
  call.function = &function;
  call.nocase = ast.nocase;
  return check_one_event(b, ast, call) && check_reads_something(b, ast, call) ? std::move(call) : error_expr(ast.span);
}

// Language reference 5.1.
void warn_length_of_outcome(Binder& b, const syntax::Expr& ast, const std::vector<Expr>& args) {
  if (args.size() != 1 || args[0].op != Op::kOutcome || !args[0].type.list) return;
  report(b, Code::kLengthOfOutcome, ast.span, fmt::format("SecOps takes no outcome in `{}`", ast.text)).fix =
      replace_by(ast.name_span, "arrays.size");
}

Expr bind_known(Binder& b, const syntax::Expr& ast, const FunctionInfo& function) {
  if (!ast.named.empty()) {
    report(b, Code::kNamedArgument, ast.named.front().name_span, fmt::format("`{}` takes no named arguments", ast.text))
        .help = "only functions of `metrics` do";
    return bind_arguments_only(b, ast);
  }
  if (!check_place(b, ast, function))
    return b.section == Section::kCondition && function.kind == FunctionKind::kAggregate ? error_expr(ast.span)
                                                                                         : bind_arguments_only(b, ast);
  std::vector<Expr> args = bind_arguments(b, ast, function);
  if (function.kind == FunctionKind::kAggregate && !check_outcomes_in_aggregate(b, ast, args))
    return error_expr(ast.span);
  if (function.name == "arrays.length") warn_length_of_outcome(b, ast, args);
  const OverloadChoice choice = choose_overload(function, args);
  if (!choice.overload) {
    report_no_overload(b, ast, function, args, choice);
    return error_expr(ast.span);
  }
  return finish(b, ast, function, *choice.overload, std::move(args));
}

}  // namespace

Expr bind_call(Binder& b, const syntax::Expr& ast) {
  const Override depth(b.call_depth, b.call_depth + 1);
  if (!check_depth(b, ast)) return error_expr(ast.span);
  const FunctionInfo* function = functions::find_function(ast.text);
  if (function && function->kind == FunctionKind::kMetric)
    return check_place(b, ast, *function) ? bind_metric(b, ast) : bind_arguments_only(b, ast);
  if (ast.text == "if" || (function && function->kind == FunctionKind::kIf)) return bind_if(b, ast);
  if (!function) {
    report_unknown_function(b, ast);
    return bind_arguments_only(b, ast);
  }
  if (function->availability == Availability::kSearch) {
    report_search_only(b, ast);
    return bind_arguments_only(b, ast);
  }
  return bind_known(b, ast, *function);
}

}  // namespace yaral::semantics
