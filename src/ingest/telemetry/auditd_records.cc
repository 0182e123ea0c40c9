#include "ingest/telemetry/auditd_records.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>

#include "ingest/convert.h"
#include "ingest/telemetry/auditd_codes.h"

namespace yaral::ingest {
namespace {

constexpr char kEnriched = '\x1D';  // before the names that the daemon adds
// An event with more of these means harm: the rest is left out.
constexpr std::size_t kMostArguments = 10000;
constexpr std::size_t kMostFields = 10000;
constexpr std::uint32_t kMostPaths = 256;

// Records that tell more about another: they do not say what the event is about.
constexpr std::string_view kAuxiliary[] = {
    "SYSCALL",    "PATH",         "CWD",     "EXECVE",      "PROCTITLE",   "SOCKADDR",       "OBJ_PID",
    "MMAP",       "FD_PAIR",      "OPENAT2", "KERN_MODULE", "AVC",         "BPRM_FCAPS",     "CAPSET",
    "SOCKETCALL", "IPC",          "BPF",     "MQ_OPEN",     "MQ_SENDRECV", "TIME_INJOFFSET", "TIME_ADJNTPVAL",
    "FANOTIFY",   "IPC_SET_PERM", "URINGOP",
};

// Whose names stand in other records as well.
constexpr std::string_view kPrefixed[] = {"PATH", "KERN_MODULE", "SOCKETCALL"};

// Texts that the kernel writes in hex when there is anything but plain characters in them.
constexpr std::string_view kEncoded[] = {"exe",   "comm", "cwd",  "name", "proctitle", "cmd",  "acct", "key",
                                         "ocomm", "data", "path", "dir",  "grp",       "file", "vm",   "watch"};

constexpr std::string_view kLoginIds[] = {"auid", "ses", "old-auid", "old-ses", "oauid", "oses"};

bool holds(std::span<const std::string_view> list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

bool is_nothing(std::string_view name, std::string_view value) {
  if (value.empty() || value == "(null)" || value == "(none)" || value == "?") return true;
  const bool unset = value == "4294967295" || value == "-1" || equal_nocase(value, "unset");
  return unset && std::ranges::any_of(kLoginIds, [&](std::string_view id) { return equal_nocase(id, name); });
}

bool is_plain(char c) { return c > 0x20 && c < 0x7F && c != '"'; }

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '[' || c == ']';
}

// `11/10/2020 07:48:16.155`, in the order of the C locale, or with the year first, to RFC 3339.
std::string_view iso_time(std::string_view text, Arena& arena) {
  unsigned month = 0;
  unsigned day = 0;
  unsigned year = 0;
  char clock[24];
  if (std::sscanf(std::string(text).c_str(), "%2u/%2u/%4u %23s", &month, &day, &year, clock) != 4) return text;
  if (year < 100) year += 2000;
  char iso[48];
  const int size = std::snprintf(iso, sizeof iso, "%04u-%02u-%02uT%sZ", year, month, day, clock);
  return arena.copy({iso, static_cast<std::size_t>(size)});
}

// The text of `name=` before `end`, up to a blank.
std::string_view word_after(std::string_view text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size());
  return text.substr(0, text.find(' '));
}

// Where an unquoted value ends: at a blank; when ausearch took the quotes off, where the next field begins.
std::size_t value_end(std::string_view text, bool interpreted) {
  for (std::size_t at = 0;; ++at) {
    at = text.find_first_of(" \x1D", at);
    if (at == std::string_view::npos) return text.size();
    if (!interpreted || text[at] == kEnriched) return at;
    std::size_t name = at + 1;
    while (name < text.size() && is_name(text[name])) ++name;
    if (name > at + 1 && name < text.size() && text[name] == '=') return at;
  }
}

struct Field {
  std::string_view name;  // empty: a word that is no field
  std::string_view value;
  bool quoted = false;
  bool nested = false;  // fields in single quotes
};

// The next field off the text; false at its end.
bool take_field(std::string_view& text, bool interpreted, Field& field) {
  constexpr std::string_view kBetween = " \x1D,(";
  text.remove_prefix(std::min(text.find_first_not_of(kBetween), text.size()));
  if (text.empty()) return false;
  const auto end = std::min(text.find_first_of(" =\x1D"), text.size());
  field = {};
  if (end == text.size() || text[end] != '=') {
    text.remove_prefix(end);
    return true;
  }
  field.name = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (text.starts_with('=')) text.remove_prefix(1);  // `subj==unconfined`
  const char open = text.empty() ? ' ' : text.front();
  const char close = open == '{' ? '}' : open;
  if (open == '"' || open == '\'' || open == '{') {
    // The daemon's own message may hold single quotes; the last one ends it.
    const auto last = open == '\'' ? text.rfind(close) : text.find(close, 1);
    const auto stop = last == 0 ? std::string_view::npos : last;
    field.value = text.substr(1, stop == std::string_view::npos ? stop : stop - 1);
    field.quoted = open == '"';
    field.nested = open == '\'';
    text.remove_prefix(stop == std::string_view::npos ? text.size() : stop + 1);
    return true;
  }
  const auto stop = value_end(text, interpreted || field.name == "op");  // `op=adding user id=1001`
  field.value = text.substr(0, stop);
  text.remove_prefix(stop);
  while (field.value.ends_with(',') || (field.value.ends_with(')') && !field.value.contains('('))) {
    field.value.remove_suffix(1);
  }
  return true;
}

// `a12`, `a12[3]` to 12; nothing for other names.
std::optional<std::size_t> argument_index(std::string_view name) {
  if (!name.starts_with('a')) return std::nullopt;
  const std::string_view digits = name.substr(1, name.find('[') - 1);
  const auto number = to_unsigned(digits);
  return number && *number < kMostArguments ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

}  // namespace

bool AuditSplitter::line(std::string_view line) {
  constexpr std::string_view kMark = "audit(";
  const auto mark = line.find(kMark);
  if (mark == std::string_view::npos) return false;
  const auto end = line.find(')', mark);
  if (end == std::string_view::npos) return false;
  const std::string_view id = line.substr(mark + kMark.size(), end - mark - kMark.size());
  const auto colon = id.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view before = line.substr(0, mark);
  interpreted_ = id.contains('/') || id.contains('-');
  if (types_.empty()) {
    put("time", iso_time(id.substr(0, colon), arena_));
    put("serial", id.substr(colon + 1));
    put("node", word_after(before, "node="));
  }
  std::string_view rest = line.substr(end + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(" :"), rest.size()));
  record(word_after(before, "type="), rest);
  return true;
}

