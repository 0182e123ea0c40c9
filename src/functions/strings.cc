#include <string.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"
#include "functions/arguments.h"
#include "functions/case.h"
#include "functions/registry.h"

namespace yaral::functions {
namespace {

// memmem is linear in the worst case, which string_view::find is not.
std::size_t find_part(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  if (text.size() < part.size()) return std::string_view::npos;
  const void* at = memmem(text.data(), text.size(), part.data(), part.size());
  return at ? static_cast<std::size_t>(static_cast<const char*>(at) - text.data()) : std::string_view::npos;
}

// The last code point of a text that is not empty.
CodePoint last_code_point(std::string_view text) {
  constexpr std::size_t kLongest = 4;
  for (std::size_t bytes = 1; bytes <= std::min(kLongest, text.size()); ++bytes) {
    const CodePoint c = first_code_point(text.substr(text.size() - bytes));
    if (c.valid && c.bytes == bytes) return c;
  }
  return {.value = U'\uFFFD', .bytes = 1, .valid = false};
}

Value base64_text(CallContext& context, Arguments a, const Prepared*) {
  const auto decoded = base64_decode(text_of(a[0]));
  return decoded ? text_result(context, to_valid_utf8(*decoded)) : a[0];
}

Value coalesce(CallContext&, Arguments a, const Prepared*) {
  const auto set = std::ranges::find_if(a, [](const Value& v) { return !text_of(v).empty(); });
  return Value::string(set == a.end() ? std::string_view{} : text_of(*set));
}

Value concat_texts(CallContext& context, Arguments a, std::size_t size) {
  char* const begin = context.arena.allocate<char>(size);
  char* to = begin;
  for (const Value& text : a) to = std::ranges::copy(text.as_text(), to).out;
  return Value::string({begin, size});
}

Value concat(CallContext& context, Arguments a, const Prepared*) {
  const bool texts =
      std::ranges::all_of(a, [](const Value& v) { return v.is_null() || v.kind() == ValueKind::kString; });
  std::size_t size = 0;
  for (std::size_t i = 0; texts && i < a.size(); ++i) size += a[i].as_text().size();
  if (texts && size <= kMostTextBytes) return concat_texts(context, a, size);
  std::string text;
  for (std::size_t i = 0; i < a.size() && text.size() <= kMostTextBytes; ++i) text += to_text(a[i]);
  return text_result(context, text);
}

Value contains(CallContext&, Arguments a, const Prepared*) {
  return Value::boolean(find_part(text_of(a[0]), text_of(a[1])) != std::string_view::npos);
}

Value count_substrings(CallContext&, Arguments a, const Prepared*) {
  std::string_view text = text_of(a[0]);
  const std::string_view part = text_of(a[1]);
  if (part.empty()) return Value::integer(0);
  std::int64_t count = 0;
  for (std::size_t at = find_part(text, part); at != std::string_view::npos; at = find_part(text, part)) {
    text.remove_prefix(at + part.size());
    ++count;
  }
  return Value::integer(count);
}

// Language reference 8.11: no text starts or ends with the empty text.
Value starts_with(CallContext&, Arguments a, const Prepared*) {
  return Value::boolean(!text_of(a[1]).empty() && text_of(a[0]).starts_with(text_of(a[1])));
}

Value ends_with(CallContext&, Arguments a, const Prepared*) {
  return Value::boolean(!text_of(a[1]).empty() && text_of(a[0]).ends_with(text_of(a[1])));
}

Value from_base64(CallContext& context, Arguments a, const Prepared*) {
  return Value::bytes(context.arena.copy(base64_decode(text_of(a[0])).value_or("")));
}

Value from_hex(CallContext& context, Arguments a, const Prepared*) {
  return Value::bytes(context.arena.copy(hex_decode(text_of(a[0])).value_or("")));
}

Value length(CallContext&, Arguments a, const Prepared*) {
  return Value::integer(static_cast<std::int64_t>(utf8_length(text_of(a[0]))));
}

// The characters that a trim takes away.
class Cutset {
 public:
  explicit Cutset(std::string_view text) {
    for (; !text.empty(); text.remove_prefix(first_code_point(text).bytes)) {
      const CodePoint c = first_code_point(text);
      if (c.valid) characters_.push_back(c.value);
    }
    std::ranges::sort(characters_);
  }

