#include "detections/collection_json.h"

#include <array>
#include <limits>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "detections/value_text.h"
#include "udm/schema.h"
#include "unit/detections/sample.h"

namespace yaral::detections {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string json_of(const Detection& d) {
  std::string json;
  append_collection(json, d);
  return json;
}

std::string typed(Value value, Type type) {
  std::string json;
  append_typed_member(json, value, type);
  return json;
}

TEST(CollectionJson, HasTheWholeShape) {
  EXPECT_EQ(
      json_of(sample_detection()),
      R"({"type":"RULE_DETECTION","id":"de_00000000-0000-0000-0000-000000000002",)"
      R"("createdTime":"2026-01-01T10:05:00Z","lastUpdatedTime":"2026-01-01T10:05:00Z",)"
      R"("detectionTime":"2026-01-01T10:05:00Z",)"
      R"("timeWindow":{"startTime":"2026-01-01T10:00:00Z","endTime":"2026-01-01T10:05:00Z"},)"
      R"("detection":[{"ruleName":"signing","summary":"Rule Detection","description":"signs \"things\"","severity":"HIGH",)"
      R"("ruleId":"ru_00000000-0000-0000-0000-000000000001",)"
      R"("ruleVersion":"ru_00000000-0000-0000-0000-000000000001@v_0000000001_000000002","ruleType":"MULTI_EVENT",)"
      R"("alertState":"NOT_ALERTING","riskScore":15,)"
      R"("ruleLabels":[{"key":"author","value":"me"},{"key":"severity","value":"High"}],)"
      R"("detectionFields":[{"key":"hostname","value":"ws-1"}],"outcomes":[{"key":"tries","value":"12"}],)"
      R"("variables":{"hostname":{"type":"MATCH","value":"ws-1","sourcePath":"principal.hostname","stringVal":"ws-1"},)"
      R"("tries":{"type":"OUTCOME","value":"12","int64Val":"12"}}}],)"
      R"("collectionElements":[{"label":"e","references":[{"event":{"metadata":{"eventTimestamp":"2026-01-01T10:00:00.5Z",)"
      R"("eventType":"PROCESS_LAUNCH"},"principal":{"hostname":"ws-1","administrativeDomain":"CORP",)"
      R"("user":{"userid":"ana"}},"target":{"process":{"pid":"7","commandLine":"signtool sign /f a.pfx"}}}}],)"
      R"("referencesSampled":true}],)"
      R"("latencyMetrics":{"oldestEventTime":"2026-01-01T10:00:00.500Z","newestEventTime":"2026-01-01T10:04:00Z"}})");
}

TEST(CollectionJson, TextFromLogsCannotBreakOut) {
  Detection d = sample_detection();
  d.variables[0].value = Value::string("a\"},\n\x1b[2J\xff");
  const std::string json = json_of(d);
  simdjson::dom::parser parser;
  EXPECT_FALSE(parser.parse(json).error());
  EXPECT_THAT(json, HasSubstr(R"("a\"},\n\u001b[2J)"
                              "\xEF\xBF\xBD\""));
  EXPECT_THAT(json, Not(HasSubstr("\n")));
}

TEST(CollectionJson, WithoutVariablesElementsOrSeverity) {
  Detection d = sample_detection();
  auto rule = std::make_shared<RuleInfo>(*d.rule);
  rule->severity.clear();
  rule->multi_event = false;
  rule->labels.clear();
  d.rule = rule;
  d.variables.clear();
  d.elements.clear();
  const std::string json = json_of(d);
  EXPECT_THAT(json, HasSubstr(R"("ruleType":"SINGLE_EVENT")"));
  EXPECT_THAT(json, HasSubstr(R"("ruleLabels":[],"detectionFields":[],"outcomes":[],"variables":{})"));
  EXPECT_THAT(json, HasSubstr(R"("collectionElements":[])"));
  EXPECT_THAT(json, Not(HasSubstr("severity\"")));
  simdjson::dom::parser parser;
  EXPECT_FALSE(parser.parse(json).error());
}

TEST(CollectionJson, AllEventsShownIsNotSampled) {
  Detection d = sample_detection();
  d.elements[0].total = 1;
  EXPECT_THAT(json_of(d), Not(HasSubstr("referencesSampled")));
}

TEST(CollectionJson, RiskScoreAndDisplayNameComeFromTheDetection) {
  Detection d = sample_detection();
  d.risk_score = 62.5;
  d.display_name = "signed malware";
  EXPECT_THAT(json_of(d), HasSubstr(R"("riskScore":62.5,"displayName":"signed malware")"));
}

