#include <gtest/gtest.h>

#include "unit/udm/json_helpers.h"

namespace yaral::udm {
namespace {

using namespace std::string_literals;

TEST_F(JsonTest, TakesBothSpellings) {
  EXPECT_EQ(decoded(R"({"security_result":[{"rule_name":"a"}]})"), R"({"securityResult":[{"ruleName":"a"}]})");
  EXPECT_EQ(decoded(R"({"securityResult":[{"ruleName":"a"}]})"), R"({"securityResult":[{"ruleName":"a"}]})");
}

TEST_F(JsonTest, TakesAllWrappers) {
  const std::string bare = R"({"metadata":{"logType":"X"}})";
  const std::string wrapped[] = {
      bare,
      R"({"udm":)" + bare + "}",
      R"({"event":)" + bare + "}",
      R"({"event":{"udm":)" + bare + "}}",
      R"({"name":"n","udm":)" + bare + R"(,"other":{"metadata":[1,{}]}})",
      R"({"event":{"timestamp":"t","idm":{"readOnlyUdm":)" + bare + "}}}",
      R"({"event":{"idm":{"read_only_udm":)" + bare + "}}}",
      " \r\n{\t\"udm\" : " + bare + " } ",
  };
  for (const std::string& json : wrapped) {
    EXPECT_EQ(decoded(json), bare) << json;
    EXPECT_TRUE(notes(json).unknown_fields.empty()) << json;
  }
}

TEST_F(JsonTest, WrapperNamesInsideABareEventAreStrayFields) {
  const std::string json = R"({"metadata":{"eventTimestamp":"2024-01-01T00:00:00Z"},"event":{"x":1},"udm":"s"})";
  EXPECT_EQ(decoded(json), R"({"metadata":{"eventTimestamp":"2024-01-01T00:00:00Z"}})");
  EXPECT_EQ(notes(json).unknown_fields, (Counts{{"event", 1}, {"udm", 1}}));
}

TEST_F(JsonTest, FillsTheEvent) {
  const std::string json =
      R"({"metadata":{"id":"AAEC","eventTimestamp":"1970-01-01T00:01:00.5Z","logType":"WINEVTLOG"}})";
  const auto event = decoder_.decode(json, arena_);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->time, (Timestamp{60, 500'000'000}));
  EXPECT_EQ(event->id, "AAEC");
  EXPECT_EQ(event->log_type, "WINEVTLOG");
  EXPECT_EQ(event->json.data(), json.data());

  const auto empty = decoder_.decode("{}", arena_);
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->time.is_zero());
  EXPECT_EQ(empty->id, "");
  EXPECT_EQ(empty->log_type, "UDM");
}

TEST_F(JsonTest, PlainStringsPointIntoTheText) {
  const std::string json = R"({"principal":{"hostname":"web-01"}})";
  const auto event = decoder_.decode(json, arena_);
  std::vector<Value> values;
  collect(*event->root, *resolve(event_root(), "principal.hostname"), values);
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[0].as_text().data(), json.data() + json.find("web-01"));
}

