#pragma once

#include <string_view>

#include "ingest/draft.h"

// What the logs of identity providers and SaaS have in common.
namespace yaral::ingest {

// The platform by what a source calls the operating system (`Windows 11`, `MacOs`, `iOS 17.1`), and its name as the
// version; unknown ones set nothing.
void put_platform(Draft& draft, std::string_view system);

// Who signs in or out is both who acts and whose session it is. A target user that is set already stays.
void put_login_user(Draft& draft);

// A name to the user's userid, and to the addresses when it is one. A userid that is set already stays.
void put_target_user(Draft& draft, std::string_view name);

// The text of a value that is JSON in a text: `"Owner"` without its quotes, the one value of `["Owner"]`; others as they are,
// `[]` and `null` as nothing.
std::string_view unquoted(std::string_view json);

// Two texts as one, in the arena.
std::string_view joined(std::string_view a, std::string_view b, Arena& arena);

}  // namespace yaral::ingest
