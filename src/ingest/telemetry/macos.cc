#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/unified_log.h"

// docs/telemetry/MACOS.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {{"Default", "INFORMATIONAL"},
                                {"Info", "INFORMATIONAL"},
                                {"Debug", "INFORMATIONAL"},
                                {"Error", "ERROR"},
                                {"Fault", "ERROR"}};

constexpr Row kMessage[] = {
    {"timestamp", "", kEventTime},
    {"host", "principal.hostname"},
    {"eventMessage", "metadata.description"},
    {"messageType", "security_result.severity", kText, true, kSeverities},
    {"subsystem", "", kCode, true},
    {"processImagePath", "principal.process.file.full_path"},
    {"process", "principal.application"},
    {"processID", "principal.process.pid", kPid},
    {"userID", "", kCode, true},
};

// What a message says, by a text in it that does not change.
struct Meaning {
  std::string_view program;
  std::string_view text;
  std::string_view kind;
  std::string_view action;  // empty: it does not say
  std::string_view path;    // behind this stands a path, or a process id and a path; `<`: it stands before the text
};

constexpr Meaning kMeanings[] = {
    {"syspolicyd", "assessment denied for ", "assessment denied", "BLOCK", "assessment denied for "},
    {"syspolicyd", "assessment granted for ", "assessment granted", "ALLOW", "assessment granted for "},
    {"syspolicyd", "Terminating process due to Gatekeeper rejection", "process rejected", "BLOCK", "rejection: "},
    {"syspolicyd", "Malware detected", "malware found", "BLOCK", "(path: "},
    {"syspolicyd", "GK evaluateScanResult: ", "assessment", "", "(path: "},
    {"syspolicyd", "GK performScan: ", "assessment", "", "(path: "},
    {"syspolicyd", "GK process assessment: ", "assessment", "", "GK process assessment: "},
    {"syspolicyd", "Prompt shown", "user asked", "CHALLENGE", "(path: "},
    {"spctl", "assessment denied for ", "assessment denied", "BLOCK", "assessment denied for "},
    {"amfid", " signature not valid: ", "signature not valid", "BLOCK", "<"},
    {"amfid", " not valid: ", "signature not valid", "BLOCK", "<"},
    {"kernel", "Security policy would not allow process: ", "process rejected", "BLOCK", "allow process: "},
    {"kernel", "AMFI: hook..execve() killing pid ", "process rejected", "BLOCK", "killing pid "},
    {"kernel", "code signature validation failed fatally: When validating ", "signature not valid", "BLOCK",
     "When validating "},
    {"kernel", "AMFI: code signature validation failed", "signature not valid", "BLOCK", ""},
    {"kernel", "CODE SIGNING: ", "page not valid", "", "in file "},
    {"trustd", "Trust evaluate failure: ", "certificate not trusted", "BLOCK", ""},
    {"XProtect", "\"status_message\":\"NoThreatDetected\"", "no malware found", "ALLOW", ""},
    {"XProtect", "\"status_message\":\"Threat", "malware found", "", ""},
    {"XProtect", "\"status_message\":\"Remediat", "malware found", "BLOCK", ""},
    {"XProtect", "\"status_message\":\"FailedToRemediate\"", "malware found", "ALLOW", ""},
    {"sudo", " ; COMMAND=", "sudo", "ALLOW", ""},
    {"sshd", "Accepted ", "ssh login", "ALLOW", ""},
    {"sshd", "Failed ", "ssh login", "BLOCK", ""},
};

std::string_view program_of_message(std::span<const Datum> data) {
  const std::string_view name = find(data, "process");
  const std::string_view path = find(data, "processImagePath");
  return name.empty() ? path.substr(path.rfind('/') + 1) : name;
}

const Meaning* meaning_of(std::span<const Datum> data) {
  const std::string_view program = program_of_message(data);
  const std::string_view message = find(data, "eventMessage");
  const auto found = std::ranges::find_if(kMeanings, [&](const Meaning& meaning) {
    return program.starts_with(meaning.program) && message.contains(meaning.text);
  });
  return found == std::end(kMeanings) ? nullptr : found;
}

