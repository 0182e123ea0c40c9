#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ingest/draft.h"

// What the table of auditd cannot say in rows. The record's data are those of auditd_records.h.
namespace yaral::ingest {

// The name of the system call, `failed execve` for one that launched nothing, or else the record's type.
std::string_view audit_kind(std::span<const Datum> data, Arena& arena);

// A system call's argument, which is hex; 0 when it is none.
std::uint64_t audit_argument(const Draft& draft, std::string_view name);
// Whether it was not done.
bool audit_failed(const Draft& draft);
// What was not done is not said to have been: then the event is of that type.
void weaken_audit_failure(Draft& draft, std::string_view type);
// The process that acted as the target, where it is all there is and the type wants one.
void put_audit_self(Draft& draft);

void finish_audit_launch(Draft& draft);
// A launch that failed: the program that was asked for.
void finish_audit_attempt(Draft& draft);
// A sudo command: nothing was launched when it was refused.
void finish_audit_command(Draft& draft);
void finish_audit_open(Draft& draft);
void finish_audit_file(Draft& draft);
// Two paths: the old one and the new.
void finish_audit_move(Draft& draft);
void finish_audit_mode(Draft& draft);
void finish_audit_socket(Draft& draft);
void finish_audit_module(Draft& draft);
void finish_audit_trace(Draft& draft);
void finish_audit_signal(Draft& draft);
// A record that only its process can be told of.
void finish_audit_process(Draft& draft);
void finish_audit_account(Draft& draft);
void finish_audit_login(Draft& draft);
void finish_audit_denial(Draft& draft);
void finish_audit_seccomp(Draft& draft);

// What all events have: the host, who acted, the keys of the rules, whether it was done.
void finish_audit(Draft& draft);

}  // namespace yaral::ingest
