#include "cli/summary.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "cli/units.h"
#include "detections/terminal_text.h"

namespace yaral::cli {

namespace {

constexpr std::size_t kFewProblems = 5;
constexpr std::size_t kFewNames = 10;
constexpr std::size_t kEverything = 1u << 30;

class SummaryWriter {
 public:
  SummaryWriter(const ScanResult& result, bool verbose) : r_(result), verbose_(verbose) {}

  std::string run() {
    head();
    table("events", r_.read.events_by_log_type);
    if (!r_.enrichment.empty()) line("enrichment", fmt::format("{}", fmt::join(r_.enrichment, ", ")));
    if (r_.with_rules) {
      rules();
      detections();
    }
    table("skipped", r_.read.skipped);
    table("incomplete", r_.read.weakened);
    if (r_.read.outside_time) line("left out", counted(r_.read.outside_time, "event") + " outside --from and --to");
    problems();
    table("unknown UDM fields", r_.read.notes.unknown_fields, few_names());
    table("bad UDM values", r_.read.notes.bad_values, few_names());
    notes();
    if (verbose_) files();
    return std::move(out_);
  }

 private:
  std::size_t few_names() const { return verbose_ ? kEverything : kFewNames; }

  void line(std::string_view label, std::string_view text) {
    out_ += fmt::format("  {:<11} {}\n", std::string(label) + ":", detections::visible_text(text));
  }

  void head() {
    if (r_.interrupted) out_ += "interrupted: this is what was done until then\n";
    const double rate = r_.seconds > 0 ? static_cast<double>(r_.read.events) / r_.seconds : 0;
    out_ += fmt::format("{} {} ({}) in {}: {}, {:.0f} events/s\n", r_.with_rules ? "scanned" : "read",
                        counted(r_.read.files, "file"), bytes_text(r_.read.bytes), seconds_text(r_.seconds),
                        counted(r_.read.events, "event"), rate);
  }

  // `label: name count, name count`, most frequent first.
  template <typename Counts>
  void table(std::string_view label, const Counts& counts, std::size_t limit = kEverything) {
    if (counts.empty()) return;
    std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
    std::ranges::stable_sort(sorted, std::greater<>(), &std::pair<std::string, std::uint64_t>::second);
    std::vector<std::string> parts;
    for (const auto& [name, count] : sorted) {
      if (parts.size() == limit) break;
      parts.push_back(fmt::format("{} {}", name.empty() ? "(none)" : name, count));
    }
    std::string text = fmt::format("{}", fmt::join(parts, ", "));
    if (sorted.size() > parts.size())
      text += fmt::format(" and {} more (--verbose lists them)", sorted.size() - parts.size());
    line(label, text);
  }

  void rules() {
    const std::size_t ran = r_.rules.size() - r_.refused;
    std::string text = fmt::format("{} ran", ran);
    if (r_.rules_found > ran) text += fmt::format(", {} refused", r_.rules_found - ran);
    if (!r_.packs.empty()) text += fmt::format(", packs {}", fmt::join(r_.packs, ", "));
    if (r_.warnings) text += fmt::format(", {} (`yaral check` shows them)", counted(r_.warnings, "warning"));
    line("rules", text);
  }

  void detections() {
    std::map<std::string, std::uint64_t> by_rule;
    std::uint64_t suppressed = 0;
    for (const engine::RuleStats& rule : r_.rules) {
      if (rule.detections) by_rule[rule.rule] += rule.detections;
      suppressed += rule.suppressed;
    }
    if (by_rule.empty()) line("detections", "none");
    table("detections", by_rule);
    if (suppressed) line("suppressed", counted(suppressed, "detection"));
  }

  void problems() {
    std::vector<ingest::Problem> all;
    std::ranges::copy_if(r_.read.problems, std::back_inserter(all), [](const auto& p) { return !p.fatal; });
    const std::size_t shown = verbose_ ? all.size() : std::min(all.size(), kFewProblems);
    for (std::size_t i = 0; i < shown; ++i) {
      const ingest::Problem& p = all[i];
      line("problem", p.place.empty() ? fmt::format("{}: {}", p.file, p.message)
                                      : fmt::format("{}, {}: {}", p.file, p.place, p.message));
    }
    const std::uint64_t more = all.size() - shown + r_.read.problems_dropped;
    if (more) line("problem", fmt::format("{} more{}", more, verbose_ ? "" : " (--verbose lists them)"));
  }

  void notes() {
    for (const engine::RuleStats& rule : r_.rules)
      for (const auto& [text, count] : rule.notes.counts())
        line("note", fmt::format("{}: {} ({}x)", rule.rule, text, count));
    for (const auto& [text, count] : r_.shared_notes.counts()) line("note", fmt::format("{} ({}x)", text, count));
  }

  void files() {
    for (const ingest::FileReport& file : r_.read.by_file) {
      line("file", fmt::format("{}: {}, {}, {}{}", file.file, file.format, counted(file.records, "record"),
                               counted(file.events, "event"),
                               file.skipped ? fmt::format(", {} skipped", file.skipped) : std::string()));
    }
  }

  const ScanResult& r_;
  bool verbose_;
  std::string out_;
};

}  // namespace

std::string summary(const ScanResult& result, bool verbose) { return SummaryWriter(result, verbose).run(); }

}  // namespace yaral::cli