TEST(TypedMember, EveryScalarType) {
  const Timestamp t = *parse_timestamp("2026-01-01T10:00:00.25Z");
  EXPECT_EQ(typed(Value::string("x"), {.base = BaseType::kString}), R"("stringVal":"x")");
  EXPECT_EQ(typed(Value::bytes("\x01"), {.base = BaseType::kBytes}), R"("bytesVal":"AQ==")");
  EXPECT_EQ(typed(Value::integer(-9223372036854775807 - 1), {.base = BaseType::kInt}),
            R"("int64Val":"-9223372036854775808")");
  EXPECT_EQ(typed(Value::unsigned_integer(18446744073709551615u), {.base = BaseType::kUint}),
            R"("uint64Val":"18446744073709551615")");
  EXPECT_EQ(typed(Value::floating(0.5), {.base = BaseType::kFloat}), R"("doubleVal":0.5)");
  EXPECT_EQ(typed(Value::floating(std::numeric_limits<double>::quiet_NaN()), {.base = BaseType::kFloat}),
            R"("doubleVal":"NaN")");
  EXPECT_EQ(typed(Value::boolean(true), {.base = BaseType::kBool}), R"("boolVal":true)");
  EXPECT_EQ(typed(Value::timestamp(t), {.base = BaseType::kTimestamp}),
            R"("timestampTime":"2026-01-01T10:00:00.250Z")");
  EXPECT_EQ(typed(Value(), {.base = BaseType::kNull}), R"("nullVal":true)");
}

TEST(TypedMember, NotSetIsTheZeroValueOfItsType) {
  EXPECT_EQ(typed(Value(), {.base = BaseType::kString}), R"("stringVal":"")");
  EXPECT_EQ(typed(Value(), {.base = BaseType::kInt}), R"("int64Val":"0")");
  EXPECT_EQ(typed(Value(), {.base = BaseType::kString, .list = true}), R"("stringSeq":{"stringVals":[]})");
}

TEST(TypedMember, Lists) {
  const std::array texts = {Value::string("a,b"), Value::string("")};
  const std::array ints = {Value::integer(1), Value::integer(2)};
  const std::array floats = {Value::floating(1), Value::floating(2.5)};
  const std::array times = {Value::timestamp({})};
  EXPECT_EQ(typed(Value::list(texts), {.base = BaseType::kString, .list = true}),
            R"("stringSeq":{"stringVals":["a,b",""]})");
  EXPECT_EQ(typed(Value::list(ints), {.base = BaseType::kInt, .list = true}), R"("int64Seq":{"int64Vals":["1","2"]})");
  EXPECT_EQ(typed(Value::list(floats), {.base = BaseType::kFloat, .list = true}),
            R"("doubleSeq":{"doubleVals":[1,2.5]})");
  EXPECT_EQ(typed(Value::list(times), {.base = BaseType::kTimestamp, .list = true}),
            R"("stringSeq":{"stringVals":["1970-01-01T00:00:00Z"]})");
}

TEST(ValueText, StringForms) {
  EXPECT_EQ(value_text(Value::floating(35), {.base = BaseType::kFloat}), "35");
  EXPECT_EQ(value_text(Value::floating(-0.0), {.base = BaseType::kFloat}), "0");
  EXPECT_EQ(value_text(Value::floating(0.1), {.base = BaseType::kFloat}), "0.1");
  EXPECT_EQ(value_text(Value::floating(1e300), {.base = BaseType::kFloat}), "1e+300");
  EXPECT_EQ(value_text(Value::boolean(false), {.base = BaseType::kBool}), "false");
  EXPECT_EQ(value_text(Value(), {.base = BaseType::kString}), "");
  const std::array list = {Value::string("a"), Value(), Value::string("c")};
  EXPECT_EQ(value_text(Value::list(list), {.base = BaseType::kString, .list = true}), "a,,c");
}

TEST(ValueText, EnumsAsNamesAndUnknownOnesAsNumbers) {
  Type type{.base = BaseType::kEnum};
  for (std::size_t i = 0; i < udm::enums().size(); ++i)
    if (udm::enum_number(static_cast<udm::EnumId>(i), "PROCESS_LAUNCH")) type.enum_id = static_cast<udm::EnumId>(i);
  const auto number = udm::enum_number(type.enum_id, "PROCESS_LAUNCH");
  ASSERT_TRUE(number);
  EXPECT_EQ(value_text(Value::enumerator(*number), type), "PROCESS_LAUNCH");
  EXPECT_EQ(value_text(Value::enumerator(987654), type), "987654");
  EXPECT_EQ(typed(Value::enumerator(*number), type), R"("stringVal":"PROCESS_LAUNCH")");
}

}  // namespace
}  // namespace yaral::detections
