#include <algorithm>
#include <string_view>

#include "udm/json.h"
#include "udm/json_cursor.h"
#include "udm/root.h"

namespace yaral::udm {
namespace {

// Members of `metadata` that other formats have as well.
constexpr std::string_view kCommonNames[] = {"id", "tags", "description"};

class Sniffer {
 public:
  explicit Sniffer(JsonCursor& json) : json_(json) {}

  // The answer is in found(), also when the walk ends early.
  bool look() {
    return json_.each_member([&](JsonString key) {
      if (json_.peek() != '{') return json_.check(key) && json_.skip();
      if (key.raw() == "metadata") return look_at_metadata();
      if (std::ranges::find(wrappers_, key.raw()) != wrappers_.end()) return look();
      return json_.check(key) && json_.skip();
    });
  }

  bool found() const { return found_; }

 private:
  bool look_at_metadata() {
    return json_.each_member([&](JsonString key) {
      if (is_event_type(key.raw()) && json_.peek() == '"') return look_at_event_type();
      const bool common = std::ranges::find(kCommonNames, key.raw()) != std::end(kCommonNames);
      if (!common && find_field(metadata_, key.raw(), true)) found_ = true;
      return !found_ && json_.check(key) && json_.skip();
    });
  }

  static bool is_event_type(std::string_view name) { return name == "event_type" || name == "eventType"; }

  // Others name their events there as well, but not in capitals (CrowdStrike's streams: `DetectionSummaryEvent`).
  bool look_at_event_type() {
    JsonString type;
    if (!json_.read_string(type)) return false;
    found_ = std::ranges::none_of(type.raw(), [](char c) { return c >= 'a' && c <= 'z'; });
    return false;
  }

  JsonCursor& json_;
  MessageId metadata_ = message(event_root()).fields[*find_field(event_root(), "metadata")].type_id;
  std::span<const std::string_view> wrappers_ = root_info(Root::kEvent).wrappers;
  bool found_ = false;
};

}  // namespace

bool looks_like_udm(std::string_view text) {
  JsonCursor json;
  if (!json.open(text) || json.peek() != '{') return false;
  Sniffer sniffer(json);
  sniffer.look();
  return sniffer.found();
}

}  // namespace yaral::udm
