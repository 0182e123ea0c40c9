#include "udm/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "udm/json.h"

namespace yaral::udm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Segment field(std::string name) { return {std::move(name), {}}; }
Segment at(std::string name, std::uint32_t index) { return {std::move(name), {{.index = index}}}; }
Segment keyed(std::string name, std::string key) { return {std::move(name), {{.key = std::move(key)}}}; }

Path path(std::vector<Segment> segments, MessageId root = event_root()) {
  auto resolved = resolve(root, segments);
  EXPECT_TRUE(resolved) << "segment " << (resolved ? 0 : resolved.error().segment);
  return resolved.value_or(Path{});
}

PathError error(std::vector<Segment> segments) {
  const auto resolved = resolve(event_root(), segments);
  EXPECT_FALSE(resolved);
  return resolved ? PathError{} : resolved.error();
}

class PathValues : public testing::Test {
 protected:
  std::vector<std::string> texts(std::string_view json, const Path& p) {
    const auto event = JsonDecoder().decode(json, arena_);
    EXPECT_TRUE(event);
    std::vector<Value> values;
    if (event) collect(*event->root, p, values);
    std::vector<std::string> out;
    for (const Value& v : values) {
      out.emplace_back(v.kind() == ValueKind::kInt ? std::to_string(v.as_int()) : std::string(v.as_text()));
    }
    return out;
  }

  Arena arena_;
};

TEST(Resolve, TypesAndRepeats) {
  const Path scalar = path({field("target"), field("process"), field("file"), field("full_path")});
  EXPECT_EQ(scalar.type, Type{BaseType::kString});
  EXPECT_FALSE(scalar.is_repeated());
  EXPECT_EQ(scalar.text, "target.process.file.full_path");

  const Path list = path({field("about"), field("ip")});
  EXPECT_THAT(list.repeated, ElementsAre(0, 1));

  const Path time = path({field("metadata"), field("event_timestamp"), field("seconds")});
  EXPECT_EQ(time.type, Type{BaseType::kInt});
  EXPECT_EQ(path({field("metadata"), field("event_timestamp")}).type, Type{BaseType::kTimestamp});
  EXPECT_EQ(path({field("metadata"), field("event_type")}).type.base, BaseType::kEnum);
  EXPECT_EQ(path({field("principal"), field("port")}).type, Type{BaseType::kInt});
  EXPECT_EQ(path({field("network"), field("sent_bytes")}).type, Type{BaseType::kUint});
  EXPECT_EQ(path({field("principal")}).type, Type{BaseType::kMessage});
}

TEST(Resolve, IndicesAndKeys) {
  const Path index = path({at("security_result", 0), at("action", 1)});
  EXPECT_FALSE(index.is_repeated());
  EXPECT_EQ(index.text, "security_result[0].action[1]");

  const Path map = path({field("additional"), keyed("fields", "a \"b\" \\")});
  EXPECT_EQ(map.type, Type{BaseType::kString});
  EXPECT_EQ(map.text, R"(additional.fields["a \"b\" \\"])");

  const Path label = path({field("security_result"), keyed("detection_fields", "Risk")});
  EXPECT_EQ(label.type, Type{BaseType::kString});
  EXPECT_THAT(label.repeated, ElementsAre(0));

  const Path variable = path({at("detection", 0), keyed("variables", "x"), field("string_val")}, detection_root());
  EXPECT_EQ(variable.type, Type{BaseType::kString});
  EXPECT_FALSE(variable.is_repeated());
}

