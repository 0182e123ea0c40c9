#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "packs/lists.h"

namespace yaral::packs {

// Parses a text and hands it on; where it is no YAML, that is a mistake with its line.
void with_yaml(const std::string& file, const std::string& text, std::vector<FileProblem>& problems,
               const std::function<void(const YAML::Node&)>& read);
// The same for a text of several documents; none is handed on unless all are YAML.
void with_yaml_documents(const std::string& file, const std::string& text, std::vector<FileProblem>& problems,
                         const std::function<void(const YAML::Node&)>& read);

// Reads one mapping of a YAML file into plain members, collecting mistakes with their lines. Keys that nobody asked for
// are mistakes too: a misspelt key must not be silently without effect.
class YamlMap {
 public:
  // `what` names the mapping in messages: "the manifest", "an entry of `samples`".
  YamlMap(const YAML::Node& node, std::string what, std::string file, std::vector<FileProblem>& problems);
  // Reports the keys that were not read.
  ~YamlMap();
  YamlMap(const YamlMap&) = delete;
  YamlMap& operator=(const YamlMap&) = delete;

  void required(std::string_view key, std::string& out);
  void optional(std::string_view key, std::string& out);
  void optional(std::string_view key, bool& out);
  void required(std::string_view key, std::vector<std::string>& out);
  void optional(std::string_view key, std::vector<std::string>& out);
  // The value of a key as it is; an undefined node when it is missing, which is a mistake if `needed`.
  YAML::Node child(std::string_view key, bool needed);
  // The entries of a list of mappings; none when the key is missing or no list.
  std::vector<YAML::Node> entries(std::string_view key);

  void report(const YAML::Node& where, std::string message);

  // The first key that a mapping has twice, of which YAML would keep one; none: they differ.
  static std::optional<YAML::Node> repeated_key(const YAML::Node& map);

 private:
  void scalar(std::string_view key, std::string& out, bool needed);
  void list(std::string_view key, std::vector<std::string>& out, bool needed);

  YAML::Node node_;
  std::string what_;
  std::string file_;
  std::vector<FileProblem>& problems_;
  std::vector<std::string> read_;
};

}  // namespace yaral::packs
