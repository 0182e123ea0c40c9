#include "udm/event_shape.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "udm/json_scalar.h"

namespace yaral::udm {
namespace {

bool is_literal(char kind) { return kind == '0' || kind == 't' || kind == 'n'; }

}  // namespace

EventShape::EventShape(const LineTokens& line, const Event& event, const LeafLog& log, const OwnFields& own,
                       std::string_view name_without_log_type, std::set<std::string> unknown)
    : tokens_(line.at.size()),
      name_without_log_type_(name_without_log_type),
      id_(log.id),
      unknown_(std::move(unknown)) {
  add_constants(line);
  image_ = MessageImage::of(*event.root);
  if (!image_) return;
  if (const Value* time = value_at(*event.root, own.time)) time_ = image_->offset_of(time);
  if (const Value* log_type = value_at(*event.root, own.log_type)) log_type_ = image_->offset_of(log_type);
  if (add_leaves(line, log)) {
    image_->forget_original();
  } else {
    image_.reset();
  }
}

// The first `size` bytes of the text, the others zero.
EventShape::Words EventShape::words_of(const char* text, std::size_t size) {
  Words words{};
  std::memcpy(&words, text, size);
  return words;
}

// From the first token, or the one behind a scalar, to where the next scalar begins.
void EventShape::add_constants(const LineTokens& line) {
  std::uint32_t first = 0;
  const auto add_until = [&](std::size_t end) {
    add_constant(line.base + line.at[first], {first, static_cast<std::uint32_t>(end - line.at[first])});
  };
  for (std::uint32_t i = 0; i < tokens_; ++i) {
    const char kind = line.kind(i);
    const bool text = kind == '"' && (i + 1 == tokens_ || line.kind(i + 1) != ':');
    if (!text && !is_literal(kind)) continue;
    add_until(line.at[i] + (text ? 1 : 0));
    first = i + 1;
  }
  if (first < tokens_) add_until(line.end);
}

void EventShape::add_constant(const char* text, Constant constant) {
  constexpr std::uint32_t kPart = sizeof(Words);
  constexpr std::string_view kOnes("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", kPart);
  if (constant.size > kLinePadding) beyond_padding_.push_back(constant);
  if (constant.size < kPart) {
    short_parts_.push_back({words_of(text, constant.size), words_of(kOnes.data(), constant.size), constant.token});
    return;
  }
  for (std::uint32_t at = 0; at < constant.size; at += kPart) {
    const std::uint32_t begin = std::min(at, constant.size - kPart);
    whole_parts_.push_back({words_of(text + begin, kPart), constant.token, begin});
  }
}

// False unless there is exactly one leaf for each scalar of the tree.
bool EventShape::add_leaves(const LineTokens& line, const LeafLog& log) {
  std::set<std::uint32_t> places;
  const auto add = [&](const void* original, Leaf leaf) {
    const auto at = image_->offset_of(original);
    if (!at || !places.insert(*at).second) return false;
    leaf.at = *at;
    leaves_.push_back(leaf);
    return true;
  };
  std::vector<bool> read(tokens_);
  for (const LeafLog::Scalar& scalar : log.scalars) {
    const std::span<const Value> values = scalar.message->get(scalar.index);
    const char kind = line.kind(scalar.token);
    if (scalar.element >= values.size() || (kind != '"' && kind != '0' && kind != 't')) return false;
    const FieldInfo& field = message(scalar.message->type()).fields[scalar.index];
    const bool plain = field.type == FieldType::kString;
    const LeafKind leaf = kind != '"' ? LeafKind::kLiteral : plain ? LeafKind::kText : LeafKind::kFromText;
    if (!add(&values[scalar.element], {static_cast<std::uint32_t>(scalar.token), 0, 0, leaf, &field})) return false;
    read[scalar.token] = true;
  }
  for (const LeafLog::Entries& object : log.structs) {
    const std::span<const Struct::Entry> entries = object.object->entries();
    if (entries.size() != object.entries.size()) return false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const LeafLog::Entry& tokens = object.entries[i];
      if (line.kind(tokens.value) != '"') return false;
      if (!add(&entries[i], {static_cast<std::uint32_t>(tokens.value), 0, static_cast<std::uint32_t>(tokens.key),
                             LeafKind::kEntry, nullptr}))
        return false;
    }
  }
  if (leaves_.size() != image_->scalars()) return false;
  for (std::uint32_t i = 0; i < tokens_; ++i)
    if (is_literal(line.kind(i)) && !read[i]) leaves_.push_back({i, 0, 0, LeafKind::kUnread, nullptr});
  std::ranges::sort(leaves_, {}, &Leaf::token);
  return true;
}

