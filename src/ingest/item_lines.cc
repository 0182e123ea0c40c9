#include "ingest/item_lines.h"

#include <algorithm>
#include <cstring>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kList = "<itemList";
constexpr std::string_view kListEnd = "</itemList>";
constexpr std::size_t kChunk = 256 << 10;
// An item that is longer is given as far as it goes: the reader of lines has a limit of its own.
constexpr std::size_t kLongestItem = 16 << 20;

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class ItemLines : public ByteSource {
 public:
  explicit ItemLines(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  std::size_t read(char* to, std::size_t size) override {
    while (given_ == lines_.size()) {
      lines_.clear();
      given_ = 0;
      if (!next()) return 0;
    }
    const std::size_t count = std::min(size, lines_.size() - given_);
    std::memcpy(to, lines_.data() + given_, count);
    given_ += count;
    return count;
  }

  std::string error() const override { return source_->error(); }

 private:
  // Takes one thing off the text: an item, the list's tag, or what is neither. False at the end.
  bool next() {
    const std::size_t tag = text().find('<');
    if (tag == std::string_view::npos) {
      at_ = text_.size();
      return more();
    }
    at_ += tag;
    const std::size_t end = tag_end();
    if (end == std::string_view::npos) return (text().size() < kLongestItem && more()) || rest();
    const std::string_view whole = text().substr(0, end);
    if (whole.starts_with(kList)) {
      list_ = whole;
      at_ += end;
    } else if (!begins_name(whole[1]) || list_.empty()) {
      at_ += end;
    } else {
      return item(end);
    }
    return true;
  }

  bool item(std::size_t tag_end) {
    std::size_t end = tag_end;
    if (text()[tag_end - 2] != '/') {
      const std::string_view name = text().substr(1, text().find_first_of(" \t\r\n/>") - 1);
      const std::string close = std::string("</").append(name).append(1, '>');
      end = text().find(close, tag_end);
      if (end == std::string_view::npos) return (text().size() < kLongestItem && more()) || rest();
      end += close.size();
    }
    add_line(text().substr(0, end), kListEnd);
    at_ += end;
    return true;
  }

  // What does not end.
  bool rest() {
    if (text().empty()) return false;
    add_line(text(), {});
    at_ = text_.size();
    return true;
  }

  void add_line(std::string_view item, std::string_view end) {
    for (const std::string_view part : {std::string_view(list_), item, end}) {
      for (const char c : part) {
        if (c == '\n') {
          lines_ += "&#10;";
        } else if (c != '\r') {
          lines_ += c;
        }
      }
    }
    lines_ += '\n';
  }

  // Behind the tag at the beginning of the text: `>` may stand in values.
  std::size_t tag_end() const {
    char quote = '\0';
    for (std::size_t i = 1; i < text().size(); ++i) {
      const char c = text()[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return std::string_view::npos;
  }

  bool more() {
    text_.erase(0, at_);
    at_ = 0;
    const std::size_t had = text_.size();
    text_.resize(had + kChunk);
    text_.resize(had + read_full(*source_, text_.data() + had, kChunk));
    return text_.size() > had;
  }

  std::string_view text() const { return std::string_view(text_).substr(at_); }

  std::unique_ptr<ByteSource> source_;
  std::string text_;  // read and not yet taken, from at_ on
  std::size_t at_ = 0;
  std::string list_;   // the list's tag
  std::string lines_;  // to give, from given_ on
  std::size_t given_ = 0;
};

}  // namespace

bool looks_like_item_list(std::string_view head) {
  constexpr std::size_t kProlog = 1024;
  head = trim(head);
  if (head.starts_with("<?xml"))
    head = trim(head.substr(std::min(head.size(), head.find("?>") + 2)).substr(0, kProlog));
  return head.starts_with(kList) && head.size() > kList.size() && !begins_name(head[kList.size()]);
}

std::unique_ptr<ByteSource> items_as_lines(std::unique_ptr<ByteSource> source) {
  return std::make_unique<ItemLines>(std::move(source));
}

}  // namespace yaral::ingest
