#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "semantics/names.h"
#include "semantics/warn.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;
using syntax::ExprKind;

// Calls `visit` for what was written in `events` and `outcome`.
template <typename Visit>
void visit_written(const Binder& b, const Visit& visit) {
  for (const syntax::Expr& e : b.ast.events) visit_all(e, visit);
  for (const syntax::Assignment& a : b.ast.outcome) visit_all(a.value, visit);
}

// The pattern of `field = /…/` and `re.regex(field, …)`, where only whether it matches counts.
const syntax::Expr* tested_pattern(const syntax::Expr& e) {
  if (e.kind == ExprKind::kCompare) {
    for (const syntax::Expr& side : e.children)
      if (side.kind == ExprKind::kRegex) return &side;
  }
  const bool call = e.kind == ExprKind::kCall && e.text == "re.regex" && e.children.size() == 2;
  if (!call) return nullptr;
  const syntax::Expr& pattern = e.children[1];
  return pattern.kind == ExprKind::kString || pattern.kind == ExprKind::kRegex ? &pattern : nullptr;
}

// Length of `(?i)` and the like at the beginning.
std::size_t flags_length(std::string_view pattern) {
  if (!pattern.starts_with("(?")) return 0;
  const std::size_t end = pattern.find_first_not_of("imsU", 2);
  return end != pattern.npos && end > 2 && pattern[end] == ')' ? end + 1 : 0;
}

bool is_repetition(std::string_view rest) { return !rest.empty() && std::string_view("?+*{").contains(rest[0]); }

// Length of a leading `.*` or `.*?` that changes nothing, since patterns are searched for anywhere.
std::size_t leading_wildcard(std::string_view pattern) {
  if (!pattern.starts_with(".*")) return 0;
  const std::size_t size = pattern.starts_with(".*?") ? 3 : 2;
  return is_repetition(pattern.substr(size)) ? 0 : size;
}

std::size_t trailing_wildcard(std::string_view pattern) {
  const std::size_t size = pattern.ends_with(".*?") ? 3 : pattern.ends_with(".*") ? 2 : 0;
  std::size_t backslashes = 0;
  while (size + backslashes < pattern.size() && pattern[pattern.size() - size - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 0 ? size : 0;
}

bool is_open_ended(std::string_view pattern) {  // `\Q` makes the rest literal; an empty pattern is another warning
  return pattern.find("\\Q") == pattern.npos && pattern.find("(?x") == pattern.npos;
}

// The edits that drop what `pattern` begins and ends with for nothing.
std::vector<syntax::Edit> drop_wildcards(const Binder& b, const syntax::Expr& pattern) {
  const std::size_t flags = flags_length(pattern.text);
  std::string_view rest = std::string_view(pattern.text).substr(flags);
  if (!is_open_ended(rest)) return {};
  const std::size_t leading = leading_wildcard(rest);
  rest.remove_prefix(leading);
  const std::size_t trailing = trailing_wildcard(rest);
  rest.remove_suffix(trailing);
  if (leading + trailing == 0) return {};
  // What is left may match everything: then the wildcards are not the point.
  if (!b.patterns_needing_text.contains(&pattern)) return {};
  // In the source, the literal has one mark at each end, and nothing of `(?i).*` is escaped.
  const std::string_view written = b.source.text(pattern.span);
  if (written.size() < 2 || written.substr(1 + flags).substr(0, leading) != pattern.text.substr(flags, leading))
    return {};
  std::vector<syntax::Edit> edits;
  const auto begin = static_cast<std::uint32_t>(pattern.span.begin + 1 + flags);
  const auto end = static_cast<std::uint32_t>(pattern.span.end - 1);
  if (leading > 0) edits.push_back({{begin, begin + static_cast<std::uint32_t>(leading)}, ""});
  if (trailing > 0) edits.push_back({{end - static_cast<std::uint32_t>(trailing), end}, ""});
  return edits;
}

}  // namespace

void warn_wildcard_ends(Binder& b) {
  std::vector<syntax::Edit> edits;
  std::optional<Span> first;
  std::size_t patterns = 0;
  visit_written(b, [&](const syntax::Expr& e) {
    const syntax::Expr* pattern = tested_pattern(e);
    if (!pattern) return;
    std::vector<syntax::Edit> own = drop_wildcards(b, *pattern);
    if (own.empty()) return;
    ++patterns;
    if (!first) first = pattern->span;
    edits.insert(edits.end(), own.begin(), own.end());
  });
  if (!first) return;
  auto& diagnostic = report(b, Code::kWildcardEnds, *first, "`.*` at an end of a pattern only costs time");
  diagnostic.help = "patterns are searched for anywhere in the text";
  diagnostic.fix = syntax::Fix{patterns == 1 ? "leave it out" : fmt::format("leave it out in {} patterns", patterns),
                               std::move(edits)};
}

// `= "srv-*"`: an asterisk is an asterisk.
void warn_wildcard_in_text(Binder& b) {
  visit_written(b, [&](const syntax::Expr& e) {
    const bool equality = e.kind == ExprKind::kCompare && (e.compare == CompareOp::kEq || e.compare == CompareOp::kNe);
    if (!equality) return;
    for (const std::size_t side : {0u, 1u}) {
      const syntax::Expr& text = e.children[side];
      const bool compared =
          e.children[1 - side].kind == ExprKind::kPath || e.children[1 - side].kind == ExprKind::kVariable;
      if (text.kind != ExprKind::kString || !compared || text.text.size() < 3) continue;
      const bool wild = text.text.starts_with('*') != text.text.ends_with('*') ||
                        (text.text.starts_with('*') && text.text.find_first_not_of('*') != std::string::npos);
      if (!wild) continue;
      report(b, Code::kWildcardInText, text.span,
             fmt::format("the asterisk in {} stands for itself, not for any text", written(b, text.span)))
          .help = "use a pattern (`= /…/`), `strings.starts_with`, `strings.ends_with` or `strings.contains`";
    }
  });
}

// Language reference 3.12 and contradiction 24: SecOps takes look-ups in one group only beside other look-ups, joined by
// `or`, of one event variable.
void warn_mixed_lookups(Binder& b) {
  for (const syntax::Expr& item : b.ast.events) {
    if (item.kind != ExprKind::kAnd && item.kind != ExprKind::kOr) continue;
    const syntax::Expr* lookup = nullptr;
    bool mixed = false;
    const auto look = [&](const auto& self, const syntax::Expr& e) -> void {
      if (e.kind == ExprKind::kAnd || e.kind == ExprKind::kOr || e.kind == ExprKind::kNot) {
        mixed = mixed || e.kind == ExprKind::kAnd;
        for (const syntax::Expr& child : e.children) self(self, child);
      } else if (e.kind == ExprKind::kIn) {
        if (!lookup) lookup = &e;
      } else {
        mixed = true;
      }
    };
    look(look, item);
    if (!lookup || !mixed) continue;
    report(b, Code::kMixedLookup, lookup->span, "SecOps refuses a look-up that is joined with comparisons or by `and`")
        .help = item.kind == ExprKind::kAnd ? "write it on a line of its own"
                                            : "put the values into the list, or write two rules";
    return;
  }
}

}  // namespace yaral::semantics
