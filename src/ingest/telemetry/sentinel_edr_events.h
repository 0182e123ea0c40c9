#pragma once

#include <span>
#include <string_view>

#include "ingest/draft.h"

// What the tables of sentinel_edr.cc cannot say.
namespace yaral::ingest::sentinel_one {

// The kind of a record by which its mapping is found: its event.type; `url` for requests, whose type is their method.
std::string_view kind_of(std::span<const Datum> data, Arena& arena);

void finish_event(Draft& draft);   // every event
void finish_reach(Draft& draft);   // one process starts or reaches into another
void finish_own(Draft& draft);     // one process and its parent
void finish_acting(Draft& draft);  // the acting process is all there is
void finish_rename(Draft& draft);
void finish_connection(Draft& draft);
void finish_dns(Draft& draft);
void finish_url(Draft& draft);
void finish_login(Draft& draft);

}  // namespace yaral::ingest::sentinel_one