void AuditSplitter::record(std::string_view type, std::string_view text) {
  type = audit_type_name(type);
  if (type.empty() || type == "EOE") return;
  types_.push_back(type);
  if (type == "EXECVE") {
    arguments(text);
  } else {
    if (type == "AVC" || type == "USER_AVC") denial(text);
    fields(holds(kPrefixed, type) ? arena_.copy(std::string(type) + ".") : std::string_view{}, text, false);
  }
  if (type == "PATH") ++paths_;
}

void AuditSplitter::finish() {
  const auto main = std::ranges::find_if(types_, [](std::string_view type) { return !holds(kAuxiliary, type); });
  const bool called = holds(types_, "SYSCALL");
  if (!types_.empty()) put("type", main != types_.end() ? *main : called ? "SYSCALL" : types_.front());
  if (!arguments_.empty()) {
    std::string joined;
    for (const std::string& argument : arguments_) joined += (joined.empty() ? "" : " ") + argument;
    put("argv", arena_.copy(joined));
  }
  put_call();
}

void AuditSplitter::put_call() {
  const std::string_view number = find(data_, "syscall");
  const bool is_name = number.find_first_not_of("0123456789") != std::string_view::npos;
  if (call_.empty()) call_ = is_name ? number : audit_syscall_name(find(data_, "arch"), number);
  const std::string_view behind = call_ == "socketcall" ? audit_socket_call(find(data_, "a0")) : std::string_view{};
  put("SYSCALL", behind.empty() ? call_ : behind);
}

