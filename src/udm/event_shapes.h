#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "udm/event_shape.h"
#include "udm/json_notes.h"

namespace yaral::udm {

// The shapes of the events that one decoder met. Bounded; forgets everything when full.
class EventShapes {
 public:
  EventShapes(Root root, NoteKeeper& notes) : root_(root), notes_(notes) {}

  bool empty() const { return buckets_.empty(); }

  // Reads an event of a known shape. False when it has to be read token by token.
  bool read(const LineTokens& line, JsonCursor& json, Arena& arena, Event& out);

  // Whether learn() should be called for the line that read() was called for last: not for what comes once.
  bool wants_to_learn() const { return wants_to_learn_; }
  void learn(const LineTokens& line, const Event& event, const LeafLog& log, const std::set<std::string>& unknown);

  // Adds the unknown fields of the events that read() read to the notes.
  void count_unknown();

 private:
  struct Known {
    EventShape shape;
    std::uint64_t uncounted = 0;  // events since count_unknown()
  };
  using Bucket = std::vector<Known>;

  Known* find(const LineTokens& line);
  bool pays_off() const { return learnt_ < kLearntAnyway || read_ >= learnt_ * kReadForEach; }

  // Learning a shape takes about as long as an event takes without one. Where too few come again, only some are learnt.
  static constexpr std::uint64_t kLearntAnyway = 256;
  static constexpr std::uint64_t kReadForEach = 8;
  static constexpr std::uint64_t kOneOf = 16;
  static constexpr std::size_t kMostInBucket = 16;
  static constexpr std::size_t kMaxTokens = 4096;
  static constexpr std::size_t kMaxBytes = std::size_t{8} << 20;

  Root root_;
  NoteKeeper& notes_;
  boost::unordered_flat_map<std::uint64_t, Bucket> buckets_;
  std::size_t bytes_ = 0;
  std::array<std::uint64_t, 1024> once_{};  // hashes of lines that came once
  std::uint64_t hash_ = 0;                  // of the last line
  std::uint64_t learnt_ = 0;                // shapes
  std::uint64_t read_ = 0;                  // events
  std::uint64_t passed_over_ = 0;           // events whose shape was not learnt
  bool wants_to_learn_ = false;
};

}  // namespace yaral::udm
