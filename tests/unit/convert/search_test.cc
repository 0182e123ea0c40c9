#include "convert/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "semantics/bind.h"

namespace yaral::convert {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kSchema =
    "schema: x\ntitle: X\nsources:\n"
    "  - name: starts\n    known: {metadata.event_type: PROCESS_LAUNCH}\n"
    "    fields: {target.process.command_line: line, principal.hostname: host}\n"
    "  - name: files\n    known: {metadata.event_type: FILE_CREATION}\n    fields: {principal.hostname: host}\n";

// What is said of a rule with these predicates, a line each; the names of its sources when nothing is refused.
std::string lowered(const std::string& events, const plan::Lookups& lookups = {}) {
  const semantics::CompiledFile file =
      semantics::compile("test.yaral", "rule r { meta: events: " + events + " condition: $e }");
  if (file.rules.size() != 1) return "no rule";
  Schema schema("x");
  std::vector<packs::FileProblem> problems;
  schema.add("x.yaml", std::string(kSchema), problems);
  EXPECT_THAT(problems, IsEmpty());
  Fidelity fidelity;
  const Search search = lower_search(file.rules[0], schema, lookups, fidelity);
  std::string out;
  for (const FidelityNote& note : fidelity.notes())
    out += std::string(level_name(note.level)) + ' ' + note.what + ": " + note.why + '\n';
  if (!fidelity.refused())
    for (const SearchBranch& branch : search.events[0].branches) out += '<' + branch.source->name + '>';
  return out;
}

TEST(SearchSources, ThoseThatTheEventTypeLeaves) {
  EXPECT_EQ(lowered("$e.metadata.event_type = \"FILE_CREATION\" $e.principal.hostname = \"a\""), "<files>");
  EXPECT_EQ(lowered("$e.metadata.event_type != \"FILE_CREATION\" $e.principal.hostname = \"a\""), "<starts>");
  EXPECT_EQ(lowered("$e.principal.hostname = \"a\""), "<starts><files>");
}

TEST(SearchSources, FieldsThatAreMissingAreNamed) {
  EXPECT_THAT(lowered("$e.target.process.command_line = \"a\""),
              AllOf(HasSubstr("approximate $e: is not looked for in events of `files`"), HasSubstr("<starts>")));
  EXPECT_THAT(lowered("$e.target.ip = \"192.0.2.1\""), HasSubstr("refused target.ip: X has no such field"));
  EXPECT_THAT(lowered("$e.metadata.event_type = \"USER_LOGIN\""),
              HasSubstr("refused $e: X has no source of such events"));
}

TEST(SearchLists, UnknownOnesAreRefusedHoweverTheyStand) {
  const std::string events = "$e.metadata.event_type = \"PROCESS_LAUNCH\" ";
  for (const char* test : {"$e.principal.hostname in %hosts", "not $e.principal.hostname in %hosts"})
    EXPECT_THAT(lowered(events + test), HasSubstr("refused %hosts: the list's entries are not known")) << test;
}

TEST(SearchLists, AnEmptyOneFindsNothingOrExcludesNothing) {
  const plan::Lookups lookups{.lists = {{"hosts", {}}}, .tables = {}};
  const std::string events = "$e.metadata.event_type = \"PROCESS_LAUNCH\" ";
  EXPECT_THAT(lowered(events + "$e.principal.hostname in %hosts", lookups),
              HasSubstr("refused $e: finds nothing while %hosts has no entries"));
  EXPECT_THAT(lowered(events + "not $e.principal.hostname in %hosts", lookups), HasSubstr("<starts>"));
}

}  // namespace
}  // namespace yaral::convert
