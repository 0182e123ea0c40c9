#include "syntax/sections.h"

#include <array>

#include "syntax/edit_distance.h"

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
  for (const Keyword section : kSections) {
    const std::string_view name = spelling(section);
    const bool longer = word.size() > name.size() && word.starts_with(name);
    if (longer || edit_distance(word, name) <= (name.size() < 5 ? 1 : 2)) return section_of(section);
  }
  return std::nullopt;
}

}  // namespace yaral::syntax
