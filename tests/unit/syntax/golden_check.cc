#include "unit/syntax/golden_check.h"

#include "syntax/parse.h"
#include "syntax/render.h"
#include "syntax/silence.h"

namespace yaral::syntax {

Checked check_rule_text(const std::string& name, const std::string& text) {
  const Source source(name, text);
  Diagnostics diagnostics;
  parse(source, diagnostics);
  silence_allowed(source, diagnostics);
  diagnostics.sort_by_place();
  return {diagnostics.all(), render_text({&source, diagnostics.all()}, {})};
}

}  // namespace yaral::syntax
