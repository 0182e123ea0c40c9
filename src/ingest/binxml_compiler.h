#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/binxml_program.h"
#include "ingest/binxml_values.h"
#include "ingest/evtx_bytes.h"
#include "ingest/evtx_error.h"
#include "ingest/evtx_text.h"

namespace yaral::ingest::evtx {

// The names of a chunk, each turned into UTF-8 once while it stays in the table.
class NameTable {
 public:
  NameTable(const Byte* chunk, std::uint32_t size, TextWriter& text) : chunk_(chunk), size_(size), text_(text) {}

  // Whether a whole name stands at `offset`.
  bool is_name(std::uint32_t offset) const { return name_size(offset) != 0; }

  // The bytes the name at `offset` takes; 0 if there is none.
  std::uint32_t name_size(std::uint32_t offset) const;

  // The name at `offset`, which must be one. The view lives as long as the writer's arena.
  std::string_view name(std::uint32_t offset, Budget& budget);

 private:
  struct Slot {
    std::uint32_t offset = 0;  // 0: free, as no name stands in the header
    std::string_view name;
  };

  const Byte* chunk_;
  std::uint32_t size_;
  TextWriter& text_;
  std::array<Slot, 256> slots_{};
};

// A use of a template: which one, and where the values for its substitutions lie.
struct TemplateInstance {
  std::uint32_t id = 0;
  std::uint32_t definition = 0;  // offset
  std::uint32_t value_count = 0;
  std::uint32_t descriptors = 0;  // offset of the table of sizes and types
  std::uint32_t values = 0;       // offset of the first value's bytes
};

// Reads the template instance after its token and moves past it. kNone when it was good.
RecordError read_instance(Cursor& cursor, TemplateInstance& instance);

// Lays BinXML out as programs, whose words stand in the arenas of `names` and `text`.
class Compiler {
 public:
  Compiler(NameTable& names, Budget& budget, TextWriter& text) : names_(names), budget_(budget), text_(text) {}

  // Compiles the fragment at `cursor` (to its end token or the cursor's end), standing in `context`. In template
  // definitions elements carry a dependency identifier, elsewhere they do not.
  RecordError compile(Cursor cursor, Context context, bool in_definition, Program& program);

 private:
  struct Element;

  bool fragment(Context context);
  bool element(Context context, bool has_attributes, int depth);
  bool attributes(Element& element);
  void take_attribute(Element& element, std::string_view name, std::size_t first_part);
  bool content(Element& element, int depth);
  void finish(const Element& element);
  void add_op(Op op, std::size_t first_part, std::size_t end_part);
  void add_nested(Context context, std::size_t first_part);

  bool text_token(std::uint8_t token);
  bool value_text();
  bool counted_text();
  bool entity();
  bool substitution(bool optional);
  void keep_text(BinValue value);

  bool element_head(std::uint32_t& name_offset);
  bool name_at(std::uint32_t offset, std::string_view& name);
  bool skip_instruction(std::uint8_t token);
  bool instance(Context context);
  bool fail(RecordError error);

  NameTable& names_;
  Budget& budget_;
  TextWriter& text_;
  Cursor cursor_;
  bool in_definition_ = false;
  Program* program_ = nullptr;
  RecordError error_ = RecordError::kNone;
  std::vector<Part> stack_;  // the parts of the texts being read, the outermost element's first
};

}  // namespace yaral::ingest::evtx
