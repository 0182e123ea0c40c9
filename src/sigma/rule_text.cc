#include "sigma/rule_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "semantics/bind.h"
#include "syntax/format.h"
#include "syntax/parse.h"
#include "syntax/quote.h"

namespace yaral::sigma {

namespace {

constexpr std::size_t kMaxName = 100;

struct Level {
  std::string_view sigma;
  std::string_view severity;
  int risk_score;
};

constexpr Level kLevels[] = {
    {"informational", "Informational", 10}, {"low", "Low", 20}, {"medium", "Medium", 40}, {"high", "High", 70},
    {"critical", "Critical", 90},           {"", "Medium", 40},
};

const Level& level_of(const Head& head) {
  const auto found = std::ranges::find(kLevels, ascii_lower(head.level), &Level::sigma);
  return found == std::end(kLevels) ? kLevels[std::size(kLevels) - 1] : *found;
}

// A text on one line.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : to_valid_utf8(text)) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return std::string(ascii_trim(out));
}

// `command-and-control` is `Command and Control`.
std::string tactic_name(std::string_view tag) {
  std::string out;
  for (const std::string_view word : split(tag, tag.contains('-') ? '-' : '_')) {
    if (!out.empty()) out += ' ';
    std::string next(word);
    if (next != "and" && !next.empty() && next[0] >= 'a' && next[0] <= 'z') next[0] = static_cast<char>(next[0] - 32);
    out += next;
  }
  return out;
}

bool is_technique(std::string_view name) {
  return name.size() >= 5 && name[0] == 't' && name[1] >= '0' && name[1] <= '9';
}

// Groups (`g0016`) and software (`s0002`) are neither.
bool is_tactic(std::string_view name) {
  return !name.empty() && std::ranges::none_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

using Meta = std::vector<std::pair<std::string, std::string>>;

void add_attack(const Head& head, Meta& meta) {
  std::vector<std::string> tactics;
  std::vector<std::string> techniques;
  for (const std::string& tag : head.tags) {
    const std::string lower = ascii_lower(tag);
    if (!lower.starts_with("attack.")) continue;
    const std::string name = lower.substr(7);
    if (is_technique(name)) techniques.push_back(ascii_upper(name));
    if (!is_technique(name) && is_tactic(name)) tactics.push_back(tactic_name(name));
  }
  meta.emplace_back("tactic", fmt::format("{}", fmt::join(tactics, ", ")));
  meta.emplace_back("technique", fmt::format("{}", fmt::join(techniques, ", ")));
}

Meta meta_of(const Head& head) {
  Meta meta{
      {"title", head.title},
      {"author", head.author},
      {"description", head.description},
      {"severity", std::string(level_of(head).severity)},
      {"reference", fmt::format("{}", fmt::join(head.references, ", "))},
      {"false_positives", fmt::format("{}", fmt::join(head.false_positives, "; "))},
      {"sigma_id", head.id},
      {"status", head.status},
      {"license", head.license},
      {"created", head.date},
      {"modified", head.modified},
  };
  add_attack(head, meta);
  std::erase_if(meta, [](const auto& entry) { return ascii_trim(entry.second).empty(); });
  return meta;
}

// The rule as the formatter has it, or the first thing that the compiler says against it.
std::expected<std::string, std::string> checked(const std::string& name, const std::string& text) {
  const semantics::CompiledFile compiled = semantics::compile(name, text);
  for (const syntax::Diagnostic& diagnostic : compiled.diagnostics.all()) {
    if (diagnostic.severity == syntax::Severity::kError)
      return std::unexpected(fmt::format("{}: {}{}{}", syntax::info(diagnostic.code).code, diagnostic.message,
                                         diagnostic.help.empty() ? "" : "; ", diagnostic.help));
  }
  syntax::Diagnostics ignored;
  const syntax::Tree tree = syntax::parse_tree(*compiled.source, ignored);
  auto formatted = syntax::format(tree, *compiled.source);
  if (!formatted) return std::unexpected("the rule would be larger than a rule file may be");
  return std::move(*formatted);
}

}  // namespace

std::expected<std::string, std::string> rule_text(const std::string& name, const Head& head, const Sections& sections,
                                                  const convert::Fidelity& fidelity) {
  std::string out = convert::comment_block(one_line(head.title), "YARA-L 2.0", fidelity,
                                           {.before = "// ", .open = {}, .close = {}}, "yaral import sigma");
  out += fmt::format("rule {} {{\n  meta:\n", name);
  for (const auto& [key, value] : meta_of(head))
    out += fmt::format("    {} = \"{}\"\n", key, syntax::escape(one_line(value)));
  out += "\n  events:\n";
  for (const std::string& line : sections.events) out += fmt::format("    {}\n", line);
  if (!sections.match.empty()) out += fmt::format("\n  match:\n    {}\n", sections.match);
  out += fmt::format("\n  outcome:\n    $risk_score = {}\n", level_of(head).risk_score);
  for (const std::string& line : sections.outcome) out += fmt::format("    {}\n", line);
  out += fmt::format("\n  condition:\n    {}\n}}\n", sections.condition);
  return checked(name, out);
}

std::string rule_name(const Head& head) {
  for (const std::string* text : {&head.name, &head.title, &head.id}) {
    std::string out;
    for (const char c : ascii_lower(*text)) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (letter) {
        out += c;
      } else if (!out.empty() && !out.ends_with('_')) {
        out += '_';
      }
    }
    out = out.substr(0, kMaxName);
    while (out.ends_with('_')) out.pop_back();
    if (out.empty()) continue;
    // Names begin with a letter, and are no word of the language.
    return (out[0] >= '0' && out[0] <= '9') || !out.contains('_') ? "sigma_" + out : out;
  }
  return "sigma_rule";
}

}  // namespace yaral::sigma
