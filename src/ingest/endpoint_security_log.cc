#include "ingest/endpoint_security_log.h"

#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/json_dom.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kEventType = "EventType=\"";

std::string_view take_word(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text = trim(text.substr(end));
  return word;
}

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Where the quote stands that ends a value: at the end, or the next pair begins behind it. Values may hold quotes.
std::size_t end_of_value(std::string_view text) {
  for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
    const std::string_view rest = text.substr(at + 1);
    if (rest.empty()) return at;
    if (!rest.starts_with(' ')) continue;
    const auto end = std::ranges::find_if_not(rest.substr(1), is_name);
    if (std::string_view(end, rest.end()).starts_with("=\"")) return at;
  }
  return text.size();
}

}  // namespace

std::string_view es_event_name(const RawRecord& record) {
  JsonObject event;
  if (!find_object(record.json->object, "event", event) || event.size() == 0) return {};
  return (*event.begin()).key;
}

void put_es_arguments(Draft& draft) {
  std::string command_line;
  for (const Datum& datum : draft.data()) {
    if (datum.name != "event.exec.args") continue;
    command_line.append(command_line.empty() ? "" : " ").append(datum.value);
  }
  if (command_line.empty()) return;
  draft.put_text(YARAL_PATH("target.process.command_line"), draft.arena().copy(command_line));
}

void put_es_file(Draft& draft, std::string_view directory, std::string_view name) {
  const udm::Path& file = YARAL_PATH("target.file.full_path");
  if (name.empty() || draft.has(file)) return;
  const std::string_view slash = directory.ends_with('/') ? "" : "/";
  draft.put_text(file, draft.arena().copy(std::string(directory).append(slash).append(name)));
}

void put_es_launch_item(Draft& draft, std::string_view url) {
  constexpr std::string_view kFile = "file://";
  if (url.starts_with(kFile)) url.remove_prefix(kFile.size());
  draft.put_text(YARAL_PATH("target.resource.name"), url);
}

bool is_es_line(const RawRecord& record) {
  return record.text.contains(kEventType) && record.text.contains(" MachTimestamp=\"");
}

bool split_es_line(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  const auto begin = record.text.find(kEventType);
  if (begin == std::string_view::npos) return false;
  std::string_view head = trim(record.text.substr(0, begin));
  const std::string_view date = take_word(head);
  const std::string_view clock = take_word(head);
  const std::size_t size = clock.empty() ? date.size() : static_cast<std::size_t>(clock.end() - date.begin());
  if (const std::string_view time(date.data(), size); parse_log_time(time)) {
    data.push_back({"time", time});
    data.push_back({"host", take_word(head)});
    data.push_back({"level", take_word(head)});
  } else {
    data.push_back({"host", record.envelope.host});
  }
  std::string_view rest = record.text.substr(begin);
  for (auto equals = rest.find("=\""); equals != std::string_view::npos; equals = rest.find("=\"")) {
    const std::string_view name = trim(rest.substr(0, equals));
    rest.remove_prefix(equals + 2);
    const std::size_t end = end_of_value(rest);
    data.push_back({name == "EventType" ? "event_name" : name, rest.substr(0, end)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return true;
}

}  // namespace yaral::ingest
