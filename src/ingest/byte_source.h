#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/read.h"

namespace yaral::ingest {

// A stream of bytes: a file, standard input, a member of an archive, or one of those decoded.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads up to `size` bytes; fewer only where no more are at hand. 0 at the end, also when the end is an error.
  virtual std::size_t read(char* to, std::size_t size) = 0;
  // Moves to an offset; false where the source cannot.
  virtual bool seek(std::uint64_t) { return false; }
  // The size, where it is known.
  virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
  // How much will come, as far as anyone said: the size, or what an archive claims.
  virtual std::optional<std::uint64_t> expected_size() const { return size(); }
  // Why the bytes ended before their time; empty after a good end.
  virtual std::string error() const { return {}; }
};

// Opens a file for reading, `-` for standard input; the error is the system's message. Bytes are counted in `progress`.
std::expected<std::unique_ptr<ByteSource>, std::string> open_file(const std::string& path, Progress* progress);

// Gives a text, which the source keeps.
std::unique_ptr<ByteSource> from_text(std::string text);

// Reads until `size` bytes are there or the source ends.
std::size_t read_full(ByteSource& source, char* to, std::size_t size);

// Gives `head` again before the rest of `rest`.
std::unique_ptr<ByteSource> with_head(std::string head, std::unique_ptr<ByteSource> rest);

enum class Encoding : std::uint8_t { kUtf8, kUtf16Little, kUtf16Big };

struct EncodingGuess {
  Encoding encoding = Encoding::kUtf8;
  std::size_t mark = 0;  // bytes of the byte order mark
};

// From the byte order mark, or from the zero bytes of UTF-16 without one.
EncodingGuess guess_encoding(std::string_view head);

// UTF-16 as UTF-8. Lone surrogates become U+FFFD.
std::unique_ptr<ByteSource> from_utf16(std::unique_ptr<ByteSource> source, bool big_endian);

}  // namespace yaral::ingest
