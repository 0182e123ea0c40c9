#include <map>
#include <memory>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/input_options.h"
#include "detections/terminal_text.h"
#include "ingest/detect.h"
#include "ingest/log_types.h"
#include "ingest/path_constant.h"
#include "ingest/walk.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

constexpr std::uint64_t kEnough = 10000;  // events of an input that are looked at

struct DetectOptions {
  std::vector<std::string> inputs;
  std::string format = "text";
  bool log_types = false;
};

// A log type that was found, and what showed it.
struct Found {
  std::uint64_t events = 0;
  std::string why;
};

// Counts events by log type, and keeps what the first of each was recognised by.
class TypeFinder : public ingest::BatchConsumer {
 public:
  explicit TypeFinder(const ingest::LogTypes& log_types) : log_types_(log_types) {}

  void consume(unsigned, const ingest::EventBatch& batch) override {
    for (const udm::Event& event : batch.events) {
      Found& found = by_type_[std::string(event.log_type.empty() ? "UDM" : event.log_type)];
      if (found.events++ == 0) found.why = reason(event);
    }
    events_ += batch.events.size();
    if (events_ >= kEnough) enough_ = true;
  }

  const std::map<std::string, Found>& by_type() const { return by_type_; }
  const std::atomic<bool>& enough() const { return enough_; }

 private:
  std::string reason(const udm::Event& event) const {
    if (!event.json.empty()) return "has `metadata` as UDM has it";
    const ingest::LogTypeEntry* const entry = log_types_.find(event.log_type);
    if (entry == nullptr) return "no log type knows it: kept as GENERIC_EVENT";
    if (entry->normaliser == nullptr) return fmt::format("a Windows event of {}", provider_of(event));
    const std::string words = ingest::recognition_words(*entry, event.source);
    return words.empty() ? "a record inside another" : words;
  }

  static std::string_view provider_of(const udm::Event& event) {
    std::vector<Value> values;
    udm::collect(*event.root, YARAL_PATH("metadata.product_name"), values);
    return values.empty() ? "no provider" : values.front().as_text();
  }

  const ingest::LogTypes& log_types_;
  std::map<std::string, Found> by_type_;
  std::uint64_t events_ = 0;
  std::atomic<bool> enough_ = false;
};

// All that is known of a file, or an archive.
struct Answer {
  std::string input;
  ingest::ReadReport read;
  std::map<std::string, Found> types;
  bool whole = true;
};

Answer look_at(const ingest::FoundFile& file, const ingest::LogTypes& log_types) {
  TypeFinder finder(log_types);
  Answer answer{.input = file.path};
  answer.read = ingest::read_inputs(
      {.inputs = {file.path}, .log_types = &log_types, .keep_source = true, .cancel = &finder.enough()}, finder);
  // What a folder holds besides logs is no mistake of the user's.
  for (ingest::Problem& problem : answer.read.problems) problem.fatal = problem.fatal && file.named;
  answer.types = finder.by_type();
  answer.whole = !finder.enough();
  return answer;
}

std::string text_of(const Answer& answer) {
  std::string text;
  for (const ingest::FileReport& file : answer.read.by_file) {
    text += fmt::format("{}: {}\n  {}\n", file.file, file.format, ingest::format_sign(file.format));
  }
  for (const auto& [name, found] : answer.types) {
    text += fmt::format("  {}, {}: {}\n", name, counted(found.events, "event"), found.why);
  }
  for (const ingest::Problem& problem : answer.read.problems) {
    if (problem.fatal) continue;
    const std::string place = problem.place.empty() ? problem.file : problem.file + ", " + problem.place;
    text += fmt::format("  problem: {}: {}\n", place, problem.message);
  }
  if (!answer.whole) text += fmt::format("  more than {} events: the rest was not looked at\n", kEnough);
  return text;
}

void write_json(const Answer& answer, syntax::JsonWriter& writer) {
  writer.begin_object().member("input", answer.input).key("files").begin_array();
  for (const ingest::FileReport& file : answer.read.by_file) {
    writer.begin_object().member("file", file.file).member("format", file.format);
    writer.member("why", ingest::format_sign(file.format)).end_object();
  }
  writer.end_array().key("log_types").begin_array();
  for (const auto& [name, found] : answer.types) {
    writer.begin_object().member("log_type", name).member("events", found.events).member("why", found.why);
    writer.end_object();
  }
  writer.end_array().key("problems").begin_array();
  for (const ingest::Problem& problem : answer.read.problems) {
    writer.begin_object().member("file", problem.file).member("place", problem.place);
    writer.member("message", problem.message).end_object();
  }
  writer.end_array().key("whole").boolean(answer.whole).end_object();
}

int detect_formats(const DetectOptions& options, const Console& console) {
  const ingest::LogTypes log_types = ingest::LogTypes::shipped();
  bool wrong = false;
  syntax::JsonWriter json;
  json.begin_array();
  const auto tell = [&](const Answer& answer) {
    wrong |= answer.read.has_fatal();
    print_fatal(answer.read, console);
    if (options.format == "json") {
      write_json(answer, json);
    } else {
      console.out << detections::visible_lines(text_of(answer));
    }
  };
  for (const std::string& input : options.inputs) {
    ingest::Collector collector;
    const std::vector<ingest::FoundFile> files = ingest::find_files({input}, collector);
    for (const ingest::FoundFile& file : files) tell(look_at(file, log_types));
    if (Answer rest{.input = input, .read = collector.finish()}; !rest.read.problems.empty()) tell(rest);
  }
  if (options.format == "json") console.out << json.end_array().take() << "\n";
  return wrong ? kWrongInput : kClean;
}

int list_log_types(const Console& console) {
  const ingest::LogTypes log_types = ingest::LogTypes::shipped();
  std::size_t width = 0;
  for (const auto& entry : log_types.all()) width = std::max(width, entry->name.size());
  for (const auto& entry : log_types.all()) console.out << fmt::format("{:{}}  {}\n", entry->name, width, entry->title);
  return kClean;
}

}  // namespace

void add_detect_format(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("detect-format", "Say what files are, and what shows it");
  const auto options = std::make_shared<DetectOptions>();
  CLI::Option* inputs = command->add_option("INPUT", options->inputs, "Files, folders, archives");
  command->add_option("--format,-f", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_flag("--log-types", options->log_types, "List the log types that yaral knows instead")->excludes(inputs);
  command->footer(
      "For each file its format, the log types of its first 10,000 events, and what they were recognised by. Members of an\n"
      "archive are told together.\n\n"
      "Exit codes: 0 told, 2 an input is of no known format or cannot be read, 3 the command cannot be run.");
  command->callback([options, &action] {
    if (options->inputs.empty() && !options->log_types) throw CLI::RequiredError("INPUT");
    action = [options](const Console& console) {
      return options->log_types ? list_log_types(console) : detect_formats(*options, console);
    };
  });
}

}  // namespace yaral::cli
