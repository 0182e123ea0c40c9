#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "udm/json.h"
#include "unit/udm/json_helpers.h"

namespace yaral::udm {
namespace {

using namespace std::string_literals;

// All that a decoder says of an event.
std::string told(const std::expected<Event, DecodeError>& event) {
  if (!event) return "error at " + std::to_string(event.error().offset) + ": " + event.error().message;
  return std::to_string(event->time.seconds) + "." + std::to_string(event->time.nanos) + " " + std::string(event->id) +
         " " + std::string(event->log_type) + " " + to_json(*event->root) + " from " + std::string(event->json);
}

// As readers do.
std::expected<Event, DecodeError> decode_known_first(JsonDecoder& decoder, std::string_view text, Arena& arena) {
  Event event;
  if (decoder.decode_known(text, arena, event)) return event;
  return decoder.decode(text, arena);
}

// Decodes lines with open_lines() and without it, several times over, so that their shapes get known, and wants no
// difference.
class JsonLinesTest : public testing::Test {
 protected:
  static void same(const std::vector<std::string>& lines, const Projection* projection, Root root = Root::kEvent) {
    constexpr int kRounds = 4;
    JsonDecoder one_by_one(projection, root);
    JsonDecoder together(projection, root);
    JsonDecoder known_first(projection, root);
    Arena arena;
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    const std::size_t size = text.size();
    text.append(64, '\0');
    for (int round = 0; round < kRounds; ++round) {
      together.open_lines(std::string_view(text).substr(0, size));
      known_first.open_lines(std::string_view(text).substr(0, size));
      std::size_t at = 0;
      for (const std::string& line : lines) {
        const std::string_view there = std::string_view(text).substr(at, line.size());
        const std::string expected = told(one_by_one.decode(line, arena));
        EXPECT_EQ(told(together.decode(there, arena)), expected) << "round " << round;
        EXPECT_EQ(told(decode_known_first(known_first, there, arena)), expected) << "round " << round;
        at += line.size() + 1;
      }
      EXPECT_EQ(together.notes().unknown_fields, one_by_one.notes().unknown_fields);
      EXPECT_EQ(together.notes().bad_values, one_by_one.notes().bad_values);
      EXPECT_EQ(known_first.notes().unknown_fields, one_by_one.notes().unknown_fields);
      EXPECT_EQ(known_first.notes().bad_values, one_by_one.notes().bad_values);
    }
  }

  static void same(const std::vector<std::string>& lines) {
    same(lines, nullptr);
    std::vector<Path> paths;
    for (const std::string_view dotted : {"principal.hostname", "principal.ip", "principal.port", "about.labels.key",
                                          "metadata.event_type", "target.process.command_line"}) {
      paths.push_back(*resolve(event_root(), dotted));
    }
    const Projection few(paths);
    same(lines, &few);
  }

  // Each line between others that are good.
  static void same_among_good_ones(const std::vector<std::string>& lines) {
    std::vector<std::string> mixed;
    for (const std::string& line : lines) {
      mixed.push_back(kGood);
      mixed.push_back(line);
    }
    mixed.push_back(kGood);
    same(mixed);
    for (const std::string& line : lines) same({kGood, line, kGood});
  }

  static const std::string kGood;
};

const std::string JsonLinesTest::kGood =
    R"({"metadata":{"id":"AAEC","eventTimestamp":"2026-03-01T00:00:00Z","eventType":"USER_LOGIN","logType":"X"},)"
    R"("principal":{"hostname":"a","ip":["192.0.2.1","192.0.2.2"],"port":1}})";

TEST_F(JsonLinesTest, OtherValuesInTheSameShape) {
  same({
      kGood,
      R"({"metadata":{"id":"","eventTimestamp":"2026-03-01T00:00:01.5+01:00","eventType":"FILE_CREATION","logType":""},)"
      R"("principal":{"hostname":"","ip":["","x"],"port":65535}})",
      R"({"metadata":{"id":"AA==","eventTimestamp":"1970-01-01T00:00:00Z","eventType":"USER_LOGOUT","logType":"Y"},)"
      R"("principal":{"hostname":"\u00e4\\\"\/\n\ud83d\ude00","ip":["\\","\\\\"],"port":-1}})",
      R"( {"metadata" : {"id" :"Z","eventTimestamp": "2026-03-01T00:00:00Z" , "eventType":"USER_LOGIN","logType":"X" },)"
      R"(	"principal":{"hostname":"b","ip":[ "1" , "2" ] , "port": 4.43e2 } } )",
  });
}

