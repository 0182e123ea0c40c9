#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace yaral {

// Memory for objects that all die together: an event batch, a call, a window. Objects placed here are never destroyed, so
// only types without a destructor that matters belong here. Unlike std::pmr::monotonic_buffer_resource it keeps memory for
// what comes after reset(), which otherwise costs a page fault for every 4 KiB.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Copies `text` into the arena; the view stays valid until reset() or destruction.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(allocate_bytes(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  // An uninitialised run of `count` T's.
  template <typename T>
  T* allocate(std::size_t count) {
    return static_cast<T*>(allocate_bytes(count * sizeof(T), alignof(T)));
  }

  template <typename T, typename... Args>
  T* create(Args&&... args) {
    return new (allocate_bytes(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  // What is placed from now on dies with rewind(), as if it had not been.
  struct Mark {
    std::byte* at;
    std::byte* end;
    std::size_t used;
  };
  Mark mark() const { return {at_, end_, used_}; }
  void rewind(const Mark& mark) {
    at_ = mark.at;
    end_ = mark.end;
    used_ = mark.used;
  }

  // All views into the arena become invalid. Keeps at most 4 MiB for what is to come.
  void reset();

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };

  static constexpr std::size_t kFirstBlock = 4096;
  static constexpr std::size_t kLargestBlock = std::size_t{256} << 10;  // larger ones only for objects of that size
  static constexpr std::size_t kKept = std::size_t{4} << 20;

  void* allocate_bytes(std::size_t size, std::size_t alignment) {
    const std::size_t skipped = -reinterpret_cast<std::uintptr_t>(at_) & (alignment - 1);
    const auto room = static_cast<std::size_t>(end_ - at_);
    if (room < skipped || room - skipped < size) return allocate_from_next_block(size, alignment);
    std::byte* const begin = at_ + skipped;
    at_ = begin + size;
    return begin;
  }
  void* allocate_from_next_block(std::size_t size, std::size_t alignment);

  std::byte* at_ = nullptr;
  std::byte* end_ = nullptr;
  std::vector<Block> blocks_;
  std::size_t used_ = 0;  // of the blocks; the others were kept
};

// What is placed in an arena during the scope's life dies with it.
class ArenaScope {
 public:
  explicit ArenaScope(Arena& arena) : arena_(arena), mark_(arena.mark()) {}
  ~ArenaScope() { arena_.rewind(mark_); }
  ArenaScope(const ArenaScope&) = delete;
  ArenaScope& operator=(const ArenaScope&) = delete;

 private:
  Arena& arena_;
  Arena::Mark mark_;
};

}  // namespace yaral