TEST_F(JsonTest, ReadsEveryFormOfScalars) {
  const std::pair<const char*, const char*> rows[] = {
      // int32, and numbers in other spellings
      {R"({"principal":{"port":443}})", R"({"principal":{"port":443}})"},
      {R"({"principal":{"port":"443"}})", R"({"principal":{"port":443}})"},
      {R"({"principal":{"port":4.43e2}})", R"({"principal":{"port":443}})"},
      {R"({"principal":{"port":-2147483648}})", R"({"principal":{"port":-2147483648}})"},
      // 64 bits
      {R"({"network":{"sentBytes":18446744073709551615}})", R"({"network":{"sentBytes":"18446744073709551615"}})"},
      {R"({"network":{"sentBytes":"18446744073709551615"}})", R"({"network":{"sentBytes":"18446744073709551615"}})"},
      // floats
      {R"({"principal":{"location":{"regionLatitude":0.1}}})", R"({"principal":{"location":{"regionLatitude":0.1}}})"},
      {R"({"principal":{"location":{"regionLatitude":"-1e-3"}}})",
       R"({"principal":{"location":{"regionLatitude":-0.001}}})"},
      {R"({"principal":{"location":{"regionLatitude":"NaN"}}})",
       R"({"principal":{"location":{"regionLatitude":"NaN"}}})"},
      {R"({"principal":{"location":{"regionCoordinates":{"latitude":1,"longitude":2.5}}}})",
       R"({"principal":{"location":{"regionCoordinates":{"latitude":1,"longitude":2.5}}}})"},
      // enums
      {R"({"metadata":{"eventType":"GENERIC_EVENT"}})", R"({"metadata":{"eventType":"GENERIC_EVENT"}})"},
      {R"({"metadata":{"eventType":100000}})", R"({"metadata":{"eventType":"GENERIC_EVENT"}})"},
      {R"({"metadata":{"eventType":99}})", R"({"metadata":{"eventType":99}})"},
      // an enum number 0 is a default, but not as an element
      {R"({"securityResult":[{"action":["UNKNOWN_ACTION","BLOCK"]}]})",
       R"({"securityResult":[{"action":["UNKNOWN_ACTION","BLOCK"]}]})"},
      // bool, with its default left out
      {R"({"network":{"http":{},"dns":{"response":true,"truncated":false}}})",
       R"({"network":{"dns":{"response":true},"http":{}}})"},
      // bytes: base64 of either alphabet, anything else as it is
      {R"({"network":{"dhcp":{"clientIdentifier":"_-8A"}}})", R"({"network":{"dhcp":{"clientIdentifier":"/+8A"}}})"},
      {R"({"network":{"dhcp":{"clientIdentifier":"e1!"}}})", R"({"network":{"dhcp":{"clientIdentifier":"ZTEh"}}})"},
      // metadata.id is a name, kept as it is spelled
      {R"({"metadata":{"id":"_-8A"}})", R"({"metadata":{"id":"_-8A"}})"},
      // times
      {R"({"metadata":{"eventTimestamp":"2024-01-01 00:00:00+01:00"}})",
       R"({"metadata":{"eventTimestamp":"2023-12-31T23:00:00Z"}})"},
      {R"({"metadata":{"eventTimestamp":{"seconds":"1","nanos":2}}})",
       R"({"metadata":{"eventTimestamp":"1970-01-01T00:00:01.000000002Z"}})"},
      {R"({"metadata":{"eventTimestamp":{"nanos":1000000}}})",
       R"({"metadata":{"eventTimestamp":"1970-01-01T00:00:00.001Z"}})"},
      {R"({"metadata":{"eventTimestamp":1700000000.123456789}})",
       R"({"metadata":{"eventTimestamp":"2023-11-14T22:13:20.123456789Z"}})"},
      {R"({"metadata":{"eventTimestamp":1.7e9}})", R"({"metadata":{"eventTimestamp":"2023-11-14T22:13:20Z"}})"},
      {R"({"metadata":{"eventTimestamp":-0.5}})", R"({"metadata":{"eventTimestamp":"1969-12-31T23:59:59.500Z"}})"},
      {R"({"network":{"sessionDuration":"34s"}})", R"({"network":{"sessionDuration":"34s"}})"},
      {R"({"network":{"sessionDuration":"-1.5s"}})", R"({"network":{"sessionDuration":"-1.500s"}})"},
      {R"({"network":{"sessionDuration":{"seconds":2,"nanos":5}}})",
       R"({"network":{"sessionDuration":"2.000000005s"}})"},
      {R"({"network":{"sessionDuration":"4.2e-05s"}})", R"({"network":{"sessionDuration":"0.000042s"}})"},
      // null is not set
      {R"({"principal":{"hostname":null,"ip":null,"process":null},"additional":null})", R"({"principal":{}})"},
  };
  for (const auto& [json, expected] : rows) {
    EXPECT_EQ(decoded(json), expected) << json;
    EXPECT_TRUE(notes(json).bad_values.empty()) << json;
  }
}

