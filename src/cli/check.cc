#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/compile_files.h"
#include "cli/input_options.h"
#include "cli/rule_files.h"
#include "cli/wrap.h"
#include "syntax/diagnostics_markdown.h"
#include "syntax/render.h"

namespace yaral::cli {

namespace {

struct CheckOptions {
  std::vector<std::string> paths;
  bool strict = false;
  std::string format = "text";
  std::string explain;  // a code or a name
};

struct CheckCounts {
  std::size_t files = 0;
  std::size_t rules = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
};

void count(const semantics::CompiledFile& file, CheckCounts& counts) {
  ++counts.files;
  counts.rules += file.rule_count;
  counts.errors += file.diagnostics.error_count();
  counts.warnings += static_cast<std::size_t>(
      std::ranges::count(file.diagnostics.all(), syntax::Severity::kWarning, &syntax::Diagnostic::severity));
}

syntax::FileReport report_of(const semantics::CompiledFile& file) {
  return {.source = file.source.get(), .diagnostics = file.diagnostics.all()};
}

int check(const CheckOptions& options, const Console& console) {
  const RuleFiles found = find_rule_files(options.paths);
  for (const packs::FileProblem& problem : found.problems) print_error(console, packs::to_string(problem));
  const bool as_text = options.format == "text";
  const syntax::TextStyle style{
      .colour = console.out_terminal.colour,
      .width = static_cast<int>(console.out_terminal.width ? console.out_terminal.width : 120)};
  CheckCounts counts;
  std::vector<semantics::CompiledFile> files;
  const std::size_t unreadable =
      compile_files(found.paths, options.strict, all_threads(), console, [&](semantics::CompiledFile file) {
        count(file, counts);
        if (as_text) {
          console.out << syntax::render_text(report_of(file), style);
          if (file.diagnostics.dropped())
            console.out << fmt::format("{}: {} more errors\n\n", file.source->name(), file.diagnostics.dropped());
        } else {
          file.rules.clear();
          files.push_back(std::move(file));
        }
      });
  std::vector<syntax::FileReport> reports;
  for (const semantics::CompiledFile& file : files) reports.push_back(report_of(file));
  if (options.format == "json") console.out << syntax::render_json(reports);
  if (options.format == "secops") console.out << syntax::render_secops(reports);
  if (options.format == "sarif") console.out << syntax::render_sarif(reports);
  if (options.format == "github") console.out << syntax::render_github(reports);
  console.out.flush();
  console.err << fmt::format("checked {} in {}: {}, {}\n", counted(counts.rules, "rule"), counted(counts.files, "file"),
                             counted(counts.errors, "error"), counted(counts.warnings, "warning"));
  return counts.errors || unreadable || !found.problems.empty() ? kWrongInput : kClean;
}

int explain(const std::string& wanted, const Console& console) {
  if (const syntax::DiagnosticInfo* row = syntax::find_diagnostic(wanted)) {
    console.out << fmt::format("{} {}\n{}: {}\n\n", row->code, row->name, syntax::severity_text(*row), row->title)
                << wrapped(row->explanation, console.out_terminal.width);
    return kClean;
  }
  std::vector<std::string_view> known;
  for (const syntax::DiagnosticInfo& row : syntax::all_diagnostics()) known.insert(known.end(), {row.code, row.name});
  const auto close = nearest(wanted, known, 1);
  print_error(console, fmt::format("there is no diagnostic `{}`{}", wanted,
                                   close.empty() ? std::string() : fmt::format("; did you mean `{}`?", close.front())));
  return kMisuse;
}

}  // namespace

void add_check(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("check", "Report the mistakes in rules");
  const auto options = std::make_shared<CheckOptions>();
  CLI::Option* paths =
      command->add_option("PATH", options->paths, "Rule files, folders with rule files, or - for standard input");
  command->add_flag("--strict", options->strict, "Refuse what SecOps refuses: its warnings become errors");
  command
      ->add_option("--format", options->format,
                   "text, json, secops (as verifyRuleText answers), sarif (code scanning) or github (annotations)")
      ->check(CLI::IsMember({"text", "json", "secops", "sarif", "github"}))
      ->capture_default_str();
  CLI::Option* code = command->add_option("--explain", options->explain, "Say what a code or a name means, and no more")
                          ->type_name("CODE")
                          ->excludes(paths);
  command->footer(
      "Examples:\n"
      "  yaral check rules/                      every rule below a folder\n"
      "  yaral check --strict new.yaral          will SecOps take it?\n"
      "  yaral check --format sarif rules/ > r.sarif\n"
      "  cat new.yaral | yaral check -\n"
      "  yaral check --explain YL2001            what does it mean?\n\n"
      "Folders are searched for .yaral, .yaral2, .yar-l, .yl2 and .yl files.\n"
      "Exit codes: 0 no errors, 2 errors, 3 the command cannot be run.");
  command->callback([options, paths, code, &action] {
    if (code->empty() && paths->empty()) throw CLI::RequiredError("PATH");
    action = [options, code_given = !code->empty()](const Console& console) {
      return code_given ? explain(options->explain, console) : check(*options, console);
    };
  });
}

}  // namespace yaral::cli
