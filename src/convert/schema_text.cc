#include "convert/schema_text.h"

#include <map>
#include <set>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "convert/yaml_text.h"
#include "udm/path.h"
#include "udm/schema.h"

namespace yaral::convert {

namespace {

using Words = std::vector<std::string>;
using Known = std::map<std::string, std::string>;  // path → YAML

std::string list(const Words& words) {
  Words out;
  for (const std::string& word : words) out.push_back(yaml_text(word));
  return fmt::format("[{}]", fmt::join(out, ", "));
}

std::string field_text(const SchemaField& field) {
  Words members{fmt::format("field: {}", yaml_text(field.name))};
  const auto text = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) members.push_back(fmt::format("{}: {}", key, yaml_quoted(value)));
  };
  const auto flag = [&](std::string_view key, bool value) {
    if (value) members.push_back(fmt::format("{}: true", key));
  };
  members.push_back(fmt::format("type: {}", kSchemaTypes[static_cast<std::size_t>(field.type)]));
  text("after", field.after);
  text("before", field.before);
  text("prefix", field.prefix);
  text("differs", field.differs);
  text("absent", field.absent);
  if (field.length > 0) members.push_back(fmt::format("length: {}", field.length));
  flag("list", field.list);
  flag("to_end", field.to_end);
  flag("alone", field.alone);
  flag("lower", field.lower);
  flag("nocase", field.nocase);
  flag("hex", field.hex);
  flag("wider", field.wider);
  flag("others", field.others);
  flag("any_case", field.any_case);
  if (!field.values.empty()) {
    Words values;
    for (const auto& [udm, theirs] : field.values)
      values.push_back(fmt::format("{}: {}", yaml_quoted(udm), list(theirs)));
    members.push_back(fmt::format("values: {{{}}}", fmt::join(values, ", ")));
  }
  const bool plain = members.size() == 2 && field.type == SchemaType::kText;
  return plain ? yaml_text(field.name) : fmt::format("{{{}}}", fmt::join(members, ", "));
}

template <typename Map>
std::string fields_text(const Map& fields, std::string_view indent) {
  std::string out;
  for (const auto& [path, field] : fields) out += fmt::format("{}{}: {}\n", indent, yaml_text(path), field_text(field));
  return out;
}

template <typename Entries>
std::string members(std::string_view key, const Entries& entries) {
  if (entries.empty()) return {};
  Words out;
  for (const auto& [name, value] : entries) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
      out.push_back(fmt::format("{}: {}", yaml_text(name), value));
    } else {
      out.push_back(fmt::format("{}: {}", yaml_text(name), list(value)));
    }
  }
  // A field that stands twice is told in a list.
  std::set<std::string> names;
  for (const auto& entry : entries) names.insert(entry.first);
  const bool twice = names.size() < out.size();
  return fmt::format("    {}: {}{}{}\n", key, twice ? "[{" : "{", fmt::join(out, twice ? "}, {" : ", "),
                     twice ? "}]" : "}");
}

}  // namespace

std::string schema_text(const Schema& schema) {
  std::string out = fmt::format("schema: {}\ntitle: {}\n", yaml_text(schema.name()), yaml_text(schema.title()));
  if (schema.overlapping()) out += "overlapping: true\n";
  out += "sources:\n";
  for (const SchemaSource& source : schema.sources()) {
    out += fmt::format("  - name: {}\n    from: {}\n", yaml_text(source.name), yaml_text(source.from));
    out += members("where", source.where) + members("except", source.except);
    Known known;
    for (const auto& [path, value] : source.known) known[path] = yaml_quoted(value);
    for (const auto& [path, values] : source.among) known[path] = list(values);
    out += members("known", known) + members("never", source.never);
    if (!source.fields.empty()) out += "    fields:\n" + fields_text(source.fields, "      ");
  }
  if (!schema.fields().empty()) out += "fields:\n" + fields_text(schema.fields(), "  ");
  return out;
}

}  // namespace yaral::convert