TEST_F(JsonTest, DropsAndCountsValuesThatDoNotFit) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"principal":{"port":2147483648}})", "principal.port"},
      {R"({"principal":{"port":1.5}})", "principal.port"},
      {R"({"principal":{"port":"x"}})", "principal.port"},
      {R"({"principal":{"port":true}})", "principal.port"},
      {R"({"principal":{"port":{}}})", "principal.port"},
      {R"({"principal":{"hostname":5}})", "principal.hostname"},
      {R"({"principal":{"hostname":["a"]}})", "principal.hostname"},
      {R"({"principal":{"hostname":{"a":[1,{}]}}})", "principal.hostname"},
      {R"({"principal":{"ip":[["1"]]}})", "principal.ip"},
      {R"({"principal":{"ip":[null]}})", "principal.ip"},
      {R"({"principal":"x"})", "principal"},
      {R"({"principal":[{"hostname":"x"}]})", "principal"},
      {R"({"network":{"sentBytes":-1}})", "network.sent_bytes"},
      {R"({"network":{"sentBytes":18446744073709551616}})", "network.sent_bytes"},
      {R"({"network":{"dns":{"id":4294967296}}})", "network.dns.id"},
      {R"({"network":{"dns":{"response":"true"}}})", "network.dns.response"},
      {R"({"metadata":{"eventType":"generic_event"}})", "metadata.event_type"},
      {R"({"metadata":{"eventType":1e10}})", "metadata.event_type"},
      {R"({"metadata":{"eventTimestamp":"yesterday"}})", "metadata.event_timestamp"},
      {R"({"metadata":{"eventTimestamp":1700000000000}})", "metadata.event_timestamp"},
      {R"({"metadata":{"eventTimestamp":{"seconds":"x"}}})", "metadata.event_timestamp"},
      {R"({"metadata":{"eventTimestamp":{"seconds":1,"nanos":-1}}})", "metadata.event_timestamp"},
      {R"({"metadata":{"eventTimestamp":{"s":1}}})", "metadata.event_timestamp"},
      {R"({"metadata":{"eventTimestamp":9223372036854775807}})", "metadata.event_timestamp"},
      {R"({"network":{"sessionDuration":"5m"}})", "network.session_duration"},
      {R"({"network":{"sessionDuration":{"seconds":1,"nanos":-1}}})", "network.session_duration"},
      {R"({"network":{"sessionDuration":{"seconds":-9223372036854775808,"nanos":-2147483648}}})",
       "network.session_duration"},
      {R"({"additional":"x"})", "additional"},
      {R"({"additional":[1]})", "additional"},
      {R"({"additional":[{"value":"x"}]})", "additional"},
  };
  for (const auto& [json, path] : rows) {
    EXPECT_EQ(notes(json).bad_values, (Counts{{path, 1}})) << json;
    // The event goes on behind the bad value.
    std::string more(json);
    more.insert(more.size() - 1, R"(,"target":{"hostname":"good"})");
    EXPECT_TRUE(decoded(more).find(R"("target":{"hostname":"good"})") != std::string::npos) << decoded(more);
  }
}

TEST_F(JsonTest, ALoneValueIsOneElement) {
  EXPECT_EQ(decoded(R"({"principal":{"ip":"1"},"about":{"hostname":"h"},"securityResult":{"action":"BLOCK"}})"),
            R"({"principal":{"ip":["1"]},"about":[{"hostname":"h"}],"securityResult":[{"action":["BLOCK"]}]})");
}

TEST_F(JsonTest, OfAKeyGivenTwiceTheLastCounts) {
  EXPECT_EQ(decoded(R"({"principal":{"hostname":"a","hostname":"b"}})"), R"({"principal":{"hostname":"b"}})");
  EXPECT_EQ(decoded(R"({"principal":{"hostname":"a"},"principal":{"port":1}})"), R"({"principal":{"port":1}})");
  EXPECT_EQ(decoded(R"({"principal":{"assetId":"a","asset_id":"b"}})"), R"({"principal":{"assetId":"b"}})");
  EXPECT_EQ(decoded(R"({"principal":{"ip":["1"],"ip":["2"]}})"), R"({"principal":{"ip":["1","2"]}})");
  EXPECT_EQ(decoded(R"({"additional":{"k":"a","j":1,"k":"b"}})"), R"({"additional":{"k":"b","j":1}})");
}

TEST_F(JsonTest, CountsUnknownFieldsOncePerEvent) {
  const std::string json = R"({"foo":1,"principal":{"bar":{"x":[]},"process":{"file":{"baz":"","baz":2}}},
                               "about":[{"nope":1},{"nope":2}],"additional":{"anything":1}})";
  const Counts once = {{"foo", 1}, {"principal.bar", 1}, {"principal.process.file.baz", 1}, {"about.nope", 1}};
  EXPECT_EQ(notes(json).unknown_fields, once);
  ASSERT_TRUE(decoder_.decode(json, arena_));
  ASSERT_TRUE(decoder_.decode(json, arena_));
  EXPECT_EQ(decoder_.notes().unknown_fields.at("about.nope"), 2u);
}

TEST_F(JsonTest, BrokenEventsLeaveNoNotes) {
  EXPECT_EQ(decoded(R"({"foo":1,"principal":{"port":"x"}} {)").substr(0, 6), "error:");
  EXPECT_TRUE(decoder_.notes().unknown_fields.empty());
  EXPECT_TRUE(decoder_.notes().bad_values.empty());
}

