#include "unit/conformance/case_file.h"

#include <fstream>
#include <stdexcept>

namespace yaral::conformance {

const Block* Case::find(const std::string& label) const {
  for (const Block& block : blocks)
    if (block.label == label) return &block;
  return nullptr;
}

std::string Case::text(const std::string& label) const {
  std::string text;
  if (const Block* block = find(label))
    for (const std::string& line : block->lines) text += line + "\n";
  return text;
}

std::map<std::string, std::vector<std::string>> Case::named(const std::string& kind) const {
  std::map<std::string, std::vector<std::string>> named;
  for (const Block& block : blocks)
    if (block.label.starts_with(kind + " ")) named[block.label.substr(kind.size() + 1)] = block.lines;
  return named;
}

CaseFile read_case_file(const std::string& path) {
  CaseFile file{.path = path, .lines = {}, .cases = {}};
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path);
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);

  Case current;
  const auto finish = [&] {
    if (!current.blocks.empty()) file.cases.push_back(std::move(current));
    current = {};
  };
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (line.starts_with("#")) {
      finish();
      current.title = line.substr(line.find_first_not_of("# "));
    } else if (line.starts_with("```")) {
      Block block{.label = line.substr(3), .lines = {}, .first_line = i + 1};
      while (++i < file.lines.size() && file.lines[i] != "```") block.lines.push_back(file.lines[i]);
      if (i == file.lines.size()) throw std::runtime_error(path + ": block `" + block.label + "` is not closed");
      current.blocks.push_back(std::move(block));
    }
  }
  finish();
  return file;
}

void update_block(const std::string& path, std::size_t case_number, const std::string& label,
                  const std::vector<std::string>& lines) {
  CaseFile file = read_case_file(path);
  const Case& which = file.cases[case_number];
  const auto at = [&](std::size_t i) { return file.lines.begin() + static_cast<std::ptrdiff_t>(i); };
  const bool wanted = label != "diagnostics" || !lines.empty();
  if (const Block* block = which.find(label)) {
    const std::size_t end = block->first_line + block->lines.size();
    if (wanted) {
      file.lines.erase(at(block->first_line), at(end));
      file.lines.insert(at(block->first_line), lines.begin(), lines.end());
    } else {
      file.lines.erase(at(block->first_line - 1), at(end + 1));
    }
  } else if (wanted) {
    const Block& last = which.blocks.back();
    std::vector<std::string> added = {"", "```" + label};
    added.insert(added.end(), lines.begin(), lines.end());
    added.push_back("```");
    file.lines.insert(at(last.first_line + last.lines.size() + 1), added.begin(), added.end());
  }
  std::ofstream out(path);
  for (const std::string& line : file.lines) out << line << "\n";
}

}  // namespace yaral::conformance
