#include <algorithm>
#include <bit>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include "convert/sql_expr.h"
#include "convert/sql_rows.h"
#include "functions/ip_address.h"
#include "functions/signatures/regex.h"
#include "plan/compile_expr.h"
#include "semantics/expr_text.h"

// Functions and aggregates of YARA-L in SQL.
namespace yaral::convert {

namespace {

bool is_text(const Expr& e) { return e.type.base == BaseType::kString && !e.type.list; }

bool has_constant_pattern(const Expr& e) { return e.args.size() > 1 && e.args[1].op == Op::kConstant; }

// A time zone as the last argument, which is UTC unless given.
bool only_says_utc(const Expr& e, std::size_t known) {
  if (!e.function->name.starts_with("timestamp.get_") || e.args.size() != known + 1) return false;
  const Expr& zone = e.args.back();
  if (zone.op != Op::kConstant || zone.constant.kind() != ValueKind::kString) return false;
  const std::string_view name = zone.constant.as_text();
  return name == "UTC" || name == "GMT" || name == "Etc/UTC";
}

// Why the template of a function does not fit the types it is called with; empty when it does.
std::string_view wrong_argument(std::string_view name, const Expr& e) {
  const BaseType type = e.args.empty() ? BaseType::kError : e.args[0].type.base;
  const bool number_or_text = type == BaseType::kString || type == BaseType::kInt;
  if (name == "cast.as_int" && !number_or_text) return "of anything but texts and ints is not written";
  if (name == "cast.as_string" && !number_or_text && type != BaseType::kUint)
    return "of anything but texts and whole numbers is not written";
  if (name == "arrays.index_to_str" && type != BaseType::kString) return "of anything but texts is not written";
  return {};
}

}  // namespace

std::string SqlExpr::call(const Expr& e) {
  const std::string name(e.function->name);
  if (name == "strings.concat" || name == "strings.coalesce") return variadic(e);
  const bool regex = name.starts_with("re.");
  if (regex && !has_constant_pattern(e)) return refuse(name, "its pattern is not constant");
  if (name == "re.regex") return fill_in(dialect_.regex, text(e.args[0]), pattern(e.args[1], e.nocase));
  if (name == "re.capture") return capture(e);
  if (name == "net.ip_in_range_cidr") {
    if (e.args[1].op != Op::kConstant) return refuse(name, "its block is not constant");
    return in_cidr(text(e.args[0]), std::string(e.args[1].constant.as_text()));
  }
  const auto row = std::ranges::find(dialect_.functions, name, &SqlFunction::name);
  if (row == dialect_.functions.end()) return refuse(name, "there is no translation of this function");
  if (e.args.size() > row->arguments && !only_says_utc(e, row->arguments))
    return refuse(name, "there is no translation of it with so many arguments, or with a time zone other than UTC");
  if (e.args.size() < row->arguments) return refuse(name, "there is no translation of it with so few arguments");
  if (const std::string_view problem = wrong_argument(name, e); !problem.empty())
    return refuse(name, std::string(problem));
  if (name == "cast.as_int" && e.args[0].type.base == BaseType::kInt) return text(e.args[0]);
  if (!row->shift.empty()) fidelity_.approximate(name, std::string(row->shift));
  std::vector<std::string> arguments = texts(e);
  if (regex) arguments[1] = pattern(e.args[1], e.nocase);
  if (e.nocase && !regex)
    std::ranges::transform(e.args, arguments.begin(), [&](const Expr& arg) { return folded(arg); });
  return fill(row->text, arguments);
}

std::string SqlExpr::capture(const Expr& e) {
  const auto compiled = functions::compile_regex(e.args[1].constant.as_text(), e.nocase);
  const int groups = compiled->ok() ? compiled->NumberOfCapturingGroups() : 2;
  if (groups > 1) return refuse("re.capture", "its pattern has more than one group");
  return fill_in(dialect_.capture, text(e.args[0]), pattern(e.args[1], e.nocase), std::to_string(groups));
}

std::string SqlExpr::in_cidr(const std::string& subject, const std::string& block) {
  const auto parsed = functions::parse_cidr(block);
  if (!parsed) return refuse(block, "is no CIDR block");
  constexpr int kBitsBefore4 = 96;
  const bool is_ipv4 = block.find(':') == std::string::npos && parsed->prefix_bits >= kBitsBefore4;
  if (is_ipv4) fidelity_.approximate(block, "an IPv4 address written as ::ffff:a.b.c.d is not in it");
  if (!dialect_.in_cidr.empty()) return fill_in(dialect_.in_cidr, subject, dialect_.literal(block));
  if (!is_ipv4) return refuse(block, "there is no function for IPv6 blocks");
  std::uint64_t first = 0;
  for (std::size_t i = 12; i < parsed->address.size(); ++i) first = first << 8 | parsed->address[i];
  const std::uint64_t size = std::uint64_t{1} << (128 - parsed->prefix_bits);
  first -= first % size;
  return fill_in(dialect_.in_ipv4, subject, std::to_string(first), std::to_string(first + size - 1));
}

std::string SqlExpr::variadic(const Expr& e) {
  const bool concat = e.function->name == "strings.concat";
  std::vector<std::string> parts;
  for (const Expr& arg : e.args) {
    if (!is_text(arg) &&
        (!concat || arg.type.list || (arg.type.base != BaseType::kInt && arg.type.base != BaseType::kUint)))
      return refuse(std::string(e.function->name), "joins values that are neither text nor whole numbers");
    parts.push_back(concat ? fmt::format("CAST({} AS VARCHAR)", text(arg)) : fmt::format("nullif({}, '')", text(arg)));
  }
  return concat ? fmt::format("concat({})", fmt::join(parts, ", "))
                : fmt::format("coalesce({}, '')", fmt::join(parts, ", "));
}

std::string SqlExpr::aggregate(const Expr& e) {
  const std::string name(e.function->name);
  if (!group_) return refuse(name, "stands within another aggregate");
  if (!e.args.empty() && e.args[0].type.list) return refuse(name, "aggregates a whole list");
  const SqlGroup* outer = std::exchange(group_, nullptr);
  const std::string value = e.args.empty() ? "1" : text(e.args[0]);
  const std::string array = name.starts_with("array") ? ordered_array(e.args[0]) : "";
  group_ = outer;
  if (name == "count") return "count(*)";
  if (name == "count_distinct") return fmt::format("count(DISTINCT {})", value);
  if (name == "array") return fill_in(dialect_.first, array);
  if (name == "array_distinct") return fill_in(dialect_.first, fill_in(dialect_.distinct, array));
  const BaseType type = e.args.empty() ? BaseType::kError : e.args[0].type.base;
  if ((name == "max" || name == "min") && type != BaseType::kEnum && type != BaseType::kBytes)
    return fmt::format("{}({})", name, value);
  if (name == "sum") {
    if (type == BaseType::kFloat) return fmt::format("sum({})", value);
    return fitted(fmt::format("sum({})", fill_in(dialect_.wide, value)), e.type);
  }
  const auto row = std::ranges::find(dialect_.aggregates, name, &SqlFunction::name);
  if (row != dialect_.aggregates.end() && row->arguments == e.args.size()) return fill_in(row->text, value);
  if (name == "earliest" || name == "latest")
    return fmt::format("coalesce({0}(CASE WHEN {1} <> 0 THEN {1} - {1} % 1000 END), 0)",
                       name == "earliest" ? "min" : "max", value);
  return refuse(name, "there is no translation of this aggregate");
}

std::string SqlExpr::ordered_array(const Expr& value) {
  const std::uint32_t reads = plan::variable_mask(value, rule_);
  const bool of_table = reads && rule_.variables[static_cast<std::size_t>(std::countr_zero(reads))].source ==
                                     semantics::EventSource::kTable;
  const std::size_t first =
      reads && !of_table ? static_cast<std::size_t>(std::countr_zero(reads)) : query_.events[0].variable;
  const bool unnested = std::ranges::any_of(query_.events, [&](const EventFilter& f) { return unnests(rule_, f); });
  if (unnested || !query_.one_variable())
    fidelity_.approximate(expr_text(rule_, value), "the elements that one event gives to an array may change places");
  const std::string variable = sql_name(rule_.variables[first].name);
  return fill_in(dialect_.array, text(value), variable + ".time", variable + ".id");
}

}  // namespace yaral::convert
