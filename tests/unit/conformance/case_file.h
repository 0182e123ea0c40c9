#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yaral::conformance {

// A fenced block: what stands between ```label and ```, and the lines of the file it fills.
struct Block {
  std::string label;  // "yaral", "list NAME", "udm", …
  std::vector<std::string> lines;
  std::size_t first_line = 0;  // index of the first content line in the file
};

struct Case {
  std::string title;
  std::vector<Block> blocks;

  const Block* find(const std::string& label) const;
  std::string text(const std::string& label) const;
  // The blocks labelled `kind NAME`, by name.
  std::map<std::string, std::vector<std::string>> named(const std::string& kind) const;
};

// A Markdown file of cases: each heading with blocks below it is one.
struct CaseFile {
  std::string path;
  std::vector<std::string> lines;
  std::vector<Case> cases;
};

CaseFile read_case_file(const std::string& path);

// Puts `lines` into the block of that label of a case, adding the block after the case's last one when it is missing and
// dropping it when it is a `diagnostics` block without lines; writes the file.
void update_block(const std::string& path, std::size_t case_number, const std::string& label,
                  const std::vector<std::string>& lines);

}  // namespace yaral::conformance
