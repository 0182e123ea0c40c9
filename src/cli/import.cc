#include <algorithm>
#include <istream>
#include <iterator>
#include <map>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/output_folder.h"
#include "cli/rule_files.h"
#include "detections/terminal_text.h"
#include "packs/files.h"
#include "sigma/import.h"
#include "sigma/reader.h"

namespace yaral::cli {

namespace {

constexpr std::string_view kSigmaEndings[] = {".yml", ".yaml"};

struct ImportOptions {
  std::vector<std::string> paths;
  std::string output;
  std::string fields;
  std::string format = "text";
};

class SigmaImport {
 public:
  SigmaImport(const ImportOptions& options, const Console& console) : options_(options), console_(console) {}

  int run() {
    if (!options_.fields.empty() && !read_fields()) return kMisuse;
    RuleFiles files = find_files(options_.paths, kSigmaEndings, "Sigma rules");
    problems_ = std::move(files.problems);
    sigma::Documents documents;
    for (const std::string& path : files.paths) read(path, documents);
    for (const packs::FileProblem& problem : problems_) print_error(console_, packs::to_string(problem));
    imported_ = sigma::import_documents(documents, taxonomy_);
    const int written = write();
    return written == kClean ? result() : written;
  }

 private:
  bool read_fields() {
    const auto text = packs::read_text_file(options_.fields);
    std::vector<packs::FileProblem> problems;
    if (!text) problems.push_back({options_.fields, 0, text.error()});
    if (text) taxonomy_.add_file(options_.fields, packs::text_as_utf8(*text), problems);
    for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    return problems.empty();
  }

  void read(const std::string& path, sigma::Documents& documents) {
    if (path == "-") {
      const std::string text{std::istreambuf_iterator<char>(console_.in), std::istreambuf_iterator<char>()};
      sigma::read_documents("<stdin>", packs::text_as_utf8(text), documents, problems_);
      return check_sigma("<stdin>", true, documents);
    }
    const auto text = packs::read_text_file(path);
    if (!text) {
      problems_.push_back({path, 0, text.error()});
      return;
    }
    sigma::read_documents(path, packs::text_as_utf8(*text), documents, problems_);
    check_sigma(path, std::ranges::find(options_.paths, path) != options_.paths.end(), documents);
  }

  // In a folder there may be anything; a file that is named is meant.
  void check_sigma(const std::string& path, bool is_named, sigma::Documents& documents) {
    if (documents.others == 0) return;
    documents.others = 0;
    if (!is_named) {
      others_.push_back(path);
    } else {
      problems_.push_back({path, 0,
                           "is no Sigma rule, correlation or filter: these have `detection`, `correlation` or "
                           "`filter`"});
    }
  }

  std::string all_rules() const {
    std::string out;
    for (const sigma::Imported& rule : imported_) {
      if (!rule.text.empty()) out += (out.empty() ? "" : "\n") + rule.text;
    }
    return out;
  }

  // The rules go to the output that was named, and the report to standard output; without one, the rules do, and the
  // report to standard error.
  int write() {
    if (!options_.output.empty()) {
      const int code = options_.output.ends_with(".yaral") ? write_file() : write_rules();
      if (code != kClean) return code;
    }
    const bool json = options_.format == "json";
    const bool rules = options_.output.empty() && !json;
    const int code = write_to({}, [&](std::ostream& out) {
      if (json) {
        out << sigma::to_json(imported_, problems_);
      } else if (rules) {
        out << all_rules();
      } else {
        report(out);
      }
    });
    if (rules) report(console_.err);
    return code;
  }

  int write_file() {
    return write_to(options_.output, [&](std::ostream& out) { out << all_rules(); });
  }

  template <typename Print>
  int write_to(const std::string& path, const Print& print) const {
    return with_output(path, console_, [&](std::ostream& out) {
      errno = 0;
      print(out);
      return finish_output(out, path, console_) ? kClean : kMisuse;
    });
  }

  int write_rules() {
    std::map<std::string, std::string> files;
    for (const sigma::Imported& rule : imported_) {
      if (!rule.text.empty()) files.emplace(rule.rule_name + ".yaral", rule.text);
    }
    return write_folder(options_.output, files, console_) ? kClean : kMisuse;
  }

  void report(std::ostream& out) const {
    using convert::Level;
    for (const sigma::Imported& rule : imported_) {
      if (rule.fidelity.level() == Level::kExact) continue;
      std::string text =
          fmt::format("{}:{}: {}: {}\n", rule.file, rule.line, convert::level_name(rule.fidelity.level()), rule.title);
      for (const convert::FidelityNote& note : rule.fidelity.notes())
        text += fmt::format("  {}: {}\n", note.what, note.why);
      out << detections::visible_lines(text);
    }
    if (!others_.empty())
      out << detections::visible_lines(fmt::format("left out {} of YAML without `detection` or `correlation`: {}{}\n",
                                                   counted(others_.size(), "file"), others_.front(),
                                                   others_.size() > 1 ? ", …" : ""));
    out << fmt::format("imported {}: {} exact, {} approximate; {} refused\n",
                       counted(count(Level::kExact) + count(Level::kApproximate), "rule"), count(Level::kExact),
                       count(Level::kApproximate), count(Level::kRefused));
  }

  std::uint64_t count(convert::Level level) const {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(imported_, [&](const sigma::Imported& rule) { return rule.fidelity.level() == level; }));
  }

  int result() const {
    if (!problems_.empty()) return kWrongInput;
    return count(convert::Level::kRefused) > 0 ? kFindings : kClean;
  }

  const ImportOptions& options_;
  const Console& console_;
  sigma::Taxonomy taxonomy_;
  std::vector<packs::FileProblem> problems_;
  std::vector<sigma::Imported> imported_;
  std::vector<std::string> others_;  // files with documents that are nothing of Sigma
};

void add_sigma(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("sigma", "Make YARA-L of Sigma rules, correlations and filters");
  const auto options = std::make_shared<ImportOptions>();
  command->add_option("PATH", options->paths, "Sigma files, folders with them, or - for standard input")->required();
  command
      ->add_option("--output", options->output,
                   "A folder that is not there yet, for a file a rule, or a file ending in .yaral for all of them")
      ->type_name("DIR|FILE");
  command->add_option("--fields", options->fields, "Your own log sources and fields (docs/import-sigma.md)")
      ->type_name("FILE");
  command->add_option("--format", options->format, "How the report is written: text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  yaral import sigma rule.yml                   the rule in YARA-L, the report beside it\n"
      "  yaral import sigma rules/ --output imported   a folder of rules, a file each\n"
      "  yaral import sigma rules/ --format json       rules and report as JSON\n\n"
      "A rule is exact, approximate (the report says in what) or refused (it says why). Correlations and filters find\n"
      "their rules among the files that are imported together.\n"
      "Exit codes: 0 all imported, 1 some refused, 2 files are wrong, 3 the command cannot be run.");
  command->callback([options, &action] {
    action = [options](const Console& console) { return SigmaImport(*options, console).run(); };
  });
}

}  // namespace

void add_import(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("import", "Bring rules of other languages to YARA-L");
  command->require_subcommand(1);
  add_sigma(*command, action);
}

}  // namespace yaral::cli
