#include "packs/pack.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "packs/files.h"
#include "packs/yaml_reader.h"

namespace yaral::packs {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kSeverities = {"low", "medium", "high", "critical"};

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
    if (!pack_.severity.empty() && std::ranges::find(kSeverities, pack_.severity) == kSeverities.end())
      map.report(root["severity"], "`severity` must be low, medium, high or critical");
    if (const YAML::Node attack = map.child("attack", true); attack.IsDefined()) read_attack(attack);
    for (const YAML::Node& node : map.entries("data_sources")) read_data_source(node);
    for (const YAML::Node& node : map.entries("false_positives")) read_false_positive(node);
    for (const YAML::Node& node : map.entries("samples")) read_sample(node);
    for (const std::string& rule : pack_.rules) check_inside(map, root["rules"], rule);
    for (const Sample& sample : pack_.samples) check_inside(map, root["samples"], sample.file);
    if (!pack_.lists.empty()) check_inside(map, root["lists"], pack_.lists);
    if (!pack_.tables.empty()) check_inside(map, root["tables"], pack_.tables);
  }

 private:
  void read_attack(const YAML::Node& node) {
    YamlMap map(node, "`attack`", file_, problems_);
    map.required("version", pack_.attack.version);
    map.required("technique", pack_.attack.technique);
    map.required("name", pack_.attack.name);
    map.required("tactics", pack_.attack.tactics);
    map.required("url", pack_.attack.url);
  }

  void read_data_source(const YAML::Node& node) {
    YamlMap map(node, "an entry of `data_sources`", file_, problems_);
    DataSource& source = pack_.data_sources.emplace_back();
    map.required("log_type", source.log_type);
    map.required("product", source.product);
    map.required("events", source.events);
    map.required("gives", source.gives);
  }

  void read_false_positive(const YAML::Node& node) {
    YamlMap map(node, "an entry of `false_positives`", file_, problems_);
    FalsePositive& positive = pack_.false_positives.emplace_back();
    map.required("cause", positive.cause);
    map.required("tell", positive.tell);
    map.optional("list", positive.list);
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
