#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "unit/ingest/evtx_writer.h"

// Windows events in the form that Windows writes them: a template for `System` with the identity of the event as values,
// and in its last value a template for `EventData`, which each chunk defines once a kind.
namespace yaral::bench {

namespace evtx = yaral::ingest::evtx_writer;

// The types of BinXML values that the events here use.
enum ValueType : std::uint8_t {
  kText = 0x01,
  kByte = 0x04,
  kShort = 0x06,
  kInt = 0x08,
  kLong = 0x0a,
  kBool = 0x0d,
  kGuid = 0x0f,
  kFileTime = 0x11,
  kSid = 0x13,
  kHexInt = 0x14,
  kHexLong = 0x15,
  kBinXml = 0x21,
};

struct Datum {
  std::u16string_view name;
  ValueType type;
};

struct Kind {
  std::uint16_t event_id;
  std::uint8_t version;
  std::uint16_t task;
  std::span<const Datum> data;
};

struct Channel {
  std::u16string_view provider;
  std::u16string_view guid;
  std::u16string_view name;
  std::uint8_t level;
  std::uint64_t keywords;
};

// What is in `System` besides kind and channel.
struct Occurrence {
  std::uint64_t filetime;  // 100 ns since 1601
  std::uint32_t process;
  std::uint32_t thread;
  std::u16string_view computer;
};

// One chunk of a channel while it is written.
class EvtxChunk {
 public:
  EvtxChunk(const Channel& channel, std::uint64_t first_record) : channel_(channel), writer_(first_record) {}

  // `values` are in the order of the kind's data. False when the chunk has no room left.
  bool add(const Kind& kind, const Occurrence& what, const std::vector<evtx::Value>& values);
  std::string finish() const { return writer_.finish(); }
  std::uint64_t next_record() const { return writer_.next_record(); }

 private:
  const Channel& channel_;
  evtx::ChunkWriter writer_;
  std::map<std::uint16_t, std::uint32_t> data_templates_;  // event id → offset of its definition
};

}  // namespace yaral::bench
