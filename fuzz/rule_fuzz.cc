// Any bytes as a rule file: the compiler must answer with a lossless tree, an AST, bound rules and messages that can be
// shown; what has no errors of syntax must be formatted without becoming something else, and formatted only once.

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "semantics/bind.h"
#include "syntax/format.h"
#include "syntax/parse.h"
#include "syntax/render.h"
#include "syntax/silence.h"

namespace {

using namespace yaral::syntax;

void require(bool condition) {
  if (!condition) std::abort();
}

void require_lossless(const Tree& tree, const Source& source) {
  std::uint32_t at = 0;
  for (const Token& token : tree.tokens()) {
    require(token.begin == at && token.end >= at);
    at = token.end;
  }
  require(at == source.text().size());
}

void require_spans_inside(const Diagnostics& diagnostics, const Source& source) {
  const auto inside = [&](Span span) { return span.begin <= span.end && span.end <= source.text().size(); };
  for (const Diagnostic& d : diagnostics.all()) {
    require(inside(d.primary.span));
    for (const Label& label : d.others) require(inside(label.span));
    if (!d.fix) continue;
    for (const Edit& edit : d.fix->edits) require(inside(edit.span));
  }
}

void require_formats(const Tree& tree, const Source& source) {
  const std::optional<std::string> formatted = format(tree, source);
  if (!formatted) return;
  const Source after("rule.yaral", *formatted);
  Diagnostics diagnostics;
  const Tree new_tree = parse_tree(after, diagnostics);
  require(!diagnostics.has_errors());
  require(!first_difference(tree, source, new_tree, after));
  require(format(new_tree, after) == formatted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("rule.yaral", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics diagnostics;
  const Tree tree = parse_tree(source, diagnostics);
  require_lossless(tree, source);
  if (!diagnostics.has_errors()) require_formats(tree, source);
  build_ast(tree, source, diagnostics);
  silence_allowed(source, diagnostics);
  diagnostics.sort_by_place();
  require_spans_inside(diagnostics, source);
  const FileReport report{&source, diagnostics.all()};
  render_text(report, {.colour = true, .width = 60});
  render_json({&report, 1});
  render_sarif({&report, 1});
  render_github({&report, 1});
  const yaral::semantics::CompiledFile compiled = yaral::semantics::compile("rule.yaral", std::string(source.text()));
  require_spans_inside(compiled.diagnostics, *compiled.source);
  return 0;
}
