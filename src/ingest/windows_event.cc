#include "ingest/windows_event.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace yaral::ingest {
namespace {

struct Place {
  std::string_view element;
  std::string_view attribute;
  SystemField field;
};

constexpr Place kPlaces[] = {
    {"Provider", "Name", SystemField::kProvider},
    {"Provider", "Guid", SystemField::kProviderGuid},
    {"Provider", "EventSourceName", SystemField::kEventSource},
    {"EventID", "", SystemField::kEventId},
    {"Version", "", SystemField::kVersion},
    {"Level", "", SystemField::kLevel},
    {"Task", "", SystemField::kTask},
    {"Opcode", "", SystemField::kOpcode},
    {"Keywords", "", SystemField::kKeywords},
    {"TimeCreated", "SystemTime", SystemField::kTimeCreated},
    {"EventRecordID", "", SystemField::kRecordId},
    {"Correlation", "ActivityID", SystemField::kActivityId},
    {"Execution", "ProcessID", SystemField::kProcessId},
    {"Execution", "ThreadID", SystemField::kThreadId},
    {"Channel", "", SystemField::kChannel},
    {"Computer", "", SystemField::kComputer},
    {"Security", "UserID", SystemField::kUserSid},
};

constexpr std::size_t kFieldCount = static_cast<std::size_t>(SystemField::kUserSid) + 1;

// By field: the member that holds it, if it is text or a 32-bit number.
struct Member {
  std::string_view WindowsEvent::* text = nullptr;
  std::uint32_t WindowsEvent::* number = nullptr;
};

constexpr std::array<Member, kFieldCount> make_members() {
  std::array<Member, kFieldCount> members{};
  auto at = [&members](SystemField field) -> Member& { return members[static_cast<std::size_t>(field)]; };
  at(SystemField::kProvider).text = &WindowsEvent::provider;
  at(SystemField::kProviderGuid).text = &WindowsEvent::provider_guid;
  at(SystemField::kEventSource).text = &WindowsEvent::event_source;
  at(SystemField::kEventId).number = &WindowsEvent::event_id;
  at(SystemField::kVersion).number = &WindowsEvent::version;
  at(SystemField::kLevel).number = &WindowsEvent::level;
  at(SystemField::kTask).number = &WindowsEvent::task;
  at(SystemField::kOpcode).number = &WindowsEvent::opcode;
  at(SystemField::kKeywords).text = &WindowsEvent::keywords;
  at(SystemField::kActivityId).text = &WindowsEvent::activity_id;
  at(SystemField::kProcessId).number = &WindowsEvent::process_id;
  at(SystemField::kThreadId).number = &WindowsEvent::thread_id;
  at(SystemField::kChannel).text = &WindowsEvent::channel;
  at(SystemField::kComputer).text = &WindowsEvent::computer;
  at(SystemField::kUserSid).text = &WindowsEvent::user_sid;
  return members;
}

constexpr std::array<Member, kFieldCount> kMembers = make_members();

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view WindowsEvent::find(std::string_view name) const {
  const auto found = std::ranges::find(data, name, &Data::name);
  return found == data.end() ? std::string_view{} : found->value;
}

void WindowsEvent::clear() {
  auto kept = std::move(data);
  kept.clear();
  *this = WindowsEvent{};
  data = std::move(kept);
}

SystemField system_field(std::string_view element, std::string_view attribute) {
  for (const Place& place : kPlaces) {
    if (place.element == element && place.attribute == attribute) return place.field;
  }
  return SystemField::kNone;
}

bool is_number_field(SystemField field) {
  return field == SystemField::kRecordId || kMembers[static_cast<std::size_t>(field)].number != nullptr;
}

void set_system_field(WindowsEvent& event, SystemField field, std::string_view text) {
  text = trim(text);
  if (auto member = kMembers[static_cast<std::size_t>(field)].text) {
    event.*member = text;
  } else if (field == SystemField::kTimeCreated) {
    if (auto time = parse_timestamp(text)) event.time_created = *time;
  } else if (auto number = parse_number(text)) {
    set_system_field(event, field, *number);
  }
}

void set_system_field(WindowsEvent& event, SystemField field, std::uint64_t number) {
  if (auto member = kMembers[static_cast<std::size_t>(field)].number) {
    if (number <= std::numeric_limits<std::uint32_t>::max()) event.*member = static_cast<std::uint32_t>(number);
  } else if (field == SystemField::kRecordId) {
    event.record_id = number;
  }
}

}  // namespace yaral::ingest
