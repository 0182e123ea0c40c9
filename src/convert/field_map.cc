#include "convert/field_map.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "packs/files.h"
#include "packs/yaml_reader.h"
#include "udm/path.h"
#include "udm/schema.h"

namespace yaral::convert {

namespace {

std::optional<std::string> wrong_with(const FieldMapping& mapping) {
  if (!udm::resolve(udm::event_root(), mapping.udm))
    return fmt::format("UDM has no field `{}`; `yaral fields` lists them", mapping.udm);
  const auto type_path = udm::resolve(udm::event_root(), "metadata.event_type");
  for (const std::string& type : mapping.event_types)
    if (!udm::enum_number(type_path->type.enum_id, type)) return fmt::format("there is no event type `{}`", type);
  return {};
}

bool same_place(const FieldMapping& a, const FieldMapping& b) {
  return a.udm == b.udm && a.event_types == b.event_types;
}

}  // namespace

void FieldMap::add(const std::string& file, const std::string& text, std::vector<packs::FileProblem>& problems) {
  last_file_ = file;
  packs::with_yaml(file, text, problems, [&](const YAML::Node& root) {
    packs::YamlMap map(root, "the field map", file, problems);
    std::string schema;
    map.required("schema", schema);
    map.optional("title", title_);
    const std::vector<YAML::Node> entries = map.entries("fields");
    if (!schema.empty() && schema != schema_) {
      problems.push_back({file, 1, fmt::format("maps the schema `{}`, but `{}` is asked for", schema, schema_)});
      return;
    }
    std::vector<FieldMapping> own;
    for (const YAML::Node& node : entries) {
      FieldMapping mapping{.file = file, .line = static_cast<std::uint32_t>(node.Mark().line + 1)};
      packs::YamlMap entry(node, "an entry of `fields`", file, problems);
      entry.required("udm", mapping.udm);
      entry.required("field", mapping.field);
      entry.optional("event_types", mapping.event_types);
      std::ranges::sort(mapping.event_types);
      if (!mapping.udm.empty() && !mapping.field.empty()) add_one(std::move(mapping), own, problems);
    }
    take_over(std::move(own));
  });
}

void FieldMap::add_one(FieldMapping mapping, std::vector<FieldMapping>& own,
                       std::vector<packs::FileProblem>& problems) {
  if (const auto wrong = wrong_with(mapping)) {
    problems.push_back({mapping.file, mapping.line, *wrong});
    return;
  }
  const auto before = std::ranges::find_if(own, [&](const FieldMapping& m) { return same_place(m, mapping); });
  if (before == own.end()) {
    own.push_back(std::move(mapping));
  } else {
    problems.push_back(
        {mapping.file, mapping.line, fmt::format("`{}` is mapped already in line {}", mapping.udm, before->line)});
  }
}

void FieldMap::take_over(std::vector<FieldMapping> own) {
  std::erase_if(mappings_, [&](const FieldMapping& old) {
    return std::ranges::any_of(own, [&](const FieldMapping& m) { return same_place(m, old); });
  });
  std::ranges::move(own, std::back_inserter(mappings_));
}

const FieldMapping* FieldMap::find(std::string_view udm_path, std::string_view event_type) const {
  const FieldMapping* general = nullptr;
  for (const FieldMapping& mapping : mappings_) {
    if (mapping.udm != udm_path) continue;
    if (mapping.event_types.empty()) general = &mapping;
    if (std::ranges::find(mapping.event_types, event_type) != mapping.event_types.end()) return &mapping;
  }
  return general;
}

std::string FieldMap::file_to_extend() const { return last_file_.empty() ? schema_ + ".yaml" : last_file_; }

FieldMap read_field_map(const std::string& schema, const std::vector<std::string>& folders,
                        const std::vector<std::string>& user_files, std::vector<packs::FileProblem>& problems) {
  FieldMap map(schema);
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    const std::string file = folder + '/' + schema + ".yaml";
    if (!packs::exists(file)) continue;
    files.push_back(file);
    break;
  }
  files.insert(files.end(), user_files.begin(), user_files.end());
  if (files.empty())
    problems.push_back({schema + ".yaml", 0, "no map of this schema was found; give one with --fields"});
  for (const std::string& file : files) {
    if (const auto text = packs::read_text_file(file)) {
      map.add(file, *text, problems);
    } else {
      problems.push_back({file, 0, text.error()});
    }
  }
  return map;
}

std::vector<std::string> schema_folders(const std::string& executable) {
  const std::filesystem::path program(executable);
  const std::filesystem::path prefix = program.parent_path().parent_path();
  return {(prefix / "convert" / "schemas").string(), (prefix / "share" / "yaral" / "convert" / "schemas").string()};
}

}  // namespace yaral::convert
