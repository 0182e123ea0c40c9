#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

#include "base/arena.h"
#include "ingest/binxml_compiler.h"
#include "ingest/binxml_program.h"
#include "ingest/binxml_values.h"
#include "ingest/evtx_error.h"
#include "ingest/evtx_text.h"
#include "ingest/windows_event.h"

namespace yaral::ingest::evtx {

// Turns the BinXML of a chunk's records into events. Each template is compiled at its first use; a record then only
// walks the template's steps with its own values.
class BinXmlReader {
 public:
  // All texts go to `arena`. It and `chunk` must outlive the reader.
  BinXmlReader(const Byte* chunk, std::uint32_t size, Arena& arena);
  BinXmlReader(const BinXmlReader&) = delete;
  BinXmlReader& operator=(const BinXmlReader&) = delete;

  // Adds the fragment in [begin, end) to `event`. Names and the words of templates are shared by all events of the
  // chunk. After an error the event is half filled.
  RecordError read(std::uint32_t begin, std::uint32_t end, WindowsEvent& event);

 private:
  struct CompiledTemplate {
    std::uint32_t definition = 0;
    std::uint32_t id = 0;
    Context context = Context::kDocument;
    RecordError error = RecordError::kNone;
    std::uint32_t next = 0;  // in the same bucket: index + 1
    Program program;
  };

  // The values of the template instance whose steps are being run: a range of values_.
  struct Values {
    std::size_t first = 0;
    std::size_t count = 0;
  };

  RecordError fragment(Cursor cursor, Context context, int depth);
  RecordError instance(Cursor& cursor, Context context, int depth);
  const CompiledTemplate& compiled(const TemplateInstance& instance, Context context);
  RecordError compile_definition(const TemplateInstance& instance, Context context, Program& program);

  RecordError run(const Program& program, Values values, int depth);
  RecordError run_op(const Program& program, const Op& op, Values values, int depth);
  RecordError add_items(std::string_view name, BinValue array);
  RecordError nested(const Program& program, const Op& op, Values values, int depth);
  bool set_field(const Program& program, const Op& op, Values values);
  bool text_of(const Part* parts, std::size_t count, Values values, std::string_view& text);
  BinValue value_of(const Part& part, Values values) const;

  const Byte* chunk_;
  std::uint32_t size_;
  Budget budget_;
  TextWriter text_;
  NameTable names_;
  Compiler compiler_;
  std::deque<CompiledTemplate> templates_;
  std::array<std::uint32_t, 256> buckets_{};  // index + 1 of the first template there
  std::deque<Program> scratch_;               // for fragments without a template, by depth
  std::vector<BinValue> values_;
  WindowsEvent* event_ = nullptr;
};

}  // namespace yaral::ingest::evtx