TEST(Resolve, SaysWhatIsWrong) {
  struct Row {
    std::vector<Segment> segments;
    PathError::Kind kind;
    std::size_t segment;
  };
  const Row rows[] = {
      {{field("metadatas")}, PathError::Kind::kUnknownField, 0},
      {{field("principal"), field("hostnam")}, PathError::Kind::kUnknownField, 1},
      {{field("securityResult")}, PathError::Kind::kUnknownField, 0},
      {{field("principal"), field("hostname"), field("x")}, PathError::Kind::kNotAMessage, 2},
      {{field("metadata"), field("event_timestamp"), field("seconds"), field("x")}, PathError::Kind::kNotAMessage, 3},
      {{field("metadata"), field("event_timestamp"), field("minutes")}, PathError::Kind::kUnknownField, 2},
      {{field("additional"), keyed("fields", "k"), field("x")}, PathError::Kind::kNotAMessage, 2},
      {{field("principal"), at("hostname", 0)}, PathError::Kind::kIndexOnScalar, 1},
      {{field("principal"), {"ip", {{.index = 0}, {.index = 1}}}}, PathError::Kind::kIndexOnScalar, 1},
      {{field("intermediary"), at("ip", 0)}, PathError::Kind::kIndexIncomplete, 0},
      {{at("intermediary", 0), field("ip")}, PathError::Kind::kIndexIncomplete, 1},
      {{field("principal"), keyed("hostname", "k")}, PathError::Kind::kKeyOnNonMap, 1},
      {{field("principal"), keyed("ip", "k")}, PathError::Kind::kKeyOnNonMap, 1},
      {{field("metadata"), {"ingestion_labels", {{.index = 0}, {.key = "k"}}}}, PathError::Kind::kIndexAndKey, 1},
      {{field("additional"), {"fields", {{.index = 0}, {.key = "k"}}}}, PathError::Kind::kIndexAndKey, 1},
      {{field("metadata"), {"ingestion_labels", {Subscript{}}}}, PathError::Kind::kKeyOnNonMap, 1},
      {{field("additional"), {"fields", {Subscript{}}}}, PathError::Kind::kKeyOnNonMap, 1},
      {{field("additional"), {"fields", {{.key = "a"}, {.key = "b"}}}}, PathError::Kind::kKeyOnNonMap, 1},
      {{field("additional"), field("fields")}, PathError::Kind::kMapNeedsKey, 1},
      {{field("additional"), keyed("values", "k")}, PathError::Kind::kMapNeedsKey, 1},
  };
  for (const Row& row : rows) {
    const PathError e = error(row.segments);
    EXPECT_EQ(e.kind, row.kind) << row.segments.back().name;
    EXPECT_EQ(e.segment, row.segment) << row.segments.back().name;
  }
  EXPECT_EQ(message(error({field("principal"), field("hostnam")}).message).name, "Noun");
}

TEST(Resolve, DottedPathsOfTables) {
  EXPECT_EQ(resolve(event_root(), "principal.ip")->text, "principal.ip");
  for (const char* bad : {"", ".", "principal.", ".principal", "principal..ip"}) {
    EXPECT_FALSE(resolve(event_root(), bad)) << bad;
  }
}

TEST(Resolve, DottedPathsWithAKeyAtTheEnd) {
  const auto plain = resolve_keyed(event_root(), "principal.hostname");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->text, "principal.hostname");
  const auto keyed_path = resolve_keyed(event_root(), "additional.fields[\"a.b\"]");
  ASSERT_TRUE(keyed_path);
  EXPECT_EQ(keyed_path->steps, path({field("additional"), keyed("fields", "a.b")}).steps);
  for (const std::string_view wrong : {"additional.fields[\"]", "additional.fields[\"a", "principal.hostname[\"a\"]",
                                       "additional.fields[\"a\"].b", "[\"a\"]", ""})
    EXPECT_FALSE(resolve_keyed(event_root(), wrong)) << wrong;
}