std::string_view kind(std::span<const Datum> data, Arena&) {
  const Meaning* const meaning = meaning_of(data);
  return meaning == nullptr ? std::string_view() : meaning->kind;
}

// The path at the beginning of a text: in quotes, or up to what ends it.
std::string_view path_in(std::string_view text) {
  if (text.starts_with('"')) return text.substr(1, text.find('"', 1) - 1);
  std::size_t size = text.size();
  for (const char* end : {"\n", ", ", ": ", " by ", " (", ")", " <-- "}) size = std::min(size, text.find(end));
  text = trim(text.substr(0, size));
  if (text.ends_with(':')) text.remove_suffix(1);
  return text;
}

// How the code is signed that a message is about, in the words of code_signature.h: by the errors of Security.framework
// and of amfid.
std::string_view signature_word(std::string_view message) {
  struct Sign {
    std::string_view text;
    std::string_view word;
  };
  constexpr Sign kSigns[] = {{"Code=-423", "ad-hoc"},
                             {"adhoc signed", "ad-hoc"},
                             {"-67062", "unsigned"},
                             {"completely unsigned", "unsigned"},
                             {"not valid: ", "invalid"},
                             {"code signature validation failed", "invalid"},
                             {"rejecting invalid page", "invalid"}};
  const auto found = std::ranges::find_if(kSigns, [&](const Sign& sign) { return message.contains(sign.text); });
  return found == std::end(kSigns) ? std::string_view() : found->word;
}

void put_path(Draft& draft, std::string_view file, bool of_process) {
  if (!file.starts_with('/') && !file.ends_with(".app")) return;
  draft.put_text(of_process ? YARAL_PATH("target.process.file.full_path") : YARAL_PATH("target.file.full_path"), file);
}

// A process id, and the path behind it.
void put_place(Draft& draft, std::string_view text) {
  const auto digits =
      static_cast<std::size_t>(std::ranges::find_if(text, [](char c) { return c < '0' || c > '9'; }) - text.begin());
  const bool has_pid = digits > 0 && (digits == text.size() || std::string_view(", :").contains(text[digits]));
  if (has_pid) {
    draft.put_text(YARAL_PATH("target.process.pid"), text.substr(0, digits));
    text.remove_prefix(digits);
    while (!text.empty() && std::string_view(", :").contains(text.front())) text.remove_prefix(1);
  }
  put_path(draft, path_in(text), has_pid);
}

void finish_message(Draft& draft) {
  const Meaning* const meaning = meaning_of(draft.data());
  if (meaning == nullptr) return;
  const std::string_view message = draft.find("eventMessage");
  draft.put_text(YARAL_PATH("security_result.summary"), meaning->kind);
  if (!meaning->action.empty()) draft.put_enum(YARAL_PATH("security_result.action"), meaning->action);
  if (meaning->path == "<") {
    put_path(draft, message.substr(0, message.find(meaning->text)), false);
  } else if (const auto at = message.find(meaning->path); !meaning->path.empty() && at != std::string_view::npos) {
    put_place(draft, message.substr(at + meaning->path.size()));
  }
  draft.put_text(draft.has(YARAL_PATH("target.process"))
                     ? YARAL_PATH("target.process.file.signature_info.sigcheck.verification_message")
                     : YARAL_PATH("target.file.signature_info.sigcheck.verification_message"),
                 signature_word(message));
}

// `{"caused_by":[],"status_message":"…"}` of XProtect's scanners, each of which looks for one family.
void finish_malware(Draft& draft) {
  finish_message(draft);
  draft.put_enum(YARAL_PATH("security_result.category"), "SOFTWARE_MALICIOUS");
  constexpr std::string_view kScanner = "XProtectRemediator";
  const std::string_view program = program_of_message(draft.data());
  if (program.starts_with(kScanner)) {
    draft.put_text(YARAL_PATH("security_result.threat_name"), program.substr(kScanner.size()));
  }
}

