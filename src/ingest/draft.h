#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
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
  ~Draft();

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

  // The same for one of the record's data; what is unnamed in a Windows event is `param1`, `param2` and so on.
  void add_datum(std::size_t position, const Datum& datum);

  // Converts one value along a row. False when it cannot be: then it belongs to additional.fields.
  bool apply(const CompiledRow& row, std::string_view text);
  // Lays the record's data out: rows where there are some, the rest to additional.fields. Then the constants.
  void lay_out(std::span<const Datum> data, const CompiledMapping& mapping);

  // For what tables cannot say: the record's data, as they were laid out.
  std::span<const Datum> data() const { return data_; }
  std::string_view find(std::string_view name) const { return ingest::find(data_, name); }
  std::string_view find(std::string_view name, std::uint32_t element) const;
  // How many elements the list of objects has whose members are `list.…`.
  std::uint32_t elements(std::string_view list) const;
  // The record itself: one of these.
  const WindowsEvent* windows = nullptr;
  const RawRecord* raw = nullptr;
  // Stands between the names of nested members in additional.fields.
  char joint = '.';

  // Sets a field to the enum's value of that name, which must exist.
  void put_enum(const udm::Path& path, std::string_view name);
  // A new element of the repeated message at the path: for the second and later ones, put_text() goes to the first.
  udm::Message& append(const udm::Path& path);
  // Sets a text field of such an element; absent texts are not set.
  void put_text(udm::Message& message, std::string_view field, std::string_view text);
  // Adds a pair to the labels at the path, whose key is only known from the record.
  void put_label(const udm::Path& labels, std::string_view key, std::string_view text);

  // The record is no event: emit() then only tells the sink why. `reason` is a constant.
  void drop(std::string_view reason) { dropped_ = reason; }
  // The event is kept with less than it should have: told by emit(). `reason` is a constant.
  void note(std::string_view reason) { noted_ = reason; }

  // Completes the event: mirrors, weakens, sets type and time, and hands it over.
  void emit(std::string_view id, std::string_view log_type, EventSink& sink);

 private:
  static constexpr std::size_t kMostRows = 512;  // whose use is kept track of

  bool put_by_type(const CompiledRow& row, std::string_view text);
  bool put_account(const CompiledRow& row, std::string_view text);
  bool put_mail_user(const CompiledRow& row, std::string_view text);
  bool put_host(const CompiledRow& row, std::string_view text);
  bool put_hashes(const CompiledRow& row, std::string_view text);
  void mirror_assets();
  void weaken(EventSink& sink);

  // Where the values below lists of objects are: looking for each element of a long list takes linear time with it.
  struct ElementIndex;
  const ElementIndex& element_index() const;

  Arena& arena_;
  TextLifetime lifetime_;
  udm::Message* root_;
  udm::Struct* additional_ = nullptr;
  std::int32_t type_ = 0;
  Timestamp time_;
  std::span<const Datum> data_;
  const CompiledMapping* mapping_ = nullptr;
  std::array<std::uint64_t, kMostRows / 64> placed_{};
  std::size_t added_ = 0;
  std::string_view dropped_;
  std::string_view noted_;
  mutable std::unique_ptr<const ElementIndex> element_index_;  // of data_; null until needed
};

}  // namespace yaral::ingest
