#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/windows_event.h"

namespace yaral::ingest::evtx {

// Where in the event's XML a piece of BinXML stands; it decides what its elements mean.
enum class Context : std::uint8_t {
  kDocument,   // above Event
  kEvent,      // in Event
  kSystem,     // in System
  kUserData,   // in UserData: the next element names the payload
  kPayload,    // in EventData, and below the first element of UserData
  kRendering,  // in RenderingInfo
  kIgnored,    // in an element nothing is taken from
};

// A piece of a text: words of the template, or the value of a substitution.
struct Part {
  static constexpr std::uint32_t kStatic = UINT32_MAX;

  std::string_view text;
  std::uint32_t substitution = kStatic;
  bool optional = false;  // an attribute or element is left out when its only part is optional and null

  bool is_static() const { return substitution == kStatic; }
};

enum class OpKind : std::uint8_t {
  kField,         // `field` is the text
  kDatum,         // a datum called `name` (or the name parts) with the text
  kMessage,       // the rendered message is the text
  kUserDataName,  // the payload's name is `name`
  kNested,        // BinXML in the value of the first part goes here
  kInstance,      // the template instance at `position` goes here
};

// One step in making an event out of a fragment: where a text goes and what it is made of.
struct Op {
  OpKind kind = OpKind::kNested;
  SystemField field = SystemField::kNone;
  Context context = Context::kIgnored;  // of BinXML that turns up inside the text
  bool only_if_text = false;            // a datum that is left out when its text is blank: between elements
  std::string_view name;
  std::uint32_t position = 0;
  std::uint32_t first_part = 0;
  std::uint16_t parts = 0;
  std::uint16_t name_parts = 0;  // after the parts of the text; 0 when the name is static
};

// A fragment of BinXML laid out as steps, with everything that does not depend on substitution values done.
struct Program {
  std::vector<Op> ops;
  std::vector<Part> parts;

  void clear() {
    ops.clear();
    parts.clear();
  }
};

}  // namespace yaral::ingest::evtx
