#include <algorithm>
#include <istream>
#include <iterator>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/format_file.h"
#include "cli/replace_file.h"
#include "cli/rule_files.h"
#include "cli/unified_diff.h"
#include "detections/terminal_text.h"
#include "packs/files.h"
#include "syntax/render.h"

namespace yaral::cli {

namespace {

struct FmtOptions {
  std::vector<std::string> paths;
  bool check = false;
  bool diff = false;
};

class FmtRun {
 public:
  FmtRun(const FmtOptions& options, const Console& console) : options_(options), console_(console) {}

  int run() {
    const RuleFiles found = find_rule_files(options_.paths);
    for (const packs::FileProblem& problem : found.problems) fail(packs::to_string(problem), kWrongInput);
    for (const std::string& path : found.paths) add(path);
    console_.out.flush();
    if (!console_.out) fail("the output cannot be written", kMisuse);
    if (files_ > 0)
      console_.err << fmt::format("{} {} of {}\n", only_looks() ? "would format" : "formatted", changed_,
                                  counted(files_, "file"));
    return code_ == kClean && changed_ > 0 && only_looks() ? kFindings : code_;
  }

 private:
  bool only_looks() const { return options_.check || options_.diff; }

  void fail(const std::string& message, int code) {
    print_error(console_, message);
    code_ = std::max(code_, code);
  }

  void add(const std::string& path) {
    if (path == "-") {
      std::string text{std::istreambuf_iterator<char>(console_.in), std::istreambuf_iterator<char>()};
      return take(path, format_file("<stdin>", std::move(text)));
    }
    auto text = packs::read_text_file(path);
    if (!text) return fail(path + ": " + text.error(), kWrongInput);
    take(path, format_file(path, std::move(*text)));
  }

  void take(const std::string& path, const FormattedFile& file) {
    const bool to_output = path == "-" && !only_looks();
    if (!to_output) ++files_;
    if (file.diagnostics.has_errors()) return refuse(file);
    if (!file.problem.empty()) return fail(file.problem, kWrongInput);
    if (to_output) {
      console_.out << file.text;
      return;
    }
    if (file.text == file.source->text()) return;
    const std::string problem = only_looks() ? std::string() : replace_file(path, file.text);
    if (!problem.empty()) return fail(path + ": " + problem, kMisuse);
    if (only_looks()) show(file);
    ++changed_;
  }

  void refuse(const FormattedFile& file) {
    const std::size_t width = console_.err_terminal.width ? console_.err_terminal.width : 120;
    console_.err << syntax::render_text({.source = file.source.get(), .diagnostics = file.diagnostics.all()},
                                        {.colour = console_.err_terminal.colour, .width = static_cast<int>(width)});
    fail(file.source->name() + ": not formatted because of its errors", kWrongInput);
  }

  void show(const FormattedFile& file) {
    const std::string& name = file.source->name();
    const std::string text = options_.diff ? unified_diff(name, name, file.source->text(), file.text) : name + '\n';
    console_.out << (console_.out_terminal.interactive ? detections::visible_lines(text) : text);
  }

  const FmtOptions& options_;
  const Console& console_;
  std::size_t files_ = 0;
  std::size_t changed_ = 0;
  int code_ = kClean;
};

}  // namespace

void add_fmt(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("fmt", "Give rules the one form that all rules have");
  const auto options = std::make_shared<FmtOptions>();
  command
      ->add_option("PATH", options->paths,
                   "Rule files, folders with rule files, or - for standard input to standard output")
      ->required();
  command->add_flag("--check", options->check, "Write nothing; list the files that would change");
  command->add_flag("--diff", options->diff, "Write nothing; show what would change as a unified diff");
  command->footer(
      "Examples:\n"
      "  yaral fmt rules/                        every rule below a folder, in place\n"
      "  yaral fmt --check rules/                are they all formatted? (for CI)\n"
      "  yaral fmt --diff new.yaral              what would change?\n"
      "  yaral fmt - < new.yaral                 for editors\n\n"
      "Only blanks, line ends and the case of keywords change, never what a rule means. Files with errors of syntax are\n"
      "left as they are.\n"
      "Folders are searched for .yaral, .yaral2, .yar-l, .yl2 and .yl files.\n"
      "Exit codes: 0 all formatted, 1 files would change (--check, --diff), 2 errors in files, 3 the command cannot be\n"
      "run or a file cannot be written.");
  command->callback(
      [options, &action] { action = [options](const Console& console) { return FmtRun(*options, console).run(); }; });
}

}  // namespace yaral::cli
