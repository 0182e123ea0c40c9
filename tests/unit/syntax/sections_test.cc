// Sections of a rule and what is kept of them (language reference 0.2, 2, 4.1, 7).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/syntax/ast_text.h"
#include "unit/syntax/parse_helpers.h"

namespace yaral::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kMinute = 60'000'000'000;

TEST(Match, ReadsWindowsOfEveryKind) {
  struct Case {
    const char* written;
    WindowKind kind;
    std::int64_t size;
    const char* pivot;
  };
  const Case cases[] = {
      {"$h over 5m", WindowKind::kHop, 5 * kMinute, ""},
      {"$h,\n$u, // and\n over\n6h", WindowKind::kHop, 360 * kMinute, ""},
      {"$h BY 1d", WindowKind::kTumbling, 1440 * kMinute, ""},
      {"$h over 30s after $e", WindowKind::kAfter, kMinute / 2, "e"},
      {"$h over 3m\nBEFORE\n$share", WindowKind::kBefore, 3 * kMinute, "share"},
  };
  for (const Case& c : cases) {
    const Parsed parsed(rule_with_match(c.written));
    EXPECT_THAT(parsed.names(), IsEmpty()) << c.written;
    const auto& match = parsed.file.rules.at(0).match;
    ASSERT_TRUE(match) << c.written;
    EXPECT_EQ(match->window, c.kind) << c.written;
    EXPECT_EQ(match->size.nanos, c.size) << c.written;
    EXPECT_EQ(match->pivot, c.pivot) << c.written;
  }
}

TEST(Match, KeysArePlaceholdersOrFields) {
  const Parsed parsed(rule_with_match("$h, $e.principal.hostname, $e.labels[\"k\"] over 5m"));
  EXPECT_THAT(parsed.names(), IsEmpty());
  std::vector<std::string> keys;
  for (const Expr& key : parsed.file.rules.at(0).match->keys) keys.push_back(ast_text(key));
  EXPECT_THAT(keys, ElementsAre("$h", "$e.principal.hostname", "$e.labels[\"k\"]"));
}

TEST(Match, AllowsACommaBeforeTheWindow) {
  const Parsed parsed(rule_with_match("$h, $u, over 5m"));
  EXPECT_THAT(parsed.names(), IsEmpty());
  EXPECT_EQ(parsed.file.rules.at(0).match->keys.size(), 2u);
}

TEST(Meta, KeepsStringsAsWrittenAndOthersAsText) {
  const Parsed parsed(rule_with_meta("a = \"x \\\"y\\\"\" b = `\\d`\nversion = 2\non = TRUE\nd = \"one\n  two\""));
  EXPECT_THAT(parsed.names(), ElementsAre("meta-value-type", "meta-value-type", "line-break-in-meta"));
  std::vector<std::string> entries;
  for (const MetaEntry& e : parsed.file.rules.at(0).meta) {
    entries.push_back(e.key + (e.is_string ? "=" : "~") + e.value + "|" + std::string(parsed.source.text(e.key_span)));
  }
  EXPECT_THAT(entries, ElementsAre("a=x \"y\"|a", "b=\\d|b", "version~2|version", "on~TRUE|on", "d=one\n  two|d"));
}

TEST(Meta, KeysMayBeKeywords) {
  const Parsed parsed(rule_with_meta("rule = \"a\"\nevents = \"b\"\nmatch = \"c\"\nstage = \"d\"\nnot = \"e\""));
  EXPECT_THAT(parsed.names(), IsEmpty());
  EXPECT_EQ(parsed.file.rules.at(0).meta.size(), 5u);
}

TEST(Options, KeepValuesOfAnyKind) {
  const Parsed parsed(
      "rule r { meta: events: $e.a = 1 condition: $e options: allow_zero_values = true suppression_window = 5m x = "
      "\"y\" }");
  EXPECT_THAT(parsed.names(), IsEmpty());
  std::vector<std::string> options;
  for (const Option& o : parsed.file.rules.at(0).options) options.push_back(o.key + " " + ast_text(o.value));
  EXPECT_THAT(options, ElementsAre("allow_zero_values true", "suppression_window 5m", "x \"y\""));
}

