#include "rule_tests/stage.h"

#include <algorithm>
#include <ctime>
#include <set>

#include <fmt/format.h>

#include "base/nearest.h"
#include "ingest/read.h"
#include "packs/csv.h"
#include "packs/list_set.h"
#include "packs/tables.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::rule_tests {

namespace {

using packs::FileProblem;

class Hand : public ingest::BatchConsumer {
 public:
  explicit Hand(const Stage::Take& take) : take_(take) {}
  void consume(unsigned, const ingest::EventBatch& batch) override { take_(batch.events); }

 private:
  const Stage::Take& take_;
};

// Moves events in time.
class Shift : public ingest::BatchEditor {
 public:
  explicit Shift(Duration by) : by_(by) {
    for (const char* name : {"event_timestamp", "collected_timestamp", "ingested_timestamp"})
      paths_.push_back(*udm::resolve(udm::event_root(), fmt::format("metadata.{}", name)));
  }

  void edit(unsigned, ingest::EventBatch& batch) override {
    for (udm::Event& event : batch.events) {
      udm::Message* root = udm::copy(*event.root, batch.arena);
      for (const udm::Path& path : paths_) {
        std::vector<Value> time;
        udm::collect(*root, path, time);
        if (!time.empty()) udm::put(*root, path, Value::timestamp(time.front().as_timestamp() + by_), batch.arena);
      }
      if (!event.time.is_zero()) event.time = event.time + by_;
      event.root = root;
      event.json = {};
    }
  }

 private:
  Duration by_;
  std::vector<udm::Path> paths_;
};

// Rows given in a test as the text of a table, so that cells are checked as those of files are. Columns that no row names
// stay empty.
semantics::DataTable table_of(const std::string& name, const std::vector<std::map<std::string, std::string>>& rows,
                              const semantics::DataTable* known, const std::string& file, std::uint32_t line,
                              std::vector<FileProblem>& problems) {
  packs::TableSchema schema{.file = file, .columns = {}};
  if (known != nullptr)
    for (const semantics::Column& column : known->columns) schema.columns.push_back({.column = column, .line = 0});
  for (const auto& row : rows)
    for (const auto& [column, cell] : row) {
      const auto same = [&](const packs::SchemaColumn& c) { return c.column.name == column; };
      if (std::ranges::any_of(schema.columns, same)) continue;
      if (known != nullptr)
        problems.push_back({file, line, fmt::format("the table {} has no column `{}`", name, column)});
      schema.columns.push_back({.column = {.name = column, .mapped_path = {}}, .line = 0});
    }
  std::vector<std::string> cells;
  for (const packs::SchemaColumn& column : schema.columns) cells.push_back(column.column.name);
  std::string text = packs::csv_line(cells);
  for (const auto& row : rows) {
    std::ranges::transform(schema.columns, cells.begin(), [&](const packs::SchemaColumn& column) {
      const auto cell = row.find(column.column.name);
      return cell == row.end() ? std::string() : cell->second;
    });
    text += packs::csv_line(cells);
  }
  std::vector<FileProblem> wrong;
  semantics::DataTable table = packs::parse_table(name, file, text, schema, wrong);
  for (FileProblem& problem : wrong) {
    // Lines are those of the text made here, which begins with the names of the columns.
    const std::string row = problem.line > 1 ? fmt::format(", row {}", problem.line - 1) : "";
    problems.push_back({file, line, fmt::format("table `{}`{}: {}", name, row, problem.message)});
  }
  return table;
}

}  // namespace

