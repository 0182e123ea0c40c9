#include "bench/evtx_forms.h"

#include <string>

namespace yaral::bench {

namespace {

using evtx::BinXml;
using evtx::number;

constexpr std::uint32_t kSystemTemplate = 1;
constexpr std::uint32_t kDataTemplate = 1000;  // and the event id

void write_system(BinXml& xml) {
  xml.open("Event", true).attribute("xmlns").words(u"http://schemas.microsoft.com/win/2004/08/events/event");
  xml.close_start().open("System").close_start();
  xml.open("Provider", true).attribute("Name", true).substitution(14, kText);
  xml.attribute("Guid").substitution(15, kText).close_empty();
  xml.leaf("EventID", 3, kShort).leaf("Version", 11, kByte).leaf("Level", 0, kByte).leaf("Task", 2, kShort);
  xml.leaf("Opcode", 1, kByte).leaf("Keywords", 5, kHexLong);
  xml.open("TimeCreated", true).attribute("SystemTime").substitution(6, kFileTime).close_empty();
  xml.leaf("EventRecordID", 10, kLong);
  xml.open("Correlation", true).attribute("ActivityID", true).substitution(7, kGuid);
  xml.attribute("RelatedActivityID").substitution(18, kGuid).close_empty();
  xml.open("Execution", true).attribute("ProcessID", true).substitution(8, kInt);
  xml.attribute("ThreadID").substitution(9, kInt).close_empty();
  xml.leaf("Channel", 16, kText).leaf("Computer", 17, kText);
  xml.open("Security", true).attribute("UserID").substitution(12, kSid).close_empty().end();
  xml.substitution(19, kBinXml).end();
}

std::vector<evtx::Value> system_values(const Channel& channel, const Kind& kind, const Occurrence& what,
                                       std::uint64_t record, evtx::Body data) {
  static const std::string kLocalSystem{"\x01\x01\0\0\0\0\0\x05\x12\0\0\0", 12};
  return {
      number(kByte, channel.level),
      number<std::uint8_t>(kByte, 0),
      number(kShort, kind.task),
      number(kShort, kind.event_id),
      evtx::null(),
      number(kHexLong, channel.keywords),
      number(kFileTime, what.filetime),
      evtx::null(),
      number(kInt, what.process),
      number(kInt, what.thread),
      number(kLong, record),
      number(kByte, kind.version),
      evtx::raw(kSid, kLocalSystem),
      evtx::null(),
      evtx::text(channel.provider),
      evtx::text(channel.guid),
      evtx::text(channel.name),
      evtx::text(what.computer),
      evtx::null(),
      evtx::nested(std::move(data)),
  };
}

}  // namespace

bool EvtxChunk::add(const Kind& kind, const Occurrence& what, const std::vector<evtx::Value>& values) {
  static const evtx::Template kSystem{kSystemTemplate, write_system};
  const auto known = data_templates_.find(kind.event_id);
  std::uint32_t defined = 0;
  const auto data = [&](BinXml& xml) {
    const std::uint32_t id = kDataTemplate + kind.event_id;
    xml.header();
    if (known != data_templates_.end()) {
      xml.instance(id, known->second, values);
    } else {
      defined = xml.inline_instance(
          id,
          [&](BinXml& definition) {
            definition.open("EventData").close_start();
            std::uint16_t index = 0;
            for (const Datum& datum : kind.data) definition.datum(datum.name, index++, datum.type);
            definition.end();
          },
          values);
    }
    xml.eof();
  };
  if (!writer_.add(kSystem, system_values(channel_, kind, what, writer_.next_record(), data))) return false;
  if (known == data_templates_.end()) data_templates_[kind.event_id] = defined;
  return true;
}

}  // namespace yaral::bench
