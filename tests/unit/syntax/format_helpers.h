#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "syntax/format.h"
#include "syntax/parse.h"

namespace yaral::syntax {

namespace fs = std::filesystem;

inline const fs::path kRoot = YARAL_SOURCE_DIR;

inline std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::vector<fs::path> rule_files(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".yaral") out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

struct TreeOf {
  explicit TreeOf(const std::string& text) : source("test.yaral", text), tree(parse_tree(source, diagnostics)) {}

  Source source;
  Diagnostics diagnostics;
  Tree tree;
};

inline std::string formatted(const std::string& text) {
  const TreeOf parsed(text);
  return format(parsed.tree, parsed.source).value();
}

// Formatted once and twice is the same, and says what the text says.
inline void expect_faithful(const std::string& text) {
  const TreeOf before(text);
  if (before.diagnostics.has_errors()) return;
  const std::string once = format(before.tree, before.source).value();
  const TreeOf after(once);
  ASSERT_FALSE(after.diagnostics.has_errors()) << after.diagnostics.all().front().message << "\n"
                                               << text << "\n=>\n"
                                               << once;
  const auto difference = first_difference(before.tree, before.source, after.tree, after.source);
  ASSERT_FALSE(difference) << before.source.position(difference->begin).line << ":\n" << text << "\n=>\n" << once;
  ASSERT_EQ(format(after.tree, after.source), once) << "from:\n" << text;
}

inline std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

inline std::string rule(const std::string& events) {
  return "rule r {\n  meta:\n\n  events:\n" + events + "\n\n  condition:\n    $e\n}\n";
}

}  // namespace yaral::syntax
