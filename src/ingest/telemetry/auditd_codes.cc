#include "ingest/telemetry/auditd_codes.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

struct TypeCode {
  std::string_view number;
  std::string_view name;
};

// linux/audit.h and libaudit.h.
constexpr TypeCode kTypes[] = {
    {"1006", "LOGIN"},           {"1100", "USER_AUTH"},     {"1101", "USER_ACCT"},
    {"1102", "USER_MGMT"},       {"1103", "CRED_ACQ"},      {"1104", "CRED_DISP"},
    {"1105", "USER_START"},      {"1106", "USER_END"},      {"1107", "USER_AVC"},
    {"1108", "USER_CHAUTHTOK"},  {"1109", "USER_ERR"},      {"1110", "CRED_REFR"},
    {"1112", "USER_LOGIN"},      {"1113", "USER_LOGOUT"},   {"1114", "ADD_USER"},
    {"1115", "DEL_USER"},        {"1116", "ADD_GROUP"},     {"1117", "DEL_GROUP"},
    {"1123", "USER_CMD"},        {"1124", "USER_TTY"},      {"1127", "SYSTEM_BOOT"},
    {"1128", "SYSTEM_SHUTDOWN"}, {"1130", "SERVICE_START"}, {"1131", "SERVICE_STOP"},
    {"1300", "SYSCALL"},         {"1302", "PATH"},          {"1305", "CONFIG_CHANGE"},
    {"1306", "SOCKADDR"},        {"1307", "CWD"},           {"1309", "EXECVE"},
    {"1318", "OBJ_PID"},         {"1319", "TTY"},           {"1320", "EOE"},
    {"1325", "NETFILTER_CFG"},   {"1326", "SECCOMP"},       {"1327", "PROCTITLE"},
    {"1330", "KERN_MODULE"},     {"1334", "BPF"},           {"1400", "AVC"},
    {"1403", "MAC_POLICY_LOAD"}, {"1404", "MAC_STATUS"},    {"1700", "ANOM_PROMISCUOUS"},
    {"1701", "ANOM_ABEND"},      {"1702", "ANOM_LINK"},
};

// By the numbers of the three architectures; -1 where one has no such call.
struct CallCode {
  std::string_view name;
  int x86_64;
  int i386;
  int aarch64;
};

// The calls that the table of the log type knows, and others that rules of auditd watch.
constexpr CallCode kCalls[] = {
    {"accept", 43, -1, 202},
    {"accept4", 288, 364, 242},
    {"access", 21, 33, -1},
    {"acct", 163, 51, 89},
    {"adjtimex", 159, 124, 171},
    {"bind", 49, 361, 200},
    {"bpf", 321, 357, 280},
    {"capset", 126, 185, 91},
    {"chdir", 80, 12, 49},
    {"chmod", 90, 15, -1},
    {"chown", 92, 182, -1},
    {"chroot", 161, 61, 51},
    {"clock_settime", 227, 264, 112},
    {"clone", 56, 120, 220},
    {"clone3", 435, 435, 435},
    {"connect", 42, 362, 203},
    {"creat", 85, 8, -1},
    {"delete_module", 176, 129, 106},
    {"execve", 59, 11, 221},
    {"execveat", 322, 358, 281},
    {"exit", 60, 1, 93},
    {"exit_group", 231, 252, 94},
    {"faccessat", 269, 307, 48},
    {"fchmod", 91, 94, 52},
    {"fchmodat", 268, 306, 53},
    {"fchmodat2", 452, 452, 452},
    {"fchown", 93, 95, 55},
    {"fchownat", 260, 298, 54},
    {"finit_module", 313, 350, 273},
    {"fork", 57, 2, -1},
    {"fremovexattr", 199, 237, 16},
    {"fsetxattr", 190, 228, 7},
    {"ftruncate", 77, 93, 46},
    {"init_module", 175, 128, 105},
    {"ioperm", 173, 101, -1},
    {"iopl", 172, 110, -1},
    {"kexec_file_load", 320, -1, 294},
    {"kexec_load", 246, 283, 104},
    {"kill", 62, 37, 129},
    {"lchown", 94, 16, -1},
    {"link", 86, 9, -1},
    {"linkat", 265, 303, 37},
    {"listen", 50, 363, 201},
    {"lremovexattr", 198, 236, 15},
    {"lsetxattr", 189, 227, 6},
    {"memfd_create", 319, 356, 279},
    {"mkdir", 83, 39, -1},
    {"mkdirat", 258, 296, 34},
    {"mknod", 133, 14, -1},
    {"mknodat", 259, 297, 33},
    {"mount", 165, 21, 40},
    {"mprotect", 10, 125, 226},
    {"open", 2, 5, -1},
    {"open_by_handle_at", 304, 342, 265},
    {"openat", 257, 295, 56},
    {"openat2", 437, 437, 437},
    {"personality", 135, 136, 92},
    {"pivot_root", 155, 217, 41},
    {"prctl", 157, 172, 167},
    {"process_vm_readv", 310, 347, 270},
    {"process_vm_writev", 311, 348, 271},
    {"ptrace", 101, 26, 117},
    {"reboot", 169, 88, 142},
    {"recvfrom", 45, 371, 207},
    {"recvmsg", 47, 372, 212},
    {"removexattr", 197, 235, 14},
    {"rename", 82, 38, -1},
    {"renameat", 264, 302, 38},
    {"renameat2", 316, 353, 276},
    {"rmdir", 84, 40, -1},
    {"sendmsg", 46, 370, 211},
    {"sendto", 44, 369, 206},
    {"setdomainname", 171, 121, 162},
    {"setfsuid", 122, 138, 151},
    {"setgid", 106, 46, 144},
    {"sethostname", 170, 74, 161},
    {"setns", 308, 346, 268},
    {"setregid", 114, 71, 143},
    {"setresgid", 119, 170, 149},
    {"setresuid", 117, 164, 147},
    {"setreuid", 113, 70, 145},
    {"settimeofday", 164, 79, 170},
    {"setuid", 105, 23, 146},
    {"setxattr", 188, 226, 5},
    {"socket", 41, 359, 198},
    {"socketcall", -1, 102, -1},
    {"symlink", 88, 83, -1},
    {"symlinkat", 266, 304, 36},
    {"tgkill", 234, 270, 131},
    {"tkill", 200, 238, 130},
    {"truncate", 76, 92, 45},
    {"umount2", 166, 52, 39},
    {"unlink", 87, 10, -1},
    {"unlinkat", 263, 301, 35},
    {"unshare", 272, 310, 97},
    {"utime", 132, 30, -1},
    {"utimensat", 280, 320, 88},
    {"utimes", 235, 271, -1},
    {"vfork", 58, 190, -1},
    // i386 has these a second time, for wider numbers.
    {"truncate", -1, 193, -1},
    {"ftruncate", -1, 194, -1},
    {"lchown", -1, 198, -1},
    {"setreuid", -1, 203, -1},
    {"setregid", -1, 204, -1},
    {"fchown", -1, 207, -1},
    {"setresuid", -1, 208, -1},
    {"setresgid", -1, 210, -1},
    {"chown", -1, 212, -1},
    {"setuid", -1, 213, -1},
    {"setgid", -1, 214, -1},
};

