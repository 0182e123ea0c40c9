#include "ingest/audit_records.h"

#include <algorithm>
#include <string>

namespace yaral::ingest {
namespace {

// How many lines apart two records of one event may be.
constexpr std::size_t kReach = 64;

// Where the line begins that ends with the line break before `end`.
std::size_t line_begin(std::string_view text, std::size_t end) {
  const auto newline = end < 2 ? std::string_view::npos : text.rfind('\n', end - 2);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

bool joins(std::string_view a, std::string_view b) {
  return a.data() + a.size() + 1 == b.data() && a.data()[a.size()] == '\n';
}

}  // namespace

std::string_view audit_id(std::string_view line) {
  constexpr std::string_view kMark = "audit(";
  constexpr std::size_t kFarthest = 256;
  const auto mark = line.substr(0, kFarthest).find(kMark);
  if (mark == std::string_view::npos) return {};
  const auto begin = mark + kMark.size();
  const auto end = line.find(')', begin);
  if (end == std::string_view::npos || end - begin > 64) return {};
  const std::string_view id = line.substr(begin, end - begin);
  return id.find_first_not_of("0123456789.:/- ") == std::string_view::npos ? id : std::string_view{};
}

std::string_view audit_node(std::string_view line) {
  constexpr std::string_view kMark = "node=";
  return line.starts_with(kMark) ? line.substr(kMark.size(), line.find(' ') - kMark.size()) : std::string_view{};
}

std::size_t audit_cut(std::string_view text) {
  // The last lines, from the end, with what they belong to.
  std::vector<std::pair<std::size_t, std::string_view>> tail;
  std::size_t end = text.size();
  while (end > 0 && tail.size() < 2 * kReach) {
    const std::size_t begin = line_begin(text, end);
    tail.emplace_back(begin, audit_id(text.substr(begin, end - begin)));
    end = begin;
  }
  // What the lines near the end belong to may go on behind it: cut before the first line of any of them.
  std::size_t cut = text.size();
  std::string_view id;  // of the line at the cut
  for (std::size_t i = 0; i < std::min(tail.size(), kReach); ++i) {
    if (tail[i].second.empty()) continue;
    for (std::size_t j = i; j < std::min(tail.size(), i + kReach); ++j) {
      if (tail[j].second != tail[i].second || tail[j].first >= cut) continue;
      cut = tail[j].first;
      id = tail[j].second;
    }
  }
  // An event may have more lines than that, when it has many arguments: then they stand together.
  while (cut > 0 && !id.empty()) {
    const std::size_t begin = line_begin(text, cut);
    if (audit_id(text.substr(begin, cut - begin)) != id) break;
    cut = begin;
  }
  return cut;
}

void AuditRecords::add(std::string_view id, std::string_view line, const Envelope& envelope) {
  const std::size_t nearest = events_.size() > kReach ? events_.size() - kReach : 0;
  const std::string_view node = audit_node(line);
  for (std::size_t i = events_.size(); i > nearest; --i) {
    Event& event = events_[i - 1];
    if (event.id != id || event.node != node || event.envelope.host != envelope.host) continue;
    event.lines.push_back(line);
    return;
  }
  events_.push_back({id, node, {line}, envelope});
}

RawRecord audit_record(const AuditRecords::Event& event, Arena& arena) {
  std::string_view text = event.lines.front();
  for (std::size_t i = 1; i < event.lines.size(); ++i) {
    if (!joins(text, event.lines[i])) {
      std::string joined;
      for (const std::string_view line : event.lines) joined.append(line).append(1, '\n');
      joined.pop_back();
      return {arena.copy(joined), event.envelope};
    }
    text = {text.data(), text.size() + 1 + event.lines[i].size()};
  }
  return {text, event.envelope};
}

}  // namespace yaral::ingest
