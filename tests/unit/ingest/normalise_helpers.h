#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/field_table.h"
#include "ingest/normaliser.h"
#include "ingest/script_blocks.h"
#include "ingest/windows_normaliser.h"
#include "udm/json.h"

namespace yaral::ingest {

// The events a record becomes.
struct Normalised : EventSink {
  Arena arena;
  ScriptBlocks blocks;
  std::vector<udm::Event> events;
  std::vector<std::string> weak;
  std::vector<std::string> drops;

  void event(const udm::Event& event) override { events.push_back(event); }
  void weakened(std::string_view reason) override { weak.emplace_back(reason); }
  void dropped(std::string_view reason) override { drops.emplace_back(reason); }

  void add(const WindowsEvent& record, TextLifetime lifetime = TextLifetime::kRecord) {
    normalise(record, lifetime, blocks, arena, *this);
  }
  void finish() {
    for (const ScriptBlock& block : blocks.take_incomplete()) emit_script_block(block, arena, *this);
  }

  // The values at a path of an event, as text.
  std::vector<std::string> at(std::string_view dotted, std::size_t event = 0) const {
    const udm::Path path = checked_path(dotted);
    std::vector<Value> values;
    udm::collect(*events.at(event).root, path, values);
    std::vector<std::string> texts;
    for (const Value& value : values) texts.push_back(text(value, path));
    return texts;
  }

  std::string one(std::string_view dotted, std::size_t event = 0) const {
    const auto all = at(dotted, event);
    return all.size() == 1 ? all[0] : "(" + std::to_string(all.size()) + " values)";
  }

  std::string additional(const std::string& name, std::size_t event = 0) const {
    const auto values = at("additional.fields[\"" + name + "\"]", event);
    return values.empty() ? "(none)" : values[0];
  }

  static std::string text(const Value& value, const udm::Path& path) {
    switch (value.kind()) {
      case ValueKind::kString:
      case ValueKind::kBytes: return std::string(value.as_text());
      case ValueKind::kEnum:
        return std::string(udm::enum_name(path.type.enum_id, static_cast<std::int32_t>(value.as_int())));
      case ValueKind::kInt: return std::to_string(value.as_int());
      case ValueKind::kUint: return std::to_string(value.as_uint());
      case ValueKind::kBool: return value.as_bool() ? "true" : "false";
      case ValueKind::kTimestamp: return format_timestamp(value.as_timestamp());
      default: return "(other)";
    }
  }
};

inline WindowsEvent windows_event(std::string_view provider, std::uint32_t id,
                                  std::vector<WindowsEvent::Data> data = {}) {
  WindowsEvent record;
  record.provider = provider;
  record.event_id = id;
  record.computer = "wks1.example.org";
  record.channel = "C";
  record.record_id = 42;
  record.time_created = *parse_timestamp("2024-03-01T10:00:00Z");
  record.data = std::move(data);
  return record;
}

}  // namespace yaral::ingest
