#include "ingest/item_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace yaral::ingest {
namespace {

// Gives a text a few bytes at a time.
class Drops : public ByteSource {
 public:
  Drops(std::string text, std::size_t drop) : text_(std::move(text)), drop_(drop) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min({size, drop_, text_.size() - at_});
    std::memcpy(to, text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t drop_;
  std::size_t at_ = 0;
};

std::string lines_of(const std::string& xml, std::size_t buffer = 1000) {
  const auto lines = items_as_lines(std::make_unique<Drops>(xml, 7));
  std::string all;
  std::string part(buffer, '\0');
  for (std::size_t got = lines->read(part.data(), buffer); got > 0; got = lines->read(part.data(), buffer)) {
    all.append(part, 0, got);
  }
  return all;
}

TEST(ItemLines, EachItemIsALineWithItsListsTag) {
  const std::string xml =
      "<?xml version=\"1.0\"?>\n<!-- x -->\n<itemList agentId=\"a>b\">\n <eventItem uid=\"1\">\r\n  <e><f>1</f></e>\n "
      "</eventItem>\n <eventItem uid=\"2\"/>\n</itemList>\n<itemList agentId='c'><FileItem>x</FileItem></itemList>\n";
  const std::string expected =
      "<itemList agentId=\"a>b\"><eventItem uid=\"1\">&#10;  <e><f>1</f></e>&#10; </eventItem></itemList>\n"
      "<itemList agentId=\"a>b\"><eventItem uid=\"2\"/></itemList>\n"
      "<itemList agentId='c'><FileItem>x</FileItem></itemList>\n";
  EXPECT_EQ(lines_of(xml), expected);
  EXPECT_EQ(lines_of(xml, 3), expected);
}

TEST(ItemLines, WhatDoesNotEndIsALineForTheReaderToRefuse) {
  EXPECT_EQ(lines_of("<itemList a=\"1\"><eventItem>\n<e>"), "<itemList a=\"1\"><eventItem>&#10;<e>\n");
  EXPECT_EQ(lines_of("<itemList a=\"1\"><eventItem"), "<itemList a=\"1\"><eventItem\n");
  EXPECT_EQ(lines_of("<itemList a=\"1\">text</itemList>"), "");
  EXPECT_EQ(lines_of("<eventItem>1</eventItem>"), "");
  EXPECT_EQ(lines_of(""), "");
}

TEST(ItemLines, ManyItemsOverManyReads) {
  std::string xml = "<itemList agentId=\"a\">";
  for (int i = 0; i < 20000; ++i)
    xml += "<eventItem uid=\"" + std::to_string(i) + "\"><e>" + std::string(i % 50, 'x') + "</e></eventItem>";
  const std::string lines = lines_of(xml + "</itemList>", 4096);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 20000);
  EXPECT_TRUE(lines.contains("<itemList agentId=\"a\"><eventItem uid=\"19999\">"));
}

TEST(ItemLines, Recognised) {
  for (const char* head : {"<itemList agentId=\"a\">", "\n<?xml version='1.0'?>\n<itemList\n a='1'>", "<itemList>"}) {
    EXPECT_TRUE(looks_like_item_list(head)) << head;
  }
  for (const char* head :
       {"", "<itemList", "<itemLists>", "<?xml", "<?xml version='1.0'?>", "<Event>", "x <itemList a='1'>"}) {
    EXPECT_FALSE(looks_like_item_list(head)) << head;
  }
}

}  // namespace
}  // namespace yaral::ingest
