#include "ingest/requirements.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/field_table.h"

namespace yaral::ingest {
namespace {

struct Requirement {
  std::string_view type;
  std::string_view any_of[2];  // one of these paths must be set
};

constexpr std::string_view kProcess = "target.process";
constexpr std::string_view kFile = "target.file";
constexpr std::string_view kKey = "target.registry.registry_key";
constexpr std::string_view kResource = "target.resource";

constexpr Requirement kRequirements[] = {
    {"PROCESS_LAUNCH", {kProcess}},
    {"PROCESS_TERMINATION", {kProcess}},
    {"PROCESS_INJECTION", {kProcess}},
    {"PROCESS_OPEN", {kProcess}},
    {"PROCESS_UNCATEGORIZED", {kProcess}},
    {"PROCESS_MODULE_LOAD", {kProcess, kFile}},
    {"FILE_CREATION", {kFile}},
    {"FILE_MODIFICATION", {kFile}},
    {"FILE_DELETION", {kFile}},
    {"FILE_READ", {kFile}},
    {"FILE_OPEN", {kFile}},
    {"FILE_UNCATEGORIZED", {kFile}},
    {"REGISTRY_CREATION", {kKey}},
    {"REGISTRY_MODIFICATION", {kKey}},
    {"REGISTRY_DELETION", {kKey}},
    {"REGISTRY_UNCATEGORIZED", {kKey}},
    {"NETWORK_CONNECTION", {"target.ip", "target.hostname"}},
    {"NETWORK_DNS", {"network.dns.questions"}},
    {"SERVICE_CREATION", {"target.application", kProcess}},
    {"SCHEDULED_TASK_CREATION", {"target.resource.resource_type"}},
    {"USER_LOGIN", {"target.user"}},
    {"USER_LOGOUT", {"target.user"}},
    {"USER_UNCATEGORIZED", {"target.user", "principal.user"}},
    {"SETTING_MODIFICATION", {"target.resource.resource_type"}},
    {"USER_RESOURCE_ACCESS", {kResource}},
    {"USER_RESOURCE_CREATION", {kResource}},
    {"USER_RESOURCE_UPDATE_CONTENT", {kResource}},
    {"RESOURCE_READ", {"principal.user", "principal.hostname"}},
};

struct Compiled {
  std::vector<udm::Path> any_of;
  std::string message;
};

std::unordered_map<std::int32_t, Compiled> compile() {
  std::unordered_map<std::int32_t, Compiled> all;
  for (const Requirement& requirement : kRequirements) {
    Compiled& compiled = all[event_type(requirement.type)];
    compiled.message = std::string(requirement.type) + " without ";
    for (const std::string_view path : requirement.any_of) {
      if (path.empty()) continue;
      if (!compiled.any_of.empty()) compiled.message += " or ";
      compiled.message += path;
      compiled.any_of.push_back(checked_path(path));
    }
  }
  return all;
}

// Tables hold singular messages only, so that the first value of each step leads on.
bool is_set(const udm::Message& event, const udm::Path& path) {
  const udm::Message* at = &event;
  for (const udm::PathStep& step : path.steps) {
    const auto values = at == nullptr ? std::span<const Value>{} : at->get(step.field);
    if (values.empty()) return false;
    at = values.front().as_message();
  }
  return true;
}

}  // namespace

std::string_view missing_requirement(std::int32_t type, const udm::Message& event) {
  static const auto all = compile();
  const auto found = all.find(type);
  if (found == all.end()) return {};
  for (const udm::Path& path : found->second.any_of) {
    if (is_set(event, path)) return {};
  }
  return found->second.message;
}

}  // namespace yaral::ingest
