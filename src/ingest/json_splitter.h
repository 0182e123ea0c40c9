#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace yaral::ingest {

enum class JsonPieceKind : std::uint8_t {
  kObject,  // a whole object, by its brackets
  kBroken,  // an object that cannot be whole; `message` says why
  kMore,    // nothing more to say without more text; only if there may be more
  kEnd,     // no further object
};

struct JsonPiece {
  JsonPieceKind kind = JsonPieceKind::kEnd;
  std::size_t begin = 0;     // of the object in the text
  std::size_t between = 0;   // up to `begin` stands text that is of no object, broken or not, and of no wrapper
  std::size_t size = 0;      // of kObject
  std::size_t consumed = 0;  // bytes of the text that are done with
  std::string_view message;
};

// Finds the objects of a JSON text one by one, however they are laid out: in one array of any size, one after another,
// on one line or many, or in the array of a wrapper such as {"events": […]}. Only brackets and strings are looked at; a
// broken object is told from the text around it where possible, so that the ones behind it survive. Time is linear.
class JsonSplitter {
 public:
  explicit JsonSplitter(std::size_t limit) : limit_(limit) {}

  // Finds the first object in `text`, which must begin where the last call said `consumed`; after kMore it must also
  // have grown.
  JsonPiece next(std::string_view text, bool at_end);

 private:
  JsonPiece find(std::string_view text, std::size_t from, bool at_end);
  JsonPiece object(std::string_view text, std::size_t begin, bool at_end);
  JsonPiece broken(std::string_view text, std::size_t begin, std::size_t at, bool at_end, std::string_view message);
  std::size_t resume(std::string_view text, bool at_end);

  std::size_t limit_;
  bool skipping_ = false;  // behind a broken object, up to where the next can begin
  bool wrapped_ = false;   // inside a wrapper, whose own members may stand behind the objects
  std::string indent_;     // before the last object on its line
};

}  // namespace yaral::ingest
