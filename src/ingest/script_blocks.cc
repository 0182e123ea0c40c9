#include "ingest/script_blocks.h"

#include <algorithm>
#include <utility>

namespace yaral::ingest {
namespace {

constexpr std::size_t kLongestMissing = 200;

std::shared_ptr<WindowsEvent> copy_record(const WindowsEvent& record, Arena& arena) {
  auto copy = std::make_shared<WindowsEvent>(record);
  for (std::string_view WindowsEvent::* text :
       {&WindowsEvent::provider, &WindowsEvent::provider_guid, &WindowsEvent::event_source, &WindowsEvent::keywords,
        &WindowsEvent::activity_id, &WindowsEvent::channel, &WindowsEvent::computer, &WindowsEvent::user_sid,
        &WindowsEvent::user_data_name, &WindowsEvent::source}) {
    (*copy).*text = arena.copy(record.*text);
  }
  copy->message = {};  // the rendered text repeats the part
  for (WindowsEvent::Data& datum : copy->data) {
    datum.name = arena.copy(datum.name);
    datum.value = arena.copy(datum.value);
  }
  return copy;
}

void add_range(std::string& text, std::uint64_t first, std::uint64_t last) {
  if (text.size() > kLongestMissing) return;
  if (!text.empty()) text += ", ";
  text += std::to_string(first);
  if (last > first) text += "-" + std::to_string(last);
  if (text.size() > kLongestMissing) text += ", …";
}

}  // namespace

ScriptBlock ScriptBlocks::join(Parts& parts, std::uint64_t total) {
  ScriptBlock block;
  std::uint64_t expected = 1;
  for (auto at = parts.begin(); at != parts.end();) {
    auto& [number, copies] = *at;
    if (number > expected) add_range(block.missing, expected, number - 1);
    expected = number + 1;
    // Of several copies the oldest record, so that the choice does not depend on the order they came in.
    const auto oldest = std::ranges::min_element(copies, {}, [](const Waiting& w) { return w.record->record_id; });
    if (block.head_ == nullptr) {
      block.arena_ = oldest->arena;
      block.head_ = oldest->record;
    }
    block.text += oldest->text;
    copies.erase(oldest);
    at = copies.empty() ? parts.erase(at) : std::next(at);
  }
  if (expected <= total) add_range(block.missing, expected, total);
  return block;
}

std::optional<ScriptBlock> ScriptBlocks::add(const Part& part, const WindowsEvent& record) {
  auto arena = std::make_shared<Arena>();
  Waiting waiting{arena, copy_record(record, *arena), arena->copy(part.text)};

  const std::lock_guard lock(mutex_);
  if (bytes_ + part.text.size() > limit_) {
    Parts alone;
    alone[part.number].push_back(std::move(waiting));
    return join(alone, part.total);
  }
  const auto at = waiting_.try_emplace({std::string(record.computer), std::string(part.block_id), part.total}).first;
  at->second[part.number].push_back(std::move(waiting));
  bytes_ += part.text.size();
  if (at->second.size() < part.total) return std::nullopt;
  ScriptBlock block = join(at->second, part.total);
  bytes_ -= block.text.size();
  if (at->second.empty()) waiting_.erase(at);
  return block;
}

std::vector<ScriptBlock> ScriptBlocks::take_incomplete() {
  const std::lock_guard lock(mutex_);
  std::vector<ScriptBlock> blocks;
  for (auto& [key, parts] : waiting_) {
    while (!parts.empty()) blocks.push_back(join(parts, key.total));
  }
  waiting_.clear();
  bytes_ = 0;
  return blocks;
}

}  // namespace yaral::ingest
