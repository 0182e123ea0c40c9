#include "packs/playbook.h"

#include <gmock/gmock.h>

#include "packs/search_query.h"
#include "unit/packs/temp_folder.h"

namespace yaral::packs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kHead = "title: t\nversion: 1.0.0\nsteps:\n";

std::vector<std::string> mistakes(const std::string& text) {
  const TempFolder folder;
  const auto read =
      read_playbook(folder.write("playbook.yaml", text), {.rules = {"signing"}, .variables = {"hostname", "signer"}});
  std::vector<std::string> messages;
  if (read) return messages;
  for (const FileProblem& problem : read.error())
    messages.push_back(std::to_string(problem.line) + ": " + problem.message);
  return messages;
}

std::string step(const std::string& more, const std::string& id = "a") {
  return "  - id: " + id + "\n    phase: triage\n    title: t\n    action: do\n" + more;
}

TEST(Playbook, Whole) {
  const TempFolder folder;
  const std::string text =
      std::string(kHead) +
      step(
          "    rules: [signing]\n    inputs: [hostname]\n    gives: [thumbprint]\n    searches:\n      - name: starts\n        query: "
          "'principal.hostname = \"{hostname}\" AND NOT target.process.command_line = /a{1,3}/ nocase'\n    next:\n      - {if: "
          "found, go: b}\n") +
      step(
          "    inputs: [thumbprint]\n    destructive: true\n    approval: lead\n    rollback: put it back\n    commands:\n      - "
          "{platform: windows, run: 'certutil -delstore Root {thumbprint}'}\n",
          "b");
  const auto read = read_playbook(folder.write("p.yaml", text), {.rules = {"signing"}, .variables = {"hostname"}});
  ASSERT_TRUE(read) << to_string(read.error().front());
  ASSERT_EQ(read->steps.size(), 2u);
  EXPECT_EQ(read->steps[0].next.front().go, "b");
  EXPECT_THAT(read->steps[0].gives, ElementsAre("thumbprint"));
  EXPECT_TRUE(read->steps[1].destructive);
}

TEST(Playbook, WhatDoesNotHoldTogether) {
  const auto one = [](const std::string& more) { return mistakes(std::string(kHead) + step(more)); };
  EXPECT_THAT(one("    rules: [singing]\n"),
              ElementsAre(HasSubstr("the package has no rule `singing`; did you mean `signing`")));
  EXPECT_THAT(one("    inputs: [user]\n"), ElementsAre(HasSubstr("8: `user` is no match or outcome variable")));
  EXPECT_THAT(one("    commands: [{platform: windows, run: 'del {hostname}'}]\n"),
              ElementsAre(HasSubstr("`{hostname}` is not among the step's `inputs`")));
  EXPECT_THAT(one("    commands: [{platform: vms, run: x}]\n"), ElementsAre(HasSubstr("`platform` must be")));
  EXPECT_THAT(one("    next: [{go: nowhere}]\n"), ElementsAre(HasSubstr("leads to `nowhere`, which is no step")));
  EXPECT_THAT(one("    destructive: true\n    approval: lead\n"),
              ElementsAre(HasSubstr("needs `approval` and `rollback`")));
  EXPECT_THAT(one("    searches: [{name: s, query: 'principal.hostnam = \"x\"'}]\n"),
              ElementsAre(HasSubstr("the search `s`:")));
  EXPECT_THAT(one("    colour: red\n"), ElementsAre(HasSubstr("a step has no key `colour`")));
  EXPECT_THAT(mistakes(std::string(kHead) + step("") + step("")), ElementsAre(HasSubstr("there is a step `a` above")));
  EXPECT_THAT(mistakes(std::string(kHead) + step("", "B_1")), ElementsAre(HasSubstr("must be of lower-case letters")));
  EXPECT_THAT(mistakes("title: t\nversion: 1.0.0\nsteps:\n  - {id: a, phase: panic, title: t, action: x}\n"),
              ElementsAre(HasSubstr("`panic` is no phase")));
  EXPECT_THAT(mistakes("title: t\nversion: 1.0.0\nescalation: [{when: w, to: x, within: soon}]\nsteps: []\n"),
              ElementsAre(HasSubstr("`within` must be a length of time")));
  EXPECT_THAT(mistakes("title: [\n"), testing::SizeIs(1));
}

TEST(Search, FieldsStandWithoutVariables) {
  EXPECT_THAT(search_mistake("metadata.event_type = \"PROCESS_LAUNCH\" and principal.hostname != \"\""), IsEmpty());
  EXPECT_THAT(search_mistake("(principal.ip = \"10.0.0.1\" OR target.ip = \"10.0.0.1\") AND NOT target.port = 443"),
              IsEmpty());
  EXPECT_THAT(search_mistake("target.process.file.full_path = /signtool\\.exe$/ nocase"), IsEmpty());
  EXPECT_THAT(search_mistake("additional.fields[\"target\"] = \"x\""), IsEmpty());
  EXPECT_THAT(search_mistake("metadata.event_type = \"PROCESS_LUNCH\""), Not(IsEmpty()));
  EXPECT_THAT(search_mistake("$e.principal.hostname = 1"), HasSubstr("without a variable"));
  EXPECT_THAT(search_mistake("hostname: x"), Not(IsEmpty()));
  EXPECT_THAT(search_mistake(""), Not(IsEmpty()));
  EXPECT_THAT(search_mistake("principal.hostname = \"a\" condition: $e"), Not(IsEmpty()));
}

}  // namespace
}  // namespace yaral::packs