void AuditSplitter::fields(std::string_view prefix, std::string_view text, bool inside) {
  // What ausearch prints of a title goes to the end of the line, whatever is in it.
  constexpr std::string_view kTitle = "proctitle=";
  if (interpreted_ && text.starts_with(kTitle)) {
    put("proctitle", trim(text.substr(kTitle.size())));
    return;
  }
  for (Field field; take_field(text, interpreted_, field);) {
    if (field.nested && !inside) {
      fields(prefix, field.value, true);
    } else if (!field.name.empty()) {
      this->field(prefix, unambiguous(field.name, inside), field.value, field.quoted);
    }
  }
}

// `uid=0 … msg='uid=1000 …' UID="root" … UID="ada"`: the message's own is the account that it is about.
std::string_view AuditSplitter::unambiguous(std::string_view name, bool inside) const {
  if (name == "uid" && inside) return "id";
  const bool second = name == "UID" && !find(data_, "UID").empty() && !find(data_, "id").empty();
  return second ? "ID" : name;
}

void AuditSplitter::field(std::string_view prefix, std::string_view name, std::string_view value, bool quoted) {
  value = trim(value);
  if (is_nothing(name, value)) return;
  if (name == "saddr" || name == "SADDR") {
    put_address(value);
    return;
  }
  if (name == "SYSCALL") {
    call_ = value;
    return;
  }
  value = decoded(name, value, quoted);
  const std::string_view whole = prefix.empty() ? name : arena_.copy(std::string(prefix) + std::string(name));
  put(whole, value, prefix == "PATH." ? paths_ : 0);
}

std::string_view AuditSplitter::decoded(std::string_view name, std::string_view value, bool quoted) {
  if (quoted || interpreted_ || !holds(kEncoded, name)) return value;
  const bool upper_hex = value.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
  const std::string_view bytes = upper_hex ? audit_unhex(value, arena_) : std::string_view{};
  if (bytes.empty() || std::ranges::all_of(bytes, is_plain)) return value;
  std::string text(bytes);
  while (text.ends_with('\0')) text.pop_back();
  std::ranges::replace(text, '\0', ' ');
  return arena_.copy(text);
}

// `argc=3 a0="sh" a1="-c" a2_len=9000 a2[0]=…`; the pieces of a long argument go on in further records.
void AuditSplitter::arguments(std::string_view text) {
  for (Field field; take_field(text, interpreted_, field);) {
    const auto index = argument_index(field.name);
    if (!index) continue;
    if (arguments_.size() <= *index) arguments_.resize(*index + 1);
    arguments_[*index] += decoded("cmd", field.value, field.quoted);
  }
}

// `avc:  denied  { read write } for  …`
void AuditSplitter::denial(std::string_view text) {
  if (!text.contains("avc:")) return;
  for (const std::string_view verdict : {"denied", "granted"}) {
    if (text.contains(verdict)) put("avc", verdict);
  }
  const auto open = text.find('{');
  const auto close = text.find('}', open);
  if (close != std::string_view::npos) put("permissions", trim(text.substr(open + 1, close - open - 1)));
}

// The kernel's structure in hex, or what ausearch or the daemon made of it: `fam=inet laddr=192.0.2.1 lport=443`.
void AuditSplitter::put_address(std::string_view value) {
  AuditAddress address = audit_address(value, arena_);
  if (address.family.empty()) {
    for (Field field; take_field(value, false, field);) {
      if (field.name.ends_with("fam") && address.family.empty()) address.family = field.value;
      if (field.name == "laddr") address.ip = field.value;
      if (field.name == "lport") address.port = field.value;
      if (field.name == "path") address.path = field.value;
    }
  }
  put("SOCKADDR.family", address.family);
  put("SOCKADDR.addr", address.ip);
  put("SOCKADDR.port", address.port);
  put("SOCKADDR.path", address.path);
}

void AuditSplitter::put(std::string_view name, std::string_view value, std::uint32_t element) {
  if (value.empty() || data_.size() >= kMostFields || element >= kMostPaths) return;
  data_.push_back({name, value, element});
}

bool split_audit(const RawRecord& record, Arena& arena, std::vector<Datum>& data) {
  AuditSplitter splitter(arena, data);
  bool any = false;
  for (std::string_view rest = record.text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    any |= splitter.line(trim(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  splitter.finish();
  return any && !find(data, "type").empty();
}

}  // namespace yaral::ingest