TEST_F(JsonLinesTest, ValuesThatDoNotFit) {
  const auto event = [](std::string_view metadata, std::string_view principal) {
    return R"({"metadata":{"id":"A",)" + std::string(metadata) + R"(},"principal":{)" + std::string(principal) + "}}";
  };
  same_among_good_ones({
      event(R"("eventTimestamp":"2026-03-01T00:00:00Z","eventType":"USER_LOGIN")", R"("hostname":"a","port":1)"),
      event(R"("eventTimestamp":"2026-03-01T00:00:00Z","eventType":"NO_SUCH")", R"("hostname":"a","port":1)"),
      event(R"("eventTimestamp":"yesterday","eventType":"USER_LOGIN")", R"("hostname":"a","port":1)"),
      event(R"("eventTimestamp":"2026-03-01T00:00:00Z","eventType":"USER_LOGIN")",
            R"("hostname":"a","port":99999999999)"),
      event(R"("eventTimestamp":"2026-03-01T00:00:00Z","eventType":"USER_LOGIN")", R"("hostname":1,"port":1)"),
      event(R"("eventTimestamp":"2026-03-01T00:00:00Z","eventType":"USER_LOGIN")", R"("hostname":true,"port":false)"),
      event(R"("eventTimestamp":1770000000,"eventType":7)", R"("hostname":null,"port":"1")"),
      event(R"("eventTimestamp":1770000001.25,"eventType":15000)", R"("hostname":null,"port":"x")"),
      event(R"("eventTimestamp":{"seconds":5,"nanos":6},"eventType":"USER_LOGIN")", R"("hostname":"a","port":1)"),
      event(R"("eventTimestamp":{"seconds":7,"nanos":"x"},"eventType":"USER_LOGIN")", R"("hostname":"a","port":1)"),
  });
}

TEST_F(JsonLinesTest, BrokenLinesAmongGoodOnes) {
  const auto event = [](std::string_view rest) {
    return R"({"principal":{"hostname":"a","port":1},)" + std::string(rest);
  };
  same_among_good_ones({
      event(R"("about":[]})"),
      event(R"("about":[})"),
      event(R"("about":[],})"),
      event(R"("about":[]}})"),
      event(R"("about":[]} {})"),
      event(R"("about":[]},)"),
      event(R"("about":tru})"),
      event(R"("about":true})"),
      event(R"("about":nul})"),
      event(R"("about":01})"),
      event(R"("about":1 2})"),
      event(R"("about":1"x"})"),
      event(R"("about":"x"1})"),
      event(R"("about":"x\q"})"),
      event(R"("about":"x\u12"})"),
      event(R"("about":"x\\\q"})"),
      event(R"("about":"x\\\\q"})"),
      event(R"("about":\})"),
      event(R"("about":"x"\)"),
      event(R"("ab\qout":"x"})"),
      event(R"("about" "x"})"),
      event(R"(about:"x"})"),
      event(R"("about":"not closed})"),
      event(R"("about":"not closed)"),
      event(R"("about":"not closed\)"),
      event("\"about\":\"a\tb\"}"),
      event("\"about\":\"a\x01\"}"),
      event("\"about\":\"\xff\"}"),
      event("\"about\":\"\xe2\x82"),
      "{",
      "}",
      "[]",
      "\"",
      "1",
      "x",
  });
}

// What the comparison with a line of the same shape does not tell: it is looked at on its own.
TEST_F(JsonLinesTest, BrokenLinesOfAKnownShape) {
  const auto event = [](std::string_view name, std::string_view extra) {
    return R"({"principal":{"hostname":")" + std::string(name) + R"("},"target":{"hostname":"t"},"extra":)" +
           std::string(extra) + "}";
  };
  const auto same_after = [&](std::string_view good, const std::vector<std::string>& others) {
    for (const std::string& other : others)
      same({event("a", good), event("b", good), event("c", good), event("d", other), event("e", good)});
  };
  same_after("1", {"2.5e-3", "01", "1x", "-", "1.", "1\"x\""});
  same_after("true", {"false", "tru", "truex", "falsy"});
  same_after("null", {"nul", "nullx", "no"});
  same_after(R"("x")", {R"("\u00e4")", R"("\\q")", R"("\q")", R"("\\\q")", R"("\u12")", R"("x" )"});
  const std::string far(200, 'x');  // beyond the first bytes that are looked at together
  same_after(R"("x")", {R"(")" + far + R"(\q")", R"(")" + far + R"(\\q")", R"(")" + far + R"(\")"});
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string shift(length, 'x');
    same({event("a", R"("x")"), event("b", R"("x")"), event("c", R"("x")"),
          event(shift + R"(\\\"\u00e4\\)", R"("\n\q")"), event(shift + R"(\\\"\u00e4\\)", R"("\n\\q")")});
  }
}

