#include "ingest/telemetry/trellix_hx_items.h"

#include <string>

#include "ingest/convert.h"
#include "ingest/item_lines.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kMostValues = 4000;
constexpr std::size_t kDeepest = 32;
constexpr std::string_view kEventItem = "eventItem";
// Attributes that say what XML it is.
constexpr std::string_view kSchema[] = {"xmlns", "itemSchemaLocation", "generator"};

std::string_view name_of(std::string_view tag) { return tag.substr(0, tag.find_first_of(" \t\r\n/")); }

// Walks the elements of one item.
class ItemReader {
 public:
  ItemReader(std::string_view text, Arena& arena, std::vector<Datum>& data) : rest_(text), arena_(arena), data_(data) {}

  bool read() {
    for (std::string_view tag; next_tag(tag) && data_.size() < kMostValues;) {
      if (tag.starts_with('/')) {
        if (!names_.empty()) names_.pop_back();
      } else if (!tag.starts_with('?') && !tag.starts_with('!')) {
        open(tag);
      }
    }
    return event_ != 0;
  }

 private:
  // The inside of the next tag.
  bool next_tag(std::string_view& tag) {
    const auto begin = rest_.find('<');
    if (begin == std::string_view::npos) return false;
    rest_.remove_prefix(begin + 1);
    const auto end = rest_.find('>');
    if (end == std::string_view::npos) return false;
    tag = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }

  void open(std::string_view tag) {
    const std::string_view name = name_of(tag);
    if (name.empty() || names_.size() == kDeepest) return;
    const bool empty = tag.ends_with('/');
    // The list, its item, and the event in the item; other kinds of items are what happened themselves.
    const bool is_event = event_ == 0 && !names_.empty() && name != kEventItem;
    if (event_ == 0) attributes(tag.substr(name.size()));
    if (is_event) {
      data_.push_back({"item", name});
      event_ = names_.size() + 1;
    }
    if (empty) return;
    names_.push_back(name);
    if (event_ != 0 && names_.size() > event_) value();
  }

  // The text up to the next tag, which is a value when that is the end of the element.
  void value() {
    const auto end = rest_.find('<');
    if (end == std::string_view::npos || !rest_.substr(end).starts_with("</")) return;
    std::string name;
    for (std::size_t i = event_; i < names_.size(); ++i) name.append(i == event_ ? "" : ".").append(names_[i]);
    data_.push_back({arena_.copy(name), decoded(rest_.substr(0, end))});
  }

  void attributes(std::string_view text) {
    for (auto equals = text.find('='); equals != std::string_view::npos; equals = text.find('=')) {
      const std::string_view name = trim(text.substr(0, equals));
      text.remove_prefix(equals + 1);
      text = trim(text);
      if (text.empty()) return;
      const auto end = text.find(text.front(), 1);
      if (end == std::string_view::npos) return;
      const std::string_view value = text.substr(1, end - 1);
      text.remove_prefix(end + 1);
      bool schema = name.contains(':');
      for (const std::string_view known : kSchema) schema |= name.starts_with(known);
      if (!schema) data_.push_back({name, decoded(value)});
    }
  }

  std::string_view decoded(std::string_view text) {
    constexpr std::string_view kBreak = "&#10;";
    if (text.find('&') == std::string_view::npos) return text;
    std::string broken;
    while (!text.empty()) {
      const auto at = text.find(kBreak);
      broken.append(text.substr(0, at));
      if (at == std::string_view::npos) break;
      broken += '\n';
      text.remove_prefix(at + kBreak.size());
    }
    return unescape_entities(arena_.copy(broken), arena_);
  }

  std::string_view rest_;
  Arena& arena_;
  std::vector<Datum>& data_;
  std::vector<std::string_view> names_;  // of the elements that are open
  std::size_t event_ = 0;                // how deep the event's own elements lie
};

}  // namespace

bool is_hx_item(const RawRecord& record) {
  constexpr std::size_t kTag = 2048;
  return looks_like_item_list(record.text) && record.text.substr(0, kTag).contains("agentId=");
}

bool split_hx_item(const RawRecord& record, Arena& arena, std::vector<Datum>& data) {
  return ItemReader(record.text, arena, data).read();
}

}  // namespace yaral::ingest
