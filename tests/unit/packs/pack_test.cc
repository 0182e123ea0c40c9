#include "packs/pack.h"

#include <gmock/gmock.h>

#include "packs/find.h"
#include "unit/packs/temp_folder.h"

namespace yaral::packs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kManifest = R"(id: T0001-test
title: A test
version: 1.2.0
severity: high
summary: What it finds.
attack:
  version: "18"
  technique: T0001
  name: Testing
  tactics: [Defense Evasion, Defense Impairment]
  url: https://attack.example/T0001
platforms: [windows]
data_sources:
  - log_type: WINDOWS_SYSMON
    product: Sysmon
    events: [1, "11"]
    gives: processes
false_positives:
  - cause: builds
    tell: the host is a build server
    list: build_hosts
references: [https://a.example]
rules: [rules/a.yaral]
lists: lists
samples:
  - file: samples/a.json
    description: made up
    constructed: true
)";

void write_pack(const TempFolder& folder, const std::string& name, const std::string& manifest) {
  folder.write(name + "/pack.yaml", manifest);
  folder.write(name + "/rules/a.yaral", "");
  folder.write(name + "/lists/build_hosts.txt", "");
  folder.write(name + "/samples/a.json", "");
}

std::string changed(const std::string& from, const std::string& to) {
  std::string manifest(kManifest);
  manifest.replace(manifest.find(from), from.size(), to);
  return manifest;
}

std::vector<std::string> mistakes(const std::string& manifest) {
  const TempFolder folder;
  write_pack(folder, "p", manifest);
  const auto pack = read_pack(folder.path("p"));
  std::vector<std::string> messages;
  if (pack) return messages;
  for (const FileProblem& problem : pack.error()) {
    EXPECT_EQ(problem.file, folder.path("p/pack.yaml"));
    messages.push_back(std::to_string(problem.line) + ": " + problem.message);
  }
  return messages;
}

TEST(ReadPack, WholeManifest) {
  const TempFolder folder;
  write_pack(folder, "p", std::string(kManifest));
  const auto pack = read_pack(folder.path("p"));
  ASSERT_TRUE(pack) << to_string(pack.error().front());
  EXPECT_EQ(pack->id, "T0001-test");
  EXPECT_EQ(pack->version, "1.2.0");
  EXPECT_THAT(pack->attack.tactics, ElementsAre("Defense Evasion", "Defense Impairment"));
  ASSERT_THAT(pack->data_sources, SizeIs(1));
  EXPECT_THAT(pack->data_sources[0].events, ElementsAre("1", "11"));
  ASSERT_THAT(pack->false_positives, SizeIs(1));
  EXPECT_EQ(pack->false_positives[0].list, "build_hosts");
  ASSERT_THAT(pack->samples, SizeIs(1));
  EXPECT_TRUE(pack->samples[0].constructed);
  EXPECT_EQ(pack->path(pack->rules[0]), folder.path("p/rules/a.yaral"));
}

TEST(ReadPack, MissingAndUnknownKeys) {
  EXPECT_THAT(mistakes(changed("title: A test\n", "titel: A test\n")),
              ElementsAre("1: the manifest needs the key `title`", "2: the manifest has no key `titel`"));
  EXPECT_THAT(mistakes(changed("  technique: T0001\n", "")), ElementsAre("7: `attack` needs the key `technique`"));
}

TEST(ReadPack, WrongForms) {
  EXPECT_THAT(mistakes(changed("high", "scary")), ElementsAre("4: `severity` must be low, medium, high or critical"));
  EXPECT_THAT(mistakes(changed("[windows]", "windows")), ElementsAre("12: `platforms` must be a list"));
  EXPECT_THAT(mistakes(changed("[windows]", "[]")), ElementsAre("12: `platforms` must not be empty"));
  EXPECT_THAT(mistakes(changed("constructed: true", "constructed: 7")),
              ElementsAre("28: `constructed` must be true or false"));
  EXPECT_THAT(mistakes(changed("title: A test", "title: [a]")), ElementsAre("2: `title` must be a text"));
}