TEST_F(JsonLinesTest, DeepOnesAndBigOnes) {
  const auto nested = [](int depth) {
    return R"({"extra":)" + std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']') + "}";
  };
  const auto many = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
    return R"({"principal":{"ip":[)" + list + "]}}";
  };
  same_among_good_ones({nested(62), nested(63), nested(64), nested(65), many(0), many(1), many(2000), many(5000)});
  same({R"({"principal":{"hostname":")" + std::string(2'000'000, 'x') + R"("}})", kGood});
}

TEST_F(JsonLinesTest, Wrappers) {
  const std::string time = R"("eventTimestamp":"2026-03-01T00:00:00Z")";
  same_among_good_ones({
      R"({"udm":)" + kGood + "}",
      R"({"event":{"idm":{"readOnlyUdm":)" + kGood + R"(}},"name":"n"})",
      R"({"name":"n","udm":)" + kGood + R"(,"other":{"metadata":[1,{}]}})",
      R"({"principal":{"hostname":"out"},"udm":)" + kGood + "}",
      R"({"metadata":{"id":"out",)" + time + R"(},"udm":{"x":1}})",
      R"({"metadata":{"id":"out"},"udm":{"principal":{"hostname":"in"}}})",
      R"({"udm":{"principal":{"hostname":"in"}},"metadata":{"id":"out",)" + time + "}}",
  });
  same({R"({"entity":{"metadata":{"interval":{"startTime":"2026-03-01T00:00:00Z"}},"entity":{"hostname":"h"}}})",
        R"({"metadata":{"productEntityId":"p"},"entity":{"hostname":"h"}})"},
       nullptr, Root::kEntity);
  same({R"({"detection":{"id":"de_1","detection":[{"ruleName":"r"}],"detectionTime":"2026-03-01T00:00:00Z"}})"},
       nullptr, Root::kDetection);
}

TEST_F(JsonLinesTest, Names) {
  same_among_good_ones({
      R"({"principal":{"hostname":"a","hostname":"b"}})",
      R"({"principal":{"ip":"a","ip":["b"]}})",
      R"({"principal":{"hostname":"a"},"principal":{"hostname":"b"}})",
      R"({"principal":{"hostname":"a"},"principal":null})",
      R"({"principal":{"host\u006eame":"a"}})",
      R"({"principal":{"host\u006Eame":"a"}})",
      R"({"principal":{"hostname":"a","userid":"b"}})",
      R"({"principal":{"hostname":"a","useriD":"b"}})",
      R"({"principal":{"hostname":"a","user":{"userid":"b"}}})",
      R"({"principal":{"hostname":"a","User":{"userid":"b"}}})",
      R"({"principal":{"hostname":"a","process":{"productSpecificProcessId":"p"}}})",
      R"({"principal":{"hostname":"a","process":{"productSpecificProcessIx":"p"}}})",
      R"({"principal":{"hostname":"a","process":{"a name of more than thirty-two bytes, 1":"p"}}})",
      R"({"principal":{"hostname":"a","process":{"a name of more than thirty-two bytes, 2":"p"}}})",
      R"({"principal":{"hostname":"a","":{"productSpecificProcessId":"p"}}})",
      R"({"target":{"process":{"commandLine":"x"}},"unknown":{"deeper":[{"still":1}]}})",
      R"({"target":{"process":{"commandLine":"y"}},"unknown":{"deeper":[{"still":2}]}})",
  });
}

TEST_F(JsonLinesTest, MapsAndStructs) {
  same_among_good_ones({
      R"({"additional":{"a":"1","b":"2"}})",
      R"({"additional":{"a":"\u0031","b":"\\"}})",
      R"({"additional":{"a":"1","a":"2"}})",
      R"({"additional":{"a":1,"b":true,"c":null}})",
      R"({"additional":{"a":{"b":"1"}}})",
      R"({"additional":{"a":["1","2"]}})",
      R"({"additional":{}})",
      R"({"additional":{"fields":{"a":{"stringValue":"1"}}}})",
      R"({"additional":{"fields":{"a":{"stringValue":"\u0032"}}}})",
      R"({"additional":{"fields":"1"}})",
      R"({"additional":{"fields":[{"key":"a","value":{"stringValue":"1"}}]}})",
      R"({"additional":[{"key":"a","value":{"stringValue":"1"}}]})",
      R"({"about":[{"labels":[{"key":"k","value":"v"}]},{"labels":[]}]})",
      R"({"about":[{"labels":[{"key":"K","value":"V"}]},{"labels":[]}]})",
      R"({"securityResult":[{"detectionFields":[{"key":"a","value":"b"}],"severityDetails":"x"}]})",
  });
}

