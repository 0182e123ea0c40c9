#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/coverage_report.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

using attack::Cell;
using syntax::JsonWriter;

constexpr std::string_view kLayerFormat = "4.5";
constexpr std::string_view kNavigator = "5.1.0";
constexpr std::string_view kFewest = "#d9f0d3";
constexpr std::string_view kMost = "#1b7837";

void write_technique(JsonWriter& writer, const Cell& cell) {
  std::vector<std::string_view> names;
  names.reserve(cell.rules.size());
  for (const attack::CoveredRule* rule : cell.rules) names.push_back(rule->name);
  writer.begin_object().member("techniqueID", cell.technique->id).member("score", cell.rules.size());
  writer.member("comment", fmt::format("{}", fmt::join(names, "\n"))).key("enabled").boolean(true);
  writer.key("showSubtechniques").boolean(true).end_object();
}

// Opens a technique that only sub-techniques of it are scored of.
void write_parent(JsonWriter& writer, const attack::Technique& technique) {
  writer.begin_object().member("techniqueID", technique.id).key("enabled").boolean(true);
  writer.key("showSubtechniques").boolean(true).end_object();
}

void write_techniques(JsonWriter& writer, const std::vector<Cell>& cells) {
  std::set<std::string_view> written;
  for (const Cell& cell : cells) written.insert(cell.technique->id);
  writer.key("techniques").begin_array();
  for (const Cell& cell : cells) {
    const attack::Technique& above = parent(*cell.technique);
    if (written.insert(above.id).second) write_parent(writer, above);
    write_technique(writer, cell);
  }
  writer.end_array();
}

void write_layout(JsonWriter& writer) {
  writer.key("layout").begin_object().member("layout", "side").member("aggregateFunction", "sum");
  writer.key("showID").boolean(true).key("showName").boolean(true).key("showAggregateScores").boolean(true);
  writer.key("countUnscored").boolean(false).end_object();
}

void write_legend(JsonWriter& writer, std::size_t most) {
  writer.key("gradient").begin_object().key("colors").begin_array().string(kFewest).string(kMost).end_array();
  // A gradient needs two ends.
  writer.member("minValue", 1).member("maxValue", std::max<std::size_t>(most, 2)).end_object();
  writer.key("legendItems").begin_array();
  writer.begin_object().member("label", "1 rule").member("color", kFewest).end_object();
  if (most > 1) writer.begin_object().member("label", counted(most, "rule")).member("color", kMost).end_object();
  writer.end_array();
}

}  // namespace

std::string coverage_layer(const CoverageReport& report) {
  const std::vector<Cell> cells = covered_techniques(report.coverage);
  std::size_t most = 0;
  for (const Cell& cell : cells) most = std::max(most, cell.rules.size());
  const std::string_view version = attack::version();
  JsonWriter writer;
  writer.begin_object().member("name", "Rule coverage").key("versions").begin_object();
  writer.member("attack", version.substr(0, version.find('.'))).member("navigator", kNavigator);
  writer.member("layer", kLayerFormat).end_object().member("domain", "enterprise-attack");
  writer.member("description", fmt::format("{} of {}, counted by {}. ATT&CK {}.", techniques_text(report.coverage),
                                           counted(report.coverage.rules.size(), "rule"), version_line(), version));
  writer.member("sorting", 0);
  write_layout(writer);
  writer.key("hideDisabled").boolean(false);
  write_techniques(writer, cells);
  write_legend(writer, most);
  writer.key("selectTechniquesAcrossTactics").boolean(true).key("selectSubtechniquesWithParent").boolean(false);
  return writer.end_object().take() + "\n";
}

}  // namespace yaral::cli
