#include "ingest/detect.h"

#include <gtest/gtest.h>

#include <string>

#include "ingest/log_types.h"

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
      {"{\"Records\":[{\"a\":1},\n{\"b\":2},\n{\"c\":3}]}\n", Format::kJson},
      {"{\"Records\": [\n{\"b\":2},\n{\"c\":3}]}\n", Format::kJson},
      {"{\"a\":[{\"b\":1}]}\n{\"a\":[{\"b\":2}]}\n", Format::kJsonLines},
      {"Nov  7 12:34:56 host1 sshd[12]: Failed password for root\n", Format::kLines},
      {"<34>1 2026-03-01T10:00:00Z host1 app 12 - - text\n", Format::kLines},
      {"type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e\n", Format::kLines},
      {"#separator \\x09\n#fields\tts\n", Format::kLines},
      {"<?xml version=\"1.0\"?>\n<itemList agentId=\"a\">\n", Format::kItemList},
      {"<13>Mar  1 10:00:00 wks1 <Event xmlns='x'><System/></Event>\n", Format::kLines},
      {"2026-03-01 10:00:00 words of no program\n", Format::kText},
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
  const LogTypes log_types = LogTypes::shipped();
  for (const Case& c : cases) EXPECT_EQ(detect(c.head, log_types), c.format) << c.head;
}

TEST(Detect, AForcedLogTypeTakesAnyText) {
  const LogTypes log_types = LogTypes::shipped();
  const LogTypeEntry* const forced = log_types.find("aws_cloudtrail");
  ASSERT_NE(forced, nullptr);
  EXPECT_EQ(detect("plain text\n", log_types, forced), Format::kLines);
  EXPECT_EQ(detect("{\"a\":1}\n{\"b\":2}\n", log_types, forced), Format::kJsonLines);
  EXPECT_EQ(detect(std::string(100, '\0'), log_types, forced), Format::kBinary);
}

}  // namespace
}  // namespace yaral::ingest
