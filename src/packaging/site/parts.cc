#include "packaging/site/parts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::packaging {

namespace {

struct MarkWords {
  Mark mark;
  const char* sign;
  std::string_view word;
  const char* css_class;
  int weight;  // the heavier says more of a group
};

constexpr std::array<MarkWords, 6> kMarks = {{
    {Mark::kPassed, "✓", "passed", "mark passed", 3},
    {Mark::kFailed, "✗", "failed", "mark failed", 5},
    {Mark::kBroken, "⚠", "broken", "mark broken", 4},
    {Mark::kNotRun, "?", "not run", "mark not-run", 2},
    {Mark::kBlindSpot, "○", "blind spot", "mark blind-spot", 1},
    {Mark::kUntested, "–", "no test", "mark untested", 0},
}};

struct LevelWords {
  const char* sign;
  const char* css_class;
};

constexpr std::array<LevelWords, 3> kLevels = {{{"✓", "mark passed"}, {"≈", "mark broken"}, {"✗", "mark failed"}}};

void add_sign(Node parent, const char* css_class, const char* sign, std::string_view word) {
  Node node = add(parent, "span", css_class);
  set(add_with_text(node, "span", sign), "aria-hidden", "true");
  add_text(node, " ");
  add_text(node, word);
}

const MarkWords& words_of(Mark mark) { return *std::ranges::find(kMarks, mark, &MarkWords::mark); }

constexpr std::size_t kMostTextBytes = std::size_t{64} << 10;

}  // namespace

std::string_view meta_of(const syntax::Rule& rule, std::string_view key) {
  const auto found = std::ranges::find(rule.meta, key, &syntax::MetaEntry::key);
  return found == rule.meta.end() ? std::string_view() : std::string_view(found->value);
}

void add_rule_name(Node parent, const PackContent& content, std::string_view rule) {
  const std::string page = page_of_rule(content, rule);
  Node place = page.empty() ? parent : add(parent, "a");
  if (!page.empty()) set(place, "href", page);
  add_name(add(place, "code"), rule);
}

void add_rule_names(Node parent, const PackContent& content, std::span<const std::string> rules) {
  bool first = true;
  for (const std::string& rule : rules) {
    if (!first) add_text(parent, ", ");
    add_rule_name(parent, content, rule);
    first = false;
  }
}

void add_lookup_name(Node parent, const PackContent& content, std::string_view name) {
  for (const auto* texts : {&content.lists, &content.tables}) {
    const auto found = std::ranges::find(*texts, name, &TextFile::name);
    if (found == texts->end()) continue;
    Node link = add(parent, "a");
    set(link, "href", fmt::format("{}#{}", kTuningPage, found->anchor));
    add_name(add(link, "code"), name);
    return;
  }
  add_name(add(parent, "code"), name);
}

void add_severity(Node parent, std::string_view severity) {
  constexpr std::array<std::string_view, 5> kKnown = {"low", "medium", "high", "critical", "informational"};
  if (severity.empty()) return;
  const std::string lower = ascii_lower(severity);
  const bool known = std::ranges::find(kKnown, lower) != kKnown.end();
  add_with_text(parent, "span", known ? lower : severity, "severity severity-" + (known ? lower : "other"));
}

void add_mark(Node parent, Mark mark) {
  const MarkWords& words = words_of(mark);
  add_sign(parent, words.css_class, words.sign, words.word);
}

void add_level(Node parent, convert::Level level) {
  const LevelWords& words = kLevels[static_cast<std::size_t>(level)];
  add_sign(parent, words.css_class, words.sign, convert::level_name(level));
}

Mark mark_of(const ShownTest& test) {
  switch (test.state) {
    case TestState::kPassed: return test.test.blind_spot ? Mark::kBlindSpot : Mark::kPassed;
    case TestState::kFailed: return Mark::kFailed;
    case TestState::kBroken: return Mark::kBroken;
    case TestState::kNotRun: break;
  }
  return Mark::kNotRun;
}

Mark worse(Mark a, Mark b) { return words_of(a).weight >= words_of(b).weight ? a : b; }

std::string_view word_of(Mark mark) { return words_of(mark).word; }

void add_long_text(Node parent, std::string_view label, std::string_view text) {
  const bool cut = text.size() > kMostTextBytes;
  if (cut) text = text.substr(0, text.rfind('\n', kMostTextBytes));
  add_text(add_code_box(parent, label), text.substr(0, kMostTextBytes));
  if (cut) add_with_text(parent, "p", "The file is longer; this is its beginning.", "note");
}

}  // namespace yaral::packaging
