#pragma once

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/log_type.h"
#include "packs/lists.h"
#include "sigma/place.h"
#include "sigma/rule.h"

namespace yaral::sigma {

// A log source as UDM: which events are of it, and whose table says where its fields are.
struct Source {
  LogSource key;
  std::vector<std::string> conditions;  // about `$e`, all of them; none: every event
  std::string table;                    // a provider of Windows events, or a log type; empty: none
  std::vector<std::string> kinds;
  std::vector<std::string> more;  // further fields, which are in additional.fields
  bool any_field = false;         // and so are all others
};

// Where Sigma's log sources and fields are in UDM: the tables of taxonomy/, the tables of the normalisers, and what the
// user adds to them.
class Taxonomy {
 public:
  Taxonomy();
  ~Taxonomy();

  // Adds a file of the user's (docs/import-sigma.md): its fields come before the product's.
  void add_file(const std::string& file, const std::string& text, std::vector<packs::FileProblem>& problems);

  // The source that says most of what `key` says; null when there is none.
  const Source* find(const LogSource& key) const;

  // Where a field of the source may be, in events of the kinds that the rule names (of any, when it names none). Empty
  // when it has no place.
  std::vector<Place> places(const Source& source, std::string_view field, const std::vector<std::string>& kinds) const;
  std::vector<Place> keyword_places(const Source& source) const;

  // The fields whose places are written for the source, rather than in a table: first those of the user, then the
  // taxonomy's own.
  std::vector<std::pair<std::string, std::vector<Place>>> written_fields(const Source& source) const;
  // The normaliser's table of the source; null when it has none.
  const ingest::FieldTable* table(const Source& source) const;
  // Of a log type; null for Windows and sources without a table.
  const ingest::LogType* log_type(const Source& source) const;

  // The field that tells kinds of events apart; empty when the source has one kind.
  std::string_view kind_field(const Source& source) const;

  const std::vector<Source>& sources() const { return sources_; }

 private:
  struct Tables;
  struct UserField {
    LogSource source;  // empty members: any
    std::string field;
    std::vector<Place> places;
  };

  std::vector<Place> written_places(const Source& source, std::string_view field) const;
  std::vector<Place> table_places(const Source& source, std::string_view field,
                                  const std::vector<std::string>& kinds) const;

  std::vector<Source> sources_;
  std::vector<UserField> user_fields_;
  std::unique_ptr<Tables> tables_;
};

// How many members of `row` are those of `key`; none when one is another.
std::optional<int> agreement(const LogSource& row, const LogSource& key);

// `process_creation/windows`, for messages.
std::string to_string(const LogSource& source);

}  // namespace yaral::sigma
