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

TEST(TableExport, NewTablesGetRowsOnce) {
  TableExport out;
  out.apply(kTarget, {"ws-1", "1"});
  out.apply(kTarget, {"ws-1", "1"});
  out.apply(kTarget, {"ws-1", "2"});
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"ws-1", "1"}, Row{"ws-1", "2"}));
  EXPECT_THAT(out.problems(), IsEmpty());
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
  EXPECT_THAT(out.problems(), ElementsAre("rule r: `../evil` cannot be the name of a table",
                                          "rule r: the key column `k` of %u is not written",
                                          "rule r: the table %t has no column `n` (2 detections)"));
}

TEST(TableExport, AtMostTenThousandRowsARule) {
  TableExport out;
  for (int i = 0; i < 10'002; ++i) out.apply(kTarget, {"ws-1", std::to_string(i)});
  EXPECT_EQ(out.find("t")->rows.size(), 10'000u);
  EXPECT_THAT(out.problems(), ElementsAre(HasSubstr("(2 detections)")));
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
