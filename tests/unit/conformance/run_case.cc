#include "unit/conformance/run_case.h"

#include <algorithm>
#include <iterator>
#include <random>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/engine.h"
#include "functions/implementation.h"
#include "plan/plan.h"
#include "semantics/bind.h"
#include "udm/json.h"
#include "unit/conformance/print.h"

namespace yaral::conformance {

namespace {

std::vector<std::string> print(const semantics::CompiledFile& file) {
  std::vector<std::string> lines;
  for (const syntax::Diagnostic& d : file.diagnostics.all()) {
    const std::string_view code = syntax::info(d.code).code;
    if (code.starts_with("YL51")) continue;  // advice: cases are short and show just what it is about
    const syntax::Position at = file.source->position(d.primary.span.begin);
    lines.push_back(fmt::format("{} {}:{} {}", code, at.line, at.column, d.message));
  }
  return lines;
}

}  // namespace

std::vector<udm::Event> decode_records(const Case& which, const std::string& label, Arena& arena,
                                       udm::JsonDecoder& decoder, Outcome& outcome) {
  std::vector<udm::Event> records;
  const Block* block = which.find(label);
  if (!block) return records;
  for (const std::string& line : block->lines) {
    if (line.empty()) continue;
    auto record = decoder.decode(line, arena);
    if (record) {
      records.push_back(*record);
    } else {
      outcome.complaints.push_back(record.error().message + ": " + line);
    }
  }
  for (const auto& [path, count] : decoder.notes().unknown_fields)
    outcome.complaints.push_back("unknown field " + path);
  for (const auto& [path, count] : decoder.notes().bad_values) outcome.complaints.push_back("bad value of " + path);
  return records;
}

namespace {

// A table block: a line of columns (`name` or `name:TYPE`), then a line a row; cells hold no commas.
semantics::DataTable table_of(const std::string& name, const std::vector<std::string>& lines) {
  semantics::DataTable table{.name = name, .file = "case"};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> cells;
    for (const std::string_view cell : split(lines[i], ',')) cells.emplace_back(cell);
    if (i > 0) {
      table.rows.push_back(std::move(cells));
      continue;
    }
    for (const std::string& cell : cells) {
      const std::size_t colon = cell.find(':');
      const std::string type = colon == std::string::npos ? "STRING" : cell.substr(colon + 1);
      table.columns.push_back({.name = cell.substr(0, colon),
                               .type = type == "NUMBER"  ? semantics::ColumnType::kNumber
                                       : type == "REGEX" ? semantics::ColumnType::kRegex
                                       : type == "CIDR"  ? semantics::ColumnType::kCidr
                                                         : semantics::ColumnType::kString});
    }
  }
  return table;
}

}  // namespace

plan::Lookups lookups_of(const Case& which) {
  plan::Lookups lookups;
  for (const auto& [name, entries] : which.named("list")) lookups.lists[name] = entries;
  for (const auto& [name, lines] : which.named("table")) lookups.tables[name] = table_of(name, lines);
  return lookups;
}

namespace {

// What was told early stands in the result, too: as it is, or with more events of its window.
void check_early(const std::vector<detections::Detection>& early, const std::vector<detections::Detection>& all,
                 Outcome& outcome) {
  const auto keys = [](const detections::Detection& d) {
    std::string text = d.rule->name;
    for (const detections::Variable& v : d.variables)
      if (v.kind == detections::Variable::Kind::kMatch) text += "|" + functions::to_text(v.value);
    return text;
  };
  for (const detections::Detection& e : early) {
    const bool found = std::ranges::any_of(all, [&](const detections::Detection& d) {
      if (!e.has_window) return print_detection(d) == print_detection(e);
      return keys(d) == keys(e) && d.window_start <= e.first_event && e.first_event < d.window_end;
    });
    if (!found) outcome.complaints.push_back("told early, and not in the result: " + print_detection(e));
  }
}

}  // namespace

Outcome run_case(const Case& which, const Mode& mode) {
  Outcome outcome;
  semantics::CompiledFile file = semantics::compile("case.yaral", which.text("yaral"));
  outcome.diagnostics = print(file);
  std::vector<plan::PlanProblem> problems;
  const plan::Lookups lookups = lookups_of(which);
  const plan::Plan plan(std::move(file.rules), lookups, problems);
  for (const plan::PlanProblem& problem : problems) outcome.complaints.push_back(problem.message);

  Arena arena;
  const udm::Projection projection(plan.paths());
  udm::JsonDecoder decoder(&projection);
  std::vector<udm::Event> events = decode_records(which, "udm", arena, decoder, outcome);
  const std::vector<udm::Event> history = decode_records(which, "history", arena, decoder, outcome);
  if (mode.shuffle) std::ranges::shuffle(events, std::mt19937(mode.shuffle));

  const bool grid = which.text("options").find("hop-grid") != std::string::npos;
  engine::Engine engine(plan, {.workers = mode.workers, .now_seconds = 1767225600, .hop_grid = grid});
  for (const plan::PlanProblem& problem : engine.problems()) outcome.complaints.push_back(problem.message);
  udm::JsonDecoder entity_decoder(nullptr, udm::Root::kEntity);
  engine.ingest_history(mode.workers - 1, history);
  engine.add_entities(decode_records(which, "entities", arena, entity_decoder, outcome));
  const std::size_t batch = mode.batch ? mode.batch : std::max<std::size_t>(events.size(), 1);
  std::vector<detections::Detection> early;
  for (std::size_t i = 0, turn = 0; i < events.size(); i += batch, ++turn) {
    engine.ingest(turn % mode.workers, std::span(events).subspan(i, std::min(batch, events.size() - i)));
    if (mode.workers == 1) std::ranges::move(engine.take_early(), std::back_inserter(early));
  }
  const std::vector<detections::Detection> all = engine.finish();
  check_early(early, all, outcome);
  for (const detections::Detection& d : all) {
    outcome.detections.push_back(print_detection(d));
    outcome.labels.push_back(print_labels(d));
  }
  return outcome;
}

}  // namespace yaral::conformance
