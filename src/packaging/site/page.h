#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/site/html.h"

namespace yaral::packaging {

// Texts of files by their path below the site's folder.
using SiteFiles = std::map<std::string, std::string>;

struct NavigationItem {
  std::string page;  // file
  std::string title;
};

// What the pages of one package have in common.
struct Frame {
  std::string title;
  std::string home;  // page that lists all packages; empty when there is none
  std::vector<NavigationItem> navigation;
};

// The style sheet and the script, which every folder with pages has.
void add_assets(SiteFiles& files, const std::string& folder);

// One page. It loads nothing but the style sheet and the script beside it and says so in a Content-Security-Policy.
class Page {
 public:
  // `current`: the navigation item that it belongs to.
  Page(const Frame& frame, std::string_view title, std::string_view current);

  // What it is about; begins with the title as heading.
  Node main() const { return main_; }
  // A section with a heading of level 2; without `id` it cannot be linked to.
  Node add_section(std::string_view title, std::string_view id = {});

  std::string html();

 private:
  void add_head(const Frame& frame, std::string_view title);
  void add_header(const Frame& frame);
  void add_navigation(const Frame& frame, std::string_view current);

  pugi::xml_document document_;
  Node root_;
  Node body_;
  Node main_;
};

}  // namespace yaral::packaging
