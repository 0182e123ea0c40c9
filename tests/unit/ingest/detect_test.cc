#include "ingest/detect.h"

#include <gtest/gtest.h>

#include <string>

namespace yaral::ingest {
namespace {

TEST(Detect, ByContent) {
  struct Case {
    std::string head;
    Format format;
  };
  const Case cases[] = {
      {"", Format::kEmpty},
      {std::string("ElfFile\0", 8), Format::kEvtx},
      {std::string("ElfChnk\0", 8), Format::kEvtx},
      {std::string("PK\3\4", 4), Format::kArchive},
      {"\x1F\x8B\x08", Format::kArchive},
      {"\x28\xB5\x2F\xFD", Format::kArchive},
      {std::string("\xFD"
                   "7zXZ\0",
                   6),
       Format::kArchive},
      {"BZh9", Format::kArchive},
      {std::string(257, 'x') + "ustar", Format::kArchive},
      {"<Event xmlns='x'><System/></Event>", Format::kEventXml},
      {"<?xml version=\"1.0\"?>\n<Events>\n <Event>", Format::kEventXml},
      {"junk in front\n<Event xmlns='x'>", Format::kEventXml},
      {"<html><body>no events</body></html>", Format::kText},
      {"{\"a\":1}\n{\"b\":2}\n", Format::kJsonLines},
      {"\n\n  {\"a\":1}\n", Format::kJson},
      {"{\"a\":1}", Format::kJson},
      {"{\n  \"a\": 1\n}\n", Format::kJson},
      {"{\"a\":\n{\"b\":2}\n{\"c\":3}\n{\"d\":4}\n", Format::kJsonLines},
      {"[{\"a\":1}]", Format::kJson},
      {"[\n]", Format::kJson},
      {"[info] started\n[info] done\n", Format::kText},
      {"# a comment\n{\"a\":1}\n{\"b\":2}\n", Format::kJsonLines},
      {"plain text\n", Format::kText},
      {"   \n\n", Format::kText},
      {std::string("\x7F"
                   "ELF\2\1\1\0\0\0\0\0",
                   12),
       Format::kBinary},
      {std::string(100, '\0'), Format::kBinary},
  };
  for (const Case& c : cases) EXPECT_EQ(detect(c.head), c.format) << c.head;
}

}  // namespace
}  // namespace yaral::ingest
