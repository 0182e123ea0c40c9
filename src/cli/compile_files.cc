#include "cli/compile_files.h"

#include <istream>
#include <iterator>

#include "packs/files.h"

namespace yaral::cli {

std::size_t compile_files(const std::vector<std::string>& paths, bool strict, const Console& console,
                          const std::function<void(semantics::CompiledFile)>& take) {
  std::size_t unreadable = 0;
  for (const std::string& path : paths) {
    if (path == "-") {
      std::string text{std::istreambuf_iterator<char>(console.in), std::istreambuf_iterator<char>()};
      take(semantics::compile("<stdin>", std::move(text), {.strict = strict}));
      continue;
    }
    auto text = packs::read_text_file(path);
    if (!text) {
      print_error(console, path + ": " + text.error());
      ++unreadable;
      continue;
    }
    take(semantics::compile(path, std::move(*text), {.strict = strict}));
  }
  return unreadable;
}

}  // namespace yaral::cli
