#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.h"

namespace yaral::packs {

// Something wrong with a file that came with rules: a list, a manifest.
struct FileProblem {
  std::string file;
  std::uint32_t line = 0;  // from 1; 0 when it is about the whole file
  std::string message;
};

// `file:line: message`
std::string to_string(const FileProblem& problem);

struct ListEntry {
  std::string written;  // without comments and blanks around it, backslashes as written
  std::uint32_t line = 0;
};

// A reference list (language reference 3.12).
struct ReferenceList {
  std::string name;
  std::string file;
  std::vector<ListEntry> entries;
};

// One entry a line; `//` to the end of the line and `/* */` are comments, a backslash takes the next character as it
// is, blank lines do not count. UTF-8 with or without byte order mark, or UTF-16 with one; line ends of all systems.
ReferenceList parse_list(std::string name, std::string file, std::string_view text, std::vector<FileProblem>& problems);

// What an entry means. In lists of texts and of CIDR blocks the escaping backslashes go. A regular expression keeps
// them: they escape the next character there as well.
std::string entry_text(const ListEntry& entry, syntax::ListMode mode);

// The lists of a folder: every `<name>.txt`, and every file without extension, hidden ones apart. Files whose name is
// not a list's name (letters, digits, `_`) are left alone, as are folders in it. The error says why the folder cannot
// be read.
std::expected<std::map<std::string, ReferenceList>, std::string> read_lists(const std::string& folder,
                                                                            std::vector<FileProblem>& problems);

}  // namespace yaral::packs
