#include "packaging/site/html.h"

#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>

#include "base/text.h"
#include "detections/terminal_text.h"

namespace yaral::packaging {

namespace {

constexpr std::array<std::string_view, 5> kVoidElements = {"br", "hr", "link", "meta", "wbr"};

std::string plain_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') out += text[i];
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) out += '\n';
  }
  return out;
}

std::string shown(std::string_view text) { return detections::visible_lines(plain_line_ends(text)); }

// An element without content is written `<td />`, which browsers take for a beginning, unless it holds an empty text.
class EmptyElements : public pugi::xml_tree_walker {
 public:
  bool for_each(Node& node) override {
    if (node.type() == pugi::node_element && !node.first_child() &&
        std::ranges::find(kVoidElements, node.name()) == kVoidElements.end())
      node.append_child(pugi::node_pcdata);
    return true;
  }
};

}  // namespace

Node add(Node parent, const char* tag, std::string_view css_class) {
  Node node = parent.append_child(tag);
  if (!css_class.empty()) set(node, "class", css_class);
  return node;
}

Node add_with_text(Node parent, const char* tag, std::string_view text, std::string_view css_class) {
  Node node = add(parent, tag, css_class);
  add_text(node, text);
  return node;
}

void add_text(Node parent, std::string_view text) {
  parent.append_child(pugi::node_pcdata).set_value(shown(text).c_str());
}

void add_name(Node parent, std::string_view name) {
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of("_./"), name.size() - 1) + 1;
    add_text(parent, name.substr(0, end));
    name.remove_prefix(end);
    if (!name.empty()) add(parent, "wbr");
  }
}

void set(Node node, const char* attribute, std::string_view value) {
  node.append_attribute(attribute).set_value(shown(value).c_str());
}

bool is_web_address(std::string_view target) {
  const std::string lower = ascii_lower(target);
  return lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:");
}

void add_web_link(Node parent, std::string_view text, std::string_view target) {
  if (!is_web_address(target)) return add_text(parent, text);
  Node link = add_with_text(parent, "a", text);
  set(link, "href", target);
  set(link, "rel", "noopener noreferrer");
}

Node add_link(Node parent, std::string_view text, std::string_view page) {
  Node link = add_with_text(parent, "a", text);
  set(link, "href", page);
  return link;
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : ascii_lower(text)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (kept) out += c;
    if (!kept && !out.empty() && out.back() != '-') out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  constexpr std::size_t kLongest = 100;  // names of files are not much longer
  return out.empty() ? "x" : out.substr(0, kLongest);
}

std::string Slugs::unique(std::string_view text) {
  const std::string first = slug(text);
  std::string name = first;
  for (int number = 2; std::ranges::binary_search(taken_, name); ++number) name = fmt::format("{}-{}", first, number);
  taken_.insert(std::ranges::upper_bound(taken_, name), name);
  return name;
}

Node add_table(Node parent, std::string_view caption, const std::vector<std::string>& headings) {
  Node box = add(parent, "div", "scroll");
  set(box, "tabindex", "0");
  set(box, "role", "group");
  set(box, "aria-label", caption);
  Node table = add(box, "table");
  add_with_text(table, "caption", caption);
  Node row = add(add(table, "thead"), "tr");
  for (const std::string& heading : headings) set(add_with_text(row, "th", heading), "scope", "col");
  return add(table, "tbody");
}

Node add_row(Node body, std::string_view heading) {
  Node row = add(body, "tr");
  Node cell = add(row, "th");
  set(cell, "scope", "row");
  if (!heading.empty()) add_text(cell, heading);
  return row;
}

Node add_cell(Node row, std::string_view text) {
  Node cell = add(row, "td");
  if (!text.empty()) add_text(cell, text);
  return cell;
}

void add_fact(Node list, std::string_view term, std::string_view text) {
  if (text.empty()) return;
  add_with_text(list, "dt", term);
  add_with_text(list, "dd", text);
}

Node add_code_box(Node parent, std::string_view label) {
  Node box = add(parent, "pre", "code");
  set(box, "tabindex", "0");
  set(box, "role", "group");
  set(box, "aria-label", label);
  return add(box, "code");
}

void add_copyable(Node parent, std::string_view label, std::string_view text) {
  add_text(add_code_box(add(parent, "div", "copyable"), label), text);
}

std::string to_html(pugi::xml_document& document) {
  EmptyElements empty;
  document.traverse(empty);
  std::ostringstream out;
  document.save(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return out.str() + "\n";
}

}  // namespace yaral::packaging