Rule rule_with(const Parsed& parsed) { return parsed.file.rules.at(0); }

TEST(Sections, SetupHoldsItsOperations) {
  const Parsed parsed(
      "rule r {\n meta:\n setup:\n  graph_override ($g.graph.entity.ip = %t.ip and %t.h = $g.graph.entity.hostname)\n"
      "  graph_append [$g, %t]\n  graph_exclude($h.graph.entity.ip = %u.ip)\n events:\n  $e.a = 1\n"
      " condition:\n  $e\n}\n");
  EXPECT_THAT(parsed.names(), IsEmpty());
  const Rule rule = rule_with(parsed);
  ASSERT_EQ(rule.setup.size(), 3u);
  EXPECT_EQ(rule.setup[0].kind, SetupOperation::Kind::kOverride);
  ASSERT_EQ(rule.setup[0].joins.size(), 2u);
  EXPECT_EQ(ast_text(rule.setup[0].joins[0]), "(= $g.graph.entity.ip %t.ip)");
  EXPECT_EQ(ast_text(rule.setup[0].joins[1]), "(= %t.h $g.graph.entity.hostname)");
  EXPECT_EQ(rule.setup[1].kind, SetupOperation::Kind::kAppend);
  EXPECT_EQ(rule.setup[1].variable + " " + rule.setup[1].table, "g t");
  EXPECT_EQ(parsed.source.text(rule.setup[1].span), "graph_append [$g, %t]");
  EXPECT_EQ(rule.setup[2].kind, SetupOperation::Kind::kExclude);
  EXPECT_EQ(rule.setup[2].joins.size(), 1u);
}

TEST(Sections, ExportHoldsColumnsAndValues) {
  const Parsed parsed(
      "rule r { meta: events: $e.a = 1 condition: $e\n export:\n  %seen.write_row(\n   user: $who,\n   host: $x\n  )\n}");
  EXPECT_THAT(parsed.names(), IsEmpty());
  const Rule rule = rule_with(parsed);
  ASSERT_EQ(rule.exports.size(), 1u);
  EXPECT_EQ(rule.exports[0].table, "seen");
  ASSERT_EQ(rule.exports[0].columns.size(), 2u);
  EXPECT_EQ(rule.exports[0].columns[1].name, "host");
  EXPECT_EQ(parsed.source.text(rule.exports[0].columns[1].name_span), "host");
  EXPECT_EQ(ast_text(rule.exports[0].columns[1].value), "$x");
}

TEST(Sections, MistakesInSetupAreFound) {
  const std::pair<const char*, std::vector<std::string_view>> cases[] = {
      {"", {"empty-optional-section"}},
      {"graph_overide($g.graph.entity.ip = %t.ip)", {"bad-setup-operation"}},
      {"graph_append($g, %t)", {"bad-setup-operation"}},
      {"graph_exclude[$g.graph.entity.ip = %t.ip]", {"bad-setup-operation"}},
      {"graph_append[$g]", {"bad-setup-operation"}},
      {"graph_append[%t.c, $g]", {"bad-setup-operation"}},
      {"graph_append[$g %t]", {"missing-comma"}},
      {"graph_append[$g, %t, $h]", {"bad-setup-operation"}},
      {"graph_exclude($g.graph.entity.ip != %t.ip)", {"bad-setup-operation"}},
      {"graph_exclude($g.graph.entity.ip = %t)", {"bad-setup-operation"}},
      {"graph_exclude($g.graph.entity.ip = $ip)", {"bad-setup-operation"}},
      {"graph_exclude($g.graph.entity.ip in %t.ip)", {"bad-setup-operation"}},
      {"graph_exclude(any $g.graph.entity.ip = %t.ip)", {"bad-setup-operation"}},
      {"graph_exclude($g.graph.a = %t.a or $g.graph.b = %t.b)", {"bad-setup-operation"}},
  };
  for (const auto& [setup, expected] : cases) {
    const std::string text =
        "rule r {\n meta:\n setup:\n  " + std::string(setup) + "\n events:\n  $e.a = 1\n condition:\n  $e\n}";
    EXPECT_EQ(Parsed(text).names(), expected) << setup;
  }
}

