#include "packaging/site/markdown.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <md4c-html.h>
#include <md4c.h>

#include "base/text.h"
#include "detections/terminal_text.h"

namespace yaral::packaging {

namespace {

constexpr unsigned kParserFlags =
    MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS;
constexpr int kMostDepth = 100;

void append(const MD_CHAR* text, MD_SIZE size, void* out) { static_cast<std::string*>(out)->append(text, size); }

// Empty when the document cannot be laid out.
std::string as_xhtml(std::string_view markdown) {
  std::string html = "<body>";
  const std::string text = detections::visible_lines(markdown);
  const int failed =
      md_html(text.data(), static_cast<MD_SIZE>(text.size()), append, &html, kParserFlags, MD_HTML_FLAG_XHTML);
  return failed ? std::string() : html + "</body>";
}

std::string text_of(Node node) {
  std::string text;
  struct Walker : pugi::xml_tree_walker {
    std::string* out = nullptr;
    bool for_each(Node& child) override {
      if (child.type() == pugi::node_pcdata) *out += child.value();
      return true;
    }
  } walker;
  walker.out = &text;
  node.traverse(walker);
  return text;
}

int heading_level(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

// The anchor that a heading has for links within documents, as GitHub and others make it.
std::string github_anchor(std::string_view heading) {
  std::string out;
  for (const char c : ascii_lower(heading)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c & 0x80) != 0;
    if (kept) out += c;
    if (c == ' ') out += '-';
  }
  return out;
}

// Every element of the document, before anything is changed.
struct Collector : pugi::xml_tree_walker {
  std::vector<Node> elements;
  bool too_deep = false;
  bool for_each(Node& node) override {
    too_deep = too_deep || depth() > kMostDepth;
    if (node.type() == pugi::node_element) elements.push_back(node);
    // Entities are characters by now.
    if (node.type() == pugi::node_pcdata) node.set_value(detections::visible_lines(node.value()).c_str());
    return !too_deep;
  }
};

class Adapter {
 public:
  explicit Adapter(const MarkdownOptions& options) : options_(options) {}

  void run(const std::vector<Node>& elements) {
    for (Node node : elements)
      if (heading_level(node.name()) != 0) heading(node);
    for (Node node : elements) {
      const std::string_view name = node.name();
      if (name == "a") link(node);
      if (name == "img") image(node);
      if (name == "table") table(node);
      if (name == "pre") focusable(node, "Code");
      if (name == "th" || name == "td") cell(node);
    }
  }

 private:
  void heading(Node node) {
    const int level = std::max(2, heading_level(node.name()));
    const std::string text = text_of(node);
    const std::string id = fmt::format("{}-{}", options_.anchor, slugs_.unique(text));
    anchors_.emplace(github_anchor(text), id);
    node.set_name(fmt::format("h{}", level).c_str());
    set(node, "id", id);
  }

  std::string target_of(const std::string& target) const {
    if (is_web_address(target)) return target;
    if (target.starts_with('#')) {
      const auto found = anchors_.find(std::string_view(target).substr(1));
      return found == anchors_.end() ? std::string() : "#" + found->second;
    }
    return options_.page_of ? options_.page_of(target.substr(0, target.find('#'))) : std::string();
  }

  void link(Node node) {
    const std::string target = target_of(node.attribute("href").value());
    node.remove_attributes();
    if (target.empty()) {
      node.set_name("span");
      return;
    }
    set(node, "href", target);
    if (is_web_address(target)) set(node, "rel", "noopener noreferrer");
  }

  static void image(Node node) {
    const std::string text = fmt::format("[image: {}]", node.attribute("alt").value());
    node.remove_attributes();
    node.set_name("span");
    add_text(node, text);
  }

  static void focusable(Node node, std::string_view label) {
    set(node, "tabindex", "0");
    set(node, "role", "group");
    set(node, "aria-label", label);
  }

  static void table(Node node) {
    Node box = node.parent().insert_child_before("div", node);
    set(box, "class", "scroll");
    focusable(box, "Table");
    box.append_move(node);
  }

  static void cell(Node node) {
    const std::string alignment = node.attribute("align").value();
    node.remove_attributes();
    if (!alignment.empty()) set(node, "class", "align-" + alignment);
    if (std::string_view(node.name()) == "th") set(node, "scope", "col");
  }

  const MarkdownOptions& options_;
  Slugs slugs_;
  std::map<std::string, std::string, std::less<>> anchors_;  // as documents write them, to those of the page
};

// Whether it begins with a heading of level 1, which then is the page's title.
bool move_title(Node body, Node title) {
  Node first = body.first_child();
  while (first && first.type() != pugi::node_element) first = first.next_sibling();
  const std::string text = text_of(first);
  if (heading_level(first.name()) != 1 || ascii_trim(text).empty()) return false;
  title.remove_children();
  add_text(title, text);
  return body.remove_child(first);
}

}  // namespace

void add_markdown(Node parent, std::string_view markdown, const MarkdownOptions& options) {
  pugi::xml_document document;
  Collector found;
  const std::string xhtml = markdown.size() > kMostMarkdownBytes ? std::string() : as_xhtml(markdown);
  constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata;
  const bool parsed = !xhtml.empty() && document.load_buffer(xhtml.data(), xhtml.size(), kParse, pugi::encoding_utf8);
  if (parsed) document.traverse(found);
  if (!parsed || found.too_deep) return add_text(add_code_box(parent, "Document"), markdown);
  if (options.title && move_title(document.first_child(), options.title)) {
    found = {};
    document.traverse(found);
  }
  Adapter(options).run(found.elements);
  Node box = add(parent, "div", "document");
  for (Node child : document.first_child().children()) box.append_copy(child);
}

}  // namespace yaral::packaging
