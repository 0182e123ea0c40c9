#include "packs/table_export.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "packs/tables.h"
#include "unit/packs/temp_folder.h"

namespace yaral::packs {
namespace {

using semantics::ColumnType;
using semantics::DataTable;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Row = std::vector<std::string>;

const ExportTarget kTarget{.rule = "r", .table = "t", .columns = {"host", "n"}};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> told(const TableExport& out) {
  std::vector<std::string> messages;
  for (const ExportProblem& problem : out.problems()) messages.push_back(problem.rule + ": " + problem.message);
  return messages;
}

TEST(TableExport, NewTablesGetRowsOnce) {
  TableExport out;
  out.apply(kTarget, {"ws-1", "1"});
  out.apply(kTarget, {"ws-1", "1"});
  out.apply(kTarget, {"ws-1", "2"});
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"ws-1", "1"}, Row{"ws-1", "2"}));
  EXPECT_THAT(told(out), IsEmpty());
}

TEST(TableExport, RowsOfTheSameKeyAreReplacedInTheColumnsWritten) {
  TableExport out;
  out.add_table({.name = "t",
                 .columns = {{.name = "note"}, {.name = "host", .key = true}, {.name = "n"}},
                 .rows = {{"mine", "ws-1", "7"}, {"", "ws-2", "8"}}});
  out.apply(kTarget, {"ws-1", "9"});
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"mine", "ws-1", "9"}, Row{"", "ws-2", "8"}));
}

TEST(TableExport, ColumnsThatDoNotFitAreToldOnce) {
  TableExport out;
  out.add_table({.name = "t", .columns = {{.name = "host"}}, .rows = {}});
  out.apply(kTarget, {"ws-1", "1"});
  out.apply(kTarget, {"ws-1", "2"});
  out.add_table({.name = "u", .columns = {{.name = "host"}, {.name = "n"}, {.name = "k", .key = true}}, .rows = {}});
  ExportTarget other = kTarget;
  other.table = "u";
  out.apply(other, {"ws-1", "1"});
  other.table = "../evil";
  out.apply(other, {"ws-1", "1"});
  EXPECT_THAT(told(out),
              ElementsAre("r: `../evil` cannot be the name of a table", "r: the key column `k` of %u is not written",
                          "r: the table %t has no column `n` (2 detections)"));
}

