#include "explain/text_writer.h"

#include "explain/meaning_text.h"
#include "explain/outcome_text.h"

namespace yaral::explain {

std::string to_text(const Explanation& explanation, const TextOptions& options) {
  if (!explanation.outcome) return meaning_text(explanation.meaning);
  std::string text = outcome_text(explanation.meaning, *explanation.outcome, options.verbose);
  if (options.verbose) text += '\n' + meaning_text(explanation.meaning);
  return text;
}

}  // namespace yaral::explain
