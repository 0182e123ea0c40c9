#include "packaging/export.h"

#include <filesystem>

#include <fmt/format.h>

#include "packaging/check.h"
#include "packs/files.h"
#include "packs/tables.h"
#include "syntax/json_writer.h"

namespace yaral::packaging {

namespace {

using packs::FileProblem;
using packs::Pack;
using syntax::JsonWriter;
using syntax::ListMode;

std::string_view syntax_type(ListMode mode) {
  switch (mode) {
    case ListMode::kString: return "REFERENCE_LIST_SYNTAX_TYPE_PLAIN_TEXT_STRING";
    case ListMode::kRegex: return "REFERENCE_LIST_SYNTAX_TYPE_REGEX";
    case ListMode::kCidr: return "REFERENCE_LIST_SYNTAX_TYPE_CIDR";
  }
  return "";
}

std::string list_body(const packs::ReferenceList& list, ListMode mode, const Pack& pack) {
  JsonWriter json;
  json.begin_object().member("description", fmt::format("{}: {}", pack.id, list.name));
  json.member("syntaxType", syntax_type(mode)).key("entries").begin_array();
  for (const packs::ListEntry& entry : list.entries)
    json.begin_object().member("value", packs::entry_text(entry, mode)).end_object();
  return json.end_array().end_object().take() + "\n";
}

std::string table_body(const semantics::DataTable& table, const Pack& pack) {
  JsonWriter json;
  json.begin_object().member("description", fmt::format("{}: {}", pack.id, table.name)).key("columnInfo").begin_array();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const semantics::Column& column = table.columns[i];
    json.begin_object().member("columnIndex", i).member("originalColumn", column.name);
    // One or the other, as the API has it.
    if (column.mapped_path.empty()) {
      json.member("columnType", packs::column_type_name(column.type));
    } else {
      json.member("mappedColumnPath", column.mapped_path);
    }
    if (column.key) json.key("keyColumn").boolean(true);
    if (column.repeated) json.key("repeatedValues").boolean(true);
    json.end_object();
  }
  return json.end_array().end_object().take() + "\n";
}

std::string steps(const Pack& pack) {
  return fmt::format(
      "{} {}, for Google SecOps\n\n"
      "1. reference_lists/NAME.json: the body of POST …/referenceLists?referenceListId=NAME; entries may be empty.\n"
      "2. data_tables/NAME.json: the body of POST …/dataTables?dataTableId=NAME; NAME.csv holds its rows.\n"
      "3. rules/NAME.yaral: the text of a rule. Lists and tables must be there before.\n",
      pack.id, pack.version);
}

}  // namespace

std::expected<std::map<std::string, std::string>, std::vector<FileProblem>> export_for_secops(const Pack& pack) {
  std::map<std::string, std::string> files;
  PackRules read = read_rules(pack);
  std::map<std::string, ListMode> modes;
  for (const semantics::BoundRule& rule : read.rules) {
    files[fmt::format("rules/{}.yaral", rule.name)] = rule.text + "\n";
    for (const semantics::List& list : rule.lists)
      if (list.column.empty()) modes.try_emplace(list.name, list.mode);
  }
  std::vector<FileProblem> problems = std::move(read.problems);
  if (!pack.lists.empty()) {
    const auto lists = packs::read_lists(pack.path(pack.lists), problems);
    if (!lists) problems.push_back({pack.path(pack.lists), 0, lists.error()});
    if (lists)
      for (const auto& [name, list] : *lists)
        if (const auto mode = modes.find(name); mode != modes.end())
          files[fmt::format("reference_lists/{}.json", name)] = list_body(list, mode->second, pack);
  }
  if (!pack.tables.empty()) {
    const auto tables = packs::read_tables(pack.path(pack.tables), problems);
    if (!tables) problems.push_back({pack.path(pack.tables), 0, tables.error()});
    if (tables)
      for (const auto& [name, table] : *tables) {
        files[fmt::format("data_tables/{}.json", name)] = table_body(table, pack);
        if (const auto rows = packs::read_text_file(table.file)) files[fmt::format("data_tables/{}.csv", name)] = *rows;
      }
  }
  if (!problems.empty()) return std::unexpected(std::move(problems));
  files["README.txt"] = steps(pack);
  return files;
}

}  // namespace yaral::packaging
