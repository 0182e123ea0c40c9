#include <array>

#include "base/text.h"
#include "cli/coverage_report.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

using attack::Cell;
using attack::Fault;
using syntax::JsonWriter;

struct FaultName {
  Fault fault;
  std::string_view name;
};
constexpr std::array kFaultNames{
    FaultName{Fault::kUnknownTechnique, "unknown_technique"},
    FaultName{Fault::kAmbiguousTechnique, "ambiguous_technique"},
    FaultName{Fault::kRevokedTechnique, "revoked_technique"},
    FaultName{Fault::kDeprecatedTechnique, "deprecated_technique"},
    FaultName{Fault::kUnknownTactic, "unknown_tactic"},
    FaultName{Fault::kForeignTactic, "foreign_tactic"},
    FaultName{Fault::kWrongKind, "wrong_kind"},
    FaultName{Fault::kWrongName, "wrong_name"},
    FaultName{Fault::kTooMany, "too_many"},
};

std::string_view fault_name(Fault fault) {
  for (const FaultName& row : kFaultNames)
    if (row.fault == fault) return row.name;
  return {};
}

void write_strings(JsonWriter& writer, std::string_view name, std::string_view list, char separator) {
  writer.key(name).begin_array();
  if (!list.empty())
    for (const std::string_view part : split(list, separator)) writer.string(ascii_trim(part));
  writer.end_array();
}

void write_strategy(JsonWriter& writer, const attack::Technique& technique) {
  const attack::Strategy* strategy = attack::find_strategy(technique.id);
  if (!strategy) return;
  writer.member("detection_strategy", strategy->id).key("analytics").begin_array();
  for (const attack::Analytic& analytic : analytics_of(*strategy))
    writer.begin_object().member("id", analytic.id).member("platform", analytic.platform).end_object();
  writer.end_array();
}

void write_techniques(JsonWriter& writer, const attack::Coverage& coverage) {
  writer.key("techniques").begin_array();
  for (const Cell& cell : covered_techniques(coverage)) {
    const attack::Technique& technique = *cell.technique;
    writer.begin_object().member("id", technique.id).member("name", technique.name);
    write_strings(writer, "tactics", technique.tactics, ' ');
    write_strings(writer, "platforms", technique.platforms, ',');
    write_strategy(writer, technique);
    writer.key("rules").begin_array();
    for (const attack::CoveredRule* rule : cell.rules) writer.string(rule->name);
    writer.end_array().end_object();
  }
  writer.end_array();
}

void write_tactics(JsonWriter& writer, const attack::Coverage& coverage) {
  writer.key("tactics").begin_array();
  for (const attack::Column& column : matrix_of(coverage)) {
    writer.begin_object().member("id", column.tactic->id).member("name", column.tactic->name);
    writer.member("techniques", column.techniques).key("covered").begin_array();
    for (const Cell& cell : column.covered) {
      writer.begin_object().member("id", cell.technique->id).member("rules", cell.rules.size());
      writer.member("rules_with_subtechniques", cell.all.size()).end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array();
}

void write_rules(JsonWriter& writer, const attack::Coverage& coverage) {
  writer.key("rules").begin_array();
  for (const attack::CoveredRule& rule : coverage.rules) {
    writer.begin_object().member("name", rule.name).member("file", rule.file).member("line", rule.line);
    writer.key("techniques").begin_array();
    for (const attack::Technique* technique : rule.techniques) writer.string(technique->id);
    writer.end_array().key("names_technique").boolean(rule.names_technique).end_object();
  }
  writer.end_array();
}

void write_problems(JsonWriter& writer, const attack::Coverage& coverage) {
  writer.key("problems").begin_array();
  for (const attack::RuleProblem& problem : coverage.problems) {
    writer.begin_object().member("file", problem.file).member("line", problem.line).member("rule", problem.rule);
    writer.member("fault", fault_name(problem.problem.fault)).member("message", problem.problem.message).end_object();
  }
  writer.end_array();
}

}  // namespace

std::string coverage_json(const CoverageReport& report) {
  JsonWriter writer;
  writer.begin_object().member("attack_version", attack::version()).member("domain", "enterprise-attack");
  writer.member("files", report.files).member("broken_rules", report.broken_rules).key("packs").begin_array();
  for (const std::string& pack : report.packs) writer.string(pack);
  writer.end_array();
  write_tactics(writer, report.coverage);
  write_techniques(writer, report.coverage);
  write_rules(writer, report.coverage);
  write_problems(writer, report.coverage);
  return writer.end_object().take() + "\n";
}

}  // namespace yaral::cli
