#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kServiceTypes[] = {
    {"kernel mode driver", "KERNEL_DRIVER"},
    {"file system driver", "FILE_SYSTEM_DRIVER"},
};

constexpr Code kStartTypes[] = {
    {"auto start", "AUTOMATIC"}, {"boot start", "AUTOMATIC"}, {"system start", "AUTOMATIC"},
    {"demand start", "MANUAL"},  {"disabled", "DISABLED"},
};

constexpr Row kInstalled[] = {
    {"ServiceName", "target.application"},
    {"ServiceName", "target.resource.name"},
    {"ImagePath", "target.process.command_line", kText, true},
    {"ServiceType", "target.resource.service.service_type", kText, true, kServiceTypes},
    {"StartType", "target.resource.service.startup_type", kText, true, kStartTypes},
    {"AccountName", "target", kAccount},
};

// The other events call a service by the name that people see.
constexpr Row kFirst[] = {
    {"param1", "target.application"},
    {"param1", "target.resource.service.display_name"},
};

constexpr Row kSecond[] = {
    {"param2", "target.application"},
    {"param2", "target.resource.service.display_name"},
};

constexpr Row kState[] = {
    {"param2", "security_result.summary", kText, true},
    {"Binary", "", kCode},
};

constexpr Row kStartType[] = {
    {"param1", "target.resource.service.display_name"},
    {"param2", "src.resource.service.startup_type", kText, true, kStartTypes},
    {"param3", "target.resource.service.startup_type", kText, true, kStartTypes},
    {"param4", "target.application"},
    {"param4", "target.resource.name"},
};

constexpr Row kError[] = {{"param2", "security_result.description", kText, true}};

constexpr Constant kService[] = {{"target.resource.resource_type", "SERVICE"}};

constexpr Constant kFailed[] = {
    {"target.resource.resource_type", "SERVICE"},
    {"security_result.action", "FAIL"},
};

// Hex of UTF-16 to text, as far as it is ASCII: names of services are.
std::string utf16_text(std::string_view hex) {
  std::string text;
  for (; hex.size() >= 4; hex.remove_prefix(4)) {
    const auto unit = to_unsigned("0x" + std::string(hex.substr(2, 2)) + std::string(hex.substr(0, 2)));
    if (!unit || *unit == 0) break;
    text += *unit < 0x80 ? static_cast<char>(*unit) : '?';
  }
  return text;
}

struct State {
  char code;  // SERVICE_STATUS.dwCurrentState
  std::string_view state;
  std::string_view type;
};

constexpr State kStates[] = {
    {'1', "STOPPED", "SERVICE_STOP"},
    {'4', "RUNNING", "SERVICE_START"},
    {'7', "PAUSED", "SERVICE_STOP"},
};

// 7036: the words are in the language of the machine, so that the state is read from the binary, `name/code`.
void finish_state(Draft& draft) {
  const std::string text = utf16_text(draft.windows->find("Binary"));
  const auto slash = text.rfind('/');
  const std::string_view word = find_or_at(*draft.windows, "param2", 1);
  char code = equal_nocase(word, "running") ? '4' : equal_nocase(word, "stopped") ? '1' : '\0';
  if (slash != std::string::npos && slash + 2 == text.size()) {
    draft.put_text(YARAL_PATH("target.resource.name"), draft.arena().copy(text.substr(0, slash)));
    code = text.back();
  }
  for (const State& state : kStates) {
    if (state.code != code) continue;
    draft.put_enum(YARAL_PATH("target.resource.service.state"), state.state);
    draft.set_type(state.type);
  }
}

constexpr Mapping kMappings[] = {
    {"7000", "SERVICE_START", {kFirst, kError}, nullptr, false, kFailed},
    {"7009", "SERVICE_START", {kSecond}, nullptr, false, kFailed},
    {"7023", "SERVICE_STOP", {kFirst, kError}, nullptr, false, kFailed},
    {"7024", "SERVICE_STOP", {kFirst, kError}, nullptr, false, kFailed},
    {"7031", "SERVICE_STOP", {kFirst}, nullptr, false, kFailed},
    {"7034", "SERVICE_STOP", {kFirst}, nullptr, false, kFailed},
    {"7036", "SERVICE_UNSPECIFIED", {kFirst, kState}, finish_state, false, kService},
    {"7040", "SERVICE_MODIFICATION", {kStartType}, nullptr, false, kService},
    {"7045", "SERVICE_CREATION", {kInstalled}, put_service_program, false, kService},
};

constexpr std::string_view kProviders[] = {"Service Control Manager"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings, put_logging_user};

}  // namespace

const WindowsSource& service_control_source() { return kSource; }

}  // namespace yaral::ingest
