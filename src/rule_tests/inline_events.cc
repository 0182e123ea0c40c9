#include "rule_tests/inline_events.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/arena.h"
#include "base/json_text.h"
#include "udm/json.h"

namespace yaral::rule_tests {

namespace {

constexpr int kDeepest = 32;
constexpr std::size_t kMostFields = 10'000;
constexpr std::size_t kMostMerged = 1'000;
constexpr std::size_t kLongest = 4 << 20;

// A value in a tree of names in the order they came.
struct Branch {
  std::string name;
  std::vector<Branch> members;
  // Never assigned to: that joins the nodes of two documents, one by one.
  std::optional<YAML::Node> leaf;
};

Branch& member(Branch& of, const std::string& name) {
  const auto known = std::ranges::find(of.members, name, &Branch::name);
  if (known != of.members.end()) return *known;
  return of.members.emplace_back(Branch{.name = name, .members = {}, .leaf = {}});
}

// False where a path leads through a value or to a place that is taken.
bool plant(Branch& root, std::string_view path, const YAML::Node& value) {
  Branch* at = &root;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t dot = std::min(path.find('.', begin), path.size());
    if (at->leaf) return false;
    at = &member(*at, std::string(path.substr(begin, dot - begin)));
    begin = dot + 1;
  }
  if (at->leaf || !at->members.empty()) return false;
  at->leaf.emplace(value);
  return true;
}

bool is_decimal(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const bool padded = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return error == std::errc{} && rest == end && !padded &&
         text.find_first_not_of("-0123456789.") == std::string::npos && text.front() != '.' && text.back() != '.';
}

// What stands in JSON without quotation marks. Numbers only where the schema gives no type: elsewhere they are taken from
// texts, and some texts look like numbers.
bool is_bare(const YAML::Node& scalar, bool in_struct) {
  const bool was_quoted = scalar.Tag() == "!";
  const std::string& text = scalar.Scalar();
  return !was_quoted && (text == "true" || text == "false" || (in_struct && is_decimal(text)));
}

// False where a text becomes too deep or, by aliases of aliases, too long.
bool write(const YAML::Node& node, bool in_struct, int depth, std::string& out) {
  if (depth > kDeepest || out.size() > kLongest) return false;
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      out += is_bare(node, in_struct) ? node.Scalar() : json_string(node.Scalar());
      return true;
    case YAML::NodeType::Sequence: {
      std::string_view between = "[";
      if (node.size() == 0) out += "[";
      for (const YAML::Node& item : node) {
        out += between;
        between = ",";
        if (!write(item, in_struct, depth + 1, out)) return false;
      }
      out += "]";
      return true;
    }
    case YAML::NodeType::Map: {
      std::string_view between = "{";
      if (node.size() == 0) out += "{";
      for (const auto& pair : node) {
        if (!pair.first.IsScalar()) return false;
        out.append(between).append(json_string(pair.first.Scalar())).append(":");
        between = ",";
        if (!write(pair.second, in_struct, depth + 1, out)) return false;
      }
      out += "}";
      return true;
    }
    default: out += "null"; return true;
  }
}

bool write(const Branch& branch, bool in_struct, std::string& out) {
  if (branch.leaf) return write(*branch.leaf, in_struct, 0, out);
  std::string_view between = "{";
  for (const Branch& below : branch.members) {
    out.append(between).append(json_string(below.name)).append(":");
    between = ",";
    if (!write(below, in_struct || below.name == "additional", out)) return false;
  }
  out += "}";
  return true;
}

struct Field {
  std::string path;
  YAML::Node value;
  bool own = true;  // not taken over by `<<`
};

// The fields of an event, those that it takes over from others by the merge key `<<` last.
// `merges` counts mappings, of which aliases of aliases can make very many.
bool gather(const YAML::Node& event, int depth, std::size_t& merges, std::vector<Field>& fields) {
  if (!event.IsMap() || depth > kDeepest || fields.size() > kMostFields || ++merges > kMostMerged) return false;
  std::vector<YAML::Node> merged;
  for (const auto& pair : event) {
    if (!pair.first.IsScalar()) return false;
    if (pair.first.Scalar() != "<<") {
      fields.push_back({pair.first.Scalar(), pair.second, depth == 0});
    } else if (pair.second.IsSequence()) {
      std::ranges::copy(pair.second, std::back_inserter(merged));
    } else {
      merged.push_back(pair.second);
    }
  }
  return std::ranges::all_of(merged, [&](const YAML::Node& from) { return gather(from, depth + 1, merges, fields); });
}

std::optional<std::string> misfit(const udm::DecodeNotes& notes) {
  if (!notes.unknown_fields.empty()) return fmt::format("`{}` is no field of UDM", notes.unknown_fields.begin()->first);
  if (!notes.bad_values.empty())
    return fmt::format("the value of `{}` does not fit the field", notes.bad_values.begin()->first);
  return std::nullopt;
}

}  // namespace

std::expected<std::string, std::string> event_line(const YAML::Node& event) {
  if (!event.IsMap() || event.size() == 0) return std::unexpected("an event must be a mapping of UDM fields");
  Branch root;
  std::vector<Field> fields;
  std::size_t merges = 0;
  if (!gather(event, 0, merges, fields))
    return std::unexpected(merges > kMostMerged ? "it takes over more than 1,000 mappings by `<<`"
                                                : "the name of a field must be a text, and `<<` must give mappings");
  for (const Field& field : fields)
    if (!plant(root, field.path, field.value) && field.own)
      return std::unexpected(fmt::format("`{}` is given twice, or both as a value and as a mapping", field.path));
  std::string line;
  if (!write(root, false, line))
    return std::unexpected("it is too long or nested too deep, or has a name that is no text");
  Arena arena;
  udm::JsonDecoder decoder;
  const auto decoded = decoder.decode(line, arena);
  if (!decoded) return std::unexpected(decoded.error().message);
  if (const auto wrong = misfit(decoder.notes())) return std::unexpected(*wrong);
  if (decoded->time.is_zero()) return std::unexpected("it needs `metadata.event_timestamp`");
  return line;
}

}  // namespace yaral::rule_tests
