#pragma once

#include <span>
#include <string_view>

#include "ingest/draft.h"

// What the tables of cs_edr.cc cannot say.
namespace yaral::ingest::cs_edr {

// The kind of a record by which its mapping is found: its name, or what names of many kinds end with.
std::string_view kind_of(std::span<const Datum> data, Arena& arena);

void finish_event(Draft& draft);  // every event
void finish_launch(Draft& draft);
void finish_termination(Draft& draft);
void finish_logon(Draft& draft);
void finish_logoff(Draft& draft);
void finish_registry(Draft& draft);
void finish_connection(Draft& draft);
void finish_dns(Draft& draft);
void finish_http(Draft& draft);
void finish_module(Draft& draft);
void finish_injection(Draft& draft);
void finish_text(Draft& draft);  // scripts and commands
void finish_service(Draft& draft);
void finish_task(Draft& draft);
void finish_detection(Draft& draft);
void finish_console(Draft& draft);

}  // namespace yaral::ingest::cs_edr
