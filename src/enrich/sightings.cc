#include "enrich/sightings.h"

#include <algorithm>
#include <array>

#include <boost/container_hash/hash.hpp>

#include "base/text.h"
#include "base/value.h"
#include "enrich/nouns.h"
#include "enrich/public_address.h"
#include "enrich/sighting_report.h"
#include "functions/host_name.h"

namespace yaral::enrich {

namespace {

using Kind = Sightings::Kind;

constexpr std::size_t kMostNames = 64;  // of one field of one event
constexpr std::size_t kLongestDomain = 253;

// What stands in a field.
enum class Content : std::uint8_t { kSha256, kSha1, kMd5, kDomain, kUrl, kAddress };

struct Source {
  std::string_view path;
  Content content;
};

constexpr std::array kSources = std::to_array<Source>({
    {"principal.file.sha256", Content::kSha256},
    {"principal.file.sha1", Content::kSha1},
    {"principal.file.md5", Content::kMd5},
    {"principal.process.file.sha256", Content::kSha256},
    {"principal.process.file.sha1", Content::kSha1},
    {"principal.process.file.md5", Content::kMd5},
    {"src.file.sha256", Content::kSha256},
    {"src.file.sha1", Content::kSha1},
    {"src.file.md5", Content::kMd5},
    {"target.file.sha256", Content::kSha256},
    {"target.file.sha1", Content::kSha1},
    {"target.file.md5", Content::kMd5},
    {"target.process.file.sha256", Content::kSha256},
    {"target.process.file.sha1", Content::kSha1},
    {"target.process.file.md5", Content::kMd5},
    {"network.dns.questions.name", Content::kDomain},
    {"network.tls.client.server_name", Content::kDomain},
    {"target.domain.name", Content::kDomain},
    {"target.hostname", Content::kDomain},
    {"target.url", Content::kUrl},
    {"principal.ip", Content::kAddress},
    {"src.ip", Content::kAddress},
    {"target.ip", Content::kAddress},
});

struct ReadSource {
  udm::Path path;
  Content content;
  bool of_network;  // a name that is a domain only in events of the network
};

const std::vector<ReadSource>& sources() {
  static const std::vector<ReadSource> made = [] {
    std::vector<ReadSource> all;
    all.reserve(kSources.size());
    for (const Source& source : kSources)
      all.push_back({event_path(source.path), source.content, source.path == "target.hostname"});
    return all;
  }();
  return made;
}

bool is_hash(std::string_view text, std::size_t digits) {
  return text.size() == digits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
         });
}

std::string key_of(Kind kind, std::string_view name) {
  std::string key(1, static_cast<char>(kind));
  return key.append(ascii_lower(name));
}

std::string domain_key(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const bool domain = name.size() <= kLongestDomain && name.find('.') != std::string_view::npos &&
                      !name.starts_with('.') && name.find_first_of(" \t:/\\") == std::string_view::npos &&
                      !functions::parse_ip(name);
  return domain ? key_of(Kind::kDomain, name) : std::string();
}

// The key of what stands in a field; empty when it is nothing that is counted.
std::string key_of(Content content, std::string_view text) {
  switch (content) {
    case Content::kSha256: return is_hash(text, 64) ? key_of(Kind::kSha256, text) : std::string();
    case Content::kSha1: return is_hash(text, 40) ? key_of(Kind::kSha1, text) : std::string();
    case Content::kMd5: return is_hash(text, 32) ? key_of(Kind::kMd5, text) : std::string();
    case Content::kDomain: return domain_key(text);
    case Content::kUrl: return domain_key(functions::host_of(text));
    case Content::kAddress: {
      const auto ip = functions::parse_ip(text);
      return ip && is_public(*ip) ? key_of(Kind::kAddress, text) : std::string();
    }
  }
  return {};
}

bool is_of_network(const udm::Message& root) {
  static const udm::Path type = event_path("metadata.event_type");
  std::vector<Value> found;
  udm::collect(root, type, found);
  return !found.empty() &&
         udm::enum_name(type.type.enum_id, static_cast<std::int32_t>(found.front().as_int())).starts_with("NETWORK_");
}

