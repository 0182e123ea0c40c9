#include "ingest/windows_xml.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

namespace yaral::ingest {
namespace {

constexpr int kDeepestElement = 64;

// Line ends stay as they are: EVTX keeps them too, and both should give the same event.
constexpr unsigned kParseOptions =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute | pugi::parse_ws_pcdata_single;

std::string_view local_name(const char* qualified) {
  const std::string_view name = qualified;
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_text(pugi::xml_node node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The element's own text; only when it is in pieces (CDATA, text around children) does it take a copy.
std::string_view text_of(pugi::xml_node element, Arena& arena) {
  std::string_view single;
  std::size_t pieces = 0;
  std::size_t size = 0;
  for (const pugi::xml_node child : element) {
    if (!is_text(child)) continue;
    single = child.value();
    size += single.size();
    ++pieces;
  }
  if (pieces < 2) return single;
  char* const joined = arena.allocate<char>(size);
  char* to = joined;
  for (const pugi::xml_node child : element) {
    if (is_text(child)) to = std::ranges::copy(std::string_view(child.value()), to).out;
  }
  return {joined, size};
}

std::string_view attribute_datum_name(std::string_view element, std::string_view attribute, Arena& arena) {
  const std::size_t size = element.size() + 1 + attribute.size();
  char* const name = arena.allocate<char>(size);
  char* to = std::ranges::copy(element, name).out;
  *to++ = kAttributeSeparator;
  std::ranges::copy(attribute, to);
  return {name, size};
}

void read_system(pugi::xml_node system, WindowsEvent& event, Arena& arena) {
  for (const pugi::xml_node child : system) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = local_name(child.name());
    for (const pugi::xml_attribute attribute : child.attributes()) {
      const std::string_view value = attribute.value();
      if (!value.empty()) set_system_field(event, system_field(name, local_name(attribute.name())), value);
    }
    const SystemField field = system_field(name, {});
    if (field == SystemField::kNone) continue;
    const std::string_view text = text_of(child, arena);
    if (!text.empty()) set_system_field(event, field, text);
  }
}

// Adds the leaves at and below an element of the payload; false when it nests too deeply.
bool read_payload(pugi::xml_node element, WindowsEvent& event, Arena& arena, int depth) {
  if (depth > kDeepestElement) return false;
  const std::string_view name = local_name(element.name());
  const bool is_datum = name == "Data";
  bool has_attribute_data = false;
  if (!is_datum) {
    for (const pugi::xml_attribute attribute : element.attributes()) {
      const std::string_view attribute_name = attribute.name();
      if (attribute_name.starts_with("xmlns")) continue;
      event.data.push_back({attribute_datum_name(name, local_name(attribute.name()), arena), attribute.value()});
      has_attribute_data = true;
    }
  }
  bool has_elements = false;
  for (const pugi::xml_node child : element) {
    if (child.type() != pugi::node_element) continue;
    has_elements = true;
    if (!read_payload(child, event, arena, depth + 1)) return false;
  }
  const std::string_view text = text_of(element, arena);
  if (has_elements ? is_blank(text) : text.empty() && has_attribute_data) return true;
  event.data.push_back({is_datum ? std::string_view(element.attribute("Name").value()) : name, text});
  return true;
}

bool read_payloads(pugi::xml_node container, WindowsEvent& event, Arena& arena) {
  for (const pugi::xml_node child : container) {
    if (child.type() == pugi::node_element && !read_payload(child, event, arena, 1)) return false;
  }
  const std::string_view text = text_of(container, arena);
  if (!is_blank(text)) event.data.push_back({{}, text});
  return true;
}

bool read_user_data(pugi::xml_node container, WindowsEvent& event, Arena& arena) {
  for (const pugi::xml_node child : container) {
    if (child.type() != pugi::node_element) continue;
    event.user_data_name = local_name(child.name());
    if (!read_payload(child, event, arena, 1)) return false;
  }
  return true;
}

bool read_event(pugi::xml_node root, WindowsEvent& event, Arena& arena) {
  bool good = true;
  for (const pugi::xml_node child : root) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = local_name(child.name());
    if (name == "System") {
      read_system(child, event, arena);
    } else if (name == "UserData") {
      good = read_user_data(child, event, arena) && good;
    } else if (name == "RenderingInfo") {
      for (const pugi::xml_node part : child) {
        if (local_name(part.name()) == "Message") event.message = text_of(part, arena);
      }
    } else {
      good = read_payloads(child, event, arena) && good;
    }
  }
  return good;
}

}  // namespace

struct WindowsXmlReader::Document {
  pugi::xml_document tree;
};

WindowsXmlReader::WindowsXmlReader() : document_(std::make_unique<Document>()) {}
WindowsXmlReader::~WindowsXmlReader() = default;

std::expected<void, std::string> WindowsXmlReader::read(std::string_view xml, WindowsEvent& event, Arena& arena) {
  event.clear();
  if (xml.size() > kLongestEventXml) return std::unexpected("the Event element is longer than 16 MiB");
  char* const text = arena.allocate<char>(xml.size() + 1);
  std::memcpy(text, xml.data(), xml.size());
  const auto result = document_->tree.load_buffer_inplace(text, xml.size(), kParseOptions, pugi::encoding_utf8);
  if (!result) return std::unexpected(std::string("not well-formed XML: ") + result.description());
  const pugi::xml_node root = document_->tree.document_element();
  if (local_name(root.name()) != "Event") return std::unexpected("not an Event element");
  if (!read_event(root, event, arena)) return std::unexpected("elements nested too deeply");
  return {};
}

}  // namespace yaral::ingest