TEST_F(JsonTest, NotesStayBounded) {
  for (int i = 0; i < 3'000; ++i) {
    ASSERT_TRUE(decoder_.decode("{\"x" + std::to_string(i) + "\":1}", arena_));
  }
  EXPECT_EQ(decoder_.notes().unknown_fields.size(), 1'000u);
  EXPECT_EQ(decoder_.notes().unknown_fields.at("(other paths)"), 2'001u);
  const DecodeNotes long_name = notes("{\"" + std::string(1 << 20, 'k') + "\":1}");
  EXPECT_LT(long_name.unknown_fields.begin()->first.size(), 300u);
}

TEST_F(JsonTest, MapsBecomeEntries) {
  const std::string json =
      R"({"securityResult":[{"variables":{"a":{"int64Val":"5"},"b":{"stringVal":"x"},"c":null}}]})";
  EXPECT_EQ(decoded(json), R"({"securityResult":[{"variables":{"a":{"int64Val":"5"},"b":{"stringVal":"x"},"c":{}}}]})");
  EXPECT_EQ(notes(R"({"securityResult":[{"variables":{"a":{"zzz":1}}}]})").unknown_fields,
            (Counts{{"security_result.variables.zzz", 1}}));
}

TEST_F(JsonTest, UnescapesStrings) {
  const std::pair<const char*, std::string> rows[] = {
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("a\u00e4\u20AC\uD83D\ude00z")", "aä€😀z"},
      {R"("\u0000")", "\0"s},
      {R"("\ud83d")", "\uFFFD"},
      {R"("\ud83dx")", "\uFFFDx"},
      {R"("\ude00")", "\uFFFD"},
      {R"("\ud83d\ud83d\ude00")", "\uFFFD😀"},
      {R"("\ud83d\n")", "\uFFFD\n"},
      {R"("\ud83d\u0041")", "\uFFFDA"},
      {R"("C:\\Windows\\")", "C:\\Windows\\"},
      {"\"ä\x7F\"", "ä\x7F"},
      {R"("")", ""},
  };
  for (const auto& [text, expected] : rows) {
    const std::string json = R"({"principal":{"ip":[)"s + text + "]}}";
    const auto event = decoder_.decode(json, arena_);
    ASSERT_TRUE(event) << text;
    std::vector<Value> values;
    collect(*event->root, *resolve(event_root(), "principal.ip"), values);
    ASSERT_EQ(values.size(), 1u) << text;
    EXPECT_EQ(values[0].as_text(), expected) << text;
  }
  EXPECT_EQ(decoded(R"({"princip\u0061l":{"\u0069p":"1"}})"), R"({"principal":{"ip":["1"]}})");
}

TEST_F(JsonTest, ReplacesInvalidUtf8) {
  const std::string json =
      "{\"principal\":{\"hostname\":\"a\xFF"
      "b\",\"\xC0x\":1}}";
  EXPECT_EQ(decoded(json), "{\"principal\":{\"hostname\":\"a\uFFFDb\"}}");
  EXPECT_EQ(decoder_.notes().bad_values, (Counts{{"(invalid UTF-8)", 1}}));
  EXPECT_EQ(decoder_.decode(json, arena_)->json.data(), json.data());
}

TEST_F(JsonTest, BrokenJsonIsAnErrorWhereverItIs) {
  const char* const broken[] = {
      "",
      " ",
      "[]",
      "5",
      "\"x\"",
      "null",
      "{",
      "}",
      "{}}",
      "{},",
      "{}{}",
      "{} x",
      "{,}",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1,}",
      "{\"a\" 1}",
      "{a:1}",
      "{'a':1}",
      "{\"a\":1 \"b\":2}",
      "{\"a\":[1 2]}",
      "{\"a\":[1,]}",
      "{\"a\":[,1]}",
      "{\"a\":[1}",
      "{\"a\":{1]}",
      "{\"a\":tru}",
      "{\"a\":truex}",
      "{\"a\":nul}",
      "{\"a\":01}",
      "{\"a\":-}",
      "{\"a\":+1}",
      "{\"a\":1.}",
      "{\"a\":.5}",
      "{\"a\":1e}",
      "{\"a\":1e+}",
      "{\"a\":0x1}",
      "{\"a\":1\"b\"}",
      "{\"a\":NaN}",
      "{\"a\":\"b\"c}",
      "{\"a\":\"x}",
      "{\"a\":\"\\x\"}",
      "{\"a\":\"\\u12\"}",
      "{\"a\":\"\\u12g4\"}",
      "{\"a\\q\":1}",
      "{\"a\":\"\t\"}",
      "{\"a\":\"\n\"}",
      "{\"a\":1}\\",
      "{\"principal\":{\"ip\":[\"1\",]}}",
      "{\"principal\":{\"port\":08}}",
      "{\"additional\":{\"k\":[1,}}",
      "{\"additional\":{\"k\":\"\\z\"}}",
      "{\"metadata\":{\"eventTimestamp\":{\"seconds\":1,}}}",
      "{\"udm\":{}",
      "{\"udm\":{},\"x\":[}",
  };
  const std::vector<Path> nothing;
  const Projection projection(nothing);
  JsonDecoder projected(&projection);
  for (const char* json : broken) {
    EXPECT_FALSE(decoder_.decode(json, arena_)) << json;
    EXPECT_FALSE(projected.decode(json, arena_)) << json;
  }
}

TEST_F(JsonTest, EveryCutOfAnEventIsAnError) {
  const std::string json =
      R"({"metadata":{"id":"a\u00e4","eventType":"GENERIC_EVENT"},"principal":{"ip":["1"],"port":5},)"
      R"("additional":{"k":[true,null,1.5e3,{"x":"y"}]}})";
  ASSERT_TRUE(decoder_.decode(json, arena_));
  for (std::size_t size = 0; size < json.size(); ++size) {
    EXPECT_FALSE(decoder_.decode(std::string_view(json).substr(0, size), arena_)) << size;
  }
}

TEST_F(JsonTest, ErrorsSayWhatAndWhere) {
  EXPECT_EQ(error("[1]").message, "not a JSON object");
  const DecodeError comma = error(R"({"principal":{"port":1 "ip":[]}})");
  EXPECT_EQ(comma.message, "expected ',' or '}'");
  EXPECT_EQ(comma.offset, 23u);
  EXPECT_EQ(error(R"({"a":1)").message, "expected ',' or '}', the text ends");
  EXPECT_EQ(error(R"({"a":"b\c"})").offset, 7u);
  EXPECT_EQ(error(R"({} 1)").message, "more text after the value");
}

TEST_F(JsonTest, NestsAtMost64Levels) {
  const auto nested = [](int depth, const char* open, const char* close) {
    std::string json = R"({"x":)";
    for (int i = 1; i < depth; ++i) json += open;
    json += "1";
    for (int i = 1; i < depth; ++i) json += close;
    return json + "}";
  };
  EXPECT_EQ(decoded(nested(64, "[", "]")), "{}");
  EXPECT_EQ(error(nested(65, "[", "]")).message, "nested deeper than 64");
  EXPECT_EQ(decoded(nested(64, R"({"a":)", "}")), "{}");
  EXPECT_EQ(error(nested(65, R"({"a":)", "}")).message, "nested deeper than 64");
  EXPECT_EQ(error(std::string(1'000'000, '[')).message, "not a JSON object");
  EXPECT_EQ(error(R"({"a":)" + std::string(1'000'000, '[')).message, "nested deeper than 64");

  std::string parents = R"({"principal":{"process":)";
  for (int i = 0; i < 62; ++i) parents += R"({"parentProcess":)";
  EXPECT_EQ(error(parents + "{}" + std::string(64, '}')).message, "nested deeper than 64");
  std::string values = R"({"additional":)";
  for (int i = 0; i < 64; ++i) values += R"({"fields":)";
  EXPECT_EQ(error(values + "{}" + std::string(65, '}')).message, "nested deeper than 64");
}

TEST_F(JsonTest, TakesLargeValues) {
  const std::string long_string(1 << 20, 'x');
  EXPECT_EQ(decoded(R"({"principal":{"hostname":")" + long_string + "\"}}"),
            R"({"principal":{"hostname":")" + long_string + "\"}}");

  std::string list = R"({"principal":{"ip":[)";
  for (int i = 0; i < 100'000; ++i) list += i == 0 ? "\"1\"" : ",\"1\"";
  list += "]}}";
  const auto event = decoder_.decode(list, arena_);
  ASSERT_TRUE(event);
  std::vector<Value> values;
  collect(*event->root, *resolve(event_root(), "principal.ip"), values);
  EXPECT_EQ(values.size(), 100'000u);
  EXPECT_EQ(decoded("{}"), "{}");
  EXPECT_EQ(decoded("{\"a\":" + std::string(200'000, ' ') + "1}"), "{}");
}

}  // namespace
}  // namespace yaral::udm
