#include "cli/input_options.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "ingest/log_types.h"

namespace yaral::cli {

namespace {

constexpr unsigned kMostThreads = 256;

// A time as RFC 3339, or a day alone, meaning its beginning in UTC.
std::optional<Timestamp> time_of(const std::string& text) {
  if (auto time = parse_timestamp(text)) return time;
  return parse_timestamp(text + "T00:00:00Z");
}

std::string check_time(const std::string& text) {
  return time_of(text) ? std::string() : fmt::format("`{}` is no time: write 2026-03-01 or 2026-03-01T09:30:00Z", text);
}

std::string check_log_type(const std::string& name) {
  const ingest::LogTypes log_types = ingest::LogTypes::shipped();
  if (log_types.find(name) != nullptr) return {};
  std::vector<std::string_view> names;
  for (const auto& entry : log_types.all()) names.push_back(entry->name);
  const auto close = nearest(ascii_upper(name), names, 1);
  return fmt::format("there is no log type `{}`{}", name,
                     close.empty() ? "; `yaral detect-format --log-types` lists them"
                                   : fmt::format("; did you mean `{}`?", close.front()));
}

}  // namespace

const char* const kInputsHelp =
    "Inputs are recognised by content: EVTX, Windows event XML and JSON, UDM JSON, the log types of docs/telemetry as JSON\n"
    "or lines, syslog; archives (zip, tar, gz, zst) are looked into, folders are read with all they hold.";

unsigned all_threads() { return std::clamp(std::thread::hardware_concurrency(), 1u, kMostThreads); }

void add_log_type_option(CLI::App& command, InputOptions& options) {
  command
      .add_option("--log-type", options.log_type, "What the records are, whatever they look like (AWS_CLOUDTRAIL, …)")
      ->check(check_log_type);
}

void add_input_options(CLI::App& command, InputOptions& options, const std::string& what_is_written) {
  command.add_option("INPUT", options.inputs, "Files, folders, archives, or - for standard input")->required();
  add_log_type_option(command, options);
  command
      .add_option_function<std::string>(
          "--from", [&options](const std::string& text) { options.from = time_of(text); },
          "Leave out events before this time (2026-03-01, 2026-03-01T09:30:00Z)")
      ->check(check_time);
  command
      .add_option_function<std::string>(
          "--to", [&options](const std::string& text) { options.to = time_of(text); },
          "Leave out events at or after this time")
      ->check(check_time);
  command.add_option("--threads", options.threads, "Threads to use")
      ->check(CLI::Range(1u, kMostThreads))
      ->capture_default_str();
  command.add_option("--output,-o", options.output, "File to write " + what_is_written + " to");
  command.add_flag("--quiet,-q", options.quiet, "No summary and no progress");
  command.add_flag("--verbose,-v", options.verbose, "All problems, files and warnings in the summary");
}

void print_fatal(const ingest::ReadReport& read, const Console& console) {
  for (const ingest::Problem& problem : read.problems) {
    if (problem.fatal) print_error(console, problem.file + ": " + problem.message);
  }
}

bool check_input_options(const InputOptions& options, const Console& console) {
  if (!options.from || !options.to || *options.from < *options.to) return true;
  print_error(console, "--from must be before --to");
  return false;
}

}  // namespace yaral::cli
