#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/type.h"
#include "packs/lists.h"

// The schemas of platforms that do not speak UDM, as data.
namespace yaral::convert {

// What a field of a schema holds; by default what UDM holds.
enum class SchemaType : std::uint8_t { kText, kNumber, kBool, kTime, kIp };
// What `type` says, by SchemaType.
inline constexpr std::array<std::string_view, 5> kSchemaTypes = {"text", "number", "bool", "time", "ip"};
// That of a type of YARA-L.
SchemaType schema_type(BaseType type);

// Where a schema has one UDM field.
struct SchemaField {
  std::string
      udm;  // path without subscripts; `additional.fields["name"]` for one key, `additional.fields` for all others
  std::string name;  // in the schema; of `additional.fields` with a `*` that stands for the key
  SchemaType type = SchemaType::kText;
  bool list = false;  // one event may have several values
  // UDM's value → the schema's, any of them. Not empty: the field has no other values, unless `others`.
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  bool others = false;    // values that are not named are the same in the schema
  bool any_case = false;  // the schema's may be written in any case
  // The value stands within a longer text, behind this: `\` of `DOMAIN\user`, `SHA256=` of hashes.
  std::string after;
  bool to_end = false;       // and reaches to the end of the text
  bool alone = false;        // or is the whole text
  std::uint32_t length = 0;  // values are always that long; 0: of any length
  std::string before;        // the value begins the text and ends before this
  std::string prefix;        // UDM has this before the value, the schema does not
  bool lower = false;        // UDM has small letters only
  bool hex = false;          // numbers may be written as 0x…, too
  bool wider = false;        // the field holds values of other UDM fields, too, which have another form
  bool nocase = false;       // the platform changes the case of what it stores, so that texts are compared without case
  std::string differs;       // what is not as in UDM, for the reader of the query; empty when nothing is
  std::string absent;        // what the platform writes where it has no value; empty: nothing

  bool operator==(const SchemaField&) const = default;
};

// One kind of events as the schema tells them.
struct SchemaSource {
  std::string name;  // for people: `Sysmon 1`
  std::string from;  // what the target reads: a table, an index, a category; the target's page says what
  // Fields that must have one of some values. A field that stands twice must have values of both.
  std::vector<std::pair<std::string, std::vector<std::string>>> where;
  // What UDM has for all of these events: path → value. Predicates over these are decided, and not part of the query.
  std::map<std::string, std::string, std::less<>> known;
  // Where it is one of several: path → values. Predicates that ask for others are false.
  std::map<std::string, std::vector<std::string>, std::less<>> among;
  // What UDM has for none of these events: path → values.
  std::map<std::string, std::vector<std::string>, std::less<>> never;
  // Fields that must have none of some values; in queries only where the rule does not name others.
  std::vector<std::pair<std::string, std::vector<std::string>>> except;
  std::map<std::string, SchemaField, std::less<>> fields;  // by UDM path
};

// A schema, from convert/schemas/SCHEMA.yaml and files of the user:
//     schema: ecs
//     title: Elastic Common Schema
//     absent: unknown              # `absent` of all fields in this text
//     sources:
//       - name: process start
//         from: process
//         where: {event.category: process, event.type: [start]}
//         known: {metadata.event_type: PROCESS_LAUNCH}     # or a list: one of these
//         fields:
//           target.process.command_line: process.command_line
//           target.process.pid: {field: process.pid, type: number}
//     shared: {…}                  # mappings with anchors, which `<<: *anchor` takes elsewhere
//     fields:                      # of every source that has no other for the same path
//       principal.hostname: host.name
class Schema {
 public:
  explicit Schema(std::string name) : name_(std::move(name)) {}

  // Adds a text. Sources and fields of later texts replace those before, source by name and field by path. Paths that
  // UDM lacks, event types that are none and keys given twice are problems; the rest is read.
  void add(const std::string& file, const std::string& text, std::vector<packs::FileProblem>& problems);

  // Adds a source; one of the same name adds its fields, and replaces what else it says.
  void add(SchemaSource source);
  // Leaves the sources of these names. The error names one that there is not.
  std::expected<void, std::string> keep_only(const std::vector<std::string>& names);
  void set_title(std::string title) { title_ = std::move(title); }

  // Whether an event is in every source whose `known`, `among` and `never` it fulfils, so that one source can do for
  // others. Otherwise sources are apart.
  bool overlapping() const { return overlapping_; }
  void set_overlapping(bool overlapping) { overlapping_ = overlapping; }

  // A field of a source, or of all; nullptr when there is none. The path may have a key, and no index.
  const SchemaField* find(const SchemaSource& source, std::string_view udm_path) const;

  const std::string& name() const { return name_; }
  const std::string& title() const { return title_; }
  const std::vector<SchemaSource>& sources() const { return sources_; }
  const std::map<std::string, SchemaField, std::less<>>& fields() const { return fields_; }
  // Where a user adds what is missing: the name of the file read last, without its folder, or the one it should have.
  std::string file_to_extend() const;

 private:
  std::string name_;
  std::string title_;
  std::string last_file_;
  bool overlapping_ = false;
  std::vector<SchemaSource> sources_;
  std::map<std::string, SchemaField, std::less<>> fields_;
};

// Reads the shipped schema from the first of the folders that has it, then the files of the user.
Schema read_schema(const std::string& name, const std::vector<std::string>& folders,
                   const std::vector<std::string>& user_files, std::vector<packs::FileProblem>& problems);

void add_files(Schema& schema, const std::vector<std::string>& files, std::vector<packs::FileProblem>& problems);

// Folders that may hold schemas, best first: `convert/schemas` of the source tree when the program is in its build
// folder, `share/yaral/convert/schemas` of the prefix it is installed in.
std::vector<std::string> schema_folders(const std::string& executable);

}  // namespace yaral::convert
