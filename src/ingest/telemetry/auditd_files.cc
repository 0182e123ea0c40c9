#include <algorithm>
#include <charconv>
#include <string>

#include "ingest/path_constant.h"
#include "ingest/telemetry/auditd_events.h"

namespace yaral::ingest {
namespace {

std::optional<std::uint64_t> number_in(std::string_view text, int base) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

constexpr std::uint32_t kNoPath = ~0u;

// The last path of that nametype.
std::uint32_t path_of_type(const Draft& draft, std::string_view type) {
  for (std::uint32_t i = draft.elements("PATH"); i > 0; --i) {
    if (draft.find("PATH.nametype", i - 1) == type) return i - 1;
  }
  return kNoPath;
}

std::uint32_t first_path_of_type(const Draft& draft, std::string_view type) {
  for (std::uint32_t i = 0; i < draft.elements("PATH"); ++i) {
    if (draft.find("PATH.nametype", i) == type) return i;
  }
  return kNoPath;
}

// What the call was about: not the folder it lies in.
std::uint32_t main_path(const Draft& draft) {
  for (const std::string_view type : {"CREATE", "DELETE", "NORMAL", "UNKNOWN"}) {
    if (const std::uint32_t found = path_of_type(draft, type); found != kNoPath) return found;
  }
  return draft.elements("PATH") > 0 ? 0 : kNoPath;
}

// Whether paths are relative to a folder that a descriptor stands for.
bool is_by_descriptor(const Draft& draft) {
  const std::string_view call = draft.find("SYSCALL");
  if (call == "creat" || !(call.ends_with("at") || call.ends_with("at2"))) return false;
  const std::string_view folder = draft.find(call == "symlinkat" ? "a1" : "a0");
  return !folder.ends_with("ffffff9c") && folder != "AT_FDCWD";
}

// Relative to the working folder, unless the call named another by a descriptor.
std::string_view whole_path(Draft& draft, std::string_view name) {
  const std::string_view cwd = draft.find("cwd");
  if (name.empty() || name.starts_with('/') || !cwd.starts_with('/') || is_by_descriptor(draft)) return name;
  if (name.starts_with("./")) name.remove_prefix(2);
  std::string whole(cwd);
  if (!whole.ends_with('/')) whole += '/';
  return draft.arena().copy(whole.append(name));
}

struct FilePaths {
  const udm::Path& name;
  const udm::Path& inode;
  const udm::Path& mode;
};

void put_file(Draft& draft, const FilePaths& to, std::uint32_t item) {
  if (item == kNoPath) return;
  draft.put_text(to.name, whole_path(draft, draft.find("PATH.name", item)));
  if (const auto inode = number_in(draft.find("PATH.inode", item), 10)) {
    draft.put(to.inode, Value::unsigned_integer(*inode));
  }
  if (const auto mode = number_in(draft.find("PATH.mode", item), 8)) draft.put(to.mode, Value::unsigned_integer(*mode));
}

void put_target_file(Draft& draft, std::uint32_t item) {
  const FilePaths to{YARAL_PATH("target.file.full_path"), YARAL_PATH("target.file.stat_inode"),
                     YARAL_PATH("target.file.stat_mode")};
  put_file(draft, to, item);
}

}  // namespace

void finish_audit_attempt(Draft& draft) {
  const std::uint32_t item = main_path(draft);
  if (item == kNoPath) return put_audit_self(draft);
  draft.put_text(YARAL_PATH("target.process.file.full_path"), whole_path(draft, draft.find("PATH.name", item)));
}

void finish_audit_open(Draft& draft) {
  put_target_file(draft, main_path(draft));
  if (audit_failed(draft)) return;
  if (path_of_type(draft, "CREATE") != kNoPath) return draft.set_type("FILE_CREATION");
  const std::string_view call = draft.find("SYSCALL");
  constexpr std::uint64_t kWriting = 01 | 02 | 01000;  // O_WRONLY, O_RDWR, O_TRUNC
  const std::string_view open_how = draft.find("oflag");
  const std::uint64_t flags = !open_how.empty() ? number_in(open_how, 8).value_or(0)
                              : call == "creat" ? kWriting
                                                : audit_argument(draft, call == "open" ? "a1" : "a2");
  if ((flags & kWriting) != 0) draft.set_type("FILE_MODIFICATION");
}

void finish_audit_file(Draft& draft) {
  put_target_file(draft, main_path(draft));
  weaken_audit_failure(draft, "FILE_UNCATEGORIZED");
}

void finish_audit_move(Draft& draft) {
  const FilePaths from{YARAL_PATH("src.file.full_path"), YARAL_PATH("src.file.stat_inode"),
                       YARAL_PATH("src.file.stat_mode")};
  std::uint32_t old = kNoPath;
  for (const std::string_view type : {"DELETE", "NORMAL", "UNKNOWN"}) {
    if (old == kNoPath) old = first_path_of_type(draft, type);
  }
  const std::uint32_t created = path_of_type(draft, "CREATE");
  put_file(draft, from, old);
  put_target_file(draft, created == kNoPath ? main_path(draft) : created);
  weaken_audit_failure(draft, "FILE_UNCATEGORIZED");
}

// The mode it gets, which is no field of the record.
void finish_audit_mode(Draft& draft) {
  finish_audit_file(draft);
  const std::string_view call = draft.find("SYSCALL");
  const std::uint64_t mode = audit_argument(draft, call.starts_with("fchmodat") ? "a2" : "a1") & 07777;
  char octal[8] = "0";
  const auto [end, error] = std::to_chars(octal + 1, octal + sizeof octal, mode, 8);
  draft.add("new_mode", draft.arena().copy({octal, static_cast<std::size_t>(end - octal)}));
}

void finish_audit_module(Draft& draft) {
  const std::uint32_t item = main_path(draft);
  if (item != kNoPath) put_target_file(draft, item);
  if (item == kNoPath) draft.put_text(YARAL_PATH("target.file.full_path"), draft.find("KERN_MODULE.name"));
  put_audit_self(draft);
  weaken_audit_failure(draft, "PROCESS_UNCATEGORIZED");
}

void finish_audit_process(Draft& draft) {
  put_target_file(draft, main_path(draft));
  put_audit_self(draft);
}

}  // namespace yaral::ingest
