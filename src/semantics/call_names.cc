#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"
#include "semantics/call.h"

namespace yaral::semantics {

namespace {

std::string_view last_word(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// What other languages call it.
struct Alias {
  std::string_view word;
  std::string_view function;
};
constexpr Alias kAliases[] = {
    {"lower", "strings.to_lower"},
    {"upper", "strings.to_upper"},
    {"tolower", "strings.to_lower"},
    {"toupper", "strings.to_upper"},
    {"match", "re.regex"},
    {"matches", "re.regex"},
    {"regex_match", "re.regex"},
    {"startswith", "strings.starts_with"},
    {"endswith", "strings.ends_with"},
    {"len", "strings.length"},
    {"cidr_match", "net.ip_in_range_cidr"},
    {"cidrmatch", "net.ip_in_range_cidr"},
    {"distinct", "array_distinct"},
    {"dcount", "count_distinct"},
    {"collect", "array"},
    {"capture_groups", "re.capture"},
    {"substring", "re.capture"},
    {"mean", "window.avg"},
    {"now", "timestamp.now"},
    {"mode", "window.mode"},
};

bool is_for_rules(const functions::FunctionInfo& f) { return f.availability != functions::Availability::kSearch; }

// Functions the author may have meant: another case or namespace first, then near misses.
std::vector<std::string> candidates(const std::string& name) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view function) {
    if (out.size() < 3 && std::ranges::find(out, function) == out.end()) out.emplace_back(function);
  };
  for (const functions::FunctionInfo& f : functions::all_functions())
    if (is_for_rules(f) && ascii_equal_nocase(f.name, name)) add(f.name);
  const std::string_view word = last_word(name);
  for (const functions::FunctionInfo& f : functions::all_functions())
    if (is_for_rules(f) && ascii_equal_nocase(last_word(f.name), word)) add(f.name);
  for (const Alias& alias : kAliases)
    if (ascii_equal_nocase(alias.word, word)) add(alias.function);
  if (!out.empty()) return out;
  std::vector<std::string_view> names;
  for (const functions::FunctionInfo& f : functions::all_functions())
    if (is_for_rules(f)) names.push_back(f.name);
  for (const std::string_view near : nearest(name, names, 3)) add(near);
  return out;
}

}  // namespace

void report_unknown_function(Binder& b, const syntax::Expr& ast) {
  auto& diagnostic =
      report(b, Code::kUnknownFunction, ast.name_span, fmt::format("there is no function `{}`", ast.text));
  const std::vector<std::string> names = worth_suggesting(b) ? candidates(ast.text) : std::vector<std::string>();
  diagnostic.help = names.empty() ? "`yaral functions` lists the functions" : did_you_mean(names);
  if (names.size() == 1) diagnostic.fix = replace_by(ast.name_span, names.front());
}

}  // namespace yaral::semantics
