#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>

#include "unit/udm/json_helpers.h"

namespace yaral::udm {
namespace {

TEST_F(JsonTest, StructsInAllForms) {
  const std::string plain = R"({"additional":{"s":"x","n":1.5,"b":true,"z":null,"l":["a",1],"o":{"k":"v"}}})";
  const char* const forms[] = {
      R"({"additional":{"s":"x","n":1.5,"b":true,"z":null,"l":["a",1],"o":{"k":"v"}}})",
      R"({"additional":{"fields":{"s":"x","n":1.5,"b":true,"z":null,"l":["a",1],"o":{"k":"v"}}}})",
      R"({"additional":{"fields":{"s":{"stringValue":"x"},"n":{"numberValue":1.5},"b":{"boolValue":true},
          "z":{"nullValue":null},"l":{"listValue":{"values":[{"stringValue":"a"},{"numberValue":1}]}},
          "o":{"structValue":{"fields":{"k":{"stringValue":"v"}}}}}}})",
      R"({"additional":{"fields":[{"key":"s","value":{"string_value":"x"}},{"key":"n","value":{"number_value":1.5}},
          {"key":"b","value":{"bool_value":true}},{"key":"z","value":{"null_value":"NULL_VALUE"}},
          {"key":"l","value":{"list_value":{"values":[{"string_value":"a"},{"number_value":1}]}}},
          {"key":"o","value":{"struct_value":{"fields":[{"key":"k","value":{"string_value":"v"}}]}}}]}})",
      R"({"additional":[{"key":"s","value":"x"},{"key":"n","value":1.5},{"key":"b","value":true},{"key":"z"},
          {"key":"l","value":["a",1]},{"key":"o","value":{"k":"v"}}]})",
  };
  for (const char* form : forms) {
    EXPECT_EQ(decoded(form), plain) << form;
    EXPECT_TRUE(notes(form).bad_values.empty()) << form;
  }
}

TEST_F(JsonTest, FieldsAmongOtherKeysIsAKeyLikeAnother) {
  const char* const json = R"({"additional":{"fields":{"a":{"stringValue":"x"}},"other":1}})";
  EXPECT_EQ(decoded(json), json);
  EXPECT_EQ(decoded(R"({"additional":{"fields":"x"}})"), R"({"additional":{"fields":"x"}})");
  EXPECT_EQ(decoded(R"({"additional":{"fields":[1]}})"),
            R"({"additional":{"fields":{"fields":{"listValue":{"values":[{"numberValue":1}]}}}}})");
  EXPECT_EQ(decoded(R"({"additional":{}})"), R"({"additional":{}})");
}

TEST_F(JsonTest, AStructThatLooksLikeTheLongFormIsWrittenInIt) {
  const std::string json =
      decoded(R"({"additional":[{"key":"fields","value":{"stringValue":"x","l":[1,null,true,{"stringValue":"y"}]}}]})");
  EXPECT_EQ(json, R"({"additional":{"fields":{"fields":{"structValue":{"fields":{"stringValue":{"stringValue":"x"},)"
                  R"("l":{"listValue":{"values":[{"numberValue":1},{"nullValue":null},{"boolValue":true},)"
                  R"({"structValue":{"fields":{"stringValue":{"stringValue":"y"}}}}]}}}}}}}})");
  EXPECT_EQ(decoded(json), json);
}

