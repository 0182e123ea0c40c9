#include "unit/oracle/run_engine.h"

#include <algorithm>
#include <random>
#include <span>

#include "engine/engine.h"
#include "plan/plan.h"
#include "udm/json.h"
#include "unit/conformance/print.h"

namespace yaral::oracle {

namespace {

constexpr std::size_t kBatch = 3;

std::vector<udm::Event> decode(const std::vector<std::string>& lines, udm::Root root, Arena& arena) {
  udm::JsonDecoder decoder(nullptr, root);
  std::vector<udm::Event> out;
  for (const std::string& line : lines)
    if (const auto event = decoder.decode(line, arena)) out.push_back(*event);
  return out;
}

}  // namespace

std::vector<std::string> run_engine(semantics::BoundRule rule, const Input& input, std::uint32_t seed) {
  plan::Lookups lookups;
  for (const auto& [name, entries] : input.lists) lookups.lists[name] = entries;
  lookups.tables = input.tables;
  std::vector<semantics::BoundRule> rules;
  rules.push_back(std::move(rule));
  std::vector<plan::PlanProblem> problems;
  const plan::Plan plan(std::move(rules), lookups, problems);
  std::vector<std::string> lines;
  for (const plan::PlanProblem& problem : problems) lines.push_back("problem: " + problem.message);

  Arena arena;
  const unsigned workers = 1 + seed % 2;
  engine::Engine engine(plan, {.workers = workers, .now_seconds = 1767225600, .hop_grid = input.hop_grid});
  engine.add_entities(decode(input.entities, udm::Root::kEntity, arena));
  std::vector<udm::Event> events = decode(input.events, udm::Root::kEvent, arena);
  std::ranges::shuffle(events, std::mt19937(seed));
  for (std::size_t i = 0; i < events.size(); i += kBatch)
    engine.ingest(i / kBatch % workers, std::span(events).subspan(i, std::min(kBatch, events.size() - i)));
  for (const detections::Detection& d : engine.finish()) lines.push_back(conformance::print_detection(d));
  return lines;
}

}  // namespace yaral::oracle
