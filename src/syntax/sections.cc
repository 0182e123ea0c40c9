#include "syntax/sections.h"

#include <array>

#include "base/nearest.h"

namespace yaral::syntax {
namespace {

// In the order of SectionKind, which is also the order that rules must follow (language reference 0.2).
constexpr std::array kSections{Keyword::kMeta,    Keyword::kSetup,     Keyword::kEvents,  Keyword::kMatch,
                               Keyword::kOutcome, Keyword::kCondition, Keyword::kOptions, Keyword::kExport};

}  // namespace

std::optional<SectionKind> section_of(Keyword keyword) {
  for (std::size_t i = 0; i < kSections.size(); ++i) {
    if (kSections[i] == keyword) return static_cast<SectionKind>(i);
  }
  return std::nullopt;
}

std::string_view section_name(SectionKind kind) { return spelling(kSections[static_cast<std::size_t>(kind)]); }

std::optional<SectionKind> similar_section(std::string_view word) {
  std::array<std::string_view, kSections.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = spelling(kSections[i]);
    if (word.size() > names[i].size() && word.starts_with(names[i])) return static_cast<SectionKind>(i);
  }
  const auto found = nearest(word, names, 1);
  return found.empty() ? std::nullopt : section_of(find_keyword(found[0]));
}

}  // namespace yaral::syntax
