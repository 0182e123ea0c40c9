#include "ingest/columns.h"

#include <algorithm>
#include <charconv>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kMostColumns = 1000;

// `\x09` to the character it stands for, and a doubled backslash to one.
std::string unescape(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    unsigned code = 0;
    if (text.starts_with(R"(\\)")) {
      plain += '\\';
      text.remove_prefix(2);
    } else if (text.size() >= 4 && text.starts_with("\\x") &&
               std::from_chars(text.data() + 2, text.data() + 4, code, 16).ptr == text.data() + 4) {
      plain += static_cast<char>(code);
      text.remove_prefix(4);
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  return plain;
}

template <typename Visit>
void each_part(std::string_view text, char separator, Visit visit) {
  while (true) {
    const auto end = text.find(separator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

bool ColumnHeader::read(std::string_view line) {
  if (!line.starts_with('#')) return false;
  const auto end = line.find_first_of(" \t:" + std::string(1, separator_));
  const std::string_view name = line.substr(1, end == std::string_view::npos ? end : end - 1);
  const std::string_view value = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
  if (name == "separator") {
    *this = ColumnHeader();
    const std::string separator = unescape(value);
    if (!separator.empty()) separator_ = separator.front();
  } else if (name == "set_separator" && !value.empty()) {
    list_separator_ = value.front();
  } else if (name == "empty_field") {
    empty_ = value;
  } else if (name == "unset_field") {
    unset_ = value;
  } else if (name == "path") {
    path_ = value;
  } else if (name == "fields" || name == "Fields") {
    const bool w3c = name == "Fields";
    if (w3c) separator_ = ' ';
    columns_.clear();
    each_part(w3c ? trim(value) : value, separator_, [&](std::string_view column) {
      if (columns_.size() < kMostColumns) columns_.push_back({std::string(column)});
    });
  } else if (name == "types") {
    std::size_t i = 0;
    each_part(value, separator_, [&](std::string_view type) {
      if (i < columns_.size()) columns_[i++].is_list = type.starts_with("set[") || type.starts_with("vector[");
    });
  }
  return true;
}

bool ColumnHeader::split(std::string_view line, Arena& arena, std::vector<Datum>& data) const {
  if (std::ranges::count(line, separator_) + 1 != static_cast<std::ptrdiff_t>(columns_.size())) return false;
  if (!path_.empty()) data.push_back({"_path", arena.copy(path_)});
  std::size_t i = 0;
  each_part(line, separator_, [&](std::string_view value) {
    const Column& column = columns_[i++];
    if (value == unset_ || value == empty_) return;
    const std::string_view name = arena.copy(column.name);
    const auto add = [&](std::string_view part) {
      data.push_back({name, part.contains('\\') ? arena.copy(unescape(part)) : part});
    };
    if (column.is_list) {
      each_part(value, list_separator_, add);
    } else {
      add(value);
    }
  });
  return true;
}

}  // namespace yaral::ingest
