#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/time.h"

namespace yaral::ingest {

// A value of a record with the name the source gives it.
struct Datum {
  std::string_view name;      // dotted where the source nests: `userIdentity.arn`
  std::string_view value;     // numbers and booleans as the source writes them
  std::uint32_t element = 0;  // of values below a list of objects: which object, counted from 0 through the record
};

// The first value of that name; empty when there is none.
std::string_view find(std::span<const Datum> data, std::string_view name);
// The same among the values of one element of a list.
std::string_view find(std::span<const Datum> data, std::string_view name, std::uint32_t element);

// Where the texts of a record live: whether the event may point at them or must copy them.
enum class TextLifetime : std::uint8_t {
  kRecord,  // gone when the next record is read
  kArena,   // in the arena the event goes to, or for as long
};

// What stands around a record: a syslog header, a collector's note.
struct Envelope {
  Timestamp time;            // of the header; zero when there is none
  Timestamp collected;       // when the collector got it; zero when unknown
  Timestamp now;             // of the run: for times without a year
  std::string_view host;     // the machine the header names
  std::string_view program;  // its tag: `sshd`
  std::string_view pid;
  std::string_view message_id;  // of RFC 5424
};

class JsonNode;

// One record as it came, before anyone made sense of it. What a normaliser is given.
struct RawRecord {
  std::string_view text;  // without the envelope; in the arena the events go to, or for as long
  Envelope envelope;
  std::string_view source{};         // as it came, envelope and all; empty: the same as `text`
  const JsonNode* json = nullptr;    // the same, parsed, when it is a JSON object
  std::span<const Datum> columns{};  // the same, split, when the file names its columns (Zeek's TSV); in file order

  std::string_view whole() const { return source.empty() ? text : source; }
};

}  // namespace yaral::ingest
