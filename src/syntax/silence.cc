#include "syntax/silence.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "syntax/lexer.h"
#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

using AllowedByLine = std::unordered_multimap<std::uint32_t, std::string_view>;  // names and codes

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The names in `yaral: allow(a, b)`; empty when the comment is any other.
std::vector<std::string_view> allowed_names(std::string_view comment) {
  if (!comment.starts_with("//")) return {};  // `#`, `--`: an error of the lexer, and none of ours to read
  std::string_view rest = trim(comment.substr(2));
  if (!rest.starts_with("yaral:")) return {};
  rest = trim(rest.substr(6));
  const std::size_t close = rest.find(')');
  if (!rest.starts_with("allow(") || close == rest.npos) return {};
  rest = rest.substr(6, close - 6);
  std::vector<std::string_view> names;
  for (std::size_t comma = 0; comma != rest.npos;) {
    comma = rest.find(',');
    names.push_back(trim(rest.substr(0, comma)));
    if (comma != rest.npos) rest.remove_prefix(comma + 1);
  }
  return names;
}

bool is_warning(std::string_view name) {
  const auto rows = all_diagnostics();
  return std::any_of(rows.begin(), rows.end(), [name](const DiagnosticInfo& row) {
    return row.severity == Severity::kWarning && (row.name == name || row.code == name);
  });
}

void check_names(const std::vector<std::string_view>& names, const Token& comment, const Source& source,
                 Diagnostics& diagnostics) {
  for (const std::string_view name : names) {
    if (is_warning(name)) continue;
    const auto begin = static_cast<std::uint32_t>(name.data() - source.text().data());
    const Span span = name.empty() ? comment.span() : Span{begin, begin + static_cast<std::uint32_t>(name.size())};
    diagnostics.report(Code::kUnknownAllow, span, fmt::format("there is no warning {}", quote(name)));
  }
}

AllowedByLine read_comments(const Source& source, Diagnostics& diagnostics) {
  AllowedByLine allowed;
  Diagnostics reported_by_the_parser;
  std::vector<std::string_view> pending;  // of comments alone on their lines, for the next line with code
  bool code_on_line = false;
  for (const Token& token : lex(source, reported_by_the_parser)) {
    if (token.kind == TokenKind::kNewline) {
      code_on_line = false;
    } else if (token.kind == TokenKind::kLineComment) {
      const auto names = allowed_names(source.text(token.span()));
      check_names(names, token, source, diagnostics);
      if (!code_on_line) pending.insert(pending.end(), names.begin(), names.end());
      const std::uint32_t line = names.empty() ? 0 : source.position(token.begin).line;
      for (const std::string_view name : names) allowed.emplace(line, name);
    } else if (!is_trivia(token.kind)) {
      code_on_line = true;
      if (pending.empty()) continue;
      const std::uint32_t line = source.position(token.begin).line;
      for (const std::string_view name : pending) allowed.emplace(line, name);
      pending.clear();
    }
  }
  return allowed;
}

}  // namespace

void silence_allowed(const Source& source, Diagnostics& diagnostics) {
  const AllowedByLine allowed = read_comments(source, diagnostics);
  if (allowed.empty()) return;
  diagnostics.remove_if([&](const Diagnostic& d) {
    if (d.severity != Severity::kWarning) return false;
    const auto [first, last] = allowed.equal_range(source.line_at(d.primary.span.begin));
    const DiagnosticInfo& row = info(d.code);
    return std::any_of(first, last,
                       [&row](const auto& entry) { return entry.second == row.name || entry.second == row.code; });
  });
}

}  // namespace yaral::syntax
