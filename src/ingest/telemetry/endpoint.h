#pragma once

#include <initializer_list>
#include <string_view>

#include "ingest/draft.h"

// What the sensors on endpoints have in common (CS_EDR, MICROSOFT_DEFENDER_ENDPOINT, SENTINEL_EDR, ELASTIC_DEFEND).
namespace yaral::ingest {

// The parts with colons between them: `CS:agent:process`. Not set when one is absent.
void put_joined(Draft& draft, const udm::Path& path, std::initializer_list<std::string_view> parts);

// One answer of a DNS query: an address as rules compare it, or a name.
void append_answer(Draft& draft, std::string_view answer);
// Several, with any of the separators between them.
void append_answers(Draft& draft, std::string_view answers, std::string_view separators);

// Sets a field that has no value yet.
void put_if_absent(Draft& draft, const udm::Path& path, std::string_view text);

// The last part of a registry path as the value's name; the key keeps it.
void put_value_name(Draft& draft);

// The host of a URL, or of one without its scheme, to target.hostname; not set when it is an address.
void put_host_of(Draft& draft, std::string_view url);

// Folder and name of a file as one path; the folder may end with the name already.
void put_file_path(Draft& draft, const udm::Path& path, std::string_view folder, std::string_view name);

// Windows' numbers of logon types, to extensions.auth.mechanism.
inline constexpr Code kLogonTypeNumbers[] = {
    {"2", "INTERACTIVE"},
    {"3", "NETWORK"},
    {"4", "BATCH"},
    {"5", "SERVICE"},
    {"7", "UNLOCK"},
    {"8", "NETWORK_CLEAR_TEXT"},
    {"9", "NEW_CREDENTIALS"},
    {"10", "REMOTE_INTERACTIVE"},
    {"11", "CACHED_INTERACTIVE"},
    {"12", "CACHED_REMOTE_INTERACTIVE"},
    {"13", "CACHED_UNLOCK"},
};

}  // namespace yaral::ingest
