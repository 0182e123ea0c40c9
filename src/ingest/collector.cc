#include "ingest/collector.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace yaral::ingest {

bool ReadReport::has_fatal() const { return std::ranges::any_of(problems, &Problem::fatal); }

void Tally::count(std::map<std::string, std::uint64_t, std::less<>>& in, std::string_view what, std::uint64_t by) {
  // Names come from the input; it shall not grow the report without end.
  constexpr std::size_t kMostNames = 10000;
  const auto found = in.find(what);
  if (found != in.end()) {
    found->second += by;
  } else if (in.size() < kMostNames) {
    in.emplace(what, by);
  } else {
    in["(other)"] += by;
  }
}

// Fatal ones first, so that none is crowded out.
bool Collector::Entry::operator<(const Entry& other) const {
  const auto key = [](const Entry& e) {
    return std::tie(e.problem.file, e.position, e.problem.place, e.problem.message);
  };
  if (problem.fatal != other.problem.fatal) return problem.fatal;
  return key(*this) < key(other);
}

void Collector::problem(Problem problem, std::uint64_t position) {
  const std::lock_guard lock(mutex_);
  ++problems_seen_;
  problems_.insert({std::move(problem), position});
  if (problems_.size() > kMostProblems) problems_.erase(std::prev(problems_.end()));
}

void Collector::skipped(std::string_view reason, std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  Tally::count(tally_.skipped, reason, count);
}

void Collector::weakened(std::string_view reason, std::uint64_t count) {
  const std::lock_guard lock(mutex_);
  Tally::count(tally_.weakened, reason, count);
}

void Collector::add(const Tally& tally) {
  const std::lock_guard lock(mutex_);
  for (const auto& [reason, count] : tally.skipped) Tally::count(tally_.skipped, reason, count);
  for (const auto& [reason, count] : tally.weakened) Tally::count(tally_.weakened, reason, count);
  for (const auto& [type, count] : tally.log_types) Tally::count(tally_.log_types, type, count);
  tally_.outside_time += tally.outside_time;
}

void Collector::add(const udm::DecodeNotes& notes) {
  const std::lock_guard lock(mutex_);
  for (const auto& [path, count] : notes.unknown_fields) report_.notes.unknown_fields[path] += count;
  for (const auto& [path, count] : notes.bad_values) report_.notes.bad_values[path] += count;
}

void Collector::close_file(const FileState& file) {
  // An input that the user named and that gave nothing but mistakes must not pass for a clean one.
  if (file.named && file.events == 0 && file.skipped > file.left_out)
    problem({file.name, "", "nothing of it could be read", true});
  const std::lock_guard lock(mutex_);
  ++report_.files;
  report_.bytes += file.bytes;
  report_.records += file.records;
  report_.events += file.events;
  report_.by_file.push_back({file.name, file.format, file.bytes, file.records, file.events, file.skipped});
}

ReadReport Collector::finish() {
  const std::lock_guard lock(mutex_);
  report_.skipped.insert(tally_.skipped.begin(), tally_.skipped.end());
  report_.weakened.insert(tally_.weakened.begin(), tally_.weakened.end());
  report_.events_by_log_type.insert(tally_.log_types.begin(), tally_.log_types.end());
  report_.outside_time = tally_.outside_time;
  for (const Entry& entry : problems_) report_.problems.push_back(entry.problem);
  std::ranges::stable_sort(report_.problems, {}, &Problem::file);
  report_.problems_dropped = problems_seen_ - problems_.size();
  std::ranges::sort(report_.by_file, {}, [](const FileReport& f) {
    return std::tie(f.file, f.format, f.bytes, f.records, f.events, f.skipped);
  });
  return std::move(report_);
}

}  // namespace yaral::ingest
