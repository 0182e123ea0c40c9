#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"

// The numbers that Linux auditd writes where it has names.
namespace yaral::ingest {

// The name of a record type: `1300`, as the kernel's own log has it, is `SYSCALL`. Other texts come back as they are.
std::string_view audit_type_name(std::string_view type);

// The name of a system call. `arch` as in the record (`c000003e`, `x86_64`); empty when it is not known.
std::string_view audit_syscall_name(std::string_view arch, std::string_view number);

// The name of the call behind i386's socketcall, by its first argument; empty when it is not known.
std::string_view audit_socket_call(std::string_view number);

// A socket's address, from the hex of the kernel's structure.
struct AuditAddress {
  std::string_view family;  // `inet`, `inet6`, `local`, `netlink`, or a number
  std::string_view ip;
  std::string_view port;
  std::string_view path;  // an abstract socket's with @ in front
};
AuditAddress audit_address(std::string_view hex, Arena& arena);

// The bytes behind hex digits; empty when `hex` is anything else.
std::string_view audit_unhex(std::string_view hex, Arena& arena);

}  // namespace yaral::ingest
