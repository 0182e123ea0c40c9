#pragma once

#include <span>
#include <string_view>

#include "ingest/draft.h"

// What the tables of microsoft_defender_endpoint.cc cannot say.
namespace yaral::ingest::defender {

// The kind of a record by which its mapping is found: its ActionType, or the name of a table whose rows have none or
// mean another by it.
std::string_view kind_of(std::span<const Datum> data, Arena& arena);

void finish_event(Draft& draft);  // every event
void finish_launch(Draft& draft);
void finish_process(Draft& draft);  // another process than the one that acts
void finish_module(Draft& draft);
void finish_file(Draft& draft);
void finish_connection(Draft& draft);
void finish_inbound(Draft& draft);
void finish_dns(Draft& draft);
void finish_text(Draft& draft);  // commands and scripts
void finish_pipe(Draft& draft);
void finish_task(Draft& draft);
void finish_service(Draft& draft);
void finish_tampering(Draft& draft);
void finish_directory_logon(Draft& draft);
void finish_protection(Draft& draft);
void finish_certificate(Draft& draft);
void finish_alert(Draft& draft);
void finish_evidence(Draft& draft);
void finish_mail(Draft& draft);
void finish_other(Draft& draft);

}  // namespace yaral::ingest::defender
