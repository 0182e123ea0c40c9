#include "udm/root.h"

namespace yaral::udm {
namespace {

constexpr std::string_view kEventWrappers[] = {"udm", "event", "idm", "readOnlyUdm", "read_only_udm"};
// An entity holds a member `entity` itself: the noun, which has no `metadata`.
constexpr std::string_view kEntityWrappers[] = {"entity", "event", "idm", "readOnlyEntity", "read_only_entity"};
constexpr std::string_view kEntityTells[] = {"metadata", "entity", "idm", "readOnlyEntity", "read_only_entity"};
// A detection holds a list `detection` itself; a lone element of it has none of these members.
constexpr std::string_view kDetectionWrappers[] = {"detection", "alert"};
constexpr std::string_view kDetectionTells[] = {"detection",   "detectionTime",      "detection_time",     "timeWindow",
                                                "time_window", "collectionElements", "collection_elements"};

}  // namespace

const RootInfo& root_info(Root root) {
  static const RootInfo roots[] = {
      {event_root(), kEventWrappers, {}, "metadata.event_timestamp", "metadata.id", "metadata.log_type", "UDM"},
      {entity_root(),
       kEntityWrappers,
       kEntityTells,
       "metadata.interval.start_time",
       "metadata.product_entity_id",
       {},
       "ENTITY"},
      {detection_root(), kDetectionWrappers, kDetectionTells, "detection_time", "id", {}, "DETECTION"},
  };
  return roots[static_cast<std::size_t>(root)];
}

Root root_of_message(MessageId type) {
  if (type == entity_root()) return Root::kEntity;
  return type == detection_root() ? Root::kDetection : Root::kEvent;
}

}  // namespace yaral::udm