bool EventShape::matches(const LineTokens& line) const {
  if (line.at.size() != tokens_) return false;
  for (const Constant& constant : beyond_padding_)
    if (line.at[constant.token] + constant.size > line.end) return false;
  const auto words_at = [&line](std::uint32_t token, std::uint32_t skipped) {
    Words words;
    std::memcpy(&words, line.base + line.at[token] + skipped, sizeof words);
    return words;
  };
  Words different{};
  for (const WholePart& part : whole_parts_) different |= words_at(part.token, part.skipped) ^ part.bytes;
  for (const ShortPart& part : short_parts_) different |= (words_at(part.token, 0) & part.mask) ^ part.bytes;
  return (different[0] | different[1]) == 0;
}

bool EventShape::read_leaf(const Leaf& leaf, JsonCursor& json, Arena& arena, std::byte* tree, Event& out) const {
  // Made in its place: a value that is copied right after it was made in parts has to wait for them.
  std::byte* const place = tree + leaf.at;
  std::string_view text;
  switch (leaf.kind) {
    case LeafKind::kText:
      text = json.text_at(leaf.token, arena);
      new (place) Value(Value::string(text));
      if (leaf.token == id_) out.id = text;
      return true;
    case LeafKind::kFromText: {
      text = json.text_at(leaf.token, arena);
      const std::optional<Value> value = scalar_from_string(*leaf.field, text, arena);
      if (!value) return false;
      new (place) Value(*value);
      if (leaf.token == id_) out.id = text;
      return true;
    }
    case LeafKind::kEntry: {
      auto* const entry = reinterpret_cast<Struct::Entry*>(place);
      entry->key = json.text_at(leaf.key, arena);
      text = json.text_at(leaf.token, arena);
      new (&entry->value) Value(Value::string(text));
      return true;
    }
    case LeafKind::kLiteral: {
      if (!json.literal_at(leaf.token, text)) return false;
      const std::optional<Value> value = scalar_from_literal(*leaf.field, text);
      if (!value) return false;
      new (place) Value(*value);
      return true;
    }
    case LeafKind::kUnread: return json.literal_at(leaf.token, text);
  }
  return false;
}

bool EventShape::read(JsonCursor& json, Arena& arena, Event& out) const {
  if (!image_ || !json.find_escapes()) return false;
  std::byte* const tree = image_->make(arena);
  for (const Leaf& leaf : leaves_)
    if (!read_leaf(leaf, json, arena, tree, out)) return false;
  out.root = MessageImage::root(tree);
  if (time_) out.time = reinterpret_cast<const Value*>(tree + *time_)->as_timestamp();
  if (log_type_) out.log_type = reinterpret_cast<const Value*>(tree + *log_type_)->as_text();
  if (out.log_type.empty()) out.log_type = name_without_log_type_;
  return true;
}

std::size_t EventShape::bytes() const {
  const std::size_t image = image_ ? image_->bytes() * 2 : 0;  // with what connects it
  return sizeof(EventShape) + whole_parts_.size() * sizeof(WholePart) + short_parts_.size() * sizeof(ShortPart) +
         beyond_padding_.size() * sizeof(Constant) + leaves_.size() * sizeof(Leaf) + image;
}

}  // namespace yaral::udm