TEST(TableExport, AtMostTenThousandRowsARule) {
  TableExport out;
  for (int i = 0; i < 10'002; ++i) out.apply(kTarget, {"ws-1", std::to_string(i)});
  EXPECT_EQ(out.find("t")->rows.size(), 10'000u);
  EXPECT_THAT(told(out), ElementsAre(HasSubstr("(2 detections)")));
}

class TypedExport : public ::testing::Test {
 protected:
  void SetUp() override {
    out_.add_table({.name = "t",
                    .columns = {{.name = "host", .key = true},
                                {.name = "n", .type = ColumnType::kNumber},
                                {.name = "net", .type = ColumnType::kCidr, .repeated = true},
                                {.name = "pattern", .type = ColumnType::kRegex}},
                    .rows = {{"ws-0", "7", "10.0.0.0/8", "a+"}}});
  }

  // Why a row is not written; empty if it is.
  std::string problem(std::vector<std::string> columns, const Row& cells) {
    const std::size_t before = out_.problems().size();
    out_.apply({.rule = "r" + std::to_string(++rules_), .table = "t", .columns = std::move(columns)}, cells);
    return out_.problems().size() == before ? "" : told(out_).back();
  }

  TableExport out_;
  int rules_ = 0;
};

TEST_F(TypedExport, CellsThatFitAreWritten) {
  EXPECT_EQ(problem({"host", "n", "net", "pattern"}, {"ws-1", "-1.5", "10.0.0.0/8|::/0", "^b"}), "");
  EXPECT_EQ(problem({"host", "n"}, {"ws-0", "8"}), "");
  EXPECT_THAT(out_.find("t")->rows,
              ElementsAre(Row{"ws-0", "8", "10.0.0.0/8", "a+"}, Row{"ws-1", "-1.5", "10.0.0.0/8|::/0", "^b"}));
}

TEST_F(TypedExport, CellsThatReadingWouldRefuseAreToldAndTheirRowIsNotWritten) {
  EXPECT_EQ(problem({"host", "n"}, {"ws-0", "many"}),
            "r1: a row of %t is not written: column `n`: `many` is no number; write a value that fits, or change "
            "the column in t.schema.yaml");
  EXPECT_THAT(problem({"host", "n"}, {"ws-0", ""}), HasSubstr("column `n`: an empty cell is no number"));
  EXPECT_THAT(problem({"host", "net"}, {"ws-0", "10.0.0.0/8|10.0.0.1"}), HasSubstr("`10.0.0.1` is not a CIDR block"));
  EXPECT_THAT(problem({"host", "pattern"}, {"ws-0", "("}), HasSubstr("`(` is not a regular expression"));
  EXPECT_THAT(problem({"host", "n"}, {"ws-0", std::string(100'000, 'x')}), HasSubstr("xxx…` is no number"));
  EXPECT_THAT(problem({"host"}, {std::string("ws\0", 3)}), HasSubstr("column `host`: a zero byte"));
  // Nothing says what the other columns of a new row are.
  EXPECT_THAT(problem({"host", "n"}, {"ws-1", "1"}), HasSubstr("column `net`: an empty cell is not a CIDR block"));
  EXPECT_THAT(out_.find("t")->rows, ElementsAre(Row{"ws-0", "7", "10.0.0.0/8", "a+"}));
}

TEST(TableExport, NumbersAreTheSameKeyHoweverTheyAreSpelled) {
  TableExport out;
  out.add_table({.name = "t",
                 .columns = {{.name = "host"}, {.name = "n", .type = ColumnType::kNumber, .key = true}},
                 .rows = {{"ws-1", "0.0"}}});
  out.apply(kTarget, {"ws-2", "0"});
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"ws-2", "0"}));
}

TEST(TableExport, RowsWithRepeatedCellsStayAsTheyWere) {
  const std::string csv = "host,a,b\nws-1,x,p\nws-1,y,q\nws-1,x|y,p|q\nws-1,,p\n";
  const std::string schema = "columns:\n  - {name: a, repeated: true}\n  - {name: b, repeated: true}\n";
  std::vector<FileProblem> problems;
  TableExport out;
  out.add_table(parse_table("t", "t.csv", csv, parse_schema("t.schema.yaml", schema, problems), problems));
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"ws-1", "x", "p"}, Row{"ws-1", "y", "q"}, Row{"ws-1", "x|y", "p|q"},
                                               Row{"ws-1", "", "p"}));
}

TEST(TableExport, RowsThatDoNotFitAreNoRowsOfTheRuleAndToldOneByOneUpToTwenty) {
  TableExport out;
  out.add_table({.name = "t", .columns = {{.name = "host"}, {.name = "n", .type = ColumnType::kNumber}}, .rows = {}});
  for (int i = 0; i < 20'000; ++i) out.apply(kTarget, {"ws-1", "no " + std::to_string(i)});
  out.apply(kTarget, {"ws-1", "1"});
  EXPECT_EQ(out.find("t")->rows.size(), 1u);
  ASSERT_EQ(out.problems().size(), 21u);
  EXPECT_THAT(told(out), ::testing::Contains("r: more rows of %t are not written, as their values do not fit "
                                             "(19980 detections)"));
}

TEST(TableExport, FilesHoldEscapedCellsAndTheSchema) {
  TableExport out;
  out.add_table({.name = "t",
                 .columns = {{.name = "host", .key = true}, {.name = "n", .type = ColumnType::kNumber}, {.name = "l"}},
                 .rows = {}});
  ExportTarget target = kTarget;
  target.columns.push_back("l");
  out.apply(target, {"ws-1", "3", "a,\"b\"|c/d"});
  const TempFolder folder;
  EXPECT_THAT(out.write(folder.path("out")), IsEmpty());
  EXPECT_EQ(read(folder.path("out/t.csv")), "host,n,l\r\nws-1,3,\"a,\"\"b\"\"|c/d\"\r\n");
  EXPECT_EQ(read(folder.path("out/t.schema.yaml")),
            "columns:\n  - name: \"host\"\n    type: STRING\n    key: true\n  - name: \"n\"\n    type: NUMBER\n"
            "  - name: \"l\"\n    type: STRING\n");
  EXPECT_THAT(out.write(folder.path("out/t.csv")), ElementsAre(HasSubstr("t.csv")));
}

}  // namespace
}  // namespace yaral::packs
