#pragma once

#include <span>
#include <string_view>

#include "ingest/draft.h"

// What the tables of elastic_defend.cc cannot say.
namespace yaral::ingest::elastic {

// The kind of a record by which its mapping is found: the last part of its data set and what happened, `file rename`;
// `alert` for what Elastic itself has found.
std::string_view kind_of(std::span<const Datum> data, Arena& arena);

void finish_event(Draft& draft);    // every event
void finish_process(Draft& draft);  // the event is about the process and its parent
void finish_alert(Draft& draft);
void finish_acting(Draft& draft);  // the process acts on something else
void finish_api(Draft& draft);
void finish_registry(Draft& draft);
void finish_connection(Draft& draft);
void finish_dns(Draft& draft);
void finish_logon(Draft& draft);

}  // namespace yaral::ingest::elastic
