#pragma once

#include <vector>

#include "ingest/draft.h"
#include "ingest/record.h"

// What the tables of MACOS_ENDPOINT_SECURITY cannot say: of its kinds of events, and of all.
namespace yaral::ingest {

void es_prepare(const RawRecord& record, Arena& arena, std::vector<Datum>& data);
void es_finish_event(Draft& draft);

void es_finish_exec(Draft& draft);
void es_finish_own_deed(Draft& draft);
void es_finish_close(Draft& draft);
void es_finish_new_file(Draft& draft);
void es_finish_mapped(Draft& draft);
void es_finish_switch(Draft& draft);
void es_finish_remote_login(Draft& draft);
void es_finish_launch_item(Draft& draft);
void es_finish_gatekeeper(Draft& draft);
void es_finish_directory(Draft& draft);

}  // namespace yaral::ingest