TEST(ReadPack, FilesMustBeInThePack) {
  EXPECT_THAT(mistakes(changed("rules/a.yaral", "rules/b.yaral")),
              ElementsAre("23: `rules/b.yaral` is not in the pack"));
  EXPECT_THAT(mistakes(changed("rules/a.yaral", "../q/a.yaral")),
              ElementsAre("23: `../q/a.yaral` leads out of the pack"));
  EXPECT_THAT(mistakes(changed("rules/a.yaral", "/etc/passwd")),
              ElementsAre("23: `/etc/passwd` leads out of the pack"));
}

TEST(ReadPack, NotYamlOrNotAMapping) {
  EXPECT_THAT(mistakes("id: [a\n"), SizeIs(1));
  EXPECT_THAT(mistakes("a: *nowhere\n"), SizeIs(1));
  EXPECT_THAT(mistakes("- a\n").front(), HasSubstr("the manifest must be a mapping"));
  EXPECT_THAT(mistakes("").front(), HasSubstr("the manifest must be a mapping"));
  EXPECT_THAT(mistakes(std::string(100000, '[')), SizeIs(1));
}

TEST(ReadPack, NoManifest) {
  const TempFolder folder;
  const auto pack = read_pack(folder.path());
  ASSERT_FALSE(pack);
  EXPECT_EQ(to_string(pack.error()[0]), folder.path("pack.yaml") + ": no such file or folder");
}

TEST(FindPacks, ByIdTechniqueAndFolder) {
  const TempFolder folder;
  write_pack(folder, "one", std::string(kManifest));
  write_pack(folder, "two", changed("T0001-test", "T0001-other"));
  const std::vector<std::string> folders = {folder.path()};
  EXPECT_THAT(find_packs("t0001-TEST", folders).packs, SizeIs(1));
  EXPECT_THAT(find_packs("T0001", folders).packs, SizeIs(2));
  EXPECT_THAT(find_packs(folder.path("two"), {}).packs, SizeIs(1));
  const FoundPacks all = bundled_packs(folders);
  ASSERT_THAT(all.packs, SizeIs(2));
  EXPECT_EQ(all.packs[0].id, "T0001-other");
}

TEST(FindPacks, SaysWhatThereIsWhenThereIsNone) {
  const TempFolder folder;
  write_pack(folder, "one", std::string(kManifest));
  const FoundPacks found = find_packs("T0001-tset", {folder.path()});
  EXPECT_THAT(found.packs, IsEmpty());
  ASSERT_THAT(found.problems, SizeIs(1));
  EXPECT_EQ(to_string(found.problems[0]),
            "T0001-tset: no such pack; did you mean `T0001-test`?; known packs: T0001-test; "
            "looked in " +
                folder.path());
  EXPECT_THAT(find_packs("x", {}).problems.front().message, HasSubstr("YARAL_PACKS"));
}

TEST(FindPacks, ABrokenPackDoesNotHideTheOthers) {
  const TempFolder folder;
  write_pack(folder, "one", std::string(kManifest));
  folder.write("two/pack.yaml", "id: x");
  folder.write("three/notes.txt", "no pack at all");
  const FoundPacks all = bundled_packs({folder.path()});
  EXPECT_THAT(all.packs, SizeIs(1));
  EXPECT_FALSE(all.problems.empty());
  EXPECT_THAT(find_packs("T0001-test", {folder.path()}).problems, IsEmpty());
}

TEST(PackFolders, EnvironmentThenSourceTreeThenPrefix) {
  const TempFolder folder;
  folder.write("tree/packs/keep", "");
  folder.write("prefix/share/yaral/packs/keep", "");
  EXPECT_THAT(pack_folders(folder.path("tree/build/yaral"), "/a::/b"),
              ElementsAre("/a", "/b", folder.path("tree/packs")));
  EXPECT_THAT(pack_folders(folder.path("prefix/bin/yaral"), nullptr),
              ElementsAre(folder.path("prefix/share/yaral/packs")));
}

TEST(PackFolders, FirstOfEqualIdsWins) {
  const TempFolder folder;
  write_pack(folder, "a/p", changed("A test", "first"));
  write_pack(folder, "b/p", changed("A test", "second"));
  const FoundPacks found = bundled_packs({folder.path("a"), folder.path("b")});
  ASSERT_THAT(found.packs, SizeIs(1));
  EXPECT_EQ(found.packs[0].title, "first");
}

}  // namespace
}  // namespace yaral::packs
