#include "convert/regex.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "convert/kusto_regex.h"
#include "convert/lucene_regex.h"
#include "functions/signatures/regex.h"

namespace yaral::convert {

namespace {

struct Construct {
  std::string_view text;  // as it stands in a pattern
  std::string_view name;
};

// What RE2 has and others lack, or read in another way.
constexpr Construct kPcreRefused[] = {{"\\C", "one byte (\\C)"}, {"\\pN", "classes by one letter (\\pN)"}};
constexpr Construct kDotNetRefused[] = {{"\\C", "one byte (\\C)"},
                                        {"\\Q", "quoted text (\\Q…\\E)"},
                                        {"[[:", "POSIX classes"},
                                        {"(?P<", "groups named as in Python"},
                                        {"(?U", "the swap of greediness (?U)"},
                                        {"\\x{", "code points as \\x{…}"},
                                        {"\\z", "the end of text \\z"}};
constexpr Construct kJavaRefused[] = {{"\\C", "one byte (\\C)"},
                                      {"[[:", "POSIX classes"},
                                      {"(?P<", "groups named as in Python"},
                                      {"(?U", "the swap of greediness (?U)"}};
constexpr Construct kSigmaRefused[] = {{"\\C", "one byte (\\C)"},
                                       {"\\Q", "quoted text (\\Q…\\E)"},
                                       {"\\p", "classes by property (\\p)"},
                                       {"\\P", "classes by property (\\P)"},
                                       {"[[:", "POSIX classes"},
                                       {"(?U", "the swap of greediness (?U)"},
                                       {"\\x{", "code points as \\x{…}"},
                                       {"\\z", "the end of text \\z"}};

struct DialectRow {
  std::string_view name;
  std::span<const Construct> refused;
  std::string_view shift;
};

constexpr DialectRow kDialects[] = {
    {"RE2", {}, {}},
    {"PCRE", kPcreRefused, "\\d, \\w and case may also mean letters beyond ASCII"},
    {".NET", kDotNetRefused, "$ also matches before a last line end; \\d and \\w mean all of Unicode"},
    {"Java", kJavaRefused, "$ also matches before a last line end"},
    {"Lucene", {}, {}},
    {"Kusto", {}, "\\d, \\w, \\s and \\b may also mean letters beyond ASCII"},
    {"Sigma", kSigmaRefused, "letters beyond ASCII may be of words for \\b"},
};

// The construct that begins at `at`, if one of them does.
const Construct* construct_at(std::string_view pattern, std::size_t at, std::span<const Construct> constructs) {
  for (const Construct& c : constructs)
    if (pattern.substr(at).starts_with(c.text)) return &c;
  return nullptr;
}

constexpr Construct kClasses[] = {{"\\d", "0-9"}, {"\\w", "0-9A-Za-z_"}, {"\\s", "\\t\\n\\f\\r "}};
constexpr Construct kNegated[] = {{"\\D", "0-9"}, {"\\W", "0-9A-Za-z_"}, {"\\S", "\\t\\n\\f\\r "}};

// \d, \w and \s written out, as engines differ in whether they mean all of Unicode. nullopt: a negated one within a class.
std::optional<std::string> ascii_classes(std::string_view pattern) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool escape = pattern[i] == '\\' && i + 1 < pattern.size();
    const Construct* negative = construct_at(pattern, i, kNegated);
    if (const Construct* c = construct_at(pattern, i, kClasses); c || negative) {
      if (negative && in_class) return std::nullopt;
      const std::string_view set = (c ? c : negative)->name;
      out += in_class ? std::string(set) : fmt::format("[{}{}]", negative ? "^" : "", set);
      ++i;
      continue;
    }
    if (!escape && pattern[i] == '[' && !in_class) {
      in_class = true;
      // A `]` that comes first is one of the characters.
      out += '[';
      if (pattern.substr(i + 1).starts_with('^')) out += pattern[++i];
      if (pattern.substr(i + 1).starts_with(']')) out += pattern[++i];
      continue;
    }
    if (!escape && pattern[i] == ']') in_class = false;
    out += pattern[i];
    if (escape) out += pattern[++i];
  }
  return out;
}

std::expected<Regex, std::string> cannot(std::string_view dialect, std::string_view what) {
  return std::unexpected(fmt::format("{} cannot say {}", dialect, what));
}

}  // namespace

std::expected<Regex, std::string> translate_regex(std::string_view pattern, bool nocase, RegexDialect dialect) {
  const DialectRow& row = kDialects[static_cast<std::size_t>(dialect)];
  if (const auto compiled = functions::compile_regex(pattern, nocase); !compiled->ok())
    return std::unexpected("no regular expression: " + compiled->error());
  if (dialect == RegexDialect::kLucene) {
    const auto written = lucene_regex(pattern, nocase);
    if (!written) return cannot(row.name, written.error());
    return Regex{.text = *written, .shift = {}};
  }
  if (dialect == RegexDialect::kKusto) {
    const auto written = kusto_regex(pattern);
    if (!written) return cannot(row.name, written.error());
    const bool classes = std::ranges::any_of(std::array{"\\d", "\\w", "\\s", "\\b"}, [&](std::string_view letter) {
      return written->find(letter) != std::string::npos;
    });
    const bool flag = nocase && !written->starts_with("(?i)");
    return Regex{.text = (flag ? "(?i)" : "") + *written, .shift = classes ? std::string(row.shift) : ""};
  }
  for (std::size_t i = 0; i < pattern.size(); i += pattern[i] == '\\' ? 2 : 1)
    if (const Construct* c = construct_at(pattern, i, row.refused)) return cannot(row.name, c->name);
  if (dialect == RegexDialect::kSigma) {
    const auto written = ascii_classes(pattern);
    if (!written) return cannot(row.name, "negated classes within classes");
    const bool words = pattern.find("\\b") != std::string_view::npos || pattern.find("\\B") != std::string_view::npos;
    return Regex{.text = std::string(nocase ? "(?i)" : "") + *written, .shift = words ? std::string(row.shift) : ""};
  }
  // Engines differ in whether `.` is a line end by default; those of PCRE do not.
  const bool says_dot = dialect != RegexDialect::kPcre;
  const std::string_view flags = !says_dot ? "(?i)" : nocase ? "(?i-s)" : "(?-s)";
  const bool needs_flags = nocase || (says_dot && pattern.find('.') != std::string_view::npos);
  return Regex{.text = std::string(needs_flags ? flags : "") + std::string(pattern), .shift = std::string(row.shift)};
}

}  // namespace yaral::convert