// The machine that saw it: the principal by name, else by address.
std::uint64_t machine_of(const udm::Message& root) {
  static const udm::Path hostname = event_path("principal.hostname");
  static const udm::Path address = event_path("principal.ip");
  std::string_view name = text_at(root, hostname);
  if (name.empty()) name = text_at(root, address);
  if (name.empty()) return 0;
  return std::max<std::uint64_t>(hash_value(Value::string(fold_case(name))), 1);
}

}  // namespace

std::size_t Sightings::SeenHash::operator()(const Seen& seen) const {
  std::size_t hash = 0;
  boost::hash_combine(hash, seen.thing);
  boost::hash_combine(hash, seen.day);
  boost::hash_combine(hash, seen.machine);
  return hash;
}

std::vector<udm::Path> Sightings::paths() {
  std::vector<udm::Path> all = {event_path("metadata.event_type"), event_path("principal.hostname")};
  for (const ReadSource& source : sources()) all.push_back(source.path);
  return all;
}

void Sightings::add(std::span<const udm::Event> events) {
  std::vector<Sighting> found;
  for (const udm::Event& event : events)
    if (!event.time.is_zero()) collect(event, found);
  const std::lock_guard lock(mutex_);
  for (Sighting& sighting : found) add(sighting);
}

void Sightings::collect(const udm::Event& event, std::vector<Sighting>& out) {
  const std::size_t begin = out.size();
  const std::uint64_t machine = machine_of(*event.root);
  std::vector<Value> values;
  for (const ReadSource& source : sources()) {
    values.clear();
    udm::collect(*event.root, source.path, values);
    if (values.empty() || (source.of_network && !is_of_network(*event.root))) continue;
    for (const Value& value : std::span(values).first(std::min(values.size(), kMostNames))) {
      std::string key = key_of(source.content, value.as_text());
      const auto told = std::span(out).subspan(begin);
      if (key.empty() || std::ranges::find(told, key, &Sighting::key) != told.end()) continue;
      out.push_back({std::move(key), event.time, machine});
    }
  }
}

void Sightings::add(Sighting& sighting) {
  ++total_;
  if (!share_.keeps(hash_value(Value::string(sighting.key)))) return;
  const auto [at, fresh] = things_.try_emplace(std::move(sighting.key), Thing{next_, sighting.time, sighting.time});
  next_ += fresh;
  Thing& thing = at->second;
  ++thing.count;
  thing.first = std::min(thing.first, sighting.time);
  thing.last = std::max(thing.last, sighting.time);
  if (seen_.insert({thing.number, day_of(sighting.time), sighting.machine}).second) give_up();
}

void Sightings::give_up() {
  while (seen_.size() > limits_.sightings && !things_.empty()) {
    share_.halve();
    std::vector<bool> kept(next_);
    std::erase_if(things_, [&](const auto& named) { return !share_.keeps(hash_value(Value::string(named.first))); });
    for (const auto& [key, thing] : things_) kept[thing.number] = true;
    boost::unordered::erase_if(seen_, [&](const Seen& seen) { return !kept[seen.thing]; });
  }
}

std::uint64_t Sightings::dropped() const {
  std::uint64_t kept = 0;
  for (const auto& [key, thing] : things_) kept += thing.count;
  return total_ - kept;
}

std::vector<udm::Event> Sightings::entities(Arena& arena) const {
  std::vector<ThingSeen> all;
  std::vector<std::size_t> place(next_);
  for (const auto& [key, thing] : things_) {
    place[thing.number] = all.size();
    all.push_back({key.substr(1), static_cast<Kind>(key.front()), thing.first, thing.last, {}});
  }
  for (const Seen& seen : seen_) all[place[seen.thing]].machines.push_back({seen.day, seen.machine});
  return report_sightings(std::move(all), arena);
}

}  // namespace yaral::enrich
