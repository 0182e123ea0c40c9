#include "unit/semantics/bind_helpers.h"

#include <sstream>

#include "semantics/dump.h"

namespace yaral::semantics {

CompiledFile compile_sections(const std::string& sections, const CompileOptions& options) {
  return compile("r.yaral", "rule r {\nmeta:\n" + sections + "\n}\n", options);
}

std::vector<std::string> dumped(const std::string& sections, const std::string& word) {
  const CompiledFile file = compile_sections(sections);
  std::vector<std::string> lines;
  if (file.rules.size() != 1) {
    for (const syntax::Diagnostic& d : file.diagnostics.all()) lines.push_back(d.message);
    return lines;
  }
  std::istringstream text(dump(file.rules[0]));
  for (std::string line; std::getline(text, line);)
    if (line.starts_with(word + ' ')) lines.push_back(line.substr(word.size() + 1));
  return lines;
}

std::vector<std::string> codes(const CompiledFile& file) {
  std::vector<std::string> out;
  for (const syntax::Diagnostic& d : file.diagnostics.all()) {
    if (d.code == syntax::Code::kNoEventType) continue;  // the rules of these tests are short
    out.emplace_back(syntax::info(d.code).code);
  }
  return out;
}

}  // namespace yaral::semantics
