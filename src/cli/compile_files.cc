#include "cli/compile_files.h"

#include <algorithm>
#include <expected>
#include <istream>
#include <iterator>
#include <span>

#include "base/parallel.h"
#include "packs/files.h"

namespace yaral::cli {

namespace {

constexpr std::size_t kTogether = 1024;  // files, so that not all their trees are held at once

std::expected<semantics::CompiledFile, std::string> compile_file(const std::string& path, bool strict,
                                                                 const Console& console) {
  if (path == "-") {
    std::string text{std::istreambuf_iterator<char>(console.in), std::istreambuf_iterator<char>()};
    return semantics::compile("<stdin>", std::move(text), {.strict = strict});
  }
  auto text = packs::read_text_file(path);
  if (!text) return std::unexpected(path + ": " + text.error());
  return semantics::compile(path, std::move(*text), {.strict = strict});
}

}  // namespace

std::size_t compile_files(const std::vector<std::string>& paths, bool strict, unsigned threads, const Console& console,
                          const std::function<void(semantics::CompiledFile)>& take) {
  std::size_t unreadable = 0;
  for (std::span rest = paths; !rest.empty();) {
    const std::span now = rest.first(std::min(kTogether, rest.size()));
    rest = rest.subspan(now.size());
    std::vector<std::expected<semantics::CompiledFile, std::string>> files(now.size());
    in_parallel(threads, now.size(), [&](std::size_t i) { files[i] = compile_file(now[i], strict, console); });
    for (auto& file : files) {
      if (file) {
        take(std::move(*file));
      } else {
        print_error(console, file.error());
        ++unreadable;
      }
    }
  }
  return unreadable;
}

}  // namespace yaral::cli
