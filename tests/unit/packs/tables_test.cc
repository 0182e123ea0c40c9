#include "packs/tables.h"

#include <gmock/gmock.h>

#include "unit/packs/temp_folder.h"

namespace yaral::packs {
namespace {

using semantics::ColumnType;
using semantics::DataTable;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Row = std::vector<std::string>;

class TablesTest : public ::testing::Test {
 protected:
  DataTable table(std::string_view csv, const std::string& schema = {}, const TableLimits& limits = {}) {
    problems_.clear();
    const TableSchema parsed = schema.empty() ? TableSchema{} : parse_schema("t.schema.yaml", schema, problems_);
    return parse_table("t", "t.csv", csv, parsed, problems_, limits);
  }

  std::vector<std::string> told() const {
    std::vector<std::string> out;
    for (const FileProblem& problem : problems_) out.push_back(to_string(problem));
    return out;
  }

  std::vector<FileProblem> problems_;
};

TEST_F(TablesTest, QuotesLineEndsAndMarks) {
  const DataTable t = table("\xEF\xBB\xBFhost, note\r\nws-1,\"a \"\"b\"\", c\"\r\n\r\nws-2,\"two\nlines\"\rws-3,");
  EXPECT_THAT(told(), IsEmpty());
  ASSERT_THAT(t.columns, SizeIs(2));
  EXPECT_EQ(t.columns[1].name, "note");
  EXPECT_THAT(t.rows, ElementsAre(Row{"ws-1", "a \"b\", c"}, Row{"ws-2", "two\nlines"}, Row{"ws-3", ""}));
}

TEST_F(TablesTest, Utf16WithMark) {
  const DataTable t =
      table(std::string_view("\xFF\xFE"
                             "a\0\n\0x\0\n\0",
                             10));
  EXPECT_THAT(t.rows, ElementsAre(Row{"x"}));
}

TEST_F(TablesTest, RowsThatDoNotFitAreLeftOutWithTheirLine) {
  const DataTable t = table("a,b\n1,2\n1\n1,2,3\n\"x\"y,2\n3,\"open\n4,5\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "2"}));
  EXPECT_THAT(told(),
              ElementsAre("t.csv:3: 1 cells, but the table has 2 columns; the row is left out",
                          "t.csv:4: 3 cells, but the table has 2 columns; the row is left out",
                          "t.csv:5: text stands behind a closing quotation mark; the row is left out",
                          "t.csv:6: a quotation mark of this row is never closed: the rest of the table is not read; "
                          "the row is left out"));
}

TEST_F(TablesTest, ManyBadRowsAreCounted) {
  std::string csv = "a,b\n";
  for (int i = 0; i < 100; ++i) csv += "x\n";
  table(csv);
  ASSERT_THAT(problems_, SizeIs(21));
  EXPECT_EQ(problems_.back().message, "100 rows are left out; the first 20 were told");
}

TEST_F(TablesTest, BadHeadersMakeNoTable) {
  for (const auto& [csv, why] : {std::pair{"", "is empty"},
                                 {"a,b,a\n1,2,3\n", "two columns are called `a`"},
                                 {"a,,b\n", "column 2 has no name"}}) {
    EXPECT_THAT(table(csv).columns, IsEmpty()) << csv;
    ASSERT_THAT(told(), SizeIs(1)) << csv;
    EXPECT_THAT(told()[0], HasSubstr(why));
  }
}

TEST_F(TablesTest, CellsAreOfTheirType) {
  const DataTable t =
      table("n,r,c\n1.5,^a,10.0.0.0/8\nx,a,10.0.0.0/8\n1,(,10.0.0.0/8\n1,a,10.0.0.0/99\n1,,::/0\ninf,a,::/0\n",
            "columns:\n  - {name: n, type: NUMBER}\n  - {name: r, type: REGEX}\n  - {name: c, type: CIDR}\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"1.5", "^a", "10.0.0.0/8"}));
  ASSERT_THAT(problems_, SizeIs(5));
  EXPECT_THAT(told()[0], HasSubstr("t.csv:3: column `n`: `x` is no number"));
  EXPECT_THAT(told()[1], HasSubstr("`(` is not a regular expression"));
  EXPECT_THAT(told()[2], HasSubstr("`10.0.0.0/99` is not a CIDR block"));
  EXPECT_THAT(told()[3], HasSubstr("empty regular expression"));
}

TEST_F(TablesTest, LaterRowsWithTheSameKeyReplace) {
  EXPECT_THAT(table("k,v\na,1\nb,2\na,3\n", "columns:\n  - {name: k, key: true}\n").rows,
              ElementsAre(Row{"a", "3"}, Row{"b", "2"}));
  EXPECT_THAT(table("k,v\na,1\na,1\na,2\n").rows, ElementsAre(Row{"a", "1"}, Row{"a", "2"}));
}

TEST_F(TablesTest, NumbersAreTheSameKeyHoweverTheyAreSpelled) {
  const std::string schema = "columns:\n  - {name: n, type: NUMBER, key: true}\n";
  EXPECT_THAT(table("n,v\n0,a\n0.0,b\n-0,c\n1e1,d\n10,e\n0.5,f\n.5,g\n", schema).rows,
              ElementsAre(Row{"-0", "c"}, Row{"10", "e"}, Row{".5", "g"}));
  // Neighbours that are one and the same double.
  EXPECT_THAT(table("n,v\n9007199254740992,a\n9007199254740993,b\n", schema).rows, SizeIs(2));
  // Without a key the whole row is the key; text stays text.
  EXPECT_THAT(table("n,v\n0,0\n0.0,0\n0,0.0\n", "columns:\n  - {name: n, type: NUMBER}\n").rows,
              ElementsAre(Row{"0.0", "0"}, Row{"0", "0.0"}));
}

TEST_F(TablesTest, RepeatedCellsAreRowsOfTheirOwn) {
  const std::string schema = "columns:\n  - {name: a, repeated: true}\n  - {name: c, repeated: true}\n";
  EXPECT_THAT(
      table("a,b,c\nx|y,1,p|q\n||,2,r\n", schema).rows,
      ElementsAre(Row{"x", "1", "p"}, Row{"x", "1", "q"}, Row{"y", "1", "p"}, Row{"y", "1", "q"}, Row{"", "2", "r"}));
  EXPECT_THAT(table("a,b,c\nx|y,1,p|q\n", schema, {.rows_of_one = 3}).rows, IsEmpty());
  EXPECT_THAT(told()[0], HasSubstr("more than 3 rows"));
  EXPECT_THAT(table("a\n1\n2\n3\n", {}, {.rows = 2}).rows, SizeIs(2));
  EXPECT_THAT(told()[0], HasSubstr("t.csv:4: a table has at most 2 rows"));
}

TEST_F(TablesTest, MistakesInTheSchema) {
  parse_schema("s.yaml",
               "columns:\n  - name: a\n    type: INT\n  - {name: b, kee: true}\n  - {name: b}\n"
               "  - {name: c, maps_to: entity.nothing}\n  - {name: d, maps_to: entity.ip}\n",
               problems_);
  ASSERT_THAT(problems_, SizeIs(4));
  EXPECT_THAT(told()[0], HasSubstr("s.yaml:3: `INT` is no type"));
  EXPECT_THAT(told(), ::testing::Contains(HasSubstr("has no key `kee`")));
  EXPECT_THAT(told(), ::testing::Contains(HasSubstr("`b` is described twice")));
  EXPECT_THAT(told(), ::testing::Contains(HasSubstr("`entity.nothing` is no field of an entity")));
  EXPECT_THAT(table("x\n1\n", "columns:\n  - {name: a}\n").columns, IsEmpty());
  EXPECT_THAT(told()[0], HasSubstr("t.schema.yaml:2: t.csv has no column `a`"));
}

TEST_F(TablesTest, FoldersHoldTablesAndTheirSchemas) {
  const TempFolder folder;
  folder.write("hosts.csv", "ip,n\n10.0.0.1,1\n");
  folder.write("hosts.schema.yaml", "columns:\n  - {name: ip, key: true, maps_to: entity.ip}\n");
  folder.write("not-a-table.csv", "x\n");
  folder.write("readme.md", "x");
  folder.write("bad.csv", "x\n1\n");
  folder.write("bad.schema.yaml", "columns: 5\n");
  folder.write("gone.schema.yaml", "columns: []\n");
  const auto tables = read_tables(folder.path(), problems_);
  ASSERT_TRUE(tables);
  ASSERT_THAT(*tables, SizeIs(1));
  EXPECT_TRUE(tables->at("hosts").columns[0].key);
  EXPECT_EQ(tables->at("hosts").columns[0].mapped_path, "entity.ip");
  EXPECT_THAT(told(), ::testing::Contains(HasSubstr("no table beside this schema")));
  EXPECT_THAT(problems_, SizeIs(2));
  EXPECT_FALSE(read_tables(folder.path("nowhere"), problems_));
}

}  // namespace
}  // namespace yaral::packs
