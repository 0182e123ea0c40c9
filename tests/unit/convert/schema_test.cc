#include "convert/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "packs/files.h"

namespace yaral::convert {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using Problems = std::vector<packs::FileProblem>;

std::vector<std::string> texts(const Problems& problems) {
  std::vector<std::string> out;
  for (const packs::FileProblem& problem : problems) out.push_back(packs::to_string(problem));
  return out;
}

Schema read(const std::string& text, Problems& problems) {
  Schema schema("x");
  schema.add("x.yaml", text, problems);
  return schema;
}

TEST(SchemaTest, FieldOfTheSourceGoesBeforeTheGeneralOne) {
  Problems problems;
  const Schema schema = read(
      "schema: x\ntitle: X\nsources:\n"
      "  - {name: a, from: t, where: {kind: [p, q]}, known: {metadata.event_type: USER_LOGIN},\n"
      "     fields: {principal.hostname: special}}\n  - {name: b}\nfields: {principal.hostname: general}\n",
      problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  const SchemaSource& a = schema.sources()[0];
  EXPECT_EQ(schema.find(a, "principal.hostname")->name, "special");
  EXPECT_EQ(schema.find(schema.sources()[1], "principal.hostname")->name, "general");
  EXPECT_EQ(schema.find(a, "principal.ip"), nullptr);
  EXPECT_EQ(a.from, "t");
  EXPECT_THAT(a.where, ElementsAre(Pair("kind", ElementsAre("p", "q"))));
  EXPECT_THAT(a.known, ElementsAre(Pair("metadata.event_type", "USER_LOGIN")));
}

TEST(SchemaTest, TypeIsThatOfUdmUnlessSaid) {
  Problems problems;
  const Schema schema = read(
      "schema: x\nfields:\n  principal.port: p\n  target.port: {field: q, type: text}\n"
      "  metadata.event_timestamp: t\n  security_result.action: {field: a, values: {BLOCK: denied}, list: true}\n",
      problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  EXPECT_EQ(schema.fields().at("principal.port").type, SchemaType::kNumber);
  EXPECT_EQ(schema.fields().at("target.port").type, SchemaType::kText);
  EXPECT_EQ(schema.fields().at("metadata.event_timestamp").type, SchemaType::kTime);
  EXPECT_THAT(schema.fields().at("security_result.action").values, ElementsAre(Pair("BLOCK", ElementsAre("denied"))));
  EXPECT_TRUE(schema.fields().at("security_result.action").list);
}

TEST(SchemaTest, KeysOfAdditionalFieldsByNameOrAll) {
  Problems problems;
  const Schema schema = read(
      "schema: x\nsources: [{name: a}]\nfields:\n  additional.fields[\"Image\"]: image\n  additional.fields: \"*\"\n",
      problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  EXPECT_EQ(schema.find(schema.sources()[0], "additional.fields[\"Image\"]")->name, "image");
  EXPECT_EQ(schema.find(schema.sources()[0], "additional.fields[\"Other\"]")->name, "*");
}

TEST(SchemaTest, FilesOfTheUserAddToSourcesAndReplaceFields) {
  Problems problems;
  Schema schema = read("schema: x\nsources: [{name: a, from: t, fields: {principal.hostname: h}}]\n", problems);
  schema.add("mine.yaml",
             "schema: x\nsources:\n  - {name: a, fields: {principal.hostname: mine, target.ip: ip}}\n  - {name: b}\n",
             problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  ASSERT_EQ(schema.sources().size(), 2u);
  EXPECT_EQ(schema.sources()[0].from, "t");
  EXPECT_EQ(schema.find(schema.sources()[0], "principal.hostname")->name, "mine");
  EXPECT_EQ(schema.find(schema.sources()[0], "target.ip")->name, "ip");
  EXPECT_EQ(schema.file_to_extend(), "mine.yaml");
}

TEST(SchemaTest, MistakesAreNamedAndTheRestIsRead) {
  Problems problems;
  const Schema schema = read(
      "schema: x\nsources:\n  - name: a\n    known: {metadata.event_type: NOTHING}\n    unknown: 1\nfields:\n"
      "  principal.hostnme: a\n  target.hostname: b\n  target.ip: {field: c, type: inet}\n  target.port: {type: text}\n"
      "  target.hostname: d\n",
      problems);
  EXPECT_THAT(texts(problems), testing::UnorderedElementsAre(
                                   HasSubstr("x.yaml:4: `NOTHING` is no value of `metadata.event_type`"),
                                   HasSubstr("unknown"), HasSubstr("x.yaml:11: `target.hostname` stands twice"),
                                   HasSubstr("x.yaml:7: UDM has no field `principal.hostnme`"),
                                   HasSubstr("x.yaml:9: `type: inet` is none of"), HasSubstr("field"),
                                   HasSubstr("x.yaml:10: `target.port` is mapped to no name")));
  EXPECT_TRUE(schema.fields().contains("target.hostname"));
}

TEST(SchemaTest, KnownIsOneValueOrOneOfSeveral) {
  Problems problems;
  const Schema schema = read(
      "schema: x\nsources:\n  - name: a\n    known: {metadata.event_type: [USER_LOGIN, USER_LOGOUT], metadata.log_type: L}\n"
      "  - name: b\n    known: {metadata.event_type: [USER_LOGIN, NOTHING]}\n",
      problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("x.yaml:6: `NOTHING` is no value of `metadata.event_type`")));
  EXPECT_EQ(schema.sources()[0].known.at("metadata.log_type"), "L");
  EXPECT_THAT(schema.sources()[0].among.at("metadata.event_type"), ElementsAre("USER_LOGIN", "USER_LOGOUT"));
  EXPECT_THAT(schema.sources()[1].among, IsEmpty());
}

TEST(SchemaTest, AFieldMayHaveToHaveSeveralValues) {
  Problems problems;
  const Schema schema =
      read("schema: x\nsources:\n  - name: a\n    where: [{type: user}, {type: [creation, change]}]\n", problems);
  EXPECT_THAT(texts(problems), IsEmpty());
  EXPECT_THAT(schema.sources()[0].where, ElementsAre(testing::Pair("type", ElementsAre("user")),
                                                     testing::Pair("type", ElementsAre("creation", "change"))));
}

TEST(SchemaTest, SharedFieldsAreTakenByAnchors) {
  Problems problems;
  const Schema schema = read(
      "schema: x\nshared:\n  one: &one {principal.hostname: a, target.ip: b}\n  two: &two {target.port: c}\nsources:\n"
      "  - {name: s, fields: {<<: [*one, *two], target.ip: {field: mine, nocase: true, differs: is not so}}}\n"
      "  - {name: t, fields: {<<: *two}}\n  - {name: u, fields: {<<: 1}}\n",
      problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("`<<` in `fields` is no mapping")));
  const SchemaSource& source = schema.sources()[0];
  EXPECT_EQ(schema.find(source, "principal.hostname")->name, "a");
  EXPECT_EQ(schema.find(source, "target.port")->name, "c");
  EXPECT_EQ(schema.find(source, "target.ip")->name, "mine");
  EXPECT_TRUE(schema.find(source, "target.ip")->nocase);
  EXPECT_EQ(schema.find(source, "target.ip")->differs, "is not so");
  EXPECT_EQ(schema.find(schema.sources()[1], "target.ip"), nullptr);
}

TEST(SchemaTest, AnotherSchemaIsNotTaken) {
  Problems problems;
  const Schema schema = read("schema: y\nfields: {target.hostname: b}\n", problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("is about the schema `y`, but `x` is asked for")));
  EXPECT_THAT(schema.fields(), IsEmpty());
}

TEST(SchemaTest, SchemaThatIsNowhereIsAProblem) {
  Problems problems;
  read_schema("nowhere", {"/nonexistent"}, {}, problems);
  EXPECT_THAT(texts(problems), ElementsAre(HasSubstr("this schema was not found")));
}

TEST(SchemaTest, ShippedSchemasAreSound) {
  const auto files = packs::sorted_entries(YARAL_SOURCE_DIR "/convert/schemas");
  ASSERT_TRUE(files);
  ASSERT_FALSE(files->empty());
  for (const std::string& file : *files) {
    const std::string name = file.substr(file.rfind('/') + 1);
    Problems problems;
    const Schema schema =
        read_schema(name.substr(0, name.find('.')), {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
    EXPECT_THAT(texts(problems), IsEmpty());
    EXPECT_FALSE(schema.title().empty()) << file;
    EXPECT_FALSE(schema.sources().empty()) << file;
    for (const SchemaSource& source : schema.sources()) {
      EXPECT_FALSE(source.known.empty()) << file << ": " << source.name;
      EXPECT_NE(schema.find(source, "metadata.event_timestamp"), nullptr) << file << ": " << source.name;
    }
  }
}

}  // namespace
}  // namespace yaral::convert
