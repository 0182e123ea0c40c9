#include "ingest/columns.h"

#include <gtest/gtest.h>

#include "read_helpers.h"

namespace yaral::ingest {
namespace {

// `name=value` of each datum; nullopt when the line does not fit the header.
std::optional<std::vector<std::string>> split(const ColumnHeader& header, std::string_view line) {
  Arena arena;
  std::vector<Datum> data;
  if (!header.split(line, arena, data)) return std::nullopt;
  std::vector<std::string> texts;
  for (const Datum& datum : data) texts.push_back(std::string(datum.name) + "=" + std::string(datum.value));
  return texts;
}

ColumnHeader header(std::initializer_list<std::string_view> lines) {
  ColumnHeader header;
  for (const std::string_view line : lines) EXPECT_TRUE(header.read(line)) << line;
  return header;
}

ColumnHeader zeek() {
  return header({"#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tdns",
                 "#open\t2026-01-05-10-00-00", "#fields\tts\tquery\tanswers\tTTLs",
                 "#types\ttime\tstring\tvector[string]\tvector[interval]"});
}

using Texts = std::vector<std::string>;

TEST(Columns, Zeek) {
  EXPECT_EQ(split(zeek(), "1767607200.1\twww.example.org\t192.0.2.1,192.0.2.2\t60.0"),
            Texts({"_path=dns", "ts=1767607200.1", "query=www.example.org", "answers=192.0.2.1", "answers=192.0.2.2",
                   "TTLs=60.0"}));
}

TEST(Columns, ValuesThatStandForNothingAreLeftOut) {
  EXPECT_EQ(split(zeek(), "1767607200.1\t-\t(empty)\t-"), Texts({"_path=dns", "ts=1767607200.1"}));
}

TEST(Columns, EscapesOfSeparators) {
  EXPECT_EQ(split(zeek(), "1.0\ta\\x09b\\x2cc\tx\\x2cy,z\t-"),
            Texts({"_path=dns", "ts=1.0", "query=a\tb,c", "answers=x,y", "answers=z"}));
  EXPECT_EQ(split(zeek(), "1.0\t\\x4\t\\xZZ\t-"), Texts({"_path=dns", "ts=1.0", "query=\\x4", "answers=\\xZZ"}));
}

TEST(Columns, AnotherCountOfColumnsDoesNotFit) {
  EXPECT_EQ(split(zeek(), "1.0\ta\tb"), std::nullopt);
  EXPECT_EQ(split(zeek(), "1.0\ta\tb\tc\td"), std::nullopt);
  EXPECT_EQ(split(zeek(), ""), std::nullopt);
  EXPECT_EQ(split(ColumnHeader(), "a\tb"), std::nullopt) << "no header";
}

TEST(Columns, W3c) {
  const ColumnHeader iis = header({"#Software: Microsoft Internet Information Services 10.0", "#Version: 1.0",
                                   "#Date: 2026-01-05 10:00:00", "#Fields: date time s-ip cs-method cs(User-Agent)"});
  EXPECT_TRUE(iis.known());
  EXPECT_EQ(split(iis, "2026-01-05 10:00:00 192.0.2.1 GET -"),
            Texts({"date=2026-01-05", "time=10:00:00", "s-ip=192.0.2.1", "cs-method=GET"}));
  EXPECT_EQ(split(iis, "2026-01-05 10:00:00 192.0.2.1 GET a b"), std::nullopt);
}

TEST(Columns, ALaterHeaderReplacesAnEarlier) {
  ColumnHeader columns = zeek();
  EXPECT_TRUE(columns.read("#Fields: a b"));
  EXPECT_EQ(split(columns, "1 2"), Texts({"_path=dns", "a=1", "b=2"}));
  EXPECT_TRUE(columns.read("#separator \\x7c"));
  EXPECT_FALSE(columns.known());
  EXPECT_TRUE(columns.read("#fields|x|y"));
  EXPECT_EQ(split(columns, "1|2"), Texts({"x=1", "y=2"}));
}

TEST(Columns, OtherLinesAreNoHeader) {
  ColumnHeader columns;
  EXPECT_FALSE(columns.read("1 2 3"));
  EXPECT_FALSE(columns.read(""));
  EXPECT_TRUE(columns.read("# a remark"));
  EXPECT_TRUE(columns.read("#"));
  EXPECT_FALSE(columns.known());
}

// The header holds for all blocks of the file.
TEST(Columns, AHeaderHoldsBeyondTheBlockItStandsIn) {
  TempDir dir;
  std::string text = "#separator \\x09\n#path\tx\n#fields\twhen\tname\n#types\ttime\tstring\n";
  for (int i = 0; text.size() < (5u << 20); ++i) text += "1767607200.1\tvalue" + std::to_string(i) + "\n";
  text += "1.0\tone\ttoo many\n";
  const std::string file = dir.write("x.log", text);
  const auto lines = static_cast<std::uint64_t>(std::ranges::count(text, '\n')) - 5;
  for (const unsigned threads : {1u, 3u}) {
    Outcome run;
    read(run, {file}, threads);
    EXPECT_EQ(skipped(run.report, "line with other columns than its header"), 1u) << threads;
    // No log type has such columns: each line is told by its number.
    EXPECT_EQ(skipped(run.report, "line of no known format"), lines) << threads;
  }
}

}  // namespace
}  // namespace yaral::ingest