TEST(Sections, MistakesInExportAreFound) {
  const std::pair<const char*, std::vector<std::string_view>> cases[] = {
      {"", {"empty-optional-section"}},
      {"%t.write_row()", {"bad-export"}},
      {"%t.write_row(a $b)", {"missing-colon"}},
      {"%t.write_row(a = $b)", {"missing-colon"}},
      {"%t.write_row(a: $b c: $d)", {"missing-comma"}},
      {"%t.write_row($b)", {"bad-export"}},
      {"%t.append_row(a: $b)", {"bad-export"}},
      {"%t.write_row[a: $b]", {"bad-export"}},
      {"%t", {"bad-export"}},
      {"%t.write_row(a: $b", {"unclosed-bracket"}},
  };
  for (const auto& [write, expected] : cases) {
    const std::string text =
        "rule r {\n meta:\n events:\n  $e.a = 1\n condition:\n  $e\n export:\n  " + std::string(write) + "\n}";
    EXPECT_EQ(Parsed(text).names(), expected) << write;
  }
}

TEST(Sections, OptionsAndExportMayChangePlaces) {
  for (const char* tail :
       {"options: a = true export: %t.write_row(a: $b)", "export: %t.write_row(a: $b) options: a = true"}) {
    const Parsed parsed("rule r { meta: events: $e.a = 1 condition: $e " + std::string(tail) + " }");
    EXPECT_THAT(parsed.names(), IsEmpty()) << tail;
  }
}

TEST(Sections, HeadersMayBeCapitalsAndStandAnywhere) {
  const Parsed parsed("RULE r { Meta: EVENTS: $e.a = 1 Match: $h over 5m Outcome: $x = 1 CONDITION: $e }");
  EXPECT_THAT(parsed.names(), IsEmpty());
  EXPECT_EQ(parsed.file.rules.at(0).sections.size(), 5u);
}

TEST(Sections, MistakesOfStructureAreFound) {
  const std::pair<const char*, std::vector<std::string_view>> cases[] = {
      {"rule r { events: $e.a = 1 condition: $e }", {"missing-section"}},
      {"rule r { meta: events: $e.a = 1 }", {"missing-section"}},
      {"rule r { meta: meta: events: $e.a = 1 condition: $e }", {"duplicate-section"}},
      {"rule r { meta: events: $e.a = 1 outcome: $x = 1 match: $h over 5m condition: $e }", {"section-order"}},
      {"rule r { meta: events: condition: $e }", {"empty-section"}},
      {"rule r { meta: events: $e.a = 1 outcome: condition: $e }", {"empty-optional-section"}},
      {"rule r { meta: events: $e.a = 1 condition: $e limit: 5 }", {"search-only-section"}},
      {"rule r { }", {"missing-section", "missing-section", "missing-section"}},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(Parsed(text).names(), expected) << text;
}

TEST(File, HoldsSeveralRulesAndCommentsAnywhere) {
  const Parsed parsed(
      "\xEF\xBB\xBF// first\r\nrule a { meta: events: $e.x = 1 condition: $e }\r\n/* between */ rule b { meta: events: "
      "$e.x = 1 condition: $e } // end\r\n/* last */");
  EXPECT_THAT(parsed.names(), IsEmpty());
  ASSERT_EQ(parsed.file.rules.size(), 2u);
  EXPECT_EQ(parsed.file.rules[1].name, "b");
  EXPECT_EQ(parsed.source.text(parsed.file.rules[1].span), "rule b { meta: events: $e.x = 1 condition: $e }");
}

TEST(File, WithoutRulesGivesAWarning) {
  for (const char* text : {"", " \n", "// nothing\n", "\xEF\xBB\xBF"}) {
    const Parsed parsed(text);
    EXPECT_THAT(parsed.names(), ElementsAre("no-rule")) << text;
    EXPECT_FALSE(parsed.diagnostics.has_errors());
  }
}

}  // namespace
}  // namespace yaral::syntax
