#include "ingest/log_types.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

#include "ingest/convert.h"
#include "ingest/json_dom.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

std::size_t sign_count(const Recognition& recognition) {
  return static_cast<std::size_t>(
      std::ranges::count_if(recognition.signs, [](const Sign& s) { return !s.path.empty(); }));
}

// The value at a dotted path. Names may hold dots themselves, so that longer ones are tried first.
bool find_value(const JsonObject& object, std::string_view path, JsonValue& found) {
  if (object[path].get(found) == simdjson::SUCCESS) return true;
  for (auto dot = path.rfind('.'); dot != std::string_view::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
    JsonObject child;
    if (!find_object(object, path.substr(0, dot), child)) continue;
    if (find_value(child, path.substr(dot + 1), found)) return true;
  }
  return false;
}

bool shows(const JsonObject& object, const Sign& sign) {
  JsonValue value;
  if (!find_value(object, sign.path, value) || value.is_null()) return false;
  if (sign.value.empty()) return true;
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return false;
  if (!sign.value.ends_with('*')) return text == sign.value;
  return text.starts_with(sign.value.substr(0, sign.value.size() - 1));
}

bool recognises(const Recognition& recognition, const JsonObject& object) {
  return std::ranges::all_of(recognition.signs, [&](const Sign& s) { return s.path.empty() || shows(object, s); });
}

LogTypeEntry shipped_entry(const LogType& type) {
  return {std::string(type.name),
          std::string(type.title),
          {type.recognitions.begin(), type.recognitions.end()},
          type.claims,
          std::string(type.claimed_by),
          type.continues,
          std::make_shared<const TableNormaliser>(type),
          type.is_last_resort};
}

}  // namespace

bool recognised_by(const LogTypeEntry& entry, const JsonNode& node) {
  return std::ranges::any_of(entry.recognitions, [&](const Recognition& r) { return recognises(r, node.object); });
}

std::string recognition_words(const LogTypeEntry& entry, std::string_view text) {
  simdjson::dom::parser parser;
  JsonObject object;
  if (parser.parse(std::string(text)).get(object) != simdjson::SUCCESS) return entry.claimed_by;
  for (const Recognition& recognition : entry.recognitions) {
    if (!recognises(recognition, object)) continue;
    std::string words;
    for (const Sign& sign : recognition.signs) {
      if (sign.path.empty()) continue;
      words += (words.empty() ? "has `" : ", `") + std::string(sign.path) + "`";
      if (!sign.value.empty() && sign.value != "*") words += " = `" + std::string(sign.value) + "`";
    }
    return words;
  }
  return {};
}

struct LogTypes::Index {
  struct Candidate {
    const LogTypeEntry* entry;
    const Recognition* recognition;
  };
  boost::unordered_flat_map<std::string_view, std::vector<Candidate>> by_name;
};

LogTypes::LogTypes() : index_(std::make_unique<Index>()) {}

LogTypes LogTypes::shipped() {
  LogTypes types;
  for (const WindowsSource* source : windows_sources()) {
    types.add({.name = std::string(source->log_type), .title = std::string(source->title)});
  }
  for (const LogType* type : shipped_log_types()) types.add(shipped_entry(*type));
  return types;
}

LogTypes::~LogTypes() = default;
LogTypes::LogTypes(LogTypes&&) noexcept = default;
LogTypes& LogTypes::operator=(LogTypes&&) noexcept = default;

void LogTypes::add(LogTypeEntry entry) {
  const auto at = std::ranges::lower_bound(entries_, entry.name, {}, [](const auto& e) { return e->name; });
  if (at != entries_.end() && (*at)->name == entry.name) {
    **at = std::move(entry);
    reindex();
  } else {
    index(**entries_.insert(at, std::make_unique<LogTypeEntry>(std::move(entry))));
  }
}

void LogTypes::reindex() {
  index_->by_name.clear();
  for (const auto& entry : entries_) index(*entry);
}

void LogTypes::index(const LogTypeEntry& entry) {
  for (const Recognition& recognition : entry.recognitions) {
    const std::string_view path = recognition.signs[0].path;
    index_->by_name[path.substr(0, path.find('.'))].push_back({&entry, &recognition});
    if (path.contains('.')) index_->by_name[path].push_back({&entry, &recognition});
  }
}

const LogTypeEntry* LogTypes::find(std::string_view name) const {
  for (const auto& entry : entries_) {
    if (equal_nocase(entry->name, name)) return entry.get();
  }
  return nullptr;
}

const LogTypeEntry* LogTypes::recognise(const JsonNode& node) const {
  const Index::Candidate* best = nullptr;
  for (const auto& [key, value] : node.object) {
    const auto found = index_->by_name.find(key);
    if (found == index_->by_name.end()) continue;
    for (const Index::Candidate& candidate : found->second) {
      const bool better = best == nullptr || sign_count(*candidate.recognition) > sign_count(*best->recognition);
      if (better && recognises(*candidate.recognition, node.object)) best = &candidate;
    }
  }
  return best == nullptr ? nullptr : best->entry;
}

const LogTypeEntry* LogTypes::claim(const RawRecord& record) const {
  for (const bool last_resort : {false, true}) {
    for (const auto& entry : entries_) {
      const bool asked = entry->claims != nullptr && entry->is_last_resort == last_resort;
      if (asked && entry->claims(record)) return entry.get();
    }
  }
  return nullptr;
}

}  // namespace yaral::ingest
