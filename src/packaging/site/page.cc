#include "packaging/site/page.h"

#include "packaging/site/assets.h"

namespace yaral::packaging {

namespace {

constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'";

}  // namespace

void add_assets(SiteFiles& files, const std::string& folder) {
  files[folder + "style.css"] = style_sheet();
  files[folder + "script.js"] = script();
}

Page::Page(const Frame& frame, std::string_view title, std::string_view current) {
  document_.append_child(pugi::node_doctype).set_value("html");
  root_ = add(document_, "html");
  set(root_, "lang", "en");
  add_head(frame, title);
  body_ = add(root_, "body");
  Node skip = add_link(body_, "Skip to the content", "#main");
  set(skip, "class", "skip");
  add_header(frame);
  Node columns = add(body_, "div", "columns");
  if (!frame.navigation.empty()) {
    body_ = columns;
    add_navigation(frame, current);
  }
  main_ = add(columns, "main");
  set(main_, "id", "main");
  set(main_, "tabindex", "-1");
  add_name(add(main_, "h1"), title);
}

void Page::add_head(const Frame& frame, std::string_view title) {
  Node head = add(root_, "head");
  set(add(head, "meta"), "charset", "utf-8");
  Node policy = add(head, "meta");
  set(policy, "http-equiv", "Content-Security-Policy");
  set(policy, "content", kPolicy);
  for (const auto& [name, content] : {std::pair("viewport", "width=device-width, initial-scale=1"),
                                      std::pair("color-scheme", "light dark"), std::pair("referrer", "no-referrer")}) {
    Node meta = add(head, "meta");
    set(meta, "name", name);
    set(meta, "content", content);
  }
  const std::string whole = title == frame.title ? std::string(title) : std::string(title) + " – " + frame.title;
  add_with_text(head, "title", whole);
  Node style = add(head, "link");
  set(style, "rel", "stylesheet");
  set(style, "href", "style.css");
  Node code = add(head, "script");
  set(code, "src", "script.js");
  set(code, "defer", "defer");
}

void Page::add_header(const Frame& frame) {
  Node header = add(body_, "header", "site");
  if (!frame.home.empty()) set(add_link(header, "All packages", frame.home), "class", "home");
  add_link(add(header, "p", "site-title"), frame.title, "index.html");
}

void Page::add_navigation(const Frame& frame, std::string_view current) {
  Node navigation = add(body_, "nav");
  set(navigation, "aria-label", "Pages of this package");
  Node list = add(navigation, "ul");
  for (const NavigationItem& item : frame.navigation) {
    Node link = add_link(add(list, "li"), item.title, item.page);
    if (item.page == current) set(link, "aria-current", "page");
  }
}

Node Page::add_section(std::string_view title, std::string_view id) {
  Node section = add(main_, "section");
  Node heading = add_with_text(section, "h2", title);
  if (!id.empty()) set(heading, "id", id);
  return section;
}

std::string Page::html() { return to_html(document_); }

}  // namespace yaral::packaging
