#pragma once

#include <string>
#include <string_view>

namespace yaral::cli {

// Gives a file other bytes, all at once: whoever reads it sees the old text or the new one. Links are followed,
// permissions stay. The result says what went wrong, without the file's name; empty when nothing did.
std::string replace_file(const std::string& path, std::string_view text);

// Writes a whole text to an open file. False, with errno, when that failed.
bool write_all(int file, std::string_view text);

}  // namespace yaral::cli