// Only whole lines are looked up among those that were opened.
TEST_F(JsonLinesTest, OtherTexts) {
  const std::string text = kGood + "\r\n" + kGood + "\n[" + kGood + "]\n" + std::string(64, '\0');
  const std::string_view all(text);
  JsonDecoder decoder;
  Arena arena;
  decoder.open_lines(all.substr(0, text.size() - 64));
  const std::size_t second = kGood.size() + 2;
  const std::string expected = told(JsonDecoder().decode(kGood, arena));
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(told(decoder.decode(all.substr(second, kGood.size()), arena)), expected);
    EXPECT_EQ(told(decoder.decode(all.substr(0, kGood.size()), arena)), expected);
    EXPECT_EQ(told(decoder.decode(all.substr(second + kGood.size() + 2, kGood.size()), arena)), expected);
    EXPECT_EQ(told(decoder.decode(kGood, arena)), expected);
    EXPECT_FALSE(decoder.decode(all.substr(0, kGood.size() - 1), arena));
    EXPECT_FALSE(decoder.decode(all.substr(1, kGood.size() - 1), arena));
    EXPECT_FALSE(decoder.decode(all.substr(0, second + kGood.size()), arena));
    EXPECT_FALSE(decoder.decode(all.substr(0, 0), arena));
  }
  decoder.open_lines({});
  EXPECT_EQ(told(decoder.decode(all.substr(0, kGood.size()), arena)), expected);
}

TEST_F(JsonLinesTest, OnlyWhatIsBuiltLikeOthersIsKnown) {
  const std::string text = kGood + "\n" + R"({"a":1})" + "\n" + std::string(64, '\0');
  const std::string_view good = std::string_view(text).substr(0, kGood.size());
  const std::string_view other = std::string_view(text).substr(kGood.size() + 1, 7);
  JsonDecoder decoder;
  Arena arena;
  Event event;
  decoder.open_lines(std::string_view(text).substr(0, text.size() - 64));
  EXPECT_FALSE(decoder.decode_known(good, arena, event)) << "nothing is known yet";
  for (int round = 0; round < 3; ++round) EXPECT_TRUE(decoder.decode(good, arena));
  EXPECT_TRUE(decoder.decode_known(good, arena, event));
  EXPECT_EQ(told(event), told(JsonDecoder().decode(kGood, arena)));
  EXPECT_FALSE(decoder.decode_known(other, arena, event));
  EXPECT_FALSE(decoder.decode_known("", arena, event));
}

TEST_F(JsonLinesTest, CopiesOfOneImageHaveItsNumber) {
  const std::string text = kGood + "\n" + std::string(64, '\0');
  const std::string_view good = std::string_view(text).substr(0, kGood.size());
  Arena arena;
  std::set<std::uint32_t> images;
  for (int i = 0; i < 2; ++i) {
    JsonDecoder decoder;
    decoder.open_lines(std::string_view(text).substr(0, text.size() - 64));
    EXPECT_EQ(decoder.decode(good, arena)->root->image(), 0u);
    for (int round = 0; round < 3; ++round) EXPECT_TRUE(decoder.decode(good, arena));
    const Message* const root = decoder.decode(good, arena)->root;
    EXPECT_NE(root->image(), 0u);
    EXPECT_EQ(decoder.decode(good, arena)->root->image(), root->image());
    EXPECT_EQ(copy(*root, arena)->image(), 0u) << "a copy may be changed";
    images.insert(root->image());
  }
  EXPECT_EQ(images.size(), 2u);
}

// What is known of shapes is bounded, and forgotten without being missed.
TEST_F(JsonLinesTest, ManyShapes) {
  std::vector<std::string> lines;
  for (int i = 0; i < 3000; ++i) {
    lines.push_back(R"({"principal":{"ip":[)" + std::string(i % 7 == 0 ? "\"1\"" : "\"1\",\"2\"") + R"(]},"unknown)" +
                    std::to_string(i) + R"(":[)" + std::string(static_cast<std::size_t>(i % 900), '[') + "1" +
                    std::string(static_cast<std::size_t>(i % 900), ']') + "]}");
  }
  same(lines, nullptr);
}

}  // namespace
}  // namespace yaral::udm
