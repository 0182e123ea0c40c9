#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

// Pages are trees of elements, so that no text of a package can become markup.
namespace yaral::packaging {

using Node = pugi::xml_node;

// A new last element, with a class if one is given.
Node add(Node parent, const char* tag, std::string_view css_class = {});
Node add_with_text(Node parent, const char* tag, std::string_view text, std::string_view css_class = {});
// Text as it is, but for control characters, and those that turn the writing direction or cannot be seen: they are shown
// as escapes. Line ends become LF.
void add_text(Node parent, std::string_view text);
// A name of words joined by `_`, `.` or `/`, which may be broken behind these.
void add_name(Node parent, std::string_view name);
void set(Node node, const char* attribute, std::string_view value);

// `http:`, `https:` and `mailto:` addresses.
bool is_web_address(std::string_view target);
// A link to the web; the text alone where the target is anything else.
void add_web_link(Node parent, std::string_view text, std::string_view target);
// A link within the site.
Node add_link(Node parent, std::string_view text, std::string_view page);

// Words for addresses and ids: ASCII letters and digits in lower case, hyphens for all between them. Never empty.
std::string slug(std::string_view text);
// Slugs that differ from all given before, by numbers behind them.
class Slugs {
 public:
  std::string unique(std::string_view text);

 private:
  std::vector<std::string> taken_;  // sorted
};

// A table in a box of its own, which scrolls where it is too wide. Returns its body.
Node add_table(Node parent, std::string_view caption, const std::vector<std::string>& headings);
// A row that begins with a heading cell; the cells are added to it.
Node add_row(Node body, std::string_view heading);
Node add_cell(Node row, std::string_view text = {});
// A definition list entry, unless the text is empty.
void add_fact(Node list, std::string_view term, std::string_view text);

// A text as written, in a box that scrolls. `label` names it for screen readers.
Node add_code_box(Node parent, std::string_view label);
// The same for what people paste elsewhere: the script gives it a button.
void add_copyable(Node parent, std::string_view label, std::string_view text);

// The document as HTML that is well-formed XML too.
std::string to_html(pugi::xml_document& document);

}  // namespace yaral::packaging