  bool has(CodePoint c) const { return c.valid && std::ranges::binary_search(characters_, c.value); }

  std::string_view trim_start(std::string_view text) const {
    while (!text.empty()) {
      const CodePoint c = first_code_point(text);
      if (!has(c)) break;
      text.remove_prefix(c.bytes);
    }
    return text;
  }

  std::string_view trim_end(std::string_view text) const {
    while (!text.empty()) {
      const CodePoint c = last_code_point(text);
      if (!has(c)) break;
      text.remove_suffix(c.bytes);
    }
    return text;
  }

 private:
  std::vector<char32_t> characters_;
};

Value ltrim(CallContext&, Arguments a, const Prepared*) {
  return Value::string(Cutset(text_of(a[1])).trim_start(text_of(a[0])));
}

Value rtrim(CallContext&, Arguments a, const Prepared*) {
  return Value::string(Cutset(text_of(a[1])).trim_end(text_of(a[0])));
}

Value trim(CallContext&, Arguments a, const Prepared*) {
  const Cutset cutset(text_of(a[1]));
  return Value::string(cutset.trim_end(cutset.trim_start(text_of(a[0]))));
}

Value reverse(CallContext& context, Arguments a, const Prepared*) {
  const std::string_view text = text_of(a[0]);
  std::string reversed(text.size(), '\0');
  std::size_t to = text.size();
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t bytes = first_code_point(text.substr(from)).bytes;
    to -= bytes;
    text.copy(reversed.data() + to, bytes, from);
    from += bytes;
  }
  return text_result(context, reversed);
}

Value shannon_entropy(CallContext&, Arguments a, const Prepared*) {
  const std::string_view text = text_of(a[0]);
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double entropy = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    entropy -= share * std::log2(share);
  }
  return Value::floating(entropy == 0 ? 0.0 : entropy);
}

// Where the next part of a split ends: before a delimiter, or after a character when there is none.
std::size_t part_end(std::string_view text, std::string_view delimiter) {
  return delimiter.empty() ? first_code_point(text).bytes : std::min(find_part(text, delimiter), text.size());
}

Value split(CallContext& context, Arguments a, const Prepared*) {
  std::string_view rest = text_of(a[0]);
  const std::string_view delimiter = has(a, 1) ? text_of(a[1]) : ",";
  std::vector<Value> parts;
  if (rest.empty() && !delimiter.empty()) parts.push_back(Value::string(""));
  while (!rest.empty() && parts.size() <= kMostElements) {
    const std::size_t end = part_end(rest, delimiter);
    parts.push_back(Value::string(rest.substr(0, end)));
    if (end == rest.size()) break;
    rest.remove_prefix(end + delimiter.size());
    if (rest.empty() && !delimiter.empty()) parts.push_back(Value::string(""));
  }
  return list_result(context, parts);
}

Value lower(CallContext& context, Arguments a, const Prepared*) {
  return text_result(context, to_lower(text_of(a[0])));
}
Value upper(CallContext& context, Arguments a, const Prepared*) {
  return text_result(context, to_upper(text_of(a[0])));
}

constexpr NamedImplementation kTable[] = {
    {"strings.base64_decode", {base64_text}},
    {"strings.coalesce", {coalesce}},
    {"strings.concat", {concat}},
    {"strings.contains", {contains}},
    {"strings.count_substrings", {count_substrings}},
    {"strings.ends_with", {ends_with}},
    {"strings.from_base64", {from_base64}},
    {"strings.from_hex", {from_hex}},
    {"strings.length", {length}},
    {"strings.ltrim", {ltrim}},
    {"strings.reverse", {reverse}},
    {"strings.rtrim", {rtrim}},
    {"strings.shannon_entropy", {shannon_entropy}},
    {"strings.split", {split}},
    {"strings.starts_with", {starts_with}},
    {"strings.to_lower", {lower}},
    {"strings.to_upper", {upper}},
    {"strings.trim", {trim}},
};

}  // namespace

std::span<const NamedImplementation> strings_implementations() { return kTable; }

}  // namespace yaral::functions
