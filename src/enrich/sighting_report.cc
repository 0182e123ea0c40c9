#include "enrich/sighting_report.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "enrich/nouns.h"

namespace yaral::enrich {

namespace {

using Kind = Sightings::Kind;
using ByMachine = ThingSeen::ByMachine;

constexpr std::int64_t kDaySeconds = 86'400;
constexpr int kMostLabels = 10;  // of a domain whose sub-domains are looked at

// Machines by day.
struct DayCount {
  std::int32_t day;
  std::int32_t machines;
};

std::vector<DayCount> count_days(std::vector<ByMachine> seen) {
  std::ranges::sort(seen);
  const auto again = std::ranges::unique(seen);
  seen.erase(again.begin(), again.end());
  std::vector<DayCount> days;
  for (const ByMachine& one : seen) {
    if (days.empty() || days.back().day != one.day) days.push_back({one.day, 0});
    days.back().machines += one.machine != 0;
  }
  return days;
}

// The most machines on one day, of those up to `last`.
std::int32_t rolling_max(std::span<const DayCount> days, std::int32_t last) {
  std::int32_t most = 0;
  auto after = std::ranges::upper_bound(days, last, {}, &DayCount::day);
  for (; after != days.begin(); --after) {
    const DayCount& before = *(after - 1);
    if (before.day <= last - kPrevalenceDays) break;
    most = std::max(most, before.machines);
  }
  return most;
}

std::int32_t count_on(std::span<const DayCount> days, std::int32_t day) {
  const auto found = std::ranges::lower_bound(days, day, {}, &DayCount::day);
  return found != days.end() && found->day == day ? found->machines : 0;
}

// The messages of an entity, with the fields that are set.
class EntityWriter {
 public:
  explicit EntityWriter(Arena& arena) : arena_(arena) {}

  udm::Event write(const ThingSeen& thing, std::string_view name, std::int32_t day, std::span<const DayCount> days,
                   std::span<const DayCount> with_sub_domains) {
    auto* root = arena_.create<udm::Message>(udm::entity_root());
    const Timestamp begin{day * kDaySeconds, 0};
    udm::put(*root, start_, Value::timestamp(begin), arena_);
    udm::put(*root, end_, Value::timestamp({begin.seconds + kDaySeconds, 0}), arena_);
    put_enum(*root, source_type_, "DERIVED_CONTEXT");
    udm::put(*root, vendor_, Value::string("yaral"), arena_);
    const Part& part = part_of(thing.kind);
    put_enum(*root, type_, part.type);
    for (const udm::Path& path : part.names) udm::put(*root, path, Value::string(name), arena_);
    udm::put(*root, part.first, Value::timestamp(thing.first), arena_);
    udm::put(*root, part.last, Value::timestamp(thing.last), arena_);
    put_count(*root, part.rolling_max, rolling_max(days, day));
    put_count(*root, part.day_max, count_on(days, day));
    put_count(*root, part.day_count, kPrevalenceDays);
    if (thing.kind == Kind::kDomain) {
      put_count(*root, part.rolling_max_sub, rolling_max(with_sub_domains, day));
      put_count(*root, part.day_max_sub, count_on(with_sub_domains, day));
    }
    return {.root = root, .time = begin, .log_type = "ENTITY"};
  }

 private:
  // Where in an entity things of a kind stand.
  struct Part {
    std::string_view type;
    std::vector<udm::Path> names;
    udm::Path first, last, rolling_max, day_max, day_count, rolling_max_sub, day_max_sub;
  };

  static udm::Path entity_path(const std::string& dotted) { return *udm::resolve(udm::entity_root(), dotted); }

