#include <gtest/gtest.h>

#include "udm/json.h"

namespace yaral::udm {
namespace {

const std::string kNoun = R"({"hostname":"ws-1","ip":["10.0.0.1"]})";
const std::string kMetadata =
    R"({"productEntityId":"p1","entityType":"ASSET","interval":{"startTime":"2026-01-01T00:00:00Z"}})";
const std::string kEntity = R"({"metadata":)" + kMetadata + R"(,"entity":)" + kNoun + "}";

std::string decoded(std::string_view json, Root root) {
  Arena arena;
  JsonDecoder decoder(nullptr, root);
  const auto event = decoder.decode(json, arena);
  if (!event) return "error: " + event.error().message;
  return to_json(*event->root) + (decoder.notes().unknown_fields.empty() ? "" : " with unknown fields");
}

TEST(JsonRoots, EntitiesBareAndWrapped) {
  EXPECT_EQ(decoded(kEntity, Root::kEntity), kEntity);
  EXPECT_EQ(decoded(R"({"entity":)" + kEntity + "}", Root::kEntity), kEntity);
  EXPECT_EQ(decoded(R"({"idm":{"entity":)" + kEntity + "}}", Root::kEntity), kEntity);
  EXPECT_EQ(decoded(R"({"entity":)" + kNoun + R"(,"metadata":)" + kMetadata + "}", Root::kEntity), kEntity);
  EXPECT_EQ(decoded(R"({"entity":{"hostname":"metadata"}})", Root::kEntity), R"({"entity":{"hostname":"metadata"}})");
  EXPECT_EQ(decoded(R"({"metadata":{"entity_type":"USER"},"risk_score":{"risk_score":5}})", Root::kEntity),
            R"({"metadata":{"entityType":"USER"},"riskScore":{"riskScore":5}})");
}

TEST(JsonRoots, EntitiesHaveTimeAndId) {
  Arena arena;
  JsonDecoder decoder(nullptr, Root::kEntity);
  const auto event = decoder.decode(kEntity, arena);
  ASSERT_TRUE(event);
  EXPECT_EQ(format_timestamp(event->time), "2026-01-01T00:00:00Z");
  EXPECT_EQ(event->id, "p1");
  EXPECT_EQ(event->log_type, "ENTITY");
}

TEST(JsonRoots, ProjectedEntitiesAreWrittenWhole) {
  const Path path = *resolve(entity_root(), "entity.hostname");
  const Projection projection(std::span(&path, 1), Root::kEntity);
  Arena arena;
  JsonDecoder decoder(&projection, Root::kEntity);
  const auto event = decoder.decode(kEntity, arena);
  ASSERT_TRUE(event);
  EXPECT_EQ(to_json(*event->root).find("10.0.0.1"), std::string::npos);
  EXPECT_EQ(format_timestamp(event->time), "2026-01-01T00:00:00Z");
  EXPECT_EQ(event_json(*event), kEntity);
}

TEST(JsonRoots, DetectionsBareAndWrapped) {
  const std::string detection =
      R"({"id":"de_1","detection":[{"ruleName":"r"}],"detectionTime":"2026-01-01T00:00:01Z"})";
  EXPECT_EQ(decoded(detection, Root::kDetection), detection);
  EXPECT_EQ(decoded(R"({"detection":)" + detection + "}", Root::kDetection), detection);
  EXPECT_EQ(decoded(R"({"detection":{"ruleName":"r"},"id":"de_1"})", Root::kDetection),
            R"({"id":"de_1","detection":[{"ruleName":"r"}]})");
  Arena arena;
  JsonDecoder decoder(nullptr, Root::kDetection);
  const auto event = decoder.decode(detection, arena);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, "de_1");
  EXPECT_EQ(format_timestamp(event->time), "2026-01-01T00:00:01Z");
}

}  // namespace
}  // namespace yaral::udm
