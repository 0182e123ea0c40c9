#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// Files as packs, lists and rules need them: small, of text, and with errors that read well after the file's name.
namespace yaral::packs {

// The bytes of a file. The error is a sentence without the file's name: "no such file or folder", "permission denied",
// "is a folder", "larger than 16 MiB".
std::expected<std::string, std::string> read_text_file(const std::string& path, std::size_t limit = 16u << 20);

// A text as UTF-8 without byte order mark; UTF-16 is known by its own.
std::string text_as_utf8(std::string_view text);

// Paths of what a folder holds, hidden files apart, sorted by name.
std::expected<std::vector<std::string>, std::string> sorted_entries(const std::string& folder);

// Whether it is there, whatever it is; whether it is a folder. Links are followed.
bool exists(const std::string& path);
bool is_folder(const std::string& path);

}  // namespace yaral::packs
