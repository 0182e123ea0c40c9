#pragma once

#include <span>
#include <string_view>

#include "udm/event.h"
#include "udm/json.h"

namespace yaral::udm {

// What is particular to one kind of root.
struct RootInfo {
  MessageId message;
  // Members that may hold the record, when they hold an object: what exports put around it.
  std::span<const std::string_view> wrappers;
  // A member that is a wrapper only if the object in it has one of these; none: every object will do.
  std::span<const std::string_view> tells;
  std::string_view time;  // dotted paths of the fields that Event itself holds
  std::string_view id;
  std::string_view log_type;  // empty: there is no such field
  std::string_view name;      // Event::log_type where the record gives none
};

const RootInfo& root_info(Root root);
// The root that messages of a type are read as; events for all that are no root.
Root root_of_message(MessageId type);

}  // namespace yaral::udm
