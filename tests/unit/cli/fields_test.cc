#include <gmock/gmock.h>
#include <simdjson.h>

#include "cli/field_tree.h"
#include "unit/cli/program.h"

namespace yaral::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

struct Row {
  std::string path;
  std::string type;
  bool repeated;
};

std::vector<Row> rows_of(std::vector<std::string> words) {
  words.insert(words.begin(), {"fields", "--format", "json"});
  Program program;
  EXPECT_EQ(program.run(words), kClean) << program.err();
  simdjson::dom::parser parser;
  std::vector<Row> rows;
  for (const simdjson::dom::element row : simdjson::dom::array(parser.parse(program.out())))
    rows.push_back({std::string(std::string_view(row["path"])), std::string(std::string_view(row["type"])),
                    bool(row["repeated"])});
  return rows;
}

std::vector<std::string> paths_of(const std::vector<std::string>& words) {
  std::vector<std::string> paths;
  for (const Row& row : rows_of(words)) paths.push_back(row.path);
  return paths;
}

TEST(Fields, WithoutWordsTheTopOfEveryRoot) {
  Program program;
  ASSERT_EQ(program.run({"fields"}), kClean);
  for (const std::string line : {"principal ", "additional ", "graph.entity ", "detection.detection_time "})
    EXPECT_THAT("\n" + program.out(), HasSubstr("\n" + line));
  ASSERT_EQ(program.run({"fields", "--root", "graph"}), kClean);
  EXPECT_THAT(program.out(), Not(HasSubstr("principal")));
}