// `anna : TTY=ttys000 ; PWD=/Users/anna ; USER=root ; COMMAND=/usr/bin/id`
void finish_sudo(Draft& draft) {
  finish_message(draft);
  const std::string_view message = draft.find("eventMessage");
  const auto part_behind = [&](std::string_view name) {
    const auto at = message.find(name);
    return at == std::string_view::npos ? std::string_view() : message.substr(at + name.size());
  };
  const std::string_view command = part_behind("COMMAND=");
  const std::string_view user = part_behind("USER=");
  const std::string_view directory = part_behind("PWD=");
  draft.put_text(YARAL_PATH("principal.user.userid"), trim(message.substr(0, message.find(" : "))));
  draft.put_text(YARAL_PATH("target.user.userid"), user.substr(0, user.find(" ;")));
  draft.put_text(YARAL_PATH("target.process.command_line"), command);
  draft.put_text(YARAL_PATH("target.process.file.full_path"), program_of(command));
  draft.add("PWD", directory.substr(0, directory.find(" ;")));
}

// `Accepted publickey for anna from 192.0.2.1 port 50000 ssh2`
void finish_ssh(Draft& draft) {
  finish_message(draft);
  const std::string_view message = draft.find("eventMessage");
  const auto word_behind = [&](std::string_view mark) {
    const auto at = message.find(mark);
    const std::string_view rest = at == std::string_view::npos ? std::string_view() : message.substr(at + mark.size());
    return rest.substr(0, rest.find(' '));
  };
  const std::string_view user = word_behind(message.contains(" for invalid user ") ? " for invalid user " : " for ");
  draft.put_text(YARAL_PATH("target.user.userid"), user);
  draft.put_text(YARAL_PATH("principal.ip"), to_ip(word_behind(" from ")));
  draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), "REMOTE");
}

void finish_event(Draft& draft) {
  if (!draft.find("heading").empty()) return draft.drop("heading of a log");
  draft.put_enum(YARAL_PATH("principal.platform"), "MAC");
  if (!draft.has(YARAL_PATH("principal.hostname"))) {
    draft.put_text(YARAL_PATH("principal.hostname"), draft.raw->envelope.host);
  }
  if (!draft.has(YARAL_PATH("principal.application"))) {
    draft.put_text(YARAL_PATH("principal.application"), program_of_message(draft.data()));
  }
  const udm::Path& user = YARAL_PATH("principal.user.userid");
  if (!draft.has(user) && !draft.has(YARAL_PATH("target.user"))) draft.put_text(user, draft.find("userID"));
  const udm::Path& type = YARAL_PATH("metadata.product_event_type");
  if (!draft.has(type)) draft.put_text(type, draft.find("subsystem"));
}

constexpr Mapping kMappings[] = {
    {"assessment denied", "SCAN_FILE", {kMessage}, finish_message},
    {"assessment granted", "SCAN_FILE", {kMessage}, finish_message},
    {"assessment", "SCAN_FILE", {kMessage}, finish_message},
    {"user asked", "SCAN_FILE", {kMessage}, finish_message},
    {"signature not valid", "SCAN_FILE", {kMessage}, finish_message},
    {"malware found", "SCAN_FILE", {kMessage}, finish_malware},
    {"no malware found", "SCAN_HOST", {kMessage}, finish_message},
    {"process rejected", "PROCESS_UNCATEGORIZED", {kMessage}, finish_message},
    {"page not valid", "SCAN_FILE", {kMessage}, finish_message},
    {"certificate not trusted", "STATUS_UPDATE", {kMessage}, finish_message},
    {"sudo", "PROCESS_LAUNCH", {kMessage}, finish_sudo},
    {"ssh login", "USER_LOGIN", {kMessage}, finish_ssh},
    {"*", "STATUS_UPDATE", {kMessage}},
};

constexpr Recognition kRecognitions[] = {
    {{{"eventMessage", ""}, {"processImagePath", ""}, {"machTimestamp", ""}, {"messageType", ""}}},
    {{{"eventMessage", ""}, {"processImagePath", ""}, {"senderImagePath", ""}, {"subsystem", ""}}},
};

}  // namespace

const LogType& macos_log_type() {
  static constexpr LogType kType{
      .name = "MACOS",
      .title = "macOS Unified Log",
      .vendor = "Apple",
      .product = "macOS",
      .recognitions = kRecognitions,
      .claims = is_unified_log_line,
      .claimed_by = "begins as `log show` writes lines: time, thread, type, activity, process",
      .continues = continues_unified_log,
      .split = split_unified_log_line,
      .kind = kind,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
