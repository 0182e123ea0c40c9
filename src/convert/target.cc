#include "convert/target.h"

#include <algorithm>

namespace yaral::convert {

namespace {

constexpr CommentSyntax kSqlComment{.before = "-- ", .open = {}, .close = {}};
constexpr CommentSyntax kCComment{.before = "// ", .open = {}, .close = {}};

// Back quotes are macros and `$` a token wherever they stand.
constexpr CommentSyntax kSplunkComment{.before = {}, .open = "```", .close = "```", .never = "`$"};

const Target kTargets[] = {
    {.name = "asim",
     .title = "KQL over the ASIM parsers of Microsoft Sentinel",
     .ending = ".asim.kql",
     .schema = "asim",
     .comment = kCComment,
     .write = write_kql},
    {.name = "clickhouse",
     .title = "ClickHouse SQL over a table of UDM events",
     .ending = ".clickhouse.sql",
     .schema = {},
     .comment = kSqlComment,
     .write = write_clickhouse},
    {.name = "defender",
     .title = "KQL over the tables of Microsoft Defender XDR",
     .ending = ".defender.kql",
     .schema = "defender",
     .comment = kCComment,
     .write = write_kql},
    {.name = "duckdb",
     .title = "DuckDB SQL over a table of UDM events",
     .ending = ".duckdb.sql",
     .schema = {},
     .comment = kSqlComment,
     .write = write_duckdb},
    {.name = "eql",
     .title = "EQL over the Elastic Common Schema",
     .ending = ".eql",
     .schema = "ecs",
     .comment = kCComment,
     .write = write_eql},
    {.name = "esql",
     .title = "ES|QL over the Elastic Common Schema",
     .ending = ".esql",
     .schema = "ecs",
     .comment = kCComment,
     .write = write_esql},
    {.name = "logscale",
     .title = "CrowdStrike CQL over events of the Falcon sensor",
     .ending = ".cql",
     .schema = "logscale",
     .comment = kCComment,
     .write = write_logscale},
    {.name = "lucene",
     .title = "Lucene query string over the Elastic Common Schema",
     .ending = ".lucene",
     .schema = "ecs",
     .comment = kSqlComment,
     .write = write_lucene},
    {.name = "sentinel",
     .title = "KQL over the tables of Microsoft Sentinel",
     .ending = ".sentinel.kql",
     .schema = "sentinel",
     .comment = kCComment,
     .write = write_kql},
    {.name = "sigma",
     .title = "Sigma rules and correlations",
     .ending = ".yml",
     .schema = "sigma",
     .between = "---\n",
     .comment = {.before = "# ", .open = {}, .close = {}},
     .write = write_sigma},
    {.name = "splunk",
     .title = "Splunk SPL over Windows, Sysmon and cloud events",
     .ending = ".spl",
     .schema = "splunk",
     .comment = kSplunkComment,
     .write = write_splunk},
    {.name = "splunk-cim",
     .title = "Splunk SPL over the data models of the Common Information Model",
     .ending = ".cim.spl",
     .schema = "splunk-cim",
     .comment = kSplunkComment,
     .write = write_splunk},
    {.name = "sumo",
     .title = "Sumo Logic search over the records of Cloud SIEM",
     .ending = ".sumo",
     .schema = "sumo",
     .comment = kCComment,
     .write = write_sumo},
};

}  // namespace

std::span<const Target> all_targets() { return kTargets; }

const Target* find_target(std::string_view name) {
  const auto found = std::ranges::find(kTargets, name, &Target::name);
  return found == std::end(kTargets) ? nullptr : &*found;
}

Conversion convert(const semantics::BoundRule& rule, const Target& target, const WriterInput& input) {
  Conversion conversion{.rule = rule.name,
                        .file = rule.file,
                        .grouped = rule.window.has_value(),
                        .variables = {},
                        .text = {},
                        .fidelity = {}};
  for (const semantics::EventVariable& variable : rule.variables)
    if (variable.source != semantics::EventSource::kTable) conversion.variables.push_back(variable.name);
  const std::string text = target.write(rule, input, conversion.fidelity);
  conversion.text = comment_block(rule.name, target.title, conversion.fidelity, target.comment);
  if (!conversion.fidelity.refused()) conversion.text += text;
  return conversion;
}

}  // namespace yaral::convert