  static Part make_part(std::string_view type, const std::string& message, const std::vector<std::string>& names) {
    Part part{.type = type,
              .first = entity_path(message + ".first_seen_time"),
              .last = entity_path(message + ".last_seen_time"),
              .rolling_max = entity_path(message + ".prevalence.rolling_max"),
              .day_max = entity_path(message + ".prevalence.day_max"),
              .day_count = entity_path(message + ".prevalence.day_count"),
              .rolling_max_sub = entity_path(message + ".prevalence.rolling_max_sub_domains"),
              .day_max_sub = entity_path(message + ".prevalence.day_max_sub_domains")};
    for (const std::string& name : names) part.names.push_back(entity_path(name));
    return part;
  }

  const Part& part_of(Kind kind) const { return parts_[static_cast<std::size_t>(kind)]; }

  void put_enum(udm::Message& root, const udm::Path& path, std::string_view name) {
    udm::put(root, path, Value::enumerator(*udm::enum_number(path.type.enum_id, name)), arena_);
  }
  void put_count(udm::Message& root, const udm::Path& path, std::int32_t count) {
    udm::put(root, path, Value::integer(count), arena_);
  }

  Arena& arena_;
  udm::Path start_ = entity_path("metadata.interval.start_time");
  udm::Path end_ = entity_path("metadata.interval.end_time");
  udm::Path type_ = entity_path("metadata.entity_type");
  udm::Path source_type_ = entity_path("metadata.source_type");
  udm::Path vendor_ = entity_path("metadata.vendor_name");
  std::array<Part, 5> parts_ = {  // by Kind
      make_part("FILE", "entity.file", {"entity.file.sha256"}), make_part("FILE", "entity.file", {"entity.file.sha1"}),
      make_part("FILE", "entity.file", {"entity.file.md5"}),
      make_part("DOMAIN_NAME", "entity.domain", {"entity.domain.name", "entity.hostname"}),
      make_part("IP_ADDRESS", "entity.artifact", {"entity.artifact.ip", "entity.ip"})};
};

// The domains above each one that were seen themselves, and so have it among their sub-domains: lists of places in
// `things`.
using SubDomains = std::unordered_map<std::size_t, std::vector<std::size_t>>;

SubDomains find_sub_domains(const std::vector<ThingSeen>& things) {
  std::unordered_map<std::string_view, std::size_t> domains;
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i].kind == Kind::kDomain) domains.emplace(things[i].name, i);
  SubDomains below;
  for (const auto& [name, place] : domains) {
    const auto labels = 1 + std::ranges::count(name, '.');
    std::string_view rest = name;
    for (auto left = labels - 1; left > 1; --left) {
      rest.remove_prefix(rest.find('.') + 1);
      const auto above = left <= kMostLabels ? domains.find(rest) : domains.end();
      if (above != domains.end()) below[above->second].push_back(place);
    }
  }
  return below;
}

}  // namespace

std::int32_t day_of(Timestamp time) {
  const std::int64_t day = time.seconds / kDaySeconds - (time.seconds % kDaySeconds < 0);
  return static_cast<std::int32_t>(day);
}

std::vector<udm::Event> report_sightings(std::vector<ThingSeen> things, Arena& arena) {
  std::ranges::sort(things, {}, [](const ThingSeen& t) { return std::tuple(t.kind, std::string_view(t.name)); });
  const SubDomains below = find_sub_domains(things);
  EntityWriter writer(arena);
  std::vector<udm::Event> entities;
  for (std::size_t i = 0; i < things.size(); ++i) {
    const ThingSeen& thing = things[i];
    const std::vector<DayCount> days = count_days(thing.machines);
    std::vector<DayCount> all = days;
    if (const auto found = below.find(i); found != below.end()) {
      std::vector<ByMachine> machines = thing.machines;
      for (const std::size_t sub : found->second)
        machines.insert(machines.end(), things[sub].machines.begin(), things[sub].machines.end());
      all = count_days(std::move(machines));
    }
    const std::string_view name = arena.copy(thing.name);
    for (const DayCount& day : days) entities.push_back(writer.write(thing, name, day.day, days, all));
  }
  return entities;
}

}  // namespace yaral::enrich
