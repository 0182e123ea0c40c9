#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "packs/lists.h"

namespace yaral::convert {

// One UDM field in another schema.
struct FieldMapping {
  std::string udm;                       // path without subscripts: principal.process.file.full_path
  std::vector<std::string> event_types;  // for events of these types alone; empty: of all
  std::string field;                     // its name in the schema
  std::string file;
  std::uint32_t line = 0;
};

// The fields of a schema, from convert/schemas/SCHEMA.yaml and files of the user:
//     schema: ecs
//     title: Elastic Common Schema
//     fields:
//       - udm: target.process.command_line
//         event_types: [PROCESS_LAUNCH]
//         field: process.command_line
class FieldMap {
 public:
  explicit FieldMap(std::string schema) : schema_(std::move(schema)) {}

  // Adds the mappings of a text; those of later texts replace those before with the same path and event types. A path
  // that UDM lacks, an event type that is none, a second mapping of the same in one file are problems.
  void add(const std::string& file, const std::string& text, std::vector<packs::FileProblem>& problems);

  // The mapping for events of a type ("" when it is not known), the one that names the type before one for all; nullptr
  // when there is none.
  const FieldMapping* find(std::string_view udm_path, std::string_view event_type) const;

  const std::string& schema() const { return schema_; }
  const std::string& title() const { return title_; }
  const std::vector<FieldMapping>& mappings() const { return mappings_; }
  // Where a user adds what is missing: the file read last, or the name that it should have.
  std::string file_to_extend() const;

 private:
  static void add_one(FieldMapping mapping, std::vector<FieldMapping>& own, std::vector<packs::FileProblem>& problems);
  void take_over(std::vector<FieldMapping> own);

  std::string schema_;
  std::string title_;
  std::string last_file_;
  std::vector<FieldMapping> mappings_;
};

// Reads the shipped map of a schema from the first of the folders that has it, then the files of the user.
FieldMap read_field_map(const std::string& schema, const std::vector<std::string>& folders,
                        const std::vector<std::string>& user_files, std::vector<packs::FileProblem>& problems);

// Folders that may hold schemas, best first: `convert/schemas` of the source tree when the program is in its build
// folder, `share/yaral/convert/schemas` of the prefix it is installed in.
std::vector<std::string> schema_folders(const std::string& executable);

}  // namespace yaral::convert
