#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "convert/fidelity.h"
#include "convert/schema.h"
#include "plan/plan.h"
#include "semantics/bound.h"

// Languages that rules are converted to.
namespace yaral::convert {

// What a writer reads besides the rule. References must outlive the call.
struct WriterInput {
  const plan::Lookups& lookups;    // reference lists and data tables; those missing are refused where read
  const Schema* schema = nullptr;  // of the target; null for targets over UDM
};

// A rule in another language: a comment that says how faithful it is, then the query unless it was refused.
struct Conversion {
  std::string rule;
  std::string file;                    // that the rule is in
  bool grouped = false;                // its rows are windows (`match`), not events
  std::vector<std::string> variables;  // event variables, without $, in the order in which results name them
  std::string text;
  Fidelity fidelity;
};

// A row of the table of targets. A new target is a file with its writer and a row in target.cc.
struct Target {
  std::string_view name;  // as --to takes it
  std::string_view title;
  std::string_view ending;          // of files, with the dot
  std::string_view schema;          // convert/schemas/SCHEMA.yaml; empty for targets over UDM
  std::string_view between = "\n";  // queries in one text
  CommentSyntax comment;
  // The statement, without the comment that goes before it.
  std::string (*write)(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
};

// Sorted by name.
std::span<const Target> all_targets();
const Target* find_target(std::string_view name);

Conversion convert(const semantics::BoundRule& rule, const Target& target, const WriterInput& input);

// The writers.
std::string write_duckdb(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_clickhouse(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_kql(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_eql(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_esql(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_sigma(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_logscale(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_lucene(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_splunk(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);
std::string write_sumo(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity);

}  // namespace yaral::convert
