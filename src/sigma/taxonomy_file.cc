#include <fmt/format.h>

#include "base/text.h"
#include "packs/yaml_reader.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

namespace {

LogSource read_source(packs::YamlMap& map, const std::string& file, std::vector<packs::FileProblem>& problems) {
  LogSource out;
  const YAML::Node node = map.child("logsource", false);
  if (!node.IsDefined()) return out;
  packs::YamlMap source(node, "`logsource`", file, problems);
  source.optional("category", out.category);
  source.optional("product", out.product);
  source.optional("service", out.service);
  return {ascii_lower(out.category), ascii_lower(out.product), ascii_lower(out.service)};
}

}  // namespace

void Taxonomy::add_file(const std::string& file, const std::string& text, std::vector<packs::FileProblem>& problems) {
  packs::with_yaml(file, text, problems, [&](const YAML::Node& node) {
    packs::YamlMap map(node, "the mapping file", file, problems);
    for (const YAML::Node& entry : map.entries("fields")) {
      packs::YamlMap row(entry, "an entry of `fields`", file, problems);
      UserField field{.source = read_source(row, file, problems), .field = {}, .places = {}};
      std::vector<std::string> paths;
      row.required("field", field.field);
      row.required("udm", paths);
      for (const std::string& path : paths) {
        auto place = place_of_path(path);
        if (place) {
          field.places.push_back(std::move(*place));
        } else {
          row.report(entry, place.error());
        }
      }
      if (!field.field.empty() && !field.places.empty()) user_fields_.push_back(std::move(field));
    }
    for (const YAML::Node& entry : map.entries("logsources")) {
      packs::YamlMap row(entry, "an entry of `logsources`", file, problems);
      Source source{.key = read_source(row, file, problems)};
      std::vector<std::string> conditions;
      row.required("conditions", conditions);
      for (const std::string& condition : conditions) source.conditions.push_back("(" + condition + ")");
      row.optional("table", source.table);
      row.optional("any_field", source.any_field);
      if (source.key == LogSource()) row.report(entry, "an entry of `logsources` needs a `logsource`");
      const Source known{.key = {}, .conditions = {}, .table = source.table};
      if (!source.table.empty() && table(known) == nullptr)
        row.report(entry, fmt::format("`table` must be a provider of Windows events or a log type that has a page in "
                                      "docs/telemetry, not `{}`",
                                      source.table));
      sources_.insert(sources_.begin(), std::move(source));
    }
  });
}

}  // namespace yaral::sigma
