#include "unit/semantics/golden_check.h"

#include "semantics/bind.h"
#include "syntax/render.h"

namespace yaral::semantics {

Checked check_rule_text(const std::string& name, const std::string& text) {
  const CompiledFile compiled = compile(name, text);
  const std::vector<syntax::Diagnostic>& diagnostics = compiled.diagnostics.all();
  return {diagnostics, syntax::render_text({compiled.source.get(), diagnostics}, {})};
}

}  // namespace yaral::semantics
