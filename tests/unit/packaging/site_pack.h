#pragma once

#include <string>
#include <string_view>

#include "packaging/site/content.h"
#include "unit/packs/temp_folder.h"

namespace yaral::packaging {

// What a stranger might write to get markup, a script or an unseen character into a page.
inline constexpr std::string_view kHostile =
    "</code></td><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & ]]>";
inline constexpr std::string_view kHostileYaml =
    R"y("</code></td><script>alert(1)</script><img src=x onerror=alert(2)> \" ' & ]]>")y";

inline std::string site_rule(const std::string& name, std::string_view comment = {}) {
  return "// " + std::string(comment) + "\nrule " + name + R"r( {
  meta:
    author = "test"
    description = "Finds it"
    severity = "High"
    confidence = "Medium"
    data_source = "WINDOWS_SYSMON, WINEVTLOG"
    reference = "javascript:alert(1)"
  events:
    $e.metadata.event_type = "PROCESS_LAUNCH"
    re.regex($e.target.process.file.full_path, `(?i)a\.exe$`)
    $e.additional.fields["Key"] = "1"
    $e.principal.ip[0] != "192.0.2.1"
    not $e.principal.hostname in %hosts
    $e.principal.hostname = $host
  match:
    $host over 5m
  condition:
    $e
}
)r";
}

// A package of every part, with one text at all places that take any.
inline void write_site_pack(const packs::TempFolder& folder, std::string_view text, std::string_view yaml) {
  const std::string y(yaml);
  folder.write("pack.yaml",
               "id: " + y + "\ntitle: " + y + "\nversion: " + y + "\nseverity: high\nseverity_reason: " + y +
                   "\nsummary: " + y + "\nplatforms: [" + y + "]\nauthors: [" + y + "]\nlicence: " + y +
                   "\nattack:\n  version: " + y + "\n  technique: " + y + "\n  name: " + y + "\n  tactics: [" + y +
                   "]\n  url: 'javascript:alert(1)'\n  detection_strategies: [" + y +
                   "]\nreferences: ['https://example.org/a', 'javascript:alert(1)', " + y +
                   "]\nrules: [rules/a.yaral, rules/b.yaral]\nlists: lists\ntables: tables\ntests: tests\n"
                   "data_sources:\n  - {log_type: WINDOWS_SYSMON, product: " +
                   y + ", events: ['1', " + y + "], gives: " + y + ", collect: " + y + ", volume: " + y +
                   "}\nfalse_positives:\n  - {cause: " + y + ", tell: " + y +
                   ", list: hosts}\ntunables:\n  - {name: " + y + ", table: t, default: " + y + ", why: " + y +
                   ", element: " + y + "}\nprocedures:\n  - {name: " + y + ", title: " + y + ", signals: [" + y +
                   ", never shown]}\nsamples:\n  - {file: "
                   "samples/s.log, description: " +
                   y + "}\n");
  folder.write("rules/a.yaral", site_rule("first_rule", text));
  folder.write("rules/b.yaral", site_rule("second_rule") + site_rule("third_rule"));
  folder.write("lists/hosts.txt", std::string(text) + "\n");
  folder.write("tables/t.csv", "key,value\na,\"<b>&\"\"\"\n");
  folder.write("tables/t.schema.yaml", "columns:\n  - name: key\n    key: true\n# " + std::string(text) + "\n");
  folder.write("samples/s.log", "x\n");
  folder.write("tests/a.test.yaml", "tests: []\n");
  folder.write("README.md", "# " + std::string(text) + "\n\n" + std::string(text) + "\n\n[rule](rules/a.yaral)\n");
  folder.write("guide.md", "[a](javascript:alert(1)) [b](#part) [list](lists/hosts.txt)\n\n## Part\n\n```\n" +
                               std::string(text) + "\n```\n");
  folder.write("exports/sigma/a.yml", std::string(text));
  folder.write("exports/fidelity.md", "# Fidelity\n\n" + std::string(text) + "\n");
  folder.write("playbook.yaml",
               "title: " + y + "\nversion: " + y + "\nseverity_criteria:\n  - {severity: " + y + ", when: " + y +
                   "}\nescalation:\n  - {when: " + y + ", to: " + y +
                   ", within: 15m}\nsteps:\n  - id: a-step\n    phase: triage\n    title: " + y + "\n    action: " + y +
                   "\n    true_positive_if: " + y +
                   "\n    inputs: [host]\n    rules: [first_rule]\n    searches:\n      - {name: " + y +
                   ", query: 'principal.hostname = \"{host}\"'}\n    commands:\n      - {platform: linux, "
                   "run: " +
                   y + "}\n    next:\n      - {if: " + y + ", go: a-step}\n");
}

// The content, with a test of each state that bears the text.
inline PackContent site_content(const packs::TempFolder& folder, std::string_view text) {
  PackContent content = read_content(packs::read_pack(folder.path()).value());
  for (const TestState state : {TestState::kPassed, TestState::kFailed, TestState::kBroken, TestState::kNotRun}) {
    rule_tests::TestCase test{.name = std::string(text),
                              .description = std::string(text),
                              .procedure = content.pack.procedures.at(0).name,
                              .signal = content.pack.procedures.at(0).signals.at(0),
                              .file = folder.path("tests/a.test.yaml"),
                              .line = 3};
    test.expect.push_back({.rule = "first_rule"});
    test.expect.push_back({.rule = std::string(text), .most = 0});
    add_test(content, std::move(test), state, {std::string(text)});
  }
  convert::Conversion conversion{.rule = "first_rule", .variables = {}, .text = std::string(text), .fidelity = {}};
  conversion.fidelity.approximate(std::string(text), std::string(text));
  content.platforms.push_back({.target = &convert::all_targets().front(), .rules = {std::move(conversion)}});
  return content;
}

}  // namespace yaral::packaging
