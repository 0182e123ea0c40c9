#pragma once

#include <string_view>

namespace yaral::functions {

// The host of a URL, or of a text that is nearly one: text before a scheme, user, port, path, query and fragment are
// left out, backslashes are slashes, brackets around an IPv6 address stay. Empty when there is none.
std::string_view host_of(std::string_view url);

// The public suffix of a host name and one label more, spelled as in `host`: a view into it. Only suffixes of the ICANN
// section of the public suffix list; empty when the name has none or is one.
std::string_view registrable_domain(std::string_view host);

}  // namespace yaral::functions
