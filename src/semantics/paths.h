#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "semantics/binder.h"
#include "udm/path.h"

namespace yaral::semantics {

// What a path reads from, told by its first segment (3.1): `udm` or nothing, `graph`, `detection`.
struct PathSource {
  EventSource source = EventSource::kUdm;
  std::size_t prefix = 0;  // segments that name the source
};
PathSource source_of(const syntax::Expr& path);
udm::MessageId root_of(EventSource source);

// The field that a path of the rule names, each distinct one once.
std::uint32_t field_use(Binder& b, std::uint32_t variable, udm::Path path, Access access);

// Resolves a path of a known variable, reporting why it does not.
std::optional<udm::Path> resolve_path(Binder& b, const syntax::Expr& ast);

// Reports `error` of a path; `segments` are those after the source.
void report_path_error(Binder& b, const syntax::Expr& ast, const udm::PathError& error,
                       const std::vector<udm::Segment>& segments);

// Other spellings of a path that exist, best first: each as the text for the segments [first, last) it replaces.
struct PathSuggestion {
  std::size_t first;
  std::size_t last;
  std::string text;
};
std::vector<PathSuggestion> suggest_paths(udm::MessageId root, const std::vector<udm::Segment>& segments,
                                          const udm::PathError& error);

}  // namespace yaral::semantics
