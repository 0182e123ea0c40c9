#include <cerrno>
#include <ctime>
#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/signature_files.h"
#include "cli/signature_text.h"
#include "cli/signature_udm.h"

namespace yaral::cli {

namespace {

constexpr const char* kFooter =
    "Files are recognised by content: PE, Mach-O, MSI, CAB, catalogs, PowerShell. Folders are read with all they hold;\n"
    "catalogs among the inputs vouch for the files they list. docs/inspect.md explains every fact and finding.\n\n"
    "Examples:\n"
    "  yaral inspect setup.exe                                  one file, for people\n"
    "  yaral inspect --format ndjson evidence/ | jq .status     a folder, for programs\n"
    "  yaral inspect --roots roots.pem --thumbprints stolen.txt drivers/\n"
    "  yaral inspect --format udm evidence/ > files.ndjson      events for `yaral scan`\n\n"
    "Exit codes: 0 nothing suspicious, 1 a finding of medium severity or above, 2 an input could not be read (everything\n"
    "else was still done), 3 the command cannot be run.";

struct InspectCommand {
  std::vector<std::string> inputs;
  std::string format = "text";
  std::string roots;
  std::string thumbprints;
  std::string output;
  int young_days = 0;
  bool quiet = false;
};

// Writes one file after the other in the form that was asked for.
class FactsWriter {
 public:
  FactsWriter(std::string format, Timestamp now, std::ostream& out)
      : format_(std::move(format)), now_(now), out_(out) {}

  void write(const codesign::FileFacts& facts) {
    if (format_ == "text") {
      out_ << (first_ ? "" : "\n") << signature_text(facts);
    } else if (format_ == "udm") {
      out_ << signature_event(facts, now_) << '\n';
    } else if (format_ == "ndjson") {
      out_ << signature_json(facts) << '\n';
    } else {
      out_ << (first_ ? "[" : ",\n") << signature_json(facts);
    }
    first_ = false;
  }

  void finish() {
    if (format_ == "json") out_ << (first_ ? "[]\n" : "]\n");
  }

 private:
  std::string format_;
  Timestamp now_;
  std::ostream& out_;
  bool first_ = true;
};

std::string closing_line(const SignatureReport& report) {
  std::string line = fmt::format("inspected {}", counted(report.inspected, "file"));
  std::string_view joint = ": ";
  for (const auto& [status, count] : report.by_status) {
    line += fmt::format("{}{} {}", joint, count, status);
    joint = ", ";
  }
  if (report.others != 0) line += fmt::format("; {} of no kind that can be signed", counted(report.others, "file"));
  joint = "; left out: ";
  for (const auto& [reason, count] : report.skipped) {
    line += fmt::format("{}{} {}", joint, reason, count);
    joint = ", ";
  }
  return line + "\n";
}

int inspect_files(const InspectCommand& command, const codesign::InspectOptions& options, const Console& console,
                  std::ostream& out) {
  errno = 0;
  FactsWriter writer(command.format, options.now, out);
  const SignatureReport report =
      read_signatures(command.inputs, options, [&](const codesign::FileFacts& facts) { writer.write(facts); });
  writer.finish();
  const bool written = finish_output(out, command.output, console);
  print_problems(report, command.quiet, console);
  if (!command.quiet) console.err << closing_line(report);
  if (!written) return kMisuse;
  if (report.has_fatal()) return kWrongInput;
  return report.suspicious ? kFindings : kClean;
}

int run_inspect(const InspectCommand& command, const Console& console) {
  if (std::ranges::find(command.inputs, "-") != command.inputs.end()) {
    print_error(console, "standard input cannot be inspected; name files or folders");
    return kMisuse;
  }
  std::optional<codesign::Roots> roots;
  if (!command.roots.empty()) {
    roots = read_roots(command.roots, console);
    if (!roots) return kWrongInput;
  }
  std::optional<codesign::Thumbprints> thumbprints;
  if (!command.thumbprints.empty()) {
    thumbprints = read_thumbprints(command.thumbprints, console);
    if (!thumbprints) return kWrongInput;
  }
  codesign::InspectOptions options;
  options.roots = roots ? &*roots : nullptr;
  options.thumbprints = thumbprints ? &*thumbprints : nullptr;
  options.young_days = command.young_days;
  options.now = {std::time(nullptr), 0};
  return with_output(command.output, console,
                     [&](std::ostream& out) { return inspect_files(command, options, console, out); });
}

}  // namespace

void add_inspect(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("inspect", "Tell what the code signatures of files say, and what is wrong with them");
  const auto options = std::make_shared<InspectCommand>();
  command->add_option("FILE", options->inputs, "Files and folders")->required();
  command->add_option("--format,-f", options->format, "text, json, ndjson or udm (one event a file)")
      ->check(CLI::IsMember({"text", "json", "ndjson", "udm"}))
      ->capture_default_str();
  command->add_option("--roots", options->roots, "Certificates in PEM to trust; without them trust is not checked");
  command->add_option("--thumbprints", options->thumbprints,
                      "List of certificates to find: SHA-1 or SHA-256, one a line, # begins a comment");
  command->add_option("--young-days", options->young_days, "Find certificates younger than that when they signed")
      ->check(CLI::Range(0, 36'500));
  command->add_option("--output,-o", options->output, "File to write the facts to");
  command->add_flag("--quiet,-q", options->quiet, "No summary");
  command->footer(kFooter);
  command->callback(
      [options, &action] { action = [options](const Console& console) { return run_inspect(*options, console); }; });
}

}  // namespace yaral::cli
