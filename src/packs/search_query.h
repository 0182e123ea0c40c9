#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yaral::packs {

// Why a text is no UDM search; empty if it is one. A search is what a rule says of one event, its fields without a variable
// before them: `metadata.event_type = "PROCESS_LAUNCH" AND principal.hostname = "a"`. Regular expressions stand between
// slashes, `!=` and `NOT` negate, `nocase` follows what it is about.
std::string search_mistake(std::string_view query);

}  // namespace yaral::packs