TEST_F(JsonTest, StructsWithManyKeys) {
  std::string json = R"({"additional":{)";
  for (int i = 0; i < 50'000; ++i) json += "\"k" + std::to_string(i % 40'000) + "\":" + std::to_string(i) + ",";
  json += R"("end":"x"}})";
  const auto event = decoder_.decode(json, arena_);
  ASSERT_TRUE(event);
  const Struct* additional = event->root->fields().front().values[0].as_struct();
  EXPECT_EQ(additional->entries().size(), 40'001u);
  EXPECT_EQ(additional->get("k0").to_double(), 40'000);
  EXPECT_EQ(additional->get("k39999").to_double(), 39'999);
  EXPECT_EQ(additional->get("end").as_text(), "x");
}

constexpr const char* kRich =
    R"({"foo":1,"metadata":{"id":"x-1","eventTimestamp":"2024-01-01T00:00:00Z","eventType":"PROCESS_LAUNCH","logType":"L",
        "ingestionLabels":[{"key":"a","value":"1","bad":0},{"key":"b","value":"2"}]},
        "principal":{"hostname":"h","ip":["1","2"],"process":{"pid":"5","parentProcess":{"pid":"4"}}},
        "about":[{"ip":["7"],"labels":[{"key":"q","value":"r"}]},{"hostname":"x"}],
        "securityResult":[{"action":["BLOCK"],"severity":"HIGH","variables":{"v":{"stringVal":"s","int64Val":"1"}}},{}],
        "network":{"sessionDuration":"5s","sentBytes":"7"},
        "additional":{"fields":{"pod":{"stringValue":"p"},"other":{"stringValue":"o"}}},
        "extracted":{"a":"1","b":"2"}})";

TEST_F(JsonTest, ProjectionEqualsFullDecodingOnItsPaths) {
  const auto keyed = [](const char* field, const char* key) {
    return *resolve(event_root(), std::vector<Segment>{{field, {}}, {"fields", {{.key = key}}}});
  };
  std::vector<Path> paths;
  for (const char* dotted :
       {"metadata.event_type", "metadata.id", "metadata.event_timestamp.seconds", "principal.ip", "principal.process",
        "principal.process.parent_process.pid", "about.ip", "about.labels.value", "security_result.action",
        "security_result.variables.value.string_val", "network.session_duration.seconds", "target.hostname"}) {
    paths.push_back(*resolve(event_root(), dotted));
  }
  paths.push_back(keyed("additional", "pod"));
  paths.push_back(keyed("extracted", "b"));
  paths.push_back(keyed("extracted", "missing"));
  paths.push_back(*resolve(event_root(), std::vector<Segment>{{"metadata", {}}, {"ingestion_labels", {{.key = "b"}}}}));
  paths.push_back(*resolve(
      event_root(),
      std::vector<Segment>{{"security_result", {{.index = 0}}}, {"variables", {{.key = "v"}}}, {"int64_val", {}}}));

  const auto full = decoder_.decode(kRich, arena_);
  ASSERT_TRUE(full);
  // All paths together, and each alone.
  for (std::size_t first = 0; first <= paths.size(); ++first) {
    const std::span<const Path> wanted =
        first == paths.size() ? std::span<const Path>(paths) : std::span<const Path>(paths).subspan(first, 1);
    const Projection projection(wanted);
    JsonDecoder decoder(&projection);
    const auto projected = decoder.decode(kRich, arena_);
    ASSERT_TRUE(projected);
    for (const Path& path : wanted) {
      std::vector<Value> expected;
      std::vector<Value> values;
      collect(*full->root, path, expected);
      collect(*projected->root, path, values);
      ASSERT_EQ(values.size(), expected.size()) << path.text;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (const Message* whole = expected[i].as_message()) {
          EXPECT_EQ(to_json(*values[i].as_message()), to_json(*whole)) << path.text;
        } else {
          EXPECT_TRUE(equal(values[i], expected[i])) << path.text;
        }
      }
    }
    EXPECT_EQ(projected->time, full->time);
    EXPECT_EQ(projected->id, full->id);
    EXPECT_EQ(projected->log_type, full->log_type);
    EXPECT_EQ(decoder.notes().unknown_fields, decoder_.notes().unknown_fields);
    EXPECT_EQ(event_json(*projected), to_json(*full->root));
  }
}

