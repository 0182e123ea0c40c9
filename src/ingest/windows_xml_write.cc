#include <fmt/format.h>

#include <string>

#include "ingest/windows_xml.h"

namespace yaral::ingest {
namespace {

// What XML 1.0 cannot hold becomes U+FFFD.
void append_escaped(std::string& xml, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '&': xml += "&amp;"; break;
      case '<': xml += "&lt;"; break;
      case '>': xml += "&gt;"; break;
      case '\'': xml += "&apos;"; break;
      case '"': xml += "&quot;"; break;
      default:
        if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') {
          xml += "\xEF\xBF\xBD";
        } else {
          xml += c;
        }
    }
  }
}

void append_attribute(std::string& xml, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  xml.append(" ").append(name).append("='");
  append_escaped(xml, value);
  xml += '\'';
}

void append_element(std::string& xml, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  xml.append("<").append(name).append(">");
  append_escaped(xml, text);
  xml.append("</").append(name).append(">");
}

void append_system(std::string& xml, const WindowsEvent& event) {
  xml += "<System><Provider";
  append_attribute(xml, "Name", event.provider);
  append_attribute(xml, "Guid", event.provider_guid);
  append_attribute(xml, "EventSourceName", event.event_source);
  xml += fmt::format("/><EventID>{}</EventID><Version>{}</Version><Level>{}</Level><Task>{}</Task><Opcode>{}</Opcode>",
                     event.event_id, event.version, event.level, event.task, event.opcode);
  append_element(xml, "Keywords", event.keywords);
  if (!event.time_created.is_zero()) {
    xml += fmt::format("<TimeCreated SystemTime='{}'/>", format_timestamp(event.time_created));
  }
  xml += fmt::format("<EventRecordID>{}</EventRecordID><Correlation", event.record_id);
  append_attribute(xml, "ActivityID", event.activity_id);
  xml += fmt::format("/><Execution ProcessID='{}' ThreadID='{}'/>", event.process_id, event.thread_id);
  append_element(xml, "Channel", event.channel);
  append_element(xml, "Computer", event.computer);
  xml += "<Security";
  append_attribute(xml, "UserID", event.user_sid);
  xml += "/></System>";
}

}  // namespace

std::string_view write_event_xml(const WindowsEvent& event, Arena& arena) {
  std::string xml = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>";
  append_system(xml, event);
  const bool user_data = !event.user_data_name.empty();
  if (user_data) {
    xml.append("<UserData><").append(event.user_data_name).append(">");
  } else {
    xml += "<EventData>";
  }
  for (const Datum& datum : event.data) {
    if (user_data && !datum.name.contains(kAttributeSeparator)) {
      append_element(xml, datum.name, datum.value);
      continue;
    }
    xml += "<Data";
    append_attribute(xml, "Name", datum.name);
    xml += '>';
    append_escaped(xml, datum.value);
    xml += "</Data>";
  }
  if (user_data) {
    xml.append("</").append(event.user_data_name).append("></UserData></Event>");
  } else {
    xml += "</EventData></Event>";
  }
  return arena.copy(xml);
}

}  // namespace yaral::ingest
