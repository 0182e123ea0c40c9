#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/arena.h"
#include "udm/event.h"
#include "udm/json_cursor.h"
#include "udm/leaf_log.h"
#include "udm/message_image.h"
#include "udm/own_fields.h"

namespace yaral::udm {

// What is the same in many events of a source: all text but the scalars. An event of a known shape needs no grammar and no
// look into the schema: its tree is a copy of one read before, with other scalars.
class EventShape {
 public:
  // The shape of an event that was read from `line` without bad values. `unknown`: the fields that the schema lacks.
  EventShape(const LineTokens& line, const Event& event, const LeafLog& log, const OwnFields& own,
             std::string_view name_without_log_type, std::set<std::string> unknown);

  // Whether the line has this shape, but for its escapes, its literals, and blanks behind its texts.
  bool matches(const LineTokens& line) const;
  // Reads a line that matches, over which `json` was opened. False when it has to be read token by token: nothing is then
  // known of it.
  bool read(JsonCursor& json, Arena& arena, Event& out) const;

  const std::set<std::string>& unknown() const { return unknown_; }
  std::size_t bytes() const;  // of memory, about

 private:
  // As large as the vectors that every processor has.
  using Words [[gnu::vector_size(16)]] = std::uint64_t;

  // Text between two scalars, with the quotes that end and begin them: where a token stands that begins like this, all
  // tokens within it stand, too.
  struct Constant {
    std::uint32_t token;  // its first
    std::uint32_t size;   // in bytes
  };
  // 16 bytes of a constant, the last ones of it perhaps a second time.
  struct WholePart {
    Words bytes;
    std::uint32_t token;
    std::uint32_t skipped;  // of the constant, before this part
  };
  // A constant of less than 16 bytes.
  struct ShortPart {
    Words bytes;  // zeros behind it
    Words mask;   // of what belongs to it
    std::uint32_t token;
  };

  enum class LeafKind : std::uint8_t { kText, kFromText, kLiteral, kEntry, kUnread };
  struct Leaf {
    std::uint32_t token;
    std::uint32_t at;   // in the image
    std::uint32_t key;  // kEntry: its token
    LeafKind kind;
    const FieldInfo* field;
  };

  static Words words_of(const char* text, std::size_t size);
  void add_constants(const LineTokens& line);
  void add_constant(const char* text, Constant constant);
  bool add_leaves(const LineTokens& line, const LeafLog& log);
  bool read_leaf(const Leaf& leaf, JsonCursor& json, Arena& arena, std::byte* tree, Event& out) const;

  std::size_t tokens_;
  std::vector<WholePart> whole_parts_;
  std::vector<ShortPart> short_parts_;
  std::vector<Constant> beyond_padding_;  // those that may end behind what can be read in any case
  std::optional<MessageImage> image_;     // nullopt: such events are read token by token
  std::vector<Leaf> leaves_;              // by token
  std::optional<std::uint32_t> time_;     // in the image
  std::optional<std::uint32_t> log_type_;
  std::string_view name_without_log_type_;
  std::size_t id_;  // token
  std::set<std::string> unknown_;
};

}  // namespace yaral::udm
