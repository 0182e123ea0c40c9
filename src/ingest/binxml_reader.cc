#include "ingest/binxml_reader.h"

#include <algorithm>

namespace yaral::ingest::evtx {
namespace {

constexpr int kDeepestFragment = 16;
constexpr std::size_t kStepCost = 16;
constexpr std::uint32_t kDefinitionHead = 24;
constexpr std::uint8_t kTemplateToken = 0x0c;
constexpr std::uint8_t kFragmentHeaderToken = 0x0f;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

BinXmlReader::BinXmlReader(const Byte* chunk, std::uint32_t size, Arena& arena)
    : chunk_(chunk), size_(size), text_(arena), names_(chunk, size, text_), compiler_(names_, budget_, text_) {}

RecordError BinXmlReader::read(std::uint32_t begin, std::uint32_t end, WindowsEvent& event) {
  event_ = &event;
  values_.clear();
  return fragment({chunk_, begin, end}, Context::kDocument, 0);
}

// Nearly every fragment is a header and one template instance: those need no program of their own.
RecordError BinXmlReader::fragment(Cursor cursor, Context context, int depth) {
  if (depth > kDeepestFragment) return RecordError::kTooDeep;
  Cursor at = cursor;
  if (at.left() >= 4 && *at.here() == kFragmentHeaderToken) at.skip(4);
  if (at.left() > 0 && *at.here() == kTemplateToken) {
    at.skip(1);
    const RecordError error = instance(at, context, depth);
    if (error != RecordError::kNone || at.left() == 0 || *at.here() == 0) return error;
    cursor = at;
  }
  while (scratch_.size() <= static_cast<std::size_t>(depth)) scratch_.emplace_back();
  Program& program = scratch_[static_cast<std::size_t>(depth)];
  program.clear();
  const RecordError error = compiler_.compile(cursor, context, false, program);
  if (error != RecordError::kNone) return error;
  return run(program, {}, depth);
}

// Runs the template instance whose token `cursor` has just passed, and moves past it.
RecordError BinXmlReader::instance(Cursor& cursor, Context context, int depth) {
  TemplateInstance instance;
  const RecordError error = read_instance(cursor, instance);
  if (error != RecordError::kNone) return error;
  const CompiledTemplate& found = compiled(instance, context);
  if (found.error != RecordError::kNone) return found.error;
  if (!budget_.spend(instance.value_count)) return RecordError::kTooLarge;

  const Values values{values_.size(), instance.value_count};
  const Byte* bytes = chunk_ + instance.values;
  const Byte* descriptor = chunk_ + instance.descriptors;
  for (std::uint32_t i = 0; i < instance.value_count; ++i, descriptor += 4) {
    const auto size = load<std::uint16_t>(descriptor);
    values_.push_back({bytes, size, descriptor[2]});
    bytes += size;
  }
  const RecordError outcome = run(found.program, values, depth);
  values_.resize(values.first);
  return outcome;
}

const BinXmlReader::CompiledTemplate& BinXmlReader::compiled(const TemplateInstance& instance, Context context) {
  std::uint32_t& bucket = buckets_[(instance.definition ^ instance.definition >> 8) % buckets_.size()];
  for (std::uint32_t i = bucket; i != 0; i = templates_[i - 1].next) {
    const CompiledTemplate& known = templates_[i - 1];
    if (known.definition == instance.definition && known.id == instance.id && known.context == context) return known;
  }
  CompiledTemplate& made = templates_.emplace_back();
  made.definition = instance.definition;
  made.id = instance.id;
  made.context = context;
  made.next = bucket;
  bucket = static_cast<std::uint32_t>(templates_.size());
  made.error = compile_definition(instance, context, made.program);
  return made;
}

RecordError BinXmlReader::compile_definition(const TemplateInstance& instance, Context context, Program& program) {
  const std::uint32_t offset = instance.definition;
  if (offset >= size_ || size_ - offset < kDefinitionHead) return RecordError::kBadTemplate;
  // The instance's id is the first part of the definition's GUID; another one means that the definition is not there.
  if (load<std::uint32_t>(chunk_ + offset + 4) != instance.id) return RecordError::kBadTemplate;
  const auto size = load<std::uint32_t>(chunk_ + offset + 20);
  const std::uint32_t body = offset + kDefinitionHead;
  if (size > size_ - body) return RecordError::kBadTemplate;
  return compiler_.compile({chunk_, body, body + size}, context, true, program);
}

RecordError BinXmlReader::run(const Program& program, Values values, int depth) {
  for (const Op& op : program.ops) {
    if (!budget_.spend(kStepCost)) return RecordError::kTooLarge;
    const RecordError error = run_op(program, op, values, depth);
    if (error != RecordError::kNone) return error;
  }
  return RecordError::kNone;
}

RecordError BinXmlReader::run_op(const Program& program, const Op& op, Values values, int depth) {
  const Part* parts = program.parts.data() + op.first_part;
  std::string_view name = op.name;
  std::string_view text;
  switch (op.kind) {
    case OpKind::kField: return set_field(program, op, values) ? RecordError::kNone : RecordError::kTooLarge;
    case OpKind::kUserDataName: event_->user_data_name = op.name; return RecordError::kNone;
    case OpKind::kNested: return nested(program, op, values, depth);
    case OpKind::kInstance: {
      Cursor cursor{chunk_, op.position, size_};
      return depth < kDeepestFragment ? instance(cursor, op.context, depth + 1) : RecordError::kTooDeep;
    }
    case OpKind::kMessage:
      return text_of(parts, op.parts, values, event_->message) ? RecordError::kNone : RecordError::kTooLarge;
    case OpKind::kDatum:
      // An attribute or element whose only part is optional is not there when the value is null.
      if (op.parts == 1 && parts->optional && value_of(*parts, values).is(ValueType::kNull)) return RecordError::kNone;
      break;
  }
  if (op.name_parts != 0 && !text_of(parts + op.parts, op.name_parts, values, name)) return RecordError::kTooLarge;
  if (op.parts == 1 && !parts->is_static()) {
    const BinValue value = value_of(*parts, values);
    if (value.is_array() && value.size != 0) return add_items(name, value);
  }
  const RecordError error = nested(program, op, values, depth);
  if (error != RecordError::kNone) return error;
  if (!text_of(parts, op.parts, values, text)) return RecordError::kTooLarge;
  if (!op.only_if_text || !is_blank(text)) event_->data.push_back({name, text});
  return RecordError::kNone;
}

// An element whose text is an array stands once for each item.
RecordError BinXmlReader::add_items(std::string_view name, BinValue array) {
  while (auto item = next_item(array)) {
    const std::size_t room = text_room(item->type, item->size);
    if (!budget_.spend(room)) return RecordError::kTooLarge;
    event_->data.push_back({name, text_.commit(write_value(text_.reserve(room), *item))});
  }
  return RecordError::kNone;
}

// Runs the BinXML among the values of a step's parts; where it stands, no text does.
RecordError BinXmlReader::nested(const Program& program, const Op& op, Values values, int depth) {
  for (std::size_t i = 0; i < op.parts; ++i) {
    const Part& part = program.parts[op.first_part + i];
    if (part.is_static()) continue;
    const BinValue value = value_of(part, values);
    if (!value.is(ValueType::kBinXml) || value.size == 0 || op.context == Context::kIgnored) continue;
    const auto begin = static_cast<std::uint32_t>(value.bytes - chunk_);
    const RecordError error = fragment({chunk_, begin, begin + value.size}, op.context, depth + 1);
    if (error != RecordError::kNone) return error;
  }
  return RecordError::kNone;
}

bool BinXmlReader::set_field(const Program& program, const Op& op, Values values) {
  const Part* parts = program.parts.data() + op.first_part;
  if (op.parts == 1 && !parts->is_static()) {
    const BinValue value = value_of(*parts, values);
    if (value.size == 0) return true;
    if (op.field == SystemField::kTimeCreated) {
      if (auto time = time_of(value)) {
        event_->time_created = *time;
        return true;
      }
    } else if (is_number_field(op.field)) {
      if (auto number = integer_of(value)) {
        set_system_field(*event_, op.field, *number);
        return true;
      }
    }
  }
  std::string_view text;
  if (!text_of(parts, op.parts, values, text)) return false;
  if (!text.empty()) set_system_field(*event_, op.field, text);
  return true;
}

// Joins the parts into one text. False when the chunk's budget is spent.
bool BinXmlReader::text_of(const Part* parts, std::size_t count, Values values, std::string_view& text) {
  text = {};
  if (count == 1 && parts->is_static()) {
    text = parts->text;
    return true;
  }
  std::size_t room = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const BinValue value = value_of(parts[i], values);
    room += parts[i].is_static() ? parts[i].text.size() : value.size == 0 ? 0 : text_room(value.type, value.size);
  }
  if (!budget_.spend(room)) return false;
  if (room == 0) return true;
  char* to = text_.reserve(room);
  for (std::size_t i = 0; i < count; ++i) {
    if (parts[i].is_static()) {
      to = std::ranges::copy(parts[i].text, to).out;
      continue;
    }
    const BinValue value = value_of(parts[i], values);
    if (value.size != 0 && !value.is(ValueType::kBinXml)) to = write_value(to, value);
  }
  text = text_.commit(to);
  return true;
}

// The value of a substitution; one that the instance does not bring is null.
BinValue BinXmlReader::value_of(const Part& part, Values values) const {
  return part.substitution < values.count ? values_[values.first + part.substitution] : BinValue{};
}

}  // namespace yaral::ingest::evtx
