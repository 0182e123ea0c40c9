#include "packs/lists.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "packs/files.h"

namespace yaral::packs {

namespace {

namespace fs = std::filesystem;

// Cuts a list into entries, one character after the other: comments may begin and end anywhere.
class ListParser {
 public:
  explicit ListParser(std::string_view text) : text_(text) {}

  std::vector<ListEntry> run() {
    while (at_ < text_.size()) step();
    end_line();
    return std::move(entries_);
  }

  // The line on which a comment begins that is never closed; 0 if there is none.
  std::uint32_t open_comment() const { return open_comment_; }

 private:
  void step() {
    const std::string_view rest = text_.substr(at_);
    if (rest.front() == '\n' || rest.front() == '\r') {
      at_ += rest.starts_with("\r\n") ? 2 : 1;
      end_line();
      ++line_;
    } else if (rest.starts_with("//")) {
      at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    } else if (rest.starts_with("/*")) {
      skip_comment();
    } else if (rest.front() == '\\' && rest.size() > 1 && rest[1] != '\n' && rest[1] != '\r') {
      entry_ += rest.substr(0, 2);
      keep_ = entry_.size();
      at_ += 2;
    } else {
      if (!entry_.empty() || !is_ascii_space(rest.front())) entry_ += rest.front();
      if (!is_ascii_space(rest.front())) keep_ = entry_.size();
      ++at_;
    }
  }

  void skip_comment() {
    const std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) open_comment_ = line_;
    const std::size_t stop = end == std::string_view::npos ? text_.size() : end + 2;
    for (; at_ < stop; ++at_) {
      if (text_[at_] != '\n') continue;
      end_line();
      ++line_;
    }
  }

  void end_line() {
    entry_.resize(keep_);
    if (!entry_.empty()) entries_.push_back({.written = entry_, .line = line_});
    entry_.clear();
    keep_ = 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t open_comment_ = 0;
  std::string entry_;
  std::size_t keep_ = 0;  // length of the entry without the blanks at its end
  std::vector<ListEntry> entries_;
};

bool is_list_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
  });
}

}  // namespace

std::string to_string(const FileProblem& problem) {
  if (problem.line == 0) return fmt::format("{}: {}", problem.file, problem.message);
  return fmt::format("{}:{}: {}", problem.file, problem.line, problem.message);
}

ReferenceList parse_list(std::string name, std::string file, std::string_view text,
                         std::vector<FileProblem>& problems) {
  const std::string utf8 = text_as_utf8(text);
  ReferenceList list{.name = std::move(name), .file = std::move(file), .entries = {}};
  if (utf8.find('\0') != std::string::npos) {
    problems.push_back({list.file, 0, "not a text file"});
    return list;
  }
  ListParser parser(utf8);
  list.entries = parser.run();
  if (parser.open_comment())
    problems.push_back(
        {list.file, parser.open_comment(), "this comment is never closed: the rest of the list is not read"});
  return list;
}

std::string entry_text(const ListEntry& entry, syntax::ListMode mode) {
  if (mode == syntax::ListMode::kRegex) return entry.written;
  std::string text;
  for (std::size_t i = 0; i < entry.written.size(); ++i) {
    if (entry.written[i] == '\\' && i + 1 < entry.written.size()) ++i;
    text += entry.written[i];
  }
  return text;
}

std::expected<std::map<std::string, ReferenceList>, std::string> read_lists(const std::string& folder,
                                                                            std::vector<FileProblem>& problems) {
  const auto paths = sorted_entries(folder);
  if (!paths) return std::unexpected(paths.error());
  std::map<std::string, ReferenceList> lists;
  for (const std::string& file : *paths) {
    const fs::path path(file);
    const std::string name = path.stem().string();
    const bool named_like_a_list = path.extension() == ".txt" || path.extension().empty();
    if (!named_like_a_list || !is_list_name(name) || is_folder(file)) continue;
    const auto text = read_text_file(file, 64u << 20);
    if (!text) {
      problems.push_back({file, 0, text.error()});
    } else if (!lists.try_emplace(name, parse_list(name, file, *text, problems)).second) {
      problems.push_back({file, 0, "there is another file for the list `" + name + "` in this folder"});
    }
  }
  return lists;
}

}  // namespace yaral::packs
