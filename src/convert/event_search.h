#pragma once

#include <string>
#include <string_view>

#include "convert/filter_text.h"
#include "convert/search.h"

// What the languages have in common that look for events in documents with fields, and tell sources apart by fields too.
namespace yaral::convert {

// A test for the events of a variable: for each source what its `where` says, and its filter. `known_field`: what is left out
// of it, because the query says it elsewhere.
std::string events_text(const SearchEvents& events, const FilterDialect& dialect, FilterText& text,
                        std::string_view known_field = {});

// What `where` says of one source.
Filter where_filter(const SchemaSource& source, std::string_view known_field = {});

// Of languages that show events one by one: the events of the only variable of a rule. nullptr, and refused, when there are
// several, or when the condition asks for more than that there are some.
const SearchEvents* lone_events(const Search& search, std::string_view title, Fidelity& fidelity);

// The window as messages name it: `over 5m`.
std::string window_text(const semantics::Window& window);

}  // namespace yaral::convert