TEST(ScalarPaths, AllResolve) {
  const std::vector<std::string> paths = scalar_paths(event_root(), 3);
  EXPECT_GT(paths.size(), 1'000u);
  for (const std::string& p : paths) EXPECT_TRUE(resolve(event_root(), p)) << p;
  EXPECT_THAT(paths, testing::Contains("principal.hostname"));
  EXPECT_THAT(paths, testing::Contains("metadata.event_timestamp.seconds"));
  EXPECT_THAT(scalar_paths(event_root(), 0), IsEmpty());
  EXPECT_EQ(scalar_paths(event_root(), 1'000'000).size(), scalar_paths(event_root(), 8).size());
}

TEST_F(PathValues, InDocumentOrder) {
  const std::string_view json = R"({"about":[{"ip":["1","2"]},{},{"ip":["3"]}]})";
  EXPECT_THAT(texts(json, path({field("about"), field("ip")})), ElementsAre("1", "2", "3"));
  EXPECT_THAT(texts(json, path({at("about", 0), at("ip", 1)})), ElementsAre("2"));
  EXPECT_THAT(texts(json, path({at("about", 2), at("ip", 1)})), IsEmpty());
  EXPECT_THAT(texts(json, path({at("about", 9), at("ip", 0)})), IsEmpty());
  EXPECT_THAT(texts(json, path({field("principal"), field("hostname")})), IsEmpty());
}

TEST_F(PathValues, PartsOfTimes) {
  const std::string_view json = R"({"metadata":{"eventTimestamp":"1970-01-01T00:00:07.5Z"}})";
  EXPECT_THAT(texts(json, path({field("metadata"), field("event_timestamp"), field("seconds")})), ElementsAre("7"));
  EXPECT_THAT(texts(json, path({field("metadata"), field("event_timestamp"), field("nanos")})),
              ElementsAre("500000000"));
}

TEST_F(PathValues, Maps) {
  const std::string_view json =
      R"({"additional":{"pod":"p","n":5,"list":["x"]},
          "metadata":{"ingestionLabels":[{"key":"k","value":"1"},{"key":"k","value":"2"},{"key":"e"},{"value":"none"}]},
          "securityResult":[{"detectionFields":[{"key":"r","value":"a"}]},{},
                            {"detectionFields":[{"key":"r","value":"b"}]}]})";
  const auto additional = [](const char* key) { return path({field("additional"), keyed("fields", key)}); };
  const auto label = [](const char* key) { return path({field("metadata"), keyed("ingestion_labels", key)}); };
  EXPECT_THAT(texts(json, additional("pod")), ElementsAre("p"));
  EXPECT_THAT(texts(json, additional("n")), IsEmpty());
  EXPECT_THAT(texts(json, additional("list")), IsEmpty());
  EXPECT_THAT(texts(json, additional("missing")), IsEmpty());
  EXPECT_THAT(texts(json, label("k")), ElementsAre("1"));
  EXPECT_THAT(texts(json, label("e")), IsEmpty());
  EXPECT_THAT(texts(json, label("")), ElementsAre("none"));
  EXPECT_THAT(texts(json, path({field("security_result"), keyed("detection_fields", "r")})), ElementsAre("a", "b"));
}

TEST(Put, MakesMessagesOnTheWay) {
  Arena arena;
  auto* root = arena.create<Message>(event_root());
  const auto set = [&](std::vector<Segment> segments, Value value) {
    put(*root, path(std::move(segments)), value, arena);
  };
  set({field("principal"), field("hostname")}, Value::string("a"));
  set({field("principal"), field("hostname")}, Value::string("b"));
  set({field("principal"), field("ip")}, Value::string("1"));
  set({field("principal"), field("ip")}, Value::string("2"));
  set({field("security_result"), field("rule_name")}, Value::string("r"));
  set({field("security_result"), field("summary")}, Value::string("s"));
  set({field("additional"), keyed("fields", "k")}, Value::string("v"));
  set({field("additional"), keyed("fields", "k")}, Value::string("w"));
  set({field("target"), field("resource"), field("attribute"), keyed("labels", "l")}, Value::string("1"));
  set({field("target"), field("resource"), field("attribute"), keyed("labels", "l")}, Value::string("2"));
  EXPECT_EQ(to_json(*root),
            R"({"additional":{"k":"w"},"principal":{"hostname":"b","ip":["1","2"]},)"
            R"("target":{"resource":{"attribute":{"labels":[{"key":"l","value":"1"},{"key":"l","value":"2"}]}}},)"
            R"("securityResult":[{"ruleName":"r","summary":"s"}]})");
}

TEST(Message, KeepsManyFieldsAndElements) {
  Arena arena;
  auto* noun = arena.create<Message>(message(event_root()).fields[*find_field(event_root(), "principal")].type_id);
  const std::size_t fields = message(noun->type()).fields.size();
  for (FieldIndex f = 0; f < fields; ++f) noun->set(f, Value::integer(f), arena);
  for (int round = 0; round < 1'000; ++round) {
    for (const FieldIndex f : {FieldIndex{2}, FieldIndex{7}}) noun->append(f, Value::integer(round), arena);
  }
  for (FieldIndex f = 0; f < fields; ++f) {
    ASSERT_EQ(noun->get(f).size(), f == 2 || f == 7 ? 1'001u : 1u);
    EXPECT_EQ(noun->get(f)[0].as_int(), f);
  }
  EXPECT_EQ(noun->get(7)[1'000].as_int(), 999);
}

}  // namespace
}  // namespace yaral::udm
