#include "udm/projection.h"

#include <algorithm>

#include "udm/root.h"

namespace yaral::udm {
namespace {

using Node = Projection::Node;

void add_path(Node& root, MessageId type, std::span<const PathStep> steps) {
  Node* at = &root;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    switch (steps[i].kind) {
      case PathStep::Kind::kField: {
        const FieldInfo& field = message(type).fields[steps[i].field];
        at = &at->add_field(steps[i].field);
        const bool keyed = i + 1 < steps.size() && steps[i + 1].kind == PathStep::Kind::kKey;
        if (keyed && field.type == FieldType::kStruct) {
          at->keys.push_back(steps[i + 1].key);
          return;
        }
        if (keyed) {  // which label it is, is known only when all their keys are read
          at->add_field(*find_field(field.type_id, "key")).whole = true;
          const FieldIndex value = *map_value_field(field.type_id);
          at = &at->add_field(value);
          type = message(field.type_id).fields[value].type_id;
        } else {
          type = field.type_id;
        }
        break;
      }
      case PathStep::Kind::kIndex:
      case PathStep::Kind::kKey: break;
      case PathStep::Kind::kSeconds:
      case PathStep::Kind::kNanos: break;
    }
  }
  at->whole = true;
}

}  // namespace

Node& Node::add_field(FieldIndex index) {
  if (fields.size() <= index) fields.resize(index + 1u);
  if (fields[index] == nullptr) fields[index] = std::make_unique<Node>();
  return *fields[index];
}

bool Node::wants_key(std::string_view key) const { return whole || std::ranges::find(keys, key) != keys.end(); }

Projection::Projection(std::span<const Path> paths, Root root) : root_(std::make_unique<Node>()) {
  for (const Path& path : paths) add_path(*root_, path.root, path.steps);
  // The fields that Event itself holds.
  const RootInfo& info = root_info(root);
  for (const std::string_view own : {info.time, info.id, info.log_type}) {
    if (own.empty()) continue;
    const auto path = resolve(info.message, own);
    add_path(*root_, path->root, path->steps);
  }
}

Projection::~Projection() = default;

}  // namespace yaral::udm
