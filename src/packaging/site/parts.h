#pragma once

#include <span>
#include <string>
#include <string_view>

#include "packaging/site/content.h"
#include "packaging/site/html.h"

// What several pages show alike.
namespace yaral::packaging {

// The value of a rule's `meta` key; empty when it has none.
std::string_view meta_of(const syntax::Rule& rule, std::string_view key);

// The rule's name, as a link where the package has it.
void add_rule_name(Node parent, const PackContent& content, std::string_view rule);
void add_rule_names(Node parent, const PackContent& content, std::span<const std::string> rules);
// The name of a list or table, as a link to its text where the package has it.
void add_lookup_name(Node parent, const PackContent& content, std::string_view name);

// `high`, told by its word and not by its colour alone; nothing for an empty one.
void add_severity(Node parent, std::string_view severity);

// How a test or a group of tests stands.
enum class Mark : std::uint8_t { kPassed, kFailed, kBroken, kNotRun, kBlindSpot, kUntested };
void add_mark(Node parent, Mark mark);
Mark mark_of(const ShownTest& test);
// The one that says more of a group of which both are true.
Mark worse(Mark a, Mark b);
std::string_view word_of(Mark mark);

// How faithful a conversion is, by a word and a sign.
void add_level(Node parent, convert::Level level);

// The text, or where it is longer than pages should be, its beginning and a line that says so.
void add_long_text(Node parent, std::string_view label, std::string_view text);

}  // namespace yaral::packaging