TEST_F(JsonTest, ProjectionBuildsNothingElse) {
  const std::vector<Path> paths = {*resolve(event_root(), "principal.process.pid")};
  const Projection projection(paths);
  JsonDecoder decoder(&projection);
  const auto event = decoder.decode(kRich, arena_);
  ASSERT_TRUE(event);
  EXPECT_EQ(to_json(*event->root), R"({"metadata":{"id":"x-1","eventTimestamp":"2024-01-01T00:00:00Z","logType":"L"},)"
                                   R"("principal":{"process":{"pid":"5"}}})");
}

TEST_F(JsonTest, RoundTripInBothStyles) {
  const auto event = decoder_.decode(kRich, arena_);
  ASSERT_TRUE(event);
  for (const JsonStyle style : {JsonStyle::kCamel, JsonStyle::kSnake}) {
    const std::string json = to_json(*event->root, style);
    const auto again = decoder_.decode(json, arena_);
    ASSERT_TRUE(again) << json;
    EXPECT_EQ(to_json(*again->root, style), json);
  }
  EXPECT_THAT(to_json(*event->root, JsonStyle::kSnake), testing::HasSubstr(R"("event_type":"PROCESS_LAUNCH")"));
}

TEST(EventJson, OfAnEventWithoutJsonIsItsRoot) {
  Arena arena;
  auto* root = arena.create<Message>(event_root());
  put(*root, *resolve(event_root(), "principal.hostname"), Value::string("h"), arena);
  EXPECT_EQ(event_json({.root = root}, JsonStyle::kSnake), R"({"principal":{"hostname":"h"}})");
}

TEST(LooksLikeUdm, TellsEventsFromOtherJson) {
  for (const char* json :
       {R"({"metadata":{"eventType":"X"}})", R"({"principal":{},"metadata":{"event_timestamp":1}})",
        R"({"udm":{"metadata":{"productName":""}}})", R"({"event":{"udm":{"metadata":{"log_type":1}}}})",
        R"({"event":{"idm":{"readOnlyUdm":{"metadata":{"vendorName":1}}}}})"}) {
    EXPECT_TRUE(looks_like_udm(json)) << json;
  }
  for (const char* json :
       {"", "[]", "{}", "{", R"({"metadata":{}})", R"({"metadata":"eventType"})",
        R"({"metadata":{"name":"pod","labels":{}},"kind":"Pod"})", R"({"metadata":{"id":"1","tags":[]}})",
        R"({"event":{"category":["process"]},"principal":{}})", R"({"eventType":"X"})",
        R"({"metadata":{"eventType":"SomeSummaryEvent","eventTimestamp":1}})"}) {
    EXPECT_FALSE(looks_like_udm(json)) << json;
  }
}

// The UDM that the parsers of SecOps make of real logs.
TEST_F(JsonTest, RealEventsReadBackAsTheyWere) {
  const auto folder = std::filesystem::path(YARAL_SOURCE_DIR).parent_path() / "shared/data/secops-goldens";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  std::size_t events = 0;
  simdjson::dom::parser parser;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().filename() != "expected_events.json") continue;
    simdjson::dom::element file;
    ASSERT_EQ(parser.load(entry.path().string()).get(file), simdjson::SUCCESS) << entry.path();
    for (const simdjson::dom::element event : file["events"]) {
      const std::string json = simdjson::minify(event);
      ASSERT_TRUE(looks_like_udm(json)) << json;
      const std::string once = decoded(json);
      EXPECT_EQ(decoded(once), once);
      // Nothing is lost: what was written is as long as the event inside its wrapper, whatever the order.
      const std::string inner = simdjson::minify(event["event"]["idm"]["readOnlyUdm"]);
      EXPECT_EQ(once.size(), inner.size()) << inner << '\n' << once;
      ++events;
    }
  }
  EXPECT_GT(events, 200u);
  EXPECT_EQ(decoder_.notes().unknown_fields, Counts{});
  EXPECT_EQ(decoder_.notes().bad_values, Counts{});
}

}  // namespace
}  // namespace yaral::udm
