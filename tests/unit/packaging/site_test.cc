#include "packaging/site/site.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include <pugixml.hpp>

#include "site_pack.h"

namespace yaral::packaging {
namespace {

using packs::TempFolder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The pages of a site as trees; reading them is the check that they are well-formed.
class Pages {
 public:
  explicit Pages(const SiteFiles& files) : files_(files) {
    for (const auto& [path, text] : files) {
      if (!path.ends_with(".html")) continue;
      const auto result = trees_[path].load_buffer(text.data(), text.size(), pugi::parse_full | pugi::parse_ws_pcdata);
      EXPECT_TRUE(result) << path << ": " << result.description();
    }
  }

  void each(const std::function<void(const std::string& page, Node element)>& look) {
    for (auto& [path, tree] : trees_)
      for (const pugi::xpath_node found : tree.select_nodes("//*")) look(path, found.node());
  }

  std::string text(const std::string& page, const std::string& xpath) {
    std::string all;
    for (const pugi::xpath_node found : trees_.at(page).select_nodes((xpath + "//text()").c_str()))
      all += found.node().value();
    return all;
  }

  std::size_t count(const std::string& page, const std::string& xpath) {
    return trees_.at(page).select_nodes(xpath.c_str()).size();
  }

  const SiteFiles& files() const { return files_; }

 private:
  const SiteFiles& files_;
  std::map<std::string, pugi::xml_document> trees_;
};

void expect_links_resolve(Pages& pages) {
  std::map<std::string, std::set<std::string>> ids;
  pages.each([&](const std::string& page, Node element) {
    const std::string id = element.attribute("id").value();
    EXPECT_TRUE(id.empty() || ids[page].insert(id).second) << page << ": two elements have the id " << id;
  });
  pages.each([&](const std::string& page, Node element) {
    for (const char* name : {"href", "src"}) {
      const std::string target = element.attribute(name).value();
      if (target.empty() || is_web_address(target)) continue;
      const std::size_t hash = target.find('#');
      const std::string file = target.substr(0, hash);
      const std::string path =
          file.empty() ? page : (std::filesystem::path(page).parent_path() / file).lexically_normal().generic_string();
      ASSERT_TRUE(pages.files().contains(path)) << page << " leads to " << target;
      const bool there = hash == std::string::npos || ids[path].contains(target.substr(hash + 1));
      EXPECT_TRUE(there) << page << " leads to " << target;
    }
  });
}

// Nothing but what the pages themselves are made of.
void expect_harmless(Pages& pages) {
  const std::set<std::string> allowed = {
      "wbr",   "html",    "head",    "meta",    "title",   "link",       "script", "body", "header",
      "nav",   "main",    "section", "div",     "p",       "a",          "ul",     "ol",   "li",
      "dl",    "dt",      "dd",      "h1",      "h2",      "h3",         "h4",     "h5",   "h6",
      "table", "caption", "thead",   "tbody",   "tr",      "th",         "td",     "pre",  "code",
      "span",  "strong",  "em",      "details", "summary", "blockquote", "hr",     "br",   "del"};
  pages.each([&](const std::string& page, Node element) {
    EXPECT_TRUE(allowed.contains(element.name())) << page << ": <" << element.name() << ">";
    for (const pugi::xml_attribute attribute : element.attributes()) {
      EXPECT_FALSE(std::string_view(attribute.name()).starts_with("on")) << page;
      EXPECT_STRNE(attribute.name(), "style") << page;
      EXPECT_EQ(std::string_view(attribute.value()).find("javascript:"), std::string_view::npos) << page;
    }
    if (std::string_view(element.name()) == "script") {
      EXPECT_STREQ(element.attribute("src").value(), "script.js") << page;
      EXPECT_STREQ(element.child_value(), "") << page;
    }
  });
}

class Site : public ::testing::Test {
 protected:
  void make(std::string_view text, std::string_view yaml) {
    write_site_pack(folder_, text, yaml);
    content_.emplace(site_content(folder_, text));
    files_ = pack_site(*content_);
  }

