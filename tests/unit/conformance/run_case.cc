#include "unit/conformance/run_case.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "engine/engine.h"
#include "plan/plan.h"
#include "semantics/bind.h"
#include "udm/json.h"
#include "unit/conformance/print.h"

namespace yaral::conformance {

namespace {

std::vector<std::string> print(const semantics::CompiledFile& file) {
  std::vector<std::string> lines;
  for (const syntax::Diagnostic& d : file.diagnostics.all()) {
    const syntax::Position at = file.source->position(d.primary.span.begin);
    lines.push_back(fmt::format("{} {}:{} {}", syntax::info(d.code).code, at.line, at.column, d.message));
  }
  return lines;
}

std::vector<udm::Event> decode_events(const Case& which, const std::string& label, Arena& arena,
                                      udm::JsonDecoder& decoder, Outcome& outcome) {
  std::vector<udm::Event> events;
  const Block* block = which.find(label);
  if (!block) return events;
  for (const std::string& line : block->lines) {
    if (line.empty()) continue;
    auto event = decoder.decode(line, arena);
    if (event) {
      events.push_back(*event);
    } else {
      outcome.complaints.push_back(event.error().message + ": " + line);
    }
  }
  for (const auto& [path, count] : decoder.notes().unknown_fields)
    outcome.complaints.push_back("unknown field " + path);
  for (const auto& [path, count] : decoder.notes().bad_values) outcome.complaints.push_back("bad value of " + path);
  return events;
}

}  // namespace

Outcome run_case(const Case& which, const Mode& mode) {
  Outcome outcome;
  semantics::CompiledFile file = semantics::compile("case.yaral", which.text("yaral"));
  outcome.diagnostics = print(file);
  std::vector<plan::PlanProblem> problems;
  plan::Lists lists;
  for (const auto& [name, entries] : which.lists()) lists[name] = entries;
  const plan::Plan plan(std::move(file.rules), lists, problems);
  for (const plan::PlanProblem& problem : problems) outcome.complaints.push_back(problem.message);

  Arena arena;
  const udm::Projection projection(plan.paths());
  udm::JsonDecoder decoder(&projection);
  std::vector<udm::Event> events = decode_events(which, "udm", arena, decoder, outcome);
  const std::vector<udm::Event> history = decode_events(which, "history", arena, decoder, outcome);
  if (mode.shuffle) std::ranges::shuffle(events, std::mt19937(mode.shuffle));

  engine::Engine engine(plan, {.workers = mode.workers, .now_seconds = 1767225600});
  engine.ingest_history(mode.workers - 1, history);
  const std::size_t batch = mode.batch ? mode.batch : std::max<std::size_t>(events.size(), 1);
  for (std::size_t i = 0, turn = 0; i < events.size(); i += batch, ++turn)
    engine.ingest(turn % mode.workers, std::span(events).subspan(i, std::min(batch, events.size() - i)));
  for (const detections::Detection& d : engine.finish()) outcome.detections.push_back(print_detection(d));
  return outcome;
}

}  // namespace yaral::conformance
