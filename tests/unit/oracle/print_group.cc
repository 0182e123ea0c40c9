#include "unit/oracle/print_group.h"

#include <map>

#include "unit/conformance/print.h"

namespace yaral::oracle {

namespace {

constexpr std::size_t kMostSamples = 10;

std::string print_samples(const Group& group, std::size_t variable) {
  std::map<std::size_t, const Record*> records;  // by their place in time
  for (const Combination& at : group.combinations)
    if (at[variable]) records[at[variable]->record->number] = at[variable]->record;
  std::string text;
  std::size_t printed = 0;
  for (const auto& [number, record] : records)
    if (printed++ < kMostSamples) text += " " + (record->id.empty() ? "-" : record->id);
  if (printed > kMostSamples) text += " (+" + std::to_string(printed - kMostSamples) + " more)";
  return text;
}

}  // namespace

std::string print_group(const semantics::BoundRule& rule, const Group& group) {
  std::string line = rule.name + " ";
  line += format_timestamp(group.window ? group.window->first : group.combinations.front()[0]->record->time);
  if (group.window) line += ".." + format_timestamp(group.window->second);
  for (std::size_t i = 0; i < rule.keys.size(); ++i)
    line += " " + rule.keys[i].name + "=" + conformance::print_value(group.keys[i]);
  if (!rule.outcomes.empty()) line += " ->";
  for (std::size_t i = 0; i < rule.outcomes.size(); ++i)
    line += " " + rule.outcomes[i].name + "=" + conformance::print_value(group.outcomes[i]);
  for (std::size_t v = 0; v < rule.variables.size(); ++v) {
    if (rule.variables[v].source == semantics::EventSource::kTable) continue;
    const std::string samples = print_samples(group, v);
    if (!samples.empty()) line += " | " + rule.variables[v].name + ":" + samples;
  }
  return line;
}

}  // namespace yaral::oracle
