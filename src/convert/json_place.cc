#include "convert/json_place.h"

#include <algorithm>

#include "udm/schema.h"

namespace yaral::convert {

namespace {

using udm::FieldType;
using udm::PathStep;

JsonLeaf::Kind leaf_kind(BaseType type) {
  switch (type) {
    case BaseType::kString: return JsonLeaf::Kind::kText;
    case BaseType::kInt: return JsonLeaf::Kind::kInt;
    case BaseType::kUint: return JsonLeaf::Kind::kUint;
    case BaseType::kFloat: return JsonLeaf::Kind::kFloat;
    case BaseType::kBool: return JsonLeaf::Kind::kBool;
    case BaseType::kEnum: return JsonLeaf::Kind::kEnum;
    case BaseType::kTimestamp: return JsonLeaf::Kind::kTime;
    default: return JsonLeaf::Kind::kOther;
  }
}

class Placer {
 public:
  explicit Placer(const udm::Path& path) : path_(path), message_(path.root) {}

  JsonPlace run() {
    place_.leaf.kind = leaf_kind(path_.type.base);
    for (std::size_t i = 0; i < path_.steps.size(); ++i) {
      add(path_.steps[i]);
      if (std::ranges::find(path_.repeated, i) != path_.repeated.end())
        place_.steps.push_back({.kind = JsonStep::Kind::kEach});
    }
    if (place_.leaf.kind == JsonLeaf::Kind::kEnum) place_.leaf.zero_name = udm::enum_name(path_.type.enum_id, 0);
    return std::move(place_);
  }

 private:
  void add(const PathStep& step) {
    switch (step.kind) {
      case PathStep::Kind::kField: return field(step);
      case PathStep::Kind::kIndex:
        place_.steps.push_back({.kind = JsonStep::Kind::kIndex, .index = step.index});
        return;
      case PathStep::Kind::kKey: return key(step);
      case PathStep::Kind::kSeconds:
        place_.leaf.kind = last_.type == FieldType::kTimestamp ? JsonLeaf::Kind::kSeconds : JsonLeaf::Kind::kOther;
        return;
      case PathStep::Kind::kNanos: place_.leaf.kind = JsonLeaf::Kind::kOther; return;
    }
  }

  void field(const PathStep& step) {
    last_ = udm::message(message_).fields[step.field];
    place_.steps.push_back({.name = std::string(last_.name)});
    if (last_.type == FieldType::kMessage) message_ = last_.type_id;
  }

  void key(const PathStep& step) {
    const bool labels = last_.type == FieldType::kMessage && !udm::message(last_.type_id).map_entry;
    place_.steps.push_back({.kind = labels ? JsonStep::Kind::kLabel : JsonStep::Kind::kMember, .name = step.key});
    if (labels) {
      const udm::FieldIndex value = *udm::map_value_field(last_.type_id);
      place_.steps.push_back({.name = std::string(udm::message(last_.type_id).fields[value].name)});
    } else if (last_.type == FieldType::kStruct && place_.leaf.kind == JsonLeaf::Kind::kText) {
      place_.leaf.kind = JsonLeaf::Kind::kStructText;
    }
  }

  const udm::Path& path_;
  udm::MessageId message_;
  udm::FieldInfo last_{};
  JsonPlace place_;
};

}  // namespace

JsonPlace json_place(const udm::Path& path) { return Placer(path).run(); }

}  // namespace yaral::convert
