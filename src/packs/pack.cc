#include "packs/pack.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "base/time.h"
#include "packs/files.h"
#include "packs/yaml_reader.h"

namespace yaral::packs {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kSeverities = {"low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 3> kStates = {"experimental", "stable", "deprecated"};

bool is_date(std::string_view text) { return text.size() == 10 && parse_timestamp(std::string(text) + "T00:00:00Z"); }

// A file named in a manifest must be inside the pack: packs come from others.
bool stays_inside(const std::string& relative) {
  const fs::path normal = fs::path(relative).lexically_normal();
  return !normal.empty() && normal.is_relative() && *normal.begin() != "..";
}

class ManifestReader {
 public:
  ManifestReader(Pack& pack, std::string file, std::vector<FileProblem>& problems)
      : pack_(pack), file_(std::move(file)), problems_(problems) {}

  void read(const YAML::Node& root) {
    YamlMap map(root, "the manifest", file_, problems_);
    map.required("id", pack_.id);
    map.required("title", pack_.title);
    map.required("version", pack_.version);
    map.required("severity", pack_.severity);
    map.required("summary", pack_.summary);
    map.required("platforms", pack_.platforms);
    map.required("references", pack_.references);
    map.required("rules", pack_.rules);
    map.optional("lists", pack_.lists);
    map.optional("tables", pack_.tables);
    map.optional("tests", pack_.tests);
    read_standing(map, root);
    if (const YAML::Node attack = map.child("attack", true); attack.IsDefined()) read_attack(attack);
    for (const YAML::Node& node : map.entries("data_sources")) read_data_source(node);
    for (const YAML::Node& node : map.entries("false_positives")) read_false_positive(node);
    for (const YAML::Node& node : map.entries("tunables")) read_tunable(node);
    for (const YAML::Node& node : map.entries("procedures")) read_procedure(node);
    for (const YAML::Node& node : map.entries("samples")) read_sample(node);
    for (const std::string& rule : pack_.rules) check_inside(map, root["rules"], rule);
    for (const Sample& sample : pack_.samples) check_inside(map, root["samples"], sample.file);
    if (!pack_.lists.empty()) check_inside(map, root["lists"], pack_.lists);
    if (!pack_.tables.empty()) check_inside(map, root["tables"], pack_.tables);
    if (!pack_.tests.empty()) check_inside(map, root["tests"], pack_.tests);
  }

 private:
  // What it is worth, whose it is, since when.
  void read_standing(YamlMap& map, const YAML::Node& root) {
    map.optional("severity_reason", pack_.severity_reason);
    map.optional("status", pack_.status);
    map.optional("minimum_version", pack_.minimum_version);
    map.optional("licence", pack_.licence);
    map.optional("created", pack_.created);
    map.optional("modified", pack_.modified);
    map.optional("authors", pack_.authors);
    if (!pack_.severity.empty() && std::ranges::find(kSeverities, pack_.severity) == kSeverities.end())
      map.report(root["severity"], "`severity` must be low, medium, high or critical");
    if (std::ranges::find(kStates, pack_.status) == kStates.end())
      map.report(root["status"], "`status` must be experimental, stable or deprecated");
    for (const auto& [key, date] : {std::pair("created", &pack_.created), std::pair("modified", &pack_.modified)})
      if (!date->empty() && !is_date(*date))
        map.report(root[key], fmt::format("`{}` must be a day such as 2026-03-01", key));
  }

  void read_attack(const YAML::Node& node) {
    YamlMap map(node, "`attack`", file_, problems_);
    map.required("version", pack_.attack.version);
    map.required("technique", pack_.attack.technique);
    map.required("name", pack_.attack.name);
    map.required("tactics", pack_.attack.tactics);
    map.required("url", pack_.attack.url);
    map.optional("detection_strategies", pack_.attack.detection_strategies);
    map.optional("analytics", pack_.attack.analytics);
  }

  void read_data_source(const YAML::Node& node) {
    YamlMap map(node, "an entry of `data_sources`", file_, problems_);
    DataSource& source = pack_.data_sources.emplace_back();
    map.required("log_type", source.log_type);
    map.required("product", source.product);
    map.required("events", source.events);
    map.required("gives", source.gives);
    map.optional("collect", source.collect);
    map.optional("volume", source.volume);
  }

  void read_false_positive(const YAML::Node& node) {
    YamlMap map(node, "an entry of `false_positives`", file_, problems_);
    FalsePositive& positive = pack_.false_positives.emplace_back();
    map.required("cause", positive.cause);
    map.required("tell", positive.tell);
    map.optional("list", positive.list);
  }

  void read_tunable(const YAML::Node& node) {
    YamlMap map(node, "an entry of `tunables`", file_, problems_);
    Tunable& tunable = pack_.tunables.emplace_back();
    map.required("name", tunable.name);
    map.optional("list", tunable.list);
    map.optional("table", tunable.table);
    map.optional("element", tunable.element);
    map.required("default", tunable.default_value);
    map.required("why", tunable.why);
    if (tunable.list.empty() == tunable.table.empty()) map.report(node, "a tunable is either a `list` or a `table`");
  }

  void read_procedure(const YAML::Node& node) {
    YamlMap map(node, "an entry of `procedures`", file_, problems_);
    Procedure& procedure = pack_.procedures.emplace_back();
    map.required("name", procedure.name);
    map.required("title", procedure.title);
    map.required("signals", procedure.signals);
  }

  void read_sample(const YAML::Node& node) {
    YamlMap map(node, "an entry of `samples`", file_, problems_);
    Sample& sample = pack_.samples.emplace_back();
    map.required("file", sample.file);
    map.required("description", sample.description);
    map.optional("constructed", sample.constructed);
  }

  void check_inside(YamlMap& map, const YAML::Node& where, const std::string& relative) {
    if (relative.empty()) return;
    if (!stays_inside(relative)) {
      map.report(where, fmt::format("`{}` leads out of the pack", relative));
    } else if (!exists(pack_.path(relative))) {
      map.report(where, fmt::format("`{}` is not in the pack", relative));
    }
  }

  Pack& pack_;
  std::string file_;
  std::vector<FileProblem>& problems_;
};

}  // namespace

std::string Pack::path(std::string_view relative) const { return (fs::path(folder) / relative).string(); }

std::expected<Pack, std::vector<FileProblem>> read_pack(const std::string& folder) {
  Pack pack;
  pack.folder = folder;
  const std::string file = pack.path("pack.yaml");
  std::vector<FileProblem> problems;
  const auto text = read_text_file(file, 1u << 20);
  if (!text) return std::unexpected(std::vector<FileProblem>{{file, 0, text.error()}});
  with_yaml(file, *text, problems, [&](const YAML::Node& root) { ManifestReader(pack, file, problems).read(root); });
  std::ranges::stable_sort(problems, {}, &FileProblem::line);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return pack;
}

}  // namespace yaral::packs
