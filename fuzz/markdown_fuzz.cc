// Any bytes as a document of a package: the page must be well-formed, and hold no element or link that the document brought.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "packaging/site/html.h"
#include "packaging/site/markdown.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yaral::packaging;
  const std::string_view markdown(reinterpret_cast<const char*>(data), size);
  pugi::xml_document document;
  Node main = add(document, "main");
  add_markdown(main, markdown, {.title = add(main, "h1"), .anchor = "doc", .page_of = {}});
  const std::string html = to_html(document);
  pugi::xml_document read;
  require(read.load_buffer(html.data(), html.size(), pugi::parse_full | pugi::parse_ws_pcdata));
  for (const pugi::xpath_node found : read.select_nodes("//*")) {
    const std::string_view name = found.node().name();
    require(name != "script" && name != "img" && name != "style" && name != "iframe" && name != "input");
    const std::string_view target = found.node().attribute("href").value();
    require(target.empty() || target.starts_with("#doc-") || is_web_address(target));
  }
  return 0;
}
