#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace yaral::engine {

// Texts that nobody reads before the last has come: the first are held in memory, the others lie in a temporary file without a
// name, which ends with the process whatever happens to it. Where no such file can be made, all stay in memory.
class TextStore {
 public:
  // `in_memory`: bytes of text after which the file is begun.
  explicit TextStore(std::size_t in_memory) : most_in_memory_(in_memory) {}
  TextStore(const TextStore&) = delete;
  TextStore& operator=(const TextStore&) = delete;
  ~TextStore();

  // Valid as long as the store, to be read after flush().
  std::string_view keep(std::string_view text);
  // Call before texts are read that were kept since the last call.
  void flush();

  // Bytes of text that are not in the file.
  std::size_t in_memory() const { return in_memory_; }

 private:
  bool make_room(std::size_t size);
  bool open_file();

  std::size_t most_in_memory_;
  std::size_t in_memory_ = 0;
  Arena memory_;
  int file_ = -1;
  bool without_file_ = false;    // it cannot be made, or has no more room
  std::vector<char*> mappings_;  // of the file's stretches, in order
  std::size_t used_ = 0;         // of the last one
  std::size_t written_ = 0;
  std::string unwritten_;
};

}  // namespace yaral::engine
