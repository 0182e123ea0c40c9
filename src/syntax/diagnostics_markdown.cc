#include "syntax/diagnostics_markdown.h"

#include "base/text.h"

namespace yaral::syntax {
namespace {

constexpr std::string_view kIntroduction =
    "# Diagnostics\n"
    "\n"
    "Everything that `yaral check` says about rules, by code. This page is made from `src/syntax/diagnostics.def`;\n"
    "`yaral check --explain CODE` prints an entry of it.\n"
    "\n"
    "- An *error* keeps a rule from running, a *warning* does not.\n"
    "- Warnings that are *errors with `--strict`* are about what SecOps refuses.\n"
    "- A comment `// yaral: allow(NAME)` silences a warning; [usage.md](usage.md) says how.\n";

struct Block {
  std::string_view prefix;  // of the codes
  std::string_view title;
};

constexpr Block kBlocks[] = {
    {"YL0", "Files and text"},          {"YL1", "Syntax"},
    {"YL2", "Names, types, structure"}, {"YL3", "Functions and constants"},
    {"YL4", "Not supported yet"},       {"YL5", "Warnings"},
};

std::string entry(const DiagnosticInfo& row) {
  return "\n### " + std::string(row.code) + " " + std::string(row.name) + "\n\n" + std::string(severity_text(row)) +
         ": " + std::string(row.title) + ".\n\n" + std::string(row.explanation) + "\n";
}

}  // namespace

std::string_view severity_text(const DiagnosticInfo& row) {
  if (row.severity == Severity::kError) return "Error";
  return row.strict_error ? "Warning, an error with --strict" : "Warning";
}

const DiagnosticInfo* find_diagnostic(std::string_view code_or_name) {
  for (const DiagnosticInfo& row : all_diagnostics())
    if (ascii_equal_nocase(row.code, code_or_name) || ascii_equal_nocase(row.name, code_or_name)) return &row;
  return nullptr;
}

std::string diagnostics_markdown() {
  std::string page(kIntroduction);
  for (const Block& block : kBlocks) {
    page += "\n## " + std::string(block.title) + "\n";
    for (const DiagnosticInfo& row : all_diagnostics())
      if (row.code.starts_with(block.prefix)) page += entry(row);
  }
  return page;
}

}  // namespace yaral::syntax
