#include "convert/regex.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "convert/kusto_regex.h"
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
constexpr Construct kLuceneRefused[] = {
    {"\\b", "word boundaries"},     {"\\B", "word boundaries"}, {"(?", "groups with flags"},
    {"*?", "lazy repetition"},      {"+?", "lazy repetition"},  {"\\p", "classes by property"},
    {"\\C", "one byte (\\C)"},      {"[[:", "POSIX classes"},   {"\\A", "the start of text \\A"},
    {"\\z", "the end of text \\z"}, {"\\Q", "quoted text"},     {"\\x", "code points as \\x"}};

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
    {"Lucene", kLuceneRefused, {}},
    {"Kusto", {}, "\\d, \\w, \\s and \\b may also mean letters beyond ASCII"},
};

// The construct that begins at `at`, if one of them does.
const Construct* construct_at(std::string_view pattern, std::size_t at, std::span<const Construct> constructs) {
  for (const Construct& c : constructs)
    if (pattern.substr(at).starts_with(c.text)) return &c;
  return nullptr;
}

// Lucene has no classes by letter.
constexpr Construct kClasses[] = {{"\\d", "0-9"}, {"\\w", "0-9A-Za-z_"}, {"\\s", "\t\n\f\r "}};
constexpr Construct kNegated[] = {{"\\D", "0-9"}, {"\\W", "0-9A-Za-z_"}, {"\\S", "\t\n\f\r "}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Writes a pattern for Lucene, which matches whole texts and has no anchors: what is not anchored gets `.*`.
class LuceneWriter {
 public:
  LuceneWriter(std::string_view pattern, bool nocase) : pattern_(pattern), nocase_(nocase) {}

  std::expected<std::string, std::string> run() {
    if (pattern_.find('|') != std::string_view::npos && pattern_.find_first_of("^$") != std::string_view::npos)
      return std::unexpected("anchors within alternatives");
    const bool from_start = pattern_.starts_with('^');
    const bool to_end = pattern_.ends_with('$') && !pattern_.ends_with("\\$");
    const std::size_t end = pattern_.size() - (to_end ? 1 : 0);
    for (at_ = from_start ? 1 : 0; at_ < end && error_.empty();) step();
    if (!error_.empty()) return std::unexpected(error_);
    const std::string body = pattern_.find('|') == std::string_view::npos ? out_ : '(' + out_ + ')';
    return (from_start ? "" : kAnything) + body + (to_end ? "" : kAnything);
  }

 private:
  static constexpr const char* kAnything = "(.|\n)*";

  void step() {
    if (const Construct* c = construct_at(pattern_, at_, kLuceneRefused)) {
      error_ = c->name;
    } else if (pattern_[at_] == '\\') {
      escape();
    } else {
      plain(pattern_[at_++]);
    }
  }

  void escape() {
    if (const Construct* c = construct_at(pattern_, at_, kClasses)) {
      out_ += in_class_ ? std::string(c->name) : '[' + std::string(c->name) + ']';
    } else if (const Construct* n = construct_at(pattern_, at_, kNegated)) {
      if (in_class_) error_ = "negated classes within classes";
      out_ += "[^" + std::string(n->name) + ']';
    } else if (at_ + 1 < pattern_.size() && !is_letter(pattern_[at_ + 1])) {
      out_ += pattern_.substr(at_, 2);
    } else {
      error_ = fmt::format("the escape {}", pattern_.substr(at_, 2));
    }
    at_ += 2;
  }

  void plain(char c) {
    if (!in_class_ && (c == '^' || c == '$')) error_ = "anchors within the pattern";
    if (!in_class_ && nocase_ && is_letter(c)) {
      out_ += fmt::format("[{}{}]", static_cast<char>(c | 0x20), static_cast<char>(c & ~0x20));
      return;
    }
    if (in_class_ && nocase_ && is_letter(c)) error_ = "classes of letters without case";
    if (c == '[') in_class_ = true;
    if (c == ']') in_class_ = false;
    // Operators of Lucene alone.
    if (std::string_view("\"@&<>~#").find(c) != std::string_view::npos) out_ += '\\';
    out_ += c == '.' && !in_class_ ? "[^\n]" : std::string(1, c);
  }

  std::string_view pattern_;
  bool nocase_;
  bool in_class_ = false;
  std::size_t at_ = 0;
  std::string out_;
  std::string error_;
};

std::expected<Regex, std::string> cannot(std::string_view dialect, std::string_view what) {
  return std::unexpected(fmt::format("{} cannot say {}", dialect, what));
}

}  // namespace

std::string_view regex_dialect_name(RegexDialect dialect) { return kDialects[static_cast<std::size_t>(dialect)].name; }

std::expected<Regex, std::string> translate_regex(std::string_view pattern, bool nocase, RegexDialect dialect) {
  const DialectRow& row = kDialects[static_cast<std::size_t>(dialect)];
  if (const auto compiled = functions::compile_regex(pattern, nocase); !compiled->ok())
    return std::unexpected("no regular expression: " + compiled->error());
  if (dialect == RegexDialect::kLucene) {
    const auto written = LuceneWriter(pattern, nocase).run();
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
  // Engines differ in whether `.` is a line end by default.
  const std::string_view flags = nocase ? "(?i-s)" : "(?-s)";
  const bool needs_flags = nocase || pattern.find('.') != std::string_view::npos;
  return Regex{.text = std::string(needs_flags ? flags : "") + std::string(pattern), .shift = std::string(row.shift)};
}

}  // namespace yaral::convert
