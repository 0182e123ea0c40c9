#include "detections/table_export.h"

#include <gmock/gmock.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "unit/detections/sample.h"

namespace yaral::detections {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Row = std::vector<std::string>;

const ExportTarget kTarget{.rule = "r", .table = "t", .columns = {{"host", "hostname"}, {"n", "tries"}}};

Detection tries(std::int64_t n) {
  Detection d = sample_detection();
  d.variables[1].value = Value::integer(n);
  return d;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(TableExport, NewTablesGetRowsOnce) {
  TableExport out;
  out.apply(kTarget, tries(1));
  out.apply(kTarget, tries(1));
  out.apply(kTarget, tries(2));
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"ws-1", "1"}, Row{"ws-1", "2"}));
  EXPECT_THAT(out.problems(), IsEmpty());
}

TEST(TableExport, RowsOfTheSameKeyAreReplacedInTheColumnsWritten) {
  TableExport out;
  out.add_table({.name = "t",
                 .columns = {{.name = "note"}, {.name = "host", .key = true}, {.name = "n"}},
                 .rows = {{"mine", "ws-1", "7"}, {"", "ws-2", "8"}}});
  out.apply(kTarget, tries(9));
  EXPECT_THAT(out.find("t")->rows, ElementsAre(Row{"mine", "ws-1", "9"}, Row{"", "ws-2", "8"}));
}

TEST(TableExport, ColumnsThatDoNotFitAreToldOnce) {
  TableExport out;
  out.add_table({.name = "t", .columns = {{.name = "host"}}, .rows = {}});
  out.apply(kTarget, tries(1));
  out.apply(kTarget, tries(2));
  out.add_table({.name = "u", .columns = {{.name = "host"}, {.name = "n"}, {.name = "k", .key = true}}, .rows = {}});
  ExportTarget other = kTarget;
  other.table = "u";
  out.apply(other, tries(1));
  other.table = "../evil";
  out.apply(other, tries(1));
  EXPECT_THAT(out.problems(), ElementsAre("rule r: `../evil` cannot be the name of a table",
                                          "rule r: the key column `k` of %u is not written",
                                          "rule r: the table %t has no column `n` (2 detections)"));
}

TEST(TableExport, AtMostTenThousandRowsARule) {
  TableExport out;
  for (int i = 0; i < 10'002; ++i) out.apply(kTarget, tries(i));
  EXPECT_EQ(out.find("t")->rows.size(), 10'000u);
  EXPECT_THAT(out.problems(), ElementsAre(HasSubstr("(2 detections)")));
}

TEST(TableExport, FilesHoldEscapedCellsAndTheSchema) {
  TableExport out;
  out.add_table({.name = "t",
                 .columns = {{.name = "host", .key = true}, {.name = "n", .type = "NUMBER"}, {.name = "l"}},
                 .rows = {}});
  const std::array list = {Value::string("a,\"b\""), Value::string("c|d")};
  Detection d = tries(3);
  d.variables.push_back(outcome("list", {.base = BaseType::kString, .list = true}, Value::list(list)));
  ExportTarget target = kTarget;
  target.columns.push_back({"l", "list"});
  out.apply(target, d);
  const fs::path folder = fs::path(testing::TempDir()) / "yaral-table-export";
  fs::remove_all(folder);
  EXPECT_THAT(out.write(folder.string()), IsEmpty());
  EXPECT_EQ(read(folder / "t.csv"), "host,n,l\r\nws-1,3,\"a,\"\"b\"\"|c/d\"\r\n");
  EXPECT_EQ(read(folder / "t.schema.yaml"),
            "columns:\n  - name: \"host\"\n    type: STRING\n    key: true\n  - name: \"n\"\n    type: NUMBER\n"
            "  - name: \"l\"\n    type: STRING\n");
  EXPECT_THAT(out.write((folder / "t.csv").string()), ElementsAre(HasSubstr("t.csv")));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace yaral::detections
