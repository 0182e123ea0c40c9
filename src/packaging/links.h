#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yaral::packaging {

struct Link {
  std::string target;
  std::uint32_t line = 0;  // from 1
};

// The links of a Markdown text, `[words](target)`, outside of code.
std::vector<Link> links_of(std::string_view markdown);

// Those that lead to a file which is not there, seen from the document's own place. Links to the web and within the
// document are not followed.
std::vector<Link> broken_links(std::string_view markdown, const std::string& document);

}  // namespace yaral::packaging
