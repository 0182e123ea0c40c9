#pragma once

#include <expected>
#include <string>
#include <vector>

#include "convert/fidelity.h"
#include "sigma/rule.h"
#include "sigma/rule_text.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

// A rule that a correlation is about, under the name it is called by there, with the filters meant for it.
struct Correlated {
  std::string reference;
  const Rule* rule = nullptr;
  std::vector<const Filter*> filters;
};

struct CorrelationSections {
  Sections sections;
  convert::Fidelity fidelity;
};

// The error says what cannot be translated.
std::expected<CorrelationSections, std::string> translate_correlation(const Correlation& correlation,
                                                                      const std::vector<Correlated>& rules,
                                                                      const Taxonomy& taxonomy);

}  // namespace yaral::sigma
