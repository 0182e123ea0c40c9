#include "packaging/site/markdown.h"

#include <gmock/gmock.h>

#include <pugixml.hpp>

namespace yaral::packaging {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(std::string_view path) { return path == "rules/a.yaral" ? "rule-a.html" : std::string(); }

// Of a page whose heading is `Guide`.
std::string rendered(std::string_view markdown) {
  pugi::xml_document document;
  Node main = add(document, "main");
  Node title = add_with_text(main, "h1", "Guide");
  add_markdown(main, markdown, {.title = title, .anchor = "doc", .page_of = page_of});
  return to_html(document);
}

TEST(Markdown, ItsTitleBecomesThePagesTitle) {
  const std::string html = rendered("# How to\n\n## Part\n\n# Another\n");
  EXPECT_THAT(html, HasSubstr("<h1>How to</h1>"));
  EXPECT_THAT(html, Not(HasSubstr("Guide")));
  EXPECT_THAT(html, HasSubstr("<h2 id=\"doc-part\">Part</h2>"));
  EXPECT_THAT(html, HasSubstr("<h2 id=\"doc-another\">Another</h2>"));
}

TEST(Markdown, WithoutATitleThePageKeepsItsOwn) {
  EXPECT_THAT(rendered("text\n\n# Late\n"), HasSubstr("<h1>Guide</h1>"));
  EXPECT_THAT(rendered("#\n\ntext\n"), HasSubstr("<h1>Guide</h1>"));
}

TEST(Markdown, MarkupIsText) {
  const std::string html = rendered("<script>alert(1)</script>\n\n<b onclick=\"x\">b</b> &lt;i&gt; `<u>`\n");
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<b")));
  EXPECT_THAT(html, Not(HasSubstr("<i>")));
  EXPECT_THAT(html, Not(HasSubstr("<u>")));
}

TEST(Markdown, LinksLeadToTheWebToHeadingsAndToPages) {
  const std::string html = rendered(
      "[w](https://example.org/?a=1&b=2) [h](#the-part) [r](rules/a.yaral#x) <mailto:a@example.org>\n\n## The part!\n");
  EXPECT_THAT(html, HasSubstr("href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\""));
  EXPECT_THAT(html, HasSubstr("<a href=\"#doc-the-part\">h</a>"));
  EXPECT_THAT(html, HasSubstr("<a href=\"rule-a.html\">r</a>"));
  EXPECT_THAT(html, HasSubstr("href=\"mailto:a@example.org\""));
}

TEST(Markdown, OtherLinksAreText) {
  for (const char* target : {"javascript:alert(1)", "JavaScript:alert(1)", "&#106;avascript:alert(1)",
                             "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//example.org/x",
                             "../../etc/passwd", "nowhere.md", "#nowhere", "<java script:x>", "\tjavascript:x"}) {
    const std::string html = rendered("[words](" + std::string(target) + ")\n");
    EXPECT_THAT(html, Not(HasSubstr("<a"))) << target;
    EXPECT_THAT(html, HasSubstr("words")) << target;
  }
}

TEST(Markdown, ImagesAreNamedAndNotLoaded) {
  const std::string html = rendered("![a picture](https://example.org/x.png \"t\")\n");
  EXPECT_THAT(html, HasSubstr("[image: a picture]"));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("x.png")));
}

TEST(Markdown, TablesScrollInABoxAndHaveHeadings) {
  const std::string html = rendered("| a | b |\n|--:|---|\n| 1 | <x> |\n");
  EXPECT_THAT(html, HasSubstr("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>"));
  EXPECT_THAT(html, HasSubstr("<th class=\"align-right\" scope=\"col\">a</th>"));
  EXPECT_THAT(html, HasSubstr("<td>&lt;x&gt;</td>"));
}

TEST(Markdown, HeadingsOfTheSameWordsHaveIdsOfTheirOwn) {
  const std::string html = rendered("## A\n\n## A\n\n## \n");
  EXPECT_THAT(html, HasSubstr("id=\"doc-a\""));
  EXPECT_THAT(html, HasSubstr("id=\"doc-a-2\""));
  EXPECT_THAT(html, HasSubstr("id=\"doc-x\""));
}

TEST(Markdown, EntitiesOfUnseenCharactersAreShown) {
  EXPECT_THAT(rendered("a&#x202E;b &#1; c&ZeroWidthSpace;d"), HasSubstr("a\\u202eb"));
  EXPECT_THAT(rendered("&#1;"), HasSubstr("\\x01"));
}

TEST(Markdown, WhatIsNestedTooDeepIsShownAsWritten) {
  const std::string deep = std::string(500, '>') + " x";
  const std::string html = rendered(deep);
  EXPECT_THAT(html, HasSubstr("<pre"));
  EXPECT_THAT(html, Not(HasSubstr("<blockquote")));
}

TEST(Markdown, WhatIsTooLongIsShownAsWritten) {
  const std::string html = rendered("# Title\n" + std::string(kMostMarkdownBytes, 'a'));
  EXPECT_THAT(html, HasSubstr("<pre"));
  EXPECT_THAT(html, HasSubstr("# Title"));
}

TEST(Markdown, NothingGivesNothing) { EXPECT_THAT(rendered(""), HasSubstr("<h1>Guide</h1>")); }

}  // namespace
}  // namespace yaral::packaging
