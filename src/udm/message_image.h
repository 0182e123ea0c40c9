#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "udm/event.h"

namespace yaral::udm {

// A message with all that is below it in one piece of memory, which is copied faster than a tree is built. The copies have
// the scalars and keys of the original, until these are replaced.
class MessageImage {
 public:
  // nullopt when there is a list or a struct inside a struct.
  static std::optional<MessageImage> of(const Message& root);

  // A copy. Its values lie `offset_of(…)` bytes behind its begin, where its root is.
  std::byte* make(Arena& arena) const;
  static const Message* root(std::byte* copy) { return reinterpret_cast<const Message*>(copy); }

  std::size_t bytes() const { return bytes_.size() * sizeof(std::uint64_t); }

  // Of a value or a struct's entry of the original.
  std::optional<std::uint32_t> offset_of(const void* original) const;
  // How many values and entries there are, apart from messages and structs.
  std::size_t scalars() const { return offsets_.size(); }
  // When offset_of() and scalars() are not needed any more.
  void forget_original() { offsets_ = {}; }

 private:
  // What is at `at` points to what is at `to`.
  struct Link {
    std::uint32_t at;
    std::uint32_t to;
  };

  template <typename From, typename To, typename Set>
  static void connect(std::byte* begin, const std::vector<Link>& links, const Set& set);
  void set_number();
  std::uint32_t reserve(std::size_t bytes);
  template <typename T>
  void put(std::uint32_t at, const T& object);
  bool add_message(std::uint32_t at, const Message& message);
  bool add_value(std::uint32_t at, const Value& value);
  bool add_struct(std::uint32_t at, const Struct& object);

  std::vector<std::uint64_t> bytes_;  // of that alignment
  std::vector<Link> messages_;        // from a message to its fields
  std::vector<Link> fields_;          // from a field to its values
  std::vector<Link> children_;        // from a value to its message
  std::vector<Link> structures_;      // from a value to its struct
  std::vector<Link> entries_;         // from a struct to its entries
  std::unordered_map<const void*, std::uint32_t> offsets_;
};

}  // namespace yaral::udm
