#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "ingest/windows_event.h"

namespace yaral::ingest {

class EventSink;

// A script block put together from its parts (PowerShell logs long ones in several events 4104).
struct ScriptBlock {
  // The record of the lowest part there is; its texts live as long as the block.
  const WindowsEvent& head() const { return *head_; }
  std::string text;
  std::string missing;  // numbers of the parts that did not come: `2, 4-7`; empty when the block is whole

 private:
  friend class ScriptBlocks;
  std::shared_ptr<Arena> arena_;
  std::shared_ptr<WindowsEvent> head_;
};

// Collects the parts of the script blocks of one file, from any number of threads, in any order: the result does not
// depend on it.
class ScriptBlocks {
 public:
  static constexpr std::size_t kDefaultLimit = 64 << 20;  // bytes of parts that wait
  static constexpr std::uint64_t kMostParts = 65536;

  explicit ScriptBlocks(std::size_t limit = kDefaultLimit) : limit_(limit) {}

  struct Part {
    std::string_view block_id;
    std::uint64_t number = 0;  // from 1
    std::uint64_t total = 0;
    std::string_view text;
  };

  // Whether the part can wait for the others: numbers make sense. Parts that cannot are events of their own.
  static bool can_wait(const Part& part) {
    return !part.block_id.empty() && part.total > 1 && part.total <= kMostParts && part.number >= 1 &&
           part.number <= part.total;
  }

  // Keeps a copy of the part. The block, when it is now whole; what waits beyond the limit comes back at once, incomplete.
  std::optional<ScriptBlock> add(const Part& part, const WindowsEvent& record);

  // At the end of the file: the blocks that are not whole, sorted by host, identifier and record.
  std::vector<ScriptBlock> take_incomplete();

 private:
  struct Waiting {
    std::shared_ptr<Arena> arena;
    std::shared_ptr<WindowsEvent> record;
    std::string_view text;
  };
  // By part number. A log that holds a block twice (copied together) has several of a number; each makes its own block.
  using Parts = std::map<std::uint64_t, std::vector<Waiting>>;
  struct Key {
    std::string computer;
    std::string block_id;
    std::uint64_t total;
    auto operator<=>(const Key&) const = default;
  };

  static ScriptBlock join(Parts& parts, std::uint64_t total);

  std::mutex mutex_;
  std::map<Key, Parts> waiting_;
  std::size_t bytes_ = 0;
  std::size_t limit_;
};

// The one event a script block becomes, at the time of its head.
void emit_script_block(const ScriptBlock& block, Arena& arena, EventSink& sink);

}  // namespace yaral::ingest