  TempFolder folder_;
  std::optional<PackContent> content_;
  SiteFiles files_;
};

TEST_F(Site, HostileTextsStayTexts) {
  make(kHostile, kHostileYaml);
  EXPECT_THAT(content_->problems, IsEmpty());
  Pages pages(files_);
  expect_harmless(pages);
  expect_links_resolve(pages);
  const std::string text(kHostile);
  EXPECT_EQ(pages.text("index.html", "//h1"), text);
  EXPECT_THAT(pages.text("rule-a.html", "//pre"), HasSubstr(text));
  EXPECT_THAT(pages.text("tuning.html", "//pre"), HasSubstr(text));
  EXPECT_THAT(pages.text("tests.html", "//td/p[@class='message']"), HasSubstr(text));
  EXPECT_THAT(pages.text("playbook.html", "//pre"), HasSubstr(text));
  EXPECT_THAT(pages.text("platforms.html", "//pre"), HasSubstr(text));
  EXPECT_THAT(pages.text("guide.html", "//pre"), HasSubstr(text));
  EXPECT_THAT(pages.text("references.html", "//li"), HasSubstr("javascript:alert(1)"));
  EXPECT_THAT(pages.text("references.html", "//a"), Not(HasSubstr("javascript:alert(1)")));
}

TEST_F(Site, UnseenCharactersAreShown) {
  make("a\xE2\x80\xAE b\x1b[31m\xff", R"("a\u202Eb\u0001\u200b")");
  for (const auto& [path, text] : files_) {
    EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos) << path;
    EXPECT_EQ(text.find("\xE2\x80\x8B"), std::string::npos) << path;
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << path;
    EXPECT_EQ(text.find("&#1;"), std::string::npos) << path;
    EXPECT_EQ(text.find('\xff'), std::string::npos) << path;
  }
  Pages pages(files_);
  EXPECT_EQ(pages.text("index.html", "//h1"), "a\\u202eb\\x01\\u200b");
  EXPECT_THAT(pages.text("rule-a.html", "//pre"), HasSubstr("a\\u202e b\\x1b[31m"));
}

TEST_F(Site, EveryPageCanBeReadWithoutSeeing) {
  make("plain", "plain");
  Pages pages(files_);
  for (const auto& [path, text] : files_) {
    if (!path.ends_with(".html")) continue;
    SCOPED_TRACE(path);
    EXPECT_TRUE(text.starts_with("<!DOCTYPE html>"));
    EXPECT_EQ(pages.count(path, "/html[@lang='en']"), 1u);
    EXPECT_EQ(pages.count(path, "//h1"), 1u);
    EXPECT_EQ(pages.count(path, "//main[@id='main']"), 1u);
    EXPECT_EQ(pages.count(path, "//nav//a[@aria-current='page']"), 1u);
    EXPECT_EQ(pages.count(path, "//a[@class='skip'][@href='#main']"), 1u);
    EXPECT_EQ(pages.count(path, "//table[not(caption)]"), pages.count(path, "//div[@class='document']//table"));
    EXPECT_EQ(pages.count(path, "//th[not(@scope)]"), 0u);
    EXPECT_EQ(pages.count(path, "//pre[not(@tabindex)]"), 0u);
    EXPECT_EQ(pages.count(
                  path, "//meta[@http-equiv='Content-Security-Policy'][starts-with(@content, \"default-src 'none'\")]"),
              1u);
  }
}

TEST_F(Site, TheSameContentGivesTheSameBytes) {
  make("plain", "plain");
  EXPECT_EQ(files_, pack_site(site_content(folder_, "plain")));
}

TEST_F(Site, RuleTextIsWholeAndItsWordsAreExplained) {
  make("plain", "plain");
  Pages pages(files_);
  pugi::xml_document page;
  ASSERT_TRUE(page.load_string(files_.at("rule-a.html").c_str(), pugi::parse_full | pugi::parse_ws_pcdata));
  for (const pugi::xpath_node tip : page.select_nodes("//span[@class='tip']"))
    tip.node().parent().remove_child(tip.node());
  std::string written;
  for (const pugi::xpath_node part : page.select_nodes("//section[h2/@id='text']//pre//text()"))
    written += part.node().value();
  EXPECT_EQ(written, site_rule("first_rule", "plain"));
  const auto tip = [&](const std::string& word) {
    return pages.text("rule-a.html", "//pre//a[starts-with(., '" + word + "')][1]/span[@class='tip']");
  };
  EXPECT_THAT(tip("metadata.event_type"), HasSubstr("enum Metadata.EventType"));
  EXPECT_THAT(tip("target.process.file.full_path"), HasSubstr("WINDOWS_SYSMON: Image (1"));
  EXPECT_THAT(tip("principal.ip"), HasSubstr("string"));
  EXPECT_THAT(tip("additional.fields"), HasSubstr("additional.fields[\"Key\"]"));
  EXPECT_THAT(tip("re.regex"), HasSubstr("re.regex(text: string"));
  EXPECT_THAT(pages.text("rule-a.html", "//th[@id='field-metadata-event_type']/../td"), HasSubstr("PROCESS_LAUNCH"));
}

TEST_F(Site, ResultsAreToldInWords) {
  make("plain", "plain");
  content_->tests[0].test.blind_spot = true;
  files_ = pack_site(*content_);
  Pages pages(files_);
  const std::string all = pages.text("tests.html", "//section[h2[@id='all']]");
  for (const char* word : {"blind spot", "failed", "broken", "not run"}) EXPECT_THAT(all, HasSubstr(word));
  EXPECT_THAT(pages.text("tests.html", "//h2[@id='matrix']/.."), HasSubstr("failed"));
  EXPECT_THAT(pages.text("tests.html", "//tr[th='never shown']"), HasSubstr("no test"));
}

TEST_F(Site, MessagesDoNotTellWhereThePackageLies) {
  write_site_pack(folder_, "plain", "plain");
  PackContent content = read_content(packs::read_pack(folder_.path()).value());
  add_test(content, {.name = "t", .file = folder_.path("tests/a.test.yaml")}, TestState::kBroken,
           {folder_.path("lists/hosts.txt") + ": not there"});
  for (const auto& [path, text] : pack_site(content)) EXPECT_THAT(text, Not(HasSubstr("yaral-packs-"))) << path;
}

TEST_F(Site, RulesWithErrorsAreShownWithTheErrors) {
  write_site_pack(folder_, "plain", "plain");
  folder_.write("rules/a.yaral", "rule broken {\n  events:\n    $e.metadata.no_such_field = \"a\n");
  PackContent content = read_content(packs::read_pack(folder_.path()).value());
  EXPECT_FALSE(content.problems.empty());
  files_ = pack_site(content);
  Pages pages(files_);
  expect_links_resolve(pages);
  EXPECT_THAT(pages.text("rule-a.html", "//div[@class='problems']"), HasSubstr("line "));
  EXPECT_THAT(pages.text("rule-a.html", "//pre"), HasSubstr("no_such_field"));
}

TEST_F(Site, OtherPlatformsByRuleWithTheirFidelity) {
  write_site_pack(folder_, "plain", "plain");
  files_ = pack_site(site_content(folder_, "the query"));
  Pages pages(files_);
  const std::string target(convert::all_targets().front().name);
  EXPECT_THAT(pages.text("platforms.html", "//main"), HasSubstr(target));
  EXPECT_THAT(pages.text("platforms.html", "//section[h2/@id='rules']//tbody"), HasSubstr("approximate"));
  EXPECT_THAT(pages.text("rule-a.html", "//section[h2/@id='platforms']//details"), HasSubstr("the query"));
  EXPECT_EQ(pages.count("rule-b.html", "//section[h2/@id='platforms']//details"), 0u);
}

TEST_F(Site, LinksOutOfThePackageAreNotPublished) {
  TempFolder elsewhere;
  const std::string secret = elsewhere.write("secret", "a secret");
  write_site_pack(folder_, "plain", "plain");
  for (const char* name : {"strategy.md", "lists/more.txt", "exports/x"})
    std::filesystem::create_symlink(secret, folder_.path(name));
  PackContent content = read_content(packs::read_pack(folder_.path()).value());
  EXPECT_EQ(content.problems.size(), 2u);
  for (const auto& [path, text] : pack_site(content)) EXPECT_THAT(text, Not(HasSubstr("a secret"))) << path;
}

TEST_F(Site, RulesWhosePathsDifferInCaseAloneHavePagesOfTheirOwn) {
  write_site_pack(folder_, "plain", "plain");
  folder_.write("rules/b.yaral", site_rule("second"));
  folder_.write("rules/A.yaral", site_rule("First_Rule"));
  packs::Pack pack = packs::read_pack(folder_.path()).value();
  pack.rules.push_back("rules/A.yaral");
  files_ = pack_site(read_content(std::move(pack)));
  EXPECT_TRUE(files_.contains("rule-a.html"));
  EXPECT_TRUE(files_.contains("rule-a-2.html"));
}

TEST_F(Site, SeveralPackagesHaveFoldersOfTheirOwn) {
  write_site_pack(folder_, "plain", R"("../../up")");
  TempFolder other;
  write_site_pack(other, "plain", R"("Up")");
  std::vector<PackContent> contents;
  contents.push_back(site_content(folder_, "plain"));
  contents.push_back(site_content(other, "plain"));
  const SiteFiles files = packs_site(contents);
  for (const auto& [path, text] : files) EXPECT_EQ(path.find(".."), std::string::npos);
  EXPECT_TRUE(files.contains("up/index.html"));
  EXPECT_TRUE(files.contains("up-2/index.html"));
  Pages pages(files);
  expect_harmless(pages);
  expect_links_resolve(pages);
  EXPECT_EQ(pages.count("index.html", "//tbody/tr"), 2u);
}

TEST_F(Site, APackageOfTheLeastIsWhole) {
  folder_.write(
      "pack.yaml",
      "id: small\ntitle: Small\nversion: 1.0.0\nseverity: low\nsummary: s\nplatforms: [any]\nreferences: [a book]\nrules: [r.yaral]\n"
      "attack: {version: '18', technique: T1, name: n, tactics: [t], url: 'https://example.org/'}\n");
  folder_.write("r.yaral", "");
  files_ = pack_site(read_content(packs::read_pack(folder_.path()).value()));
  Pages pages(files_);
  expect_links_resolve(pages);
  EXPECT_THAT(pages.text("rules.html", "//main"), HasSubstr("No rule could be read"));
  EXPECT_THAT(pages.text("tests.html", "//main"), HasSubstr("no tests"));
  EXPECT_THAT(pages.text("platforms.html", "//main"), HasSubstr("no exports"));
  EXPECT_FALSE(files_.contains("guide.html"));
}

}  // namespace
}  // namespace yaral::packaging
