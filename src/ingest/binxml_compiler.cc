#include "ingest/binxml_compiler.h"

#include <algorithm>

namespace yaral::ingest::evtx {
namespace {

// Tokens. Some come with kMore, which says that attributes follow the element, or further values the value.
constexpr std::uint8_t kMore = 0x40;
constexpr std::uint8_t kEnd = 0x00;
constexpr std::uint8_t kOpenStart = 0x01;
constexpr std::uint8_t kCloseStart = 0x02;
constexpr std::uint8_t kCloseEmpty = 0x03;
constexpr std::uint8_t kEndElement = 0x04;
constexpr std::uint8_t kValue = 0x05;
constexpr std::uint8_t kAttribute = 0x06;
constexpr std::uint8_t kCData = 0x07;
constexpr std::uint8_t kCharRef = 0x08;
constexpr std::uint8_t kEntityRef = 0x09;
constexpr std::uint8_t kPiTarget = 0x0a;
constexpr std::uint8_t kPiData = 0x0b;
constexpr std::uint8_t kTemplate = 0x0c;
constexpr std::uint8_t kSubstitution = 0x0d;
constexpr std::uint8_t kOptionalSubstitution = 0x0e;
constexpr std::uint8_t kFragmentHeader = 0x0f;

constexpr int kDeepestElement = 64;
constexpr std::size_t kTokenCost = 16;
constexpr std::size_t kMostParts = UINT16_MAX;  // of one text

constexpr std::uint32_t kDefinitionHead = 24;  // offset of the next (4), GUID (16), size (4)
constexpr std::uint32_t kDescriptor = 4;       // size (2), type (1), unused (1)

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr Entity kEntities[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};

// What the children of an element of that name are.
Context child_context(Context context, std::string_view name) {
  switch (context) {
    case Context::kDocument: return name == "Event" ? Context::kEvent : Context::kIgnored;
    case Context::kEvent:
      if (name == "System") return Context::kSystem;
      if (name == "UserData") return Context::kUserData;
      if (name == "RenderingInfo") return Context::kRendering;
      return Context::kPayload;  // EventData; ProcessingErrorData and the like, whose leaves are data too
    case Context::kUserData:
    case Context::kPayload: return Context::kPayload;
    case Context::kSystem:
    case Context::kRendering:
    case Context::kIgnored: return Context::kIgnored;
  }
  return Context::kIgnored;
}

bool is_payload(Context context) { return context == Context::kUserData || context == Context::kPayload; }

}  // namespace

RecordError read_instance(Cursor& cursor, TemplateInstance& instance) {
  Cursor at = cursor;
  if (!at.skip(1) || !at.read(instance.id) || !at.read(instance.definition)) return RecordError::kTruncated;
  if (instance.definition == at.position) {  // the definition stands here, at its first use
    if (at.left() < kDefinitionHead) return RecordError::kTruncated;
    const auto size = load<std::uint32_t>(at.here() + kDefinitionHead - 4);
    at.position += kDefinitionHead;
    if (!at.skip(size)) return RecordError::kTruncated;
  }
  if (!at.read(instance.value_count)) return RecordError::kTruncated;
  if (instance.value_count > at.left() / kDescriptor) return RecordError::kTruncated;
  instance.descriptors = at.position;
  at.position += instance.value_count * kDescriptor;
  instance.values = at.position;
  std::uint64_t size = 0;
  for (std::uint32_t i = 0; i < instance.value_count; ++i) {
    size += load<std::uint16_t>(at.chunk + instance.descriptors + i * kDescriptor);
  }
  if (size > at.left()) return RecordError::kTruncated;
  at.position += static_cast<std::uint32_t>(size);
  cursor = at;
  return RecordError::kNone;
}

struct Compiler::Element {
  Context context;  // it stands in
  Context inside;   // of its content
  std::string_view name;
  SystemField field = SystemField::kNone;  // its text fills
  std::string_view datum;                  // the name of the datum it makes
  std::size_t first_part = 0;              // of its text, in stack_; the parts of a datum's name stand before
  std::size_t name_parts = 0;
  bool has_elements = false;
  bool has_attribute_data = false;