Stage::Stage(const Scope& scope, const RuleTexts& rules, const TestCase& test) : scope_(scope), test_(test) {
  const std::vector<std::string> names = rules.names();
  const auto need = [&](const std::string& rule) {
    if (rules.has(rule)) return;
    const std::string near = did_you_mean(nearest_names(rule, names));
    troubles_.push_back(
        fmt::format("there is no rule `{}` that can run in {}{}{}", rule, scope.name, near.empty() ? "" : "; ", near));
  };
  for (const std::string& rule : test.rules) need(rule);
  for (const Expectation& expectation : test.expect) {
    if (test.rules.empty()) need(expectation.rule);
    if (!test.rules.empty() && std::ranges::find(test.rules, expectation.rule) == test.rules.end())
      troubles_.push_back(fmt::format("`expect` names {}, which is not among `rules`", expectation.rule));
  }
  const auto need_read = [&](const auto& given, const std::set<std::string>& read, std::string_view what) {
    for (const auto& [name, content] : given) {
      if (read.contains(name)) continue;
      const std::string near = did_you_mean(nearest_names(name, {read.begin(), read.end()}));
      troubles_.push_back(fmt::format("no rule reads the {} `{}`{}{}", what, name, near.empty() ? "" : "; ", near));
    }
  };
  if (rules.complete()) need_read(test.lists, rules.lists(), "list");
  if (rules.complete()) need_read(test.tables, rules.tables(), "table");
  if (names.empty()) troubles_.push_back(fmt::format("no rule of {} can run", scope.name));
  if (!troubles_.empty()) return;
  std::vector<semantics::BoundRule> bound = rules.compile(test.rules);
  look_up(bound);
  std::vector<plan::PlanProblem> problems;
  plan_.emplace(std::move(bound), lookups_, problems);
  for (const plan::PlanProblem& problem : problems)
    troubles_.push_back(plan::about_rule(problem.rule, problem.message));
  if (!test.entities.empty()) entities_ = ingest::read_entities(test.entities);
  for (const ingest::Problem& problem : entities_.report.problems)
    troubles_.push_back(fmt::format("{}: {} {}", problem.file, problem.place, problem.message));
}

void Stage::look_up(std::vector<semantics::BoundRule>& rules) {
  std::vector<FileProblem> problems;
  packs::ListSet lists;
  for (const auto& [name, entries] : test_.lists) {
    packs::ReferenceList list{.name = name, .file = test_.file, .entries = {}};
    for (const std::string& entry : entries) list.entries.push_back({.written = entry, .line = test_.line});
    lists.add(std::move(list));
  }
  for (const std::string& folder : scope_.lists) lists.add_folder(folder, problems);
  lookups_.lists = lists.for_rules(rules, problems);
  for (const std::string& folder : scope_.tables) {
    auto tables = packs::read_tables(folder, problems);
    if (tables) {
      lookups_.tables.merge(*tables);
    } else {
      problems.push_back({folder, 0, tables.error()});
    }
  }
  for (const auto& [name, rows] : test_.tables) {
    const auto known = lookups_.tables.find(name);
    lookups_.tables[name] = table_of(name, rows, known == lookups_.tables.end() ? nullptr : &known->second, test_.file,
                                     test_.line, problems);
  }
  for (const FileProblem& problem : problems) troubles_.push_back(packs::to_string(problem));
}

std::int64_t Stage::now_seconds() const { return test_.now ? test_.now->seconds : std::time(nullptr); }

void Stage::read_events(const Take& take) { read(test_.inputs, true, take); }

void Stage::read_history(const Take& take) {
  if (!test_.history.empty()) read(test_.history, false, take);
}

void Stage::read(const std::vector<std::string>& inputs, bool with_texts, const Take& take) {
  Hand hand(take);
  Shift shift(test_.shift);
  ingest::ReadOptions options{.inputs = inputs, .log_type = test_.log_type};
  if (test_.shift.nanos != 0) options.editors = {&shift};
  std::vector<ingest::ReadReport> reports;
  if (with_texts && !test_.records.empty()) options.texts.push_back({"records", test_.records});
  if (!options.inputs.empty() || !options.texts.empty()) reports.push_back(ingest::read_inputs(options, hand));
  if (with_texts && !test_.events.empty()) {
    // UDM, whatever the other inputs are.
    ingest::ReadOptions inline_events{.texts = {{"events", test_.events}}, .editors = options.editors};
    reports.push_back(ingest::read_inputs(inline_events, hand));
  }
  std::uint64_t events = 0;
  for (const ingest::ReadReport& report : reports) {
    events += report.events;
    for (const ingest::Problem& problem : report.problems)
      troubles_.push_back(
          fmt::format("{}: {}{}{}", problem.file, problem.place, problem.place.empty() ? "" : ": ", problem.message));
    for (const auto& [field, count] : report.notes.unknown_fields)
      troubles_.push_back(fmt::format("`{}` is no field of UDM", field));
  }
  if (events == 0 && troubles_.empty()) troubles_.push_back("no events were found in its inputs");
}

}  // namespace yaral::rule_tests
