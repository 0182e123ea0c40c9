#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "packs/tables.h"
#include "packs/yaml_reader.h"
#include "syntax/quote.h"
#include "udm/path.h"

namespace yaral::packs {

namespace {

using semantics::ColumnType;

constexpr std::array<std::pair<std::string_view, ColumnType>, 4> kTypes{{{"STRING", ColumnType::kString},
                                                                         {"REGEX", ColumnType::kRegex},
                                                                         {"CIDR", ColumnType::kCidr},
                                                                         {"NUMBER", ColumnType::kNumber}}};

class SchemaReader {
 public:
  SchemaReader(TableSchema& schema, std::vector<FileProblem>& problems) : schema_(schema), problems_(problems) {}

  void read(const YAML::Node& root) {
    YamlMap map(root, "the schema", schema_.file, problems_);
    map.child("columns", true);
    for (const YAML::Node& node : map.entries("columns")) read_column(node);
  }

 private:
  void read_column(const YAML::Node& node) {
    YamlMap map(node, "an entry of `columns`", schema_.file, problems_);
    SchemaColumn entry{.column = {}, .line = static_cast<std::uint32_t>(node.Mark().line + 1)};
    std::string type = "STRING";
    map.required("name", entry.column.name);
    map.optional("type", type);
    map.optional("key", entry.column.key);
    map.optional("repeated", entry.column.repeated);
    map.optional("maps_to", entry.column.mapped_path);
    const auto* known = std::ranges::find(kTypes, type, &std::pair<std::string_view, ColumnType>::first);
    if (known != kTypes.end()) {
      entry.column.type = known->second;
    } else {
      map.report(node["type"], fmt::format("`{}` is no type: it is STRING, REGEX, CIDR or NUMBER", type));
    }
    check_mapping(map, node, entry.column);
    const auto same = [&](const SchemaColumn& other) { return other.column.name == entry.column.name; };
    if (std::ranges::any_of(schema_.columns, same)) {
      map.report(node, fmt::format("the column `{}` is described twice", entry.column.name));
    } else {
      schema_.columns.push_back(std::move(entry));
    }
  }

  void check_mapping(YamlMap& map, const YAML::Node& node, semantics::Column& column) {
    if (column.mapped_path.empty()) return;
    const auto path = udm::resolve(udm::entity_root(), column.mapped_path);
    if (path && path->type.base != BaseType::kMessage) return;
    map.report(node["maps_to"], fmt::format("`{}` is no field of an entity with a value of its own, such as "
                                            "`entity.ip`",
                                            column.mapped_path));
    column.mapped_path.clear();
  }

  TableSchema& schema_;
  std::vector<FileProblem>& problems_;
};

}  // namespace

TableSchema parse_schema(std::string file, const std::string& text, std::vector<FileProblem>& problems) {
  TableSchema schema{.file = std::move(file), .columns = {}};
  with_yaml(schema.file, text, problems, [&](const YAML::Node& root) { SchemaReader(schema, problems).read(root); });
  return schema;
}

std::string_view column_type_name(ColumnType type) {
  return std::ranges::find(kTypes, type, &std::pair<std::string_view, ColumnType>::second)->first;
}

std::string schema_text(const std::vector<semantics::Column>& columns) {
  std::string out = "columns:\n";
  for (const semantics::Column& column : columns) {
    out += fmt::format("  - name: \"{}\"\n    type: {}\n", syntax::escape(column.name), column_type_name(column.type));
    if (column.key) out += "    key: true\n";
    if (column.repeated) out += "    repeated: true\n";
    if (!column.mapped_path.empty()) out += fmt::format("    maps_to: \"{}\"\n", syntax::escape(column.mapped_path));
  }
  return out;
}

}  // namespace yaral::packs
