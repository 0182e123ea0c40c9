#include "enrich/process_table.h"

#include <algorithm>

#include "base/text.h"
#include "base/value.h"
#include "enrich/nouns.h"
#include "enrich/process_fields.h"

namespace yaral::enrich {

namespace {

constexpr Duration kMinute{60'000'000'000};
// What starts before the system says that it has started.
constexpr Duration kStartingUp{5 * kMinute.nanos};
// Recordings have gaps: beyond, a process id may well mean another process, whose start was not recorded.
constexpr Duration kLongest{24 * 60 * kMinute.nanos};
constexpr Duration kLongestNamed{30 * kLongest.nanos};

std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

bool differ(std::string_view a, std::string_view b) { return !a.empty() && !b.empty() && !equal_folded(a, b); }

// Starts and ends of one process id are kept or given up together.
std::uint64_t share_of(std::string_view host, std::string_view pid, std::string_view id) {
  std::string key(host);
  key.append(1, '\0').append(pid.empty() ? id : pid);
  return hash_value(Value::string(key));
}

std::uint64_t size_of(const ProcessTable::Process& process) {
  std::uint64_t bytes = sizeof process + process.host.size();
  for (const std::string& text : process.texts) bytes += text.size();
  return bytes;
}

std::uint64_t size_of(std::string_view host, std::string_view pid) {
  constexpr std::uint64_t kEnd = 80;
  return kEnd + host.size() + pid.size();
}

// Whether both tell the name of the program.
bool named(const ProcessFacts& a, const ProcessFacts& b) { return !a.path.empty() && !b.path.empty(); }

// The parent as the start of a process tells it: under the process itself, or as the one that acts.
ProcessFacts parent_of(const udm::Message& root, const udm::Message* process, const ProcessFacts& facts) {
  const ProcessFacts nested = facts_of(message_in(process, process_fields().parent));
  ProcessFacts acting = facts_of(message_in(message_in(&root, process_fields().principal), process_fields().process));
  if (!may_be_same(nested, acting)) return nested;
  const bool itself = !facts.id.empty() ? facts.id == acting.id : facts.pid == acting.pid && facts.path == acting.path;
  if (itself) return nested;
  acting.add(nested);
  return acting;
}

}  // namespace

void ProcessFacts::add(const ProcessFacts& other) {
  if (id.empty()) id = other.id;
  if (pid.empty()) pid = other.pid;
  if (path.empty()) path = other.path;
  if (command_line.empty()) command_line = other.command_line;
}

ProcessFacts facts_of(const udm::Message* process) {
  if (process == nullptr) return {};
  const ProcessFields& f = process_fields();
  return {text_in(process, f.id), text_in(process, f.pid), text_in(message_in(process, f.file), f.path),
          text_in(process, f.command_line)};
}

bool may_be_same(const ProcessFacts& a, const ProcessFacts& b) {
  return !differ(a.id, b.id) && !differ(a.pid, b.pid) && !differ(base_name(a.path), base_name(b.path));
}

std::size_t ProcessTable::KeyHash::operator()(const Key& key) const {
  const std::hash<std::string_view> hash;
  return hash(key.host) * 31 + hash(key.id);
}

std::vector<udm::Path> ProcessTable::paths() {
  std::vector<udm::Path> all = {event_path("metadata.event_type"), event_path("observer.hostname")};
  for (const std::string noun : {"principal", "target"}) {
    all.push_back(event_path(noun + ".hostname"));
    for (const std::string process : {".process.", ".process.parent_process."})
      for (const char* field : {"product_specific_process_id", "pid", "command_line", "file.full_path"})
        all.push_back(event_path(noun + process + field));
  }
  return all;
}

void ProcessTable::add(std::span<const udm::Event> events) {
  const udm::Path& type = process_fields().type;
  const auto number = [&](std::string_view name) { return *udm::enum_number(type.type.enum_id, name); };
  static const auto launch = number("PROCESS_LAUNCH");
  static const auto termination = number("PROCESS_TERMINATION");
  static const auto startup = number("STATUS_STARTUP");
  static const auto shutdown = number("STATUS_SHUTDOWN");
  std::vector<Value> found;
  for (const udm::Event& event : events) {
    found.clear();
    udm::collect(*event.root, type, found);
    if (found.empty()) continue;
    const std::int64_t told = found.front().as_int();
    if (told == launch) add_start(event);
    if (told == termination) add_process_end(event);
    if (told == startup) add_end({host_of_event(*event.root), {}, event.time - kStartingUp});
    if (told == shutdown) add_end({host_of_event(*event.root), {}, event.time});
  }
}

void ProcessTable::add_start(const udm::Event& event) {
  const udm::Message* const process =
      message_in(message_in(event.root, process_fields().target), process_fields().process);
  const ProcessFacts facts = facts_of(process);
  if (facts.id.empty() && facts.pid.empty()) return;
  const ProcessFacts parent = parent_of(*event.root, process, facts);
  Process made{.host = host_of_event(*event.root),
               .texts = {std::string(facts.id), std::string(facts.pid), std::string(facts.path),
                         std::string(facts.command_line), std::string(parent.id), std::string(parent.pid),
                         std::string(parent.path), std::string(parent.command_line)},
               .start = event.time};
  const std::uint64_t hash = share_of(made.host, facts.pid, facts.id);
  const std::lock_guard lock(mutex_);
  ++seen_;
  if (!share_.keeps(hash)) return;
  ++starts_;
  bytes_ += size_of(made);
  processes_.push_back(std::move(made));
  give_up();
}

void ProcessTable::add_process_end(const udm::Event& event) {
  const ProcessFacts facts =
      facts_of(message_in(message_in(event.root, process_fields().target), process_fields().process));
  if (!facts.pid.empty() && !event.time.is_zero())
    add_end({host_of_event(*event.root), std::string(facts.pid), event.time});
}

void ProcessTable::add_end(End end) {
  const std::lock_guard lock(mutex_);
  if (!keeps(end)) return;
  bytes_ += size_of(end.host, end.pid);
  ends_.push_back(std::move(end));
  give_up();
}

bool ProcessTable::keeps(const End& end) const { return share_.keeps(share_of(end.host, end.pid, {})); }

void ProcessTable::give_up() {
  while (processes_.size() + ends_.size() > limits_.records || bytes_ > limits_.bytes) {
    share_.halve();
    std::erase_if(processes_,
                  [&](const Process& p) { return !share_.keeps(share_of(p.host, p.facts().pid, p.facts().id)); });
    std::erase_if(ends_, [&](const End& end) { return !keeps(end); });
    bytes_ = 0;
    for (const Process& process : processes_) bytes_ += size_of(process);
    for (const End& end : ends_) bytes_ += size_of(end.host, end.pid);
    starts_ = processes_.size();
    if (processes_.empty() && ends_.empty()) return;
  }
}

void ProcessTable::finish() {
  // Of several starts that tell of one process the earliest counts, then the one that is first as text.
  std::ranges::sort(processes_,
                    [](const Process& a, const Process& b) { return a.start != b.start ? a.start < b.start : a < b; });
  const auto again = std::ranges::unique(processes_);
  processes_.erase(again.begin(), again.end());
  std::ranges::sort(ends_);
  for (const Process& process : processes_) {
    const ProcessFacts facts = process.facts();
    if (!facts.id.empty()) by_id_.try_emplace({process.host, facts.id}, &process);
    if (facts.pid.empty() || process.host.empty() || process.start.is_zero()) continue;
    by_pid_[{process.host, facts.pid}].starts.push_back(&process);
  }
  for (const End& end : ends_) {
    if (end.pid.empty()) restarts_[end.host].push_back(end.time);
    const auto lives = by_pid_.find({end.host, end.pid});
    if (lives != by_pid_.end()) lives->second.ends.push_back(end.time);
  }
}

bool ProcessTable::runs(const Lives& lives, const Process& process, const Query& query) const {
  const Duration longest = named(process.facts(), query.facts) ? kLongestNamed : kLongest;
  if (query.at - longest > process.start || !may_be_same(process.facts(), query.facts)) return false;
  const auto ends_in_between = [&](std::span<const Timestamp> ends) {
    const auto end = std::ranges::lower_bound(ends, process.start);
    return end != ends.end() && *end < query.at;
  };
  const auto restarts = restarts_.find(query.host);
  return !ends_in_between(lives.ends) && (restarts == restarts_.end() || !ends_in_between(restarts->second));
}

const ProcessTable::Process* ProcessTable::find(const Query& query, std::span<const Process* const> without) const {
  const auto passed_over = [&](const Process* process) { return std::ranges::find(without, process) != without.end(); };
  if (!query.facts.id.empty()) {
    const auto found = by_id_.find({query.host, query.facts.id});
    if (found != by_id_.end()) return passed_over(found->second) ? nullptr : found->second;
  }
  if (query.facts.pid.empty() || query.at.is_zero()) return nullptr;
  const auto found = by_pid_.find({query.host, query.facts.pid});
  if (found == by_pid_.end()) return nullptr;
  const Lives& lives = found->second;
  const auto begin = lives.starts.begin();
  auto after = std::ranges::upper_bound(lives.starts, query.at, {}, &Process::start);
  if (!query.exact && after - begin > 1) return nullptr;
  while (after != begin && passed_over(*(after - 1))) --after;
  if (after == begin) return nullptr;
  const Process* const last = *(after - 1);
  return runs(lives, *last, query) ? last : nullptr;
}

}  // namespace yaral::enrich
