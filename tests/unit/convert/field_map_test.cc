#include "convert/field_map.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "packs/files.h"

namespace yaral::convert {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Problems = std::vector<packs::FileProblem>;

std::vector<std::string> texts(const Problems& problems) {
  std::vector<std::string> out;
  for (const packs::FileProblem& problem : problems) out.push_back(packs::to_string(problem));
  return out;
}

FieldMap read(const std::string& text, Problems& problems) {
  FieldMap map("x");
  map.add("x.yaml", text, problems);
  return map;
}

TEST(FieldMapTest, MappingForTheTypeGoesBeforeTheGeneralOne) {
  Problems problems;
  const FieldMap map = read(
      "schema: x\nfields:\n  - {udm: principal.hostname, field: general}\n"
      "  - {udm: principal.hostname, event_types: [USER_LOGIN], field: special}\n",
      problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  EXPECT_EQ(map.find("principal.hostname", "USER_LOGIN")->field, "special");
  EXPECT_EQ(map.find("principal.hostname", "PROCESS_LAUNCH")->field, "general");
  EXPECT_EQ(map.find("principal.hostname", "")->field, "general");
  EXPECT_EQ(map.find("principal.ip", ""), nullptr);
}

TEST(FieldMapTest, FilesOfTheUserReplaceAndAdd) {
  Problems problems;
  FieldMap map = read("schema: x\nfields:\n  - {udm: principal.hostname, field: a}\n", problems);
  map.add("mine.yaml",
          "schema: x\nfields:\n  - {udm: principal.hostname, field: b}\n  - {udm: target.hostname, field: c}\n",
          problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  EXPECT_EQ(map.find("principal.hostname", "")->field, "b");
  EXPECT_EQ(map.find("target.hostname", "")->field, "c");
  EXPECT_EQ(map.mappings().size(), 2u);
  EXPECT_EQ(map.file_to_extend(), "mine.yaml");
}

TEST(FieldMapTest, MistakesAreNamedAndTheRestIsRead) {
  Problems problems;
  const FieldMap map = read(
      "schema: x\nfields:\n  - {udm: principal.hostnme, field: a}\n  - {udm: target.hostname, field: b}\n"
      "  - {udm: target.hostname, field: c}\n  - {udm: target.ip, event_types: [NOTHING], field: d}\n",
      problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("x.yaml:3: UDM has no field `principal.hostnme`"),
                                           HasSubstr("x.yaml:5: `target.hostname` is mapped already in line 4"),
                                           HasSubstr("x.yaml:6: there is no event type `NOTHING`")));
  EXPECT_EQ(map.find("target.hostname", "")->field, "b");
}

TEST(FieldMapTest, AnotherSchemaIsNotTaken) {
  Problems problems;
  const FieldMap map = read("schema: y\nfields:\n  - {udm: target.hostname, field: b}\n", problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("maps the schema `y`, but `x` is asked for")));
  EXPECT_THAT(map.mappings(), IsEmpty());
}

TEST(FieldMapTest, SchemaThatIsNowhereIsAProblem) {
  Problems problems;
  read_field_map("nowhere", {"/nonexistent"}, {}, problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("no map of this schema was found")));
}

// Every path is one of UDM, and no two fields of UDM for the same type of event become the same field.
TEST(FieldMapTest, ShippedSchemasAreSound) {
  const auto files = packs::sorted_entries(YARAL_SOURCE_DIR "/convert/schemas");
  ASSERT_TRUE(files);
  ASSERT_FALSE(files->empty());
  for (const std::string& file : *files) {
    const std::string name = file.substr(file.rfind('/') + 1);
    Problems problems;
    const FieldMap map =
        read_field_map(name.substr(0, name.find('.')), {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
    EXPECT_THAT(texts(problems), IsEmpty());
    EXPECT_FALSE(map.mappings().empty()) << file;
    EXPECT_FALSE(map.title().empty()) << file;
    std::map<std::pair<std::string, std::vector<std::string>>, std::string> taken;
    for (const FieldMapping& mapping : map.mappings()) {
      const auto [at, first] = taken.try_emplace({mapping.field, mapping.event_types}, mapping.udm);
      EXPECT_TRUE(first) << file << ": " << mapping.field << " stands for " << at->second << " and " << mapping.udm;
    }
  }
}

}  // namespace
}  // namespace yaral::convert