struct ArchCode {
  std::string_view name;
  int CallCode::* number;
};

constexpr ArchCode kArches[] = {
    {"c000003e", &CallCode::x86_64}, {"x86_64", &CallCode::x86_64},    {"40000003", &CallCode::i386},
    {"i386", &CallCode::i386},       {"c00000b7", &CallCode::aarch64}, {"aarch64", &CallCode::aarch64},
};

// By the number of the call.
constexpr std::string_view kSocketCalls[] = {"", "socket", "bind", "connect", "listen", "accept",  "",
                                             "", "",       "send", "recv",    "sendto", "recvfrom"};

int to_number(std::string_view text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

constexpr std::size_t kPortAt = 2;

std::string_view port_of(std::string_view bytes, Arena& arena) {
  const unsigned high = static_cast<unsigned char>(bytes[kPortAt]);
  const unsigned low = static_cast<unsigned char>(bytes[kPortAt + 1]);
  return decimal(high << 8 | low, arena);
}

std::string_view ip_of(int family, std::string_view bytes, Arena& arena) {
  char text[INET6_ADDRSTRLEN];
  return inet_ntop(family, bytes.data(), text, sizeof text) == nullptr ? std::string_view{} : arena.copy(text);
}

// The path ends with a NUL; one that begins with it is abstract, and ends with the structure.
std::string_view path_of(std::string_view bytes, Arena& arena) {
  if (!bytes.starts_with('\0')) return bytes.substr(0, bytes.find('\0'));
  bytes.remove_prefix(1);
  bytes = bytes.substr(0, bytes.find('\0'));
  return bytes.empty() ? bytes : arena.copy("@" + std::string(bytes));
}

}  // namespace

std::string_view audit_type_name(std::string_view type) {
  constexpr std::string_view kUnknown = "UNKNOWN[";
  std::string_view number = type;
  if (number.starts_with(kUnknown) && number.ends_with(']')) {
    number = number.substr(kUnknown.size(), number.size() - kUnknown.size() - 1);
  }
  const auto* found = std::ranges::find(kTypes, number, &TypeCode::number);
  return found == std::end(kTypes) ? type : found->name;
}

std::string_view audit_syscall_name(std::string_view arch, std::string_view number) {
  const auto* known = std::ranges::find(kArches, arch, &ArchCode::name);
  const int code = to_number(number);
  if (known == std::end(kArches) || code < 0) return {};
  const auto* found = std::ranges::find(kCalls, code, known->number);
  return found == std::end(kCalls) ? std::string_view{} : found->name;
}

std::string_view audit_socket_call(std::string_view number) {
  const int code = number.size() == 1 ? nibble(number.front()) : -1;
  const bool known = code >= 0 && static_cast<std::size_t>(code) < std::size(kSocketCalls);
  return known ? kSocketCalls[code] : std::string_view{};
}

AuditAddress audit_address(std::string_view hex, Arena& arena) {
  const std::string_view bytes = audit_unhex(hex, arena);
  if (bytes.size() < kPortAt) return {};
  const unsigned family = static_cast<unsigned char>(bytes[0]) | static_cast<unsigned char>(bytes[1]) << 8;
  constexpr unsigned kLocal = 1;
  constexpr unsigned kInet = 2;
  constexpr unsigned kInet6 = 10;
  constexpr unsigned kNetlink = 16;
  if (family == kLocal) return {"local", {}, {}, path_of(bytes.substr(2), arena)};
  if (family == kInet && bytes.size() >= 8) {
    return {"inet", ip_of(AF_INET, bytes.substr(4), arena), port_of(bytes, arena), {}};
  }
  if (family == kInet6 && bytes.size() >= 24) {
    return {"inet6", ip_of(AF_INET6, bytes.substr(8), arena), port_of(bytes, arena), {}};
  }
  return {family == kNetlink ? "netlink" : decimal(family, arena), {}, {}, {}};
}

std::string_view audit_unhex(std::string_view hex, Arena& arena) {
  if (hex.empty() || hex.size() % 2 != 0) return {};
  char* const bytes = arena.allocate<char>(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = nibble(hex[i]);
    const int low = nibble(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes[i / 2] = static_cast<char>(high * 16 + low);
  }
  return {bytes, hex.size() / 2};
}

}  // namespace yaral::ingest
