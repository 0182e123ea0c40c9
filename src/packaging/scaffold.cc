#include "packaging/scaffold.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_text.h"
#include "base/text.h"

namespace yaral::packaging {

namespace {

// `t1553_002` of T1553.002: what names of rules and lists begin with.
std::string prefix_of(std::string_view technique) {
  std::string prefix = ascii_lower(technique);
  std::ranges::replace(prefix, '.', '_');
  return prefix;
}

std::string url_of(std::string_view technique) {
  std::string path(technique);
  std::ranges::replace(path, '.', '/');
  return fmt::format("https://attack.mitre.org/techniques/{}/", path);
}

std::string tactic_names(const attack::Technique& technique) {
  std::vector<std::string_view> names;
  for (const attack::Tactic* tactic : attack::tactics_of(technique)) names.push_back(tactic->name);
  return fmt::format("{}", fmt::join(names, ", "));
}

// Everything between braces in capitals is replaced; other braces stay.
std::string filled(std::string text, const NewPack& pack) {
  const std::map<std::string, std::string> values = {
      {"{ID}", pack.id},
      {"{TITLE}", pack.title},
      {"{QUOTED_TITLE}", json_string(pack.title)},
      {"{TECHNIQUE}", std::string(pack.technique->id)},
      {"{TECHNIQUE_NAME}", json_string(attack::full_name(*pack.technique))},
      {"{TACTICS}", tactic_names(*pack.technique)},
      {"{ATTACK_VERSION}", json_string(attack::version())},
      {"{PREFIX}", prefix_of(pack.technique->id)},
      {"{URL}", url_of(pack.technique->id)},
      {"{DAY}", pack.day}};
  for (const auto& [name, value] : values)
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
      text.replace(at, name.size(), value);
  return text;
}

constexpr const char* kManifest = R"(id: {ID}
title: {QUOTED_TITLE}
version: 0.1.0
status: experimental
severity: medium
severity_reason: Say what an attacker has won once this is seen.
summary: Say in two sentences what the package finds, and where.
authors: [your name]
licence: Apache-2.0
created: {DAY}
modified: {DAY}

attack:
  version: {ATTACK_VERSION}
  technique: {TECHNIQUE}
  name: {TECHNIQUE_NAME}
  tactics: [{TACTICS}]
  url: {URL}

platforms: [windows]

data_sources:
  - log_type: WINDOWS_SYSMON
    product: Sysmon
    events: [1]
    gives: started processes with their command lines
    collect: Install Sysmon with a configuration that includes process creation.

false_positives:
  - cause: Say who does this without being an attacker.
    tell: Say how an analyst sees that.
    list: {PREFIX}_trusted_hosts

procedures:
  - name: Test 1
    title: The tool is started
    signals: ["Sysmon 1: the tool"]

references:
  - {URL}

rules:
  - rules/{PREFIX}_tool_started.yaral

lists: lists
tests: tests
)";

constexpr const char* kRule = R"(rule {PREFIX}_tool_started {
  meta:
    author = "your name"
    description = "Says in one sentence what it finds"
    severity = "Medium"
    confidence = "Medium"
    technique = "{TECHNIQUE}"
    expected_volume = "Say how often it fires on a thousand hosts in a day"
    blind_spots = "Say what it cannot see"

  events:
    $e.metadata.event_type = "PROCESS_LAUNCH"
    $e.target.process.file.full_path = /\\replace-me\.exe$/ nocase
    $e.principal.hostname = $hostname
    not $e.principal.hostname in %{PREFIX}_trusted_hosts nocase

  match:
    $hostname over 5m

  outcome:
    $risk_score = 50
    $command_lines = array_distinct($e.target.process.command_line)

  condition:
    $e
}
)";

constexpr const char* kList = R"(// Hosts where this is part of the work, one a line: build-01
)";

constexpr const char* kTests = R"(tests:
  - name: the tool is started
    procedure: Test 1
    signal: "Sysmon 1: the tool"
    events:
      - &start
        metadata.event_type: PROCESS_LAUNCH
        metadata.event_timestamp: "2026-03-01T10:00:00Z"
        principal.hostname: wks-01
        target.process.file.full_path: 'C:\Users\Public\replace-me.exe'
        target.process.command_line: replace-me.exe /now
    expect:
      - rule: {PREFIX}_tool_started
        exactly: 1
        detections:
          - keys: {hostname: wks-01}

  - name: another program, and a trusted host
    lists:
      {PREFIX}_trusted_hosts: [build-01]
    events:
      - {<<: *start, target.process.file.full_path: 'C:\Windows\notepad.exe'}
      - {<<: *start, principal.hostname: BUILD-01}
    expect:
      - rule: {PREFIX}_tool_started
        none: true
)";

constexpr const char* kReadme = R"(# {TITLE}

Says what the package finds, what has to be collected, and how a detection is read.

    yaral scan --pack {ID} evidence/
    yaral test {ID}
)";

constexpr const char* kGuide = R"(# Investigating {TITLE}

1. What happened, in order? Say which outcome variables show it.
2. Is it one of the harmless causes? Say how each is told.
3. Where else? Say what to search for on other hosts.
)";

constexpr const char* kPlaybook = R"(# Responding to {TITLE}

The steps of [playbook.yaml](playbook.yaml), for people: triage, scope, keep evidence, contain, eradicate, recover, tell.
)";

constexpr const char* kSteps = R"(title: {QUOTED_TITLE}
version: 0.1.0
severity_criteria:
  - {severity: high, when: Say when it is}
escalation:
  - {when: Say when others must know, to: incident lead, within: 1h}
steps:
  - id: triage-start
    phase: triage
    title: Who started it?
    action: Look at the process before and after the start, and at the user.
    inputs: [hostname]
    searches:
      - name: Starts on this host
        query: 'metadata.event_type = "PROCESS_LAUNCH" AND principal.hostname = "{hostname}"'
    true_positive_if: the user does not know of it
    false_positive_if: it is part of the host's work
)";

constexpr const char* kStrategy = R"(# Strategy: {TITLE}

- **Goal.** What is to be found.
- **Abstract.** How the rules find it.
- **Technical context.** What an analyst must know.
- **Blind spots and assumptions.** What is not seen, and what must be true.
- **Evasions.** What an attacker can do about it, and which of that is still seen.
)";

constexpr const char* kChanges = R"(# Changes

## 0.1.0

First version.
)";

}  // namespace

std::string id_mistake(const std::string& id) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
  };
  if (!id.empty() && id.size() <= 100 && std::ranges::all_of(id, good) && id.front() != '.' && id.front() != '-')
    return {};
  return "a package's id is of letters, digits, `-`, `.` and `_`, such as T1059.001-powershell";
}

std::map<std::string, std::string> scaffold(const NewPack& pack) {
  const std::string prefix = prefix_of(pack.technique->id);
  std::map<std::string, std::string> files;
  const auto add = [&](const std::string& path, const char* text) { files[path] = filled(text, pack); };
  add("pack.yaml", kManifest);
  add(fmt::format("rules/{}_tool_started.yaral", prefix), kRule);
  add(fmt::format("lists/{}_trusted_hosts.txt", prefix), kList);
  add("tests/procedures.test.yaml", kTests);
  add("README.md", kReadme);
  add("guide.md", kGuide);
  add("playbook.md", kPlaybook);
  add("playbook.yaml", kSteps);
  add("strategy.md", kStrategy);
  add("CHANGELOG.md", kChanges);
  return files;
}

}  // namespace yaral::packaging
