#include "packs/yaml_reader.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace yaral::packs {

namespace {

void reporting(const std::string& file, std::vector<FileProblem>& problems, const std::function<void()>& work) {
  try {
    work();
  } catch (const YAML::Exception& e) {
    problems.push_back({file, e.mark.is_null() ? 0u : static_cast<std::uint32_t>(e.mark.line + 1), e.msg});
  }
}

}  // namespace

void with_yaml(const std::string& file, const std::string& text, std::vector<FileProblem>& problems,
               const std::function<void(const YAML::Node&)>& read) {
  reporting(file, problems, [&] { read(YAML::Load(text)); });
}

void with_yaml_documents(const std::string& file, const std::string& text, std::vector<FileProblem>& problems,
                         const std::function<void(const YAML::Node&)>& read) {
  reporting(file, problems, [&] { std::ranges::for_each(YAML::LoadAll(text), read); });
}

YamlMap::YamlMap(const YAML::Node& node, std::string what, std::string file, std::vector<FileProblem>& problems)
    : node_(node), what_(std::move(what)), file_(std::move(file)), problems_(problems) {
  if (!node_.IsMap()) report(node_, fmt::format("{} must be a mapping (`key: value` lines)", what_));
  if (const auto again = repeated_key(node_)) report(*again, fmt::format("`{}` is given twice", again->Scalar()));
}

std::optional<YAML::Node> YamlMap::repeated_key(const YAML::Node& map) {
  std::set<std::string> seen;
  if (map.IsMap())
    for (const auto& pair : map)
      if (pair.first.IsScalar() && !seen.insert(pair.first.Scalar()).second) return pair.first;
  return std::nullopt;
}

YamlMap::~YamlMap() {
  if (!node_.IsMap()) return;
  for (const auto& pair : node_) {
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "?";
    if (std::ranges::find(read_, key) == read_.end()) report(pair.first, fmt::format("{} has no key `{}`", what_, key));
  }
}

void YamlMap::required(std::string_view key, std::string& out) { scalar(key, out, true); }
void YamlMap::optional(std::string_view key, std::string& out) { scalar(key, out, false); }
void YamlMap::required(std::string_view key, std::vector<std::string>& out) { list(key, out, true); }
void YamlMap::optional(std::string_view key, std::vector<std::string>& out) { list(key, out, false); }

void YamlMap::optional(std::string_view key, bool& out) {
  const YAML::Node value = child(key, false);
  if (!value.IsDefined()) return;
  if (value.IsScalar() && (value.Scalar() == "true" || value.Scalar() == "false")) {
    out = value.Scalar() == "true";
  } else {
    report(value, fmt::format("`{}` must be true or false", key));
  }
}

YAML::Node YamlMap::child(std::string_view key, bool needed) {
  read_.emplace_back(key);
  if (!node_.IsMap()) return YAML::Node(YAML::NodeType::Undefined);
  const YAML::Node& map = node_;
  YAML::Node value = map[std::string(key)];
  if (!value.IsDefined() && needed) report(node_, fmt::format("{} needs the key `{}`", what_, key));
  return value;
}

std::vector<YAML::Node> YamlMap::entries(std::string_view key) {
  const YAML::Node value = child(key, false);
  std::vector<YAML::Node> nodes;
  if (!value.IsDefined()) return nodes;
  if (!value.IsSequence()) report(value, fmt::format("`{}` must be a list", key));
  if (!value.IsSequence()) return nodes;
  for (const YAML::Node& entry : value) nodes.push_back(entry);
  return nodes;
}

void YamlMap::report(const YAML::Node& where, std::string message) {
  const YAML::Mark mark = where.Mark();
  problems_.push_back({file_, mark.is_null() ? 0u : static_cast<std::uint32_t>(mark.line + 1), std::move(message)});
}

void YamlMap::scalar(std::string_view key, std::string& out, bool needed) {
  const YAML::Node value = child(key, needed);
  if (!value.IsDefined()) return;
  if (!value.IsScalar() || value.Scalar().empty()) {
    report(value, fmt::format("`{}` must be a text", key));
  } else {
    out = value.Scalar();
  }
}

void YamlMap::list(std::string_view key, std::vector<std::string>& out, bool needed) {
  const YAML::Node value = child(key, needed);
  if (!value.IsDefined()) return;
  if (!value.IsSequence()) {
    report(value, fmt::format("`{}` must be a list", key));
    return;
  }
  for (const YAML::Node& item : value) {
    if (item.IsScalar()) {
      out.push_back(item.Scalar());
    } else {
      report(item, fmt::format("an entry of `{}` must be a text", key));
    }
  }
  if (out.empty() && needed) report(value, fmt::format("`{}` must not be empty", key));
}

}  // namespace yaral::packs
