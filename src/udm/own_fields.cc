#include "udm/own_fields.h"

#include <string_view>

#include "udm/path.h"
#include "udm/root.h"

namespace yaral::udm {
namespace {

std::vector<FieldIndex> chain_of(MessageId root, std::string_view dotted) {
  std::vector<FieldIndex> chain;
  if (dotted.empty()) return chain;
  const auto path = resolve(root, dotted);
  for (const PathStep& step : path->steps) chain.push_back(step.field);
  return chain;
}

OwnFields make(Root which) {
  const RootInfo& root = root_info(which);
  OwnFields own{.time = chain_of(root.message, root.time),
                .id = chain_of(root.message, root.id),
                .log_type = chain_of(root.message, root.log_type),
                .id_message = root.message};
  for (std::size_t i = 0; i + 1 < own.id.size(); ++i) {
    own.id_message = message(own.id_message).fields[own.id[i]].type_id;
  }
  return own;
}

}  // namespace

const OwnFields& own_fields(Root root) {
  static const OwnFields fields[] = {make(Root::kEvent), make(Root::kEntity), make(Root::kDetection)};
  return fields[static_cast<std::size_t>(root)];
}

const Value* value_at(const Message& root, std::span<const FieldIndex> chain) {
  const Message* at = &root;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const std::span<const Value> values = at->get(chain[i]);
    if (values.empty()) return nullptr;
    if (i + 1 == chain.size()) return &values.front();
    at = values.front().as_message();
  }
  return nullptr;
}

}  // namespace yaral::udm
