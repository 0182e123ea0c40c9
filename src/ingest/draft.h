#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "ingest/field_table.h"
#include "ingest/normaliser.h"
#include "ingest/windows_event.h"
#include "udm/event.h"
#include "udm/path.h"

namespace yaral::ingest {

// A UDM event in the making. Knows the rules that hold for every source (docs/telemetry/): absent values are not stored,
// what no row takes goes to additional.fields, nouns mirror to their assets, an event without what its type requires gets
// a weaker one.
class Draft {
 public:
  Draft(Arena& arena, TextLifetime lifetime);

  Arena& arena() { return arena_; }
  udm::Message& root() { return *root_; }

  // The text, where it lives long enough.
  std::string_view keep(std::string_view text) { return lifetime_ == TextLifetime::kArena ? text : arena_.copy(text); }

  void set_type(std::int32_t type) { type_ = type; }
  void set_type(std::string_view name);
  std::int32_t type() const { return type_; }
  void set_time(Timestamp time) { time_ = time; }
  Timestamp time() const { return time_; }

  // Sets a field by its path. `text` is copied if need be; absent texts are not set.
  void put_text(const udm::Path& path, std::string_view text);
  void put(const udm::Path& path, Value value) { udm::put(*root_, path, value, arena_); }
  // A field that is set already keeps its value.
  bool has(const udm::Path& path) const;
  std::string_view text_at(const udm::Path& path) const;

  // additional.fields[name]; a second value under the same name gets `name_2`, and so on.
  void add(std::string_view name, std::string_view text);

  // Converts one value along a row. False when it cannot be: then it belongs to additional.fields.
  bool apply(const CompiledRow& row, std::string_view text);
  // Lays the record's data out: rows where there are some, the rest to additional.fields.
  void lay_out(const WindowsEvent& record, const CompiledMapping& mapping);

  // The record the draft is made from, for what tables cannot say.
  const WindowsEvent* record = nullptr;

  // Completes the event: mirrors, weakens, sets type and time, and hands it over.
  void emit(std::string_view id, std::string_view log_type, EventSink& sink);

 private:
  bool put_account(const CompiledRow& row, std::string_view text);
  bool put_hashes(const CompiledRow& row, std::string_view text);
  void mirror_assets();
  void weaken(EventSink& sink);

  Arena& arena_;
  TextLifetime lifetime_;
  udm::Message* root_;
  udm::Struct* additional_ = nullptr;
  std::int32_t type_ = 0;
  Timestamp time_;
};

}  // namespace yaral::ingest