TEST(Fields, BelowAPath) {
  Program program;
  ASSERT_EQ(program.run({"fields", "principal.process"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("principal.process.pid "));
  EXPECT_THAT(program.out(), HasSubstr("principal.process.file "));
  EXPECT_THAT(program.out(), Not(HasSubstr("principal.process.file.")));
  EXPECT_THAT(program.err(), IsEmpty());
}

TEST(Fields, ALeafAndItsValues) {
  Program program;
  ASSERT_EQ(program.run({"fields", "metadata.event_type"}), kClean);
  EXPECT_THAT(program.out(), StartsWith("metadata.event_type  enum Metadata.EventType\n"));
  EXPECT_THAT(program.out(), HasSubstr("\n    PROCESS_LAUNCH\n"));
  ASSERT_EQ(program.run({"fields", "target.ip"}), kClean);
  EXPECT_EQ(program.out(), "target.ip  string, repeated\n");
  EXPECT_THAT(
      paths_of({"metadata.event_timestamp"}),
      ElementsAre("metadata.event_timestamp", "metadata.event_timestamp.seconds", "metadata.event_timestamp.nanos"));
}

TEST(Fields, PathsAsRulesAndJsonWriteThem) {
  const auto plain = paths_of({"principal.process.parent_process"});
  EXPECT_EQ(paths_of({"$e.principal.process.parent_process"}), plain);
  EXPECT_EQ(paths_of({"$e.udm.principal.process.parent_process"}), plain);
  EXPECT_EQ(paths_of({"principal.process.parentProcess"}), plain);
  EXPECT_EQ(paths_of({"--root", "udm", "principal.process.parent_process"}), plain);
  EXPECT_EQ(paths_of({"$e.graph.entity"}), paths_of({"graph.entity"}));
  EXPECT_EQ(paths_of({"--root", "graph", "entity"}), paths_of({"graph.entity"}));
  EXPECT_EQ(paths_of({"$e"}), paths_of({"--root", "udm"}));
}

TEST(Fields, Subscripts) {
  EXPECT_THAT(paths_of({"principal.ip[0]"}), ElementsAre("principal.ip"));
  EXPECT_THAT(paths_of({"about[3].hostname"}), ElementsAre("about.hostname"));
  EXPECT_THAT(paths_of({"additional"}), ElementsAre("additional.fields[\"key\"]"));
  EXPECT_THAT(paths_of({"additional.fields"}), ElementsAre("additional.fields[\"key\"]"));
  EXPECT_THAT(paths_of({"additional.fields[\"a.b]\"]"}), ElementsAre("additional.fields[\"a.b]\"]"));
  EXPECT_THAT(paths_of({"additional.fields[\"a\\\"b\"]"}), ElementsAre("additional.fields[\"a\\\"b\"]"));
  const auto labels = rows_of({"metadata.ingestion_labels"});
  ASSERT_FALSE(labels.empty());
  EXPECT_EQ(labels.front().path, "metadata.ingestion_labels[\"key\"]");
  EXPECT_EQ(labels.front().type, "string");
  Program program;
  for (const std::string wrong :
       {"principal[", "principal[x]", "principal.ip[\"a\"]", "principal.hostname[0]", "principal.ip[0][0]",
        "additional.fields[0]", "additional.fields[\"a\"", "principal..ip", "principal.ip[99999999999999999999]"})
    EXPECT_EQ(program.run({"fields", wrong}), kFindings) << wrong;
}

TEST(Fields, UnknownPath) {
  Program program;
  const auto message = [&program](const std::string& path) {
    EXPECT_EQ(program.run({"fields", path}), kFindings) << path;
    EXPECT_THAT(program.out(), IsEmpty());
    return program.err();
  };
  EXPECT_THAT(message("principal.process.file.fullpath"),
              HasSubstr("there is no field `fullpath` in `principal.process.file`; did you mean "
                        "`principal.process.file.full_path`?"));
  EXPECT_THAT(message("$e.principl.process.pid"), HasSubstr("did you mean `principal.process.pid`?"));
  EXPECT_THAT(message("principal.command_line"), HasSubstr("did you mean `principal.process.command_line`"));
  EXPECT_THAT(message("graph.entity.hostnam.x"), HasSubstr("did you mean `graph.entity.hostname`?"));
  EXPECT_THAT(message("metadata.event_type.x"), HasSubstr("`metadata.event_type` is a value and has no fields"));
  EXPECT_THAT(message("additional.pod"), HasSubstr("did you mean `additional.fields[\"pod\"]`?"));
  EXPECT_THAT(message("hostnmae"), HasSubstr("no field has `hostnmae`; did you mean `hostname`?"));
  EXPECT_THAT(message(std::string(100'000, '.')), Not(IsEmpty()));
  EXPECT_THAT(message(std::string(100'000, 'a')), Not(IsEmpty()));
}

TEST(Fields, Words) {
  const auto found = paths_of({"process", "SHA256"});
  EXPECT_THAT(found, testing::Contains("target.process.file.sha256"));
  EXPECT_THAT(found, testing::Each(HasSubstr("process")));
  EXPECT_EQ(paths_of({"fullPath"}), paths_of({"full_path"}));
  EXPECT_THAT(paths_of({"file.full_path"}), testing::Contains("src.file.full_path"));
  EXPECT_THAT(paths_of({"--root", "graph", "full_path"}), testing::Each(StartsWith("graph.")));
  // Only detections have it.
  EXPECT_THAT(paths_of({"simulated_event_count"}), ElementsAre("detection.simulated_event_count"));
  Program program;
  EXPECT_EQ(program.run({"fields", "hostname", "sha256", "pid"}), kFindings);
  EXPECT_THAT(program.err(), HasSubstr("no field has `hostname` and `sha256` and `pid` all together"));
}

TEST(Fields, SeveralPaths) {
  EXPECT_THAT(paths_of({"principal.hostname", "target.hostname"}),
              ElementsAre("principal.hostname", "target.hostname"));
}

TEST(Fields, Misuse) {
  Program program;
  EXPECT_EQ(program.run({"fields", ""}), kMisuse);
  EXPECT_EQ(program.run({"fields", "--root", "udn"}), kMisuse);
  EXPECT_EQ(program.run({"fields", "--format", "xml"}), kMisuse);
}

// What is printed can be asked for again, and is what the compiler resolves.
TEST(Fields, EveryOneResolves) {
  std::size_t count = 0;
  const auto check = [&count](const FieldPlace& place) {
    const auto path = udm::resolve(place.root->message, place.segments);
    ASSERT_TRUE(path) << place.text();
    EXPECT_EQ(path->type.base != BaseType::kMessage || !place.is_value(), true) << place.text();
    const auto segments = parse_path(place.text());
    ASSERT_TRUE(segments) << place.text();
    const std::size_t prefix = place.root->prefix.empty() ? 0 : 1;
    const FieldPlace again = follow_path(*place.root, {segments->begin() + static_cast<long>(prefix), segments->end()});
    EXPECT_EQ(again.text(), place.text());
    EXPECT_EQ(again.field.type, place.field.type) << place.text();
    ++count;
  };
  for (const FieldRoot& root : field_roots()) {
    for (const FieldPlace& place : places_below(place_of(root))) {
      check(place);
      for (const FieldPlace& below : places_below(place)) {
        check(below);
        for (const FieldPlace& deeper : places_below(below)) check(deeper);
      }
    }
    for (const FieldPlace& place : search_places(root, {"e"})) check(place);
  }
  EXPECT_GT(count, 1000u);
  EXPECT_LT(count, 500'000u);
}

TEST(Fields, RepeatedAndDeprecated) {
  Program program;
  program.run({"fields", "about.hostname"});
  EXPECT_EQ(program.out(), "about.hostname  string, repeated\n");  // since `about` is
  program.run({"fields", "detection.detection.rule_name"});
  EXPECT_EQ(program.out(), "detection.detection.rule_name  string\n");  // it has one element
}

}  // namespace
}  // namespace yaral::cli
