#pragma once

#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <new>
#include <span>
#include <string_view>
#include <utility>

namespace yaral {

// Memory for objects that all die together: an event batch, a call, a window. Objects placed here are never destroyed, so
// only types without a destructor that matters belong here.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Copies `text` into the arena; the view stays valid until reset() or destruction.
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(memory_.allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  // An uninitialised run of `count` T's.
  template <typename T>
  T* allocate(std::size_t count) {
    return static_cast<T*>(memory_.allocate(count * sizeof(T), alignof(T)));
  }

  template <typename T, typename... Args>
  T* create(Args&&... args) {
    return new (memory_.allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  // Frees everything; all views into the arena become invalid.
  void reset() { memory_.release(); }

 private:
  std::pmr::monotonic_buffer_resource memory_{4096};
};

}  // namespace yaral