  bool is_datum() const { return is_payload(context) && name == "Data"; }
};

bool Compiler::fail(RecordError error) {
  if (error_ == RecordError::kNone) error_ = error;
  return false;
}

RecordError Compiler::compile(Cursor cursor, Context context, bool in_definition, Program& program) {
  cursor_ = cursor;
  in_definition_ = in_definition;
  program_ = &program;
  error_ = RecordError::kNone;
  stack_.clear();
  fragment(context);
  return error_;
}

bool Compiler::fragment(Context context) {
  std::uint8_t token = 0;
  while (cursor_.read(token)) {
    if (!budget_.spend(kTokenCost)) return fail(RecordError::kTooLarge);
    const std::uint8_t kind = token & ~kMore;
    bool good = true;
    if (kind == kEnd) return true;
    if (kind == kFragmentHeader) {
      good = cursor_.skip(3) || fail(RecordError::kTruncated);
    } else if (kind == kOpenStart) {
      good = element(context, (token & kMore) != 0, 1);
    } else if (kind == kTemplate) {
      good = instance(context);
    } else if (kind == kPiTarget || kind == kPiData) {
      good = skip_instruction(kind);
    } else {
      const std::size_t first = stack_.size();
      good = text_token(kind);
      if (good) add_nested(context, first);
      stack_.resize(first);
    }
    if (!good) return false;
  }
  return true;
}

// Reads what stands between an element's token and its name. Whether a dependency identifier is there follows from the
// place, but some providers' fragments break the rule: if only the other reading leads to a name, take that.
bool Compiler::element_head(std::uint32_t& name_offset) {
  const std::uint32_t start = cursor_.position;
  for (const bool with_dependency : {in_definition_, !in_definition_}) {
    cursor_.position = start;
    if (cursor_.skip(with_dependency ? 6 : 4) && cursor_.read(name_offset) && names_.is_name(name_offset)) return true;
  }
  return fail(RecordError::kBadName);
}

bool Compiler::name_at(std::uint32_t offset, std::string_view& name) {
  const std::uint32_t size = names_.name_size(offset);
  if (size == 0) return fail(RecordError::kBadName);
  if (offset == cursor_.position && !cursor_.skip(size)) return fail(RecordError::kTruncated);
  name = names_.name(offset, budget_);
  return true;
}

bool Compiler::element(Context context, bool has_attributes, int depth) {
  if (depth > kDeepestElement) return fail(RecordError::kTooDeep);
  Element element{.context = context};
  std::uint32_t name_offset = 0;
  if (!element_head(name_offset) || !name_at(name_offset, element.name)) return false;
  if (has_attributes && !cursor_.skip(4)) return fail(RecordError::kTruncated);
  element.inside = child_context(context, element.name);
  element.datum = element.is_datum() ? std::string_view{} : element.name;
  if (context == Context::kSystem) element.field = system_field(element.name, {});
  if (context == Context::kUserData) program_->ops.push_back({.kind = OpKind::kUserDataName, .name = element.name});

  const std::size_t base = stack_.size();
  if (!attributes(element)) return false;
  element.first_part = stack_.size();
  std::uint8_t token = 0;
  if (!cursor_.read(token)) return fail(RecordError::kTruncated);
  if (token == kCloseStart) {
    if (!content(element, depth)) return false;
  } else if (token != kCloseEmpty) {
    return fail(RecordError::kBadToken);
  }
  finish(element);
  stack_.resize(base);
  return true;
}

bool Compiler::attributes(Element& element) {
  while (cursor_.left() > 0 && (*cursor_.here() & ~kMore) == kAttribute) {
    cursor_.skip(1);
    std::uint32_t name_offset = 0;
    std::string_view name;
    if (!cursor_.read(name_offset)) return fail(RecordError::kTruncated);
    if (!name_at(name_offset, name)) return false;
    const std::size_t first = stack_.size();
    while (cursor_.left() > 0) {
      const std::uint8_t token = *cursor_.here();
      const std::uint8_t kind = token & ~kMore;
      if (kind == kAttribute || token == kCloseStart || token == kCloseEmpty) break;
      cursor_.skip(1);
      if (!text_token(kind)) return false;
    }
    take_attribute(element, name, first);
  }
  return true;
}

// An attribute's text lies in stack_ from `first_part` on: uses it up, or leaves it there as the datum's name.
void Compiler::take_attribute(Element& element, std::string_view name, std::size_t first_part) {
  const std::size_t end = stack_.size();
  if (element.context == Context::kSystem) {
    const SystemField field = system_field(element.name, name);
    if (field != SystemField::kNone) add_op({.kind = OpKind::kField, .field = field}, first_part, end);
  } else if (element.is_datum()) {
    if (name == "Name" && element.name_parts == 0) {
      element.name_parts = end - first_part;
      return;
    }
  } else if (is_payload(element.context) && !name.starts_with("xmlns")) {
    char* to = text_.reserve(element.name.size() + name.size() + 1);
    budget_.spend(element.name.size() + name.size());
    to = std::ranges::copy(element.name, to).out;
    *to++ = kAttributeSeparator;
    const std::string_view datum = text_.commit(std::ranges::copy(name, to).out);
    add_op({.kind = OpKind::kDatum, .name = datum}, first_part, end);
    element.has_attribute_data = true;
  }
  stack_.resize(first_part);
}

bool Compiler::content(Element& self, int depth) {
  std::uint8_t token = 0;
  while (cursor_.read(token)) {
    if (!budget_.spend(kTokenCost)) return fail(RecordError::kTooLarge);
    const std::uint8_t kind = token & ~kMore;
    bool good = true;
    if (kind == kEndElement) return true;
    if (kind == kOpenStart) {
      self.has_elements = true;
      good = element(self.inside, (token & kMore) != 0, depth + 1);
    } else if (kind == kTemplate) {
      self.has_elements = true;
      good = instance(self.inside);
    } else if (kind == kPiTarget || kind == kPiData) {
      good = skip_instruction(kind);
    } else if (kind == kFragmentHeader) {
      good = cursor_.skip(3) || fail(RecordError::kTruncated);
    } else {
      good = text_token(kind);
    }
    if (!good) return false;
  }
  return fail(RecordError::kTruncated);
}

// Turns the text of an element that has ended into the step its place asks for.
void Compiler::finish(const Element& element) {
  const std::size_t end = stack_.size();
  const bool has_text = end > element.first_part;
  Op op{.context = element.inside};
  if (element.field != SystemField::kNone) {
    op.kind = OpKind::kField;
    op.field = element.field;
  } else if (element.context == Context::kRendering && element.name == "Message") {
    op.kind = OpKind::kMessage;
  } else if (is_payload(element.context) || element.inside == Context::kPayload) {
    const bool is_container = element.context == Context::kEvent;
    op.kind = OpKind::kDatum;
    op.only_if_text = is_container || element.has_elements;
    if (!has_text && (op.only_if_text || element.has_attribute_data)) return;
    if (!is_container) op.name = element.datum;
    op.name_parts = static_cast<std::uint16_t>(std::min(element.name_parts, kMostParts));
  } else {
    add_nested(element.inside, element.first_part);
    return;
  }
  add_op(op, element.first_part, end);
}

void Compiler::add_op(Op op, std::size_t first_part, std::size_t end_part) {
  std::vector<Part>& parts = program_->parts;
  op.first_part = static_cast<std::uint32_t>(parts.size());
  op.parts = static_cast<std::uint16_t>(std::min(end_part - first_part, kMostParts));
  const auto text = stack_.begin() + static_cast<std::ptrdiff_t>(first_part);
  parts.insert(parts.end(), text, text + op.parts);
  if (op.name_parts != 0) {
    const auto name = text - static_cast<std::ptrdiff_t>(op.name_parts);
    if (op.name_parts == 1 && name->is_static()) {
      op.name = name->text;
      op.name_parts = 0;
    } else {
      parts.insert(parts.end(), name, text);
    }
  }
  program_->ops.push_back(op);
}

// Substitutions between elements stand for BinXML; words there mean nothing.
void Compiler::add_nested(Context context, std::size_t first_part) {
  if (context == Context::kIgnored) return;
  for (std::size_t i = first_part; i < stack_.size(); ++i) {
    if (!stack_[i].is_static()) add_op({.kind = OpKind::kNested, .context = context}, i, i + 1);
  }
}

bool Compiler::instance(Context context) {
  Op op{.kind = OpKind::kInstance, .context = context, .position = cursor_.position};
  TemplateInstance ignored;
  const RecordError error = read_instance(cursor_, ignored);
  if (error != RecordError::kNone) return fail(error);
  budget_.spend(ignored.value_count);
  if (context != Context::kIgnored) program_->ops.push_back(op);
  return true;
}

bool Compiler::text_token(std::uint8_t kind) {
  if (!budget_.spend(kTokenCost)) return fail(RecordError::kTooLarge);
  switch (kind) {
    case kValue: return value_text();
    case kCData: return counted_text();
    case kCharRef: {
      if (cursor_.left() < 2) return fail(RecordError::kTruncated);
      keep_text({cursor_.here(), 2, static_cast<std::uint8_t>(ValueType::kString)});
      return cursor_.skip(2);
    }
    case kEntityRef: return entity();
    case kSubstitution: return substitution(false);
    case kOptionalSubstitution: return substitution(true);
    default: return fail(RecordError::kBadToken);
  }
}

bool Compiler::value_text() {
  std::uint8_t type = 0;
  if (!cursor_.read(type)) return fail(RecordError::kTruncated);
  if (type == static_cast<std::uint8_t>(ValueType::kString)) return counted_text();
  const std::size_t size = fixed_size(type);
  if (size == 0) return fail(RecordError::kBadToken);
  if (cursor_.left() < size) return fail(RecordError::kTruncated);
  keep_text({cursor_.here(), static_cast<std::uint16_t>(size), type});
  return cursor_.skip(static_cast<std::uint32_t>(size));
}

bool Compiler::counted_text() {
  std::uint16_t units = 0;
  if (!cursor_.read(units) || cursor_.left() < 2u * units) return fail(RecordError::kTruncated);
  for (std::uint32_t left = units; left > 0;) {  // a BinValue holds no more than 64 KiB
    const std::uint32_t some = std::min(left, 0x7fffu);
    keep_text({cursor_.here(), static_cast<std::uint16_t>(2 * some), static_cast<std::uint8_t>(ValueType::kString)});
    cursor_.skip(2 * some);
    left -= some;
  }
  return true;
}

void Compiler::keep_text(BinValue value) {
  const std::size_t room = text_room(value.type, value.size);
  budget_.spend(room);
  const std::string_view text = text_.commit(write_value(text_.reserve(room), value));
  stack_.push_back({.text = text});
}

bool Compiler::entity() {
  std::uint32_t offset = 0;
  std::string_view name;
  if (!cursor_.read(offset)) return fail(RecordError::kTruncated);
  if (!name_at(offset, name)) return false;
  const auto* known = std::ranges::find(kEntities, name, &Entity::name);
  stack_.push_back({.text = known != std::end(kEntities) ? known->text : name});
  return true;
}

bool Compiler::substitution(bool optional) {
  std::uint16_t index = 0;
  if (!cursor_.read(index) || !cursor_.skip(1)) return fail(RecordError::kTruncated);
  stack_.push_back({.substitution = index, .optional = optional});
  return true;
}

bool Compiler::skip_instruction(std::uint8_t kind) {
  if (kind == kPiTarget) {
    std::uint32_t offset = 0;
    std::string_view ignored;
    if (!cursor_.read(offset)) return fail(RecordError::kTruncated);
    return name_at(offset, ignored);
  }
  std::uint16_t units = 0;
  return (cursor_.read(units) && cursor_.skip(2u * units)) || fail(RecordError::kTruncated);
}

}  // namespace yaral::ingest::evtx
