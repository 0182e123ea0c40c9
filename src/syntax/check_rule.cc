#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "syntax/ast_builder.h"
#include "syntax/quote.h"
#include "syntax/sections.h"

namespace yaral::syntax {
namespace {

const SectionHeader* find_section(const Rule& rule, SectionKind kind) {
  const auto found = std::find_if(rule.sections.begin(), rule.sections.end(),
                                  [kind](const SectionHeader& s) { return s.kind == kind; });
  return found == rule.sections.end() ? nullptr : &*found;
}

// Whether a mistake hides sections that may well be there.
bool hides_sections(const Diagnostic& d, const Rule& rule) {
  const std::uint32_t at = d.primary.span.begin;
  switch (d.code) {
    case Code::kMissingBrace:
    case Code::kUnterminatedComment:
    case Code::kUnknownSection:
    case Code::kClassicYara: return at >= rule.span.begin && at < rule.span.end;
    case Code::kTextOutsideRule:  // closed too early
      return !d.others.empty() && d.others[0].span.end == rule.span.end;
    default: return false;
  }
}

void check_missing(const Rule& rule, const Source& source, Diagnostics& diagnostics) {
  const bool closed = source.text(rule.span).ends_with('}');
  if (!closed) return;
  const auto hidden = [&](const Diagnostic& d) { return hides_sections(d, rule); };
  if (std::any_of(diagnostics.all().begin(), diagnostics.all().end(), hidden)) return;
  for (const SectionKind kind : {SectionKind::kMeta, SectionKind::kEvents, SectionKind::kCondition}) {
    if (find_section(rule, kind)) continue;
    Diagnostic& d = diagnostics.report(Code::kMissingSection, rule.name_span,
                                       fmt::format("this rule has no section `{}`", section_name(kind)));
    if (kind == SectionKind::kMeta) d.help = "write `meta:` before the other sections; it may be empty";
  }
}

// The place of a section in a rule; options and export may change places (language reference 0.2).
int rank(SectionKind kind) {
  return kind == SectionKind::kExport ? static_cast<int>(SectionKind::kOptions) : static_cast<int>(kind);
}

void check_order(const Rule& rule, Diagnostics& diagnostics) {
  const SectionHeader* latest = nullptr;
  for (const SectionHeader& section : rule.sections) {
    const SectionHeader* first = find_section(rule, section.kind);
    if (first != &section) {
      Diagnostic& d = diagnostics.report(Code::kDuplicateSection, section.span,
                                         fmt::format("a second section `{}`", section_name(section.kind)));
      d.others.push_back({first->span, "the first"});
      continue;
    }
    if (latest && rank(section.kind) < rank(latest->kind)) {
      Diagnostic& d = diagnostics.report(
          Code::kSectionOrder, section.span,
          fmt::format("`{}` must come before `{}`", section_name(section.kind), section_name(latest->kind)));
      d.others.push_back({latest->span, ""});
    } else {
      latest = &section;
    }
  }
}

bool is_empty(const Rule& rule, SectionKind kind) {
  switch (kind) {
    case SectionKind::kEvents: return rule.events.empty();
    case SectionKind::kMatch: return !rule.match;
    case SectionKind::kOutcome: return rule.outcome.empty();
    case SectionKind::kCondition: return !rule.condition;
    case SectionKind::kOptions: return rule.options.empty();
    default: return false;
  }
}

void check_empty(const Rule& rule, Diagnostics& diagnostics) {
  for (const SectionHeader& section : rule.sections) {
    const bool tables = section.kind == SectionKind::kSetup || section.kind == SectionKind::kExport;
    if (tables ? !section.blank : !is_empty(rule, section.kind)) continue;
    const bool optional = tables || section.kind == SectionKind::kOutcome || section.kind == SectionKind::kOptions;
    Diagnostic& d = diagnostics.report(optional ? Code::kEmptyOptionalSection : Code::kEmptySection, section.span,
                                       fmt::format("the section `{}` is empty", section_name(section.kind)));
    if (section.kind == SectionKind::kMatch)
      d.help =
          "name what events have in common and a window, such as `$host over 5m`; without the section each event is "
          "judged alone";
  }
}

void check_meta(const Rule& rule, Diagnostics& diagnostics) {
  std::unordered_map<std::string_view, Span> seen;
  for (const MetaEntry& entry : rule.meta) {
    const auto [place, added] = seen.emplace(entry.key, entry.key_span);
    if (added) continue;
    Diagnostic& d = diagnostics.report(Code::kDuplicateMetaKey, entry.key_span,
                                       fmt::format("the key {} was written before", quote(entry.key)));
    d.others.push_back({place->second, "this value is lost"});
    place->second = entry.key_span;
  }
}

// What can never be true or false by itself. Fields and calls are left to the binder, which knows their types.
std::string_view why_no_predicate(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kString: return "a string alone";
    case ExprKind::kRegex: return "a regular expression alone";
    case ExprKind::kInt:
    case ExprKind::kFloat:
    case ExprKind::kNegate: return "a number alone";
    case ExprKind::kDuration: return "a duration alone";
    case ExprKind::kVariable: return "a variable alone";
    case ExprKind::kArithmetic: return "a calculation alone";
    case ExprKind::kList: return "a list alone";
    case ExprKind::kPath: return "a field alone";
    case ExprKind::kBareWord: return "a word alone";
    case ExprKind::kBool: return "a constant";
    default: return {};
  }
}

// Follows and, or, not; one message an item is enough.
bool check_predicate(const Expr& expr, Diagnostics& diagnostics) {
  if (expr.kind == ExprKind::kAnd || expr.kind == ExprKind::kOr || expr.kind == ExprKind::kNot) {
    return std::all_of(expr.children.begin(), expr.children.end(),
                       [&](const Expr& child) { return check_predicate(child, diagnostics); });
  }
  const std::string_view why = why_no_predicate(expr);
  if (why.empty()) return true;
  diagnostics.report(Code::kNotAPredicate, expr.span, fmt::format("{} is no predicate", why)).help =
      expr.kind == ExprKind::kVariable ? "event variables are tested in `condition`" : "compare it with something";
  return false;
}

bool on_one_line(const Source& source, Span first, Span second) {
  if (second.begin < first.end) return true;
  return source.text({first.end, second.begin}).find_first_of("\r\n") == std::string_view::npos;
}

void check_events(const Rule& rule, const Source& source, Diagnostics& diagnostics) {
  const Expr* bad = nullptr;
  for (const Expr& item : rule.events) {
    // `$e.port "80"` makes two items, both bad: the second follows from the first.
    const bool follows = bad && on_one_line(source, bad->span, item.span);
    if (follows || !check_predicate(item, diagnostics)) {
      bad = &item;
    } else {
      bad = nullptr;
    }
  }
}

}  // namespace

void check_rule(const Rule& rule, const Source& source, Diagnostics& diagnostics) {
  check_missing(rule, source, diagnostics);
  check_order(rule, diagnostics);
  check_empty(rule, diagnostics);
  check_meta(rule, diagnostics);
  check_events(rule, source, diagnostics);
  check_tables(rule, source, diagnostics);
}

}  // namespace yaral::syntax
