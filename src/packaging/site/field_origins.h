#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "packs/pack.h"

namespace yaral::packaging {

// Where a UDM field's value comes from in the records of a log type.
struct FieldOrigin {
  std::string log_type;
  std::string source;              // the field's name there
  std::vector<std::string> kinds;  // of events: ids, names; `*`: any

  bool operator==(const FieldOrigin&) const = default;
};

// What the tables of log types say about UDM fields, by path. Fields that all events of a source have (host, time, event
// type) and those that code computes are not in the tables.
class FieldOrigins {
 public:
  // Those of the data sources, for the events that they name; for all events of a source where it names none of the table's.
  explicit FieldOrigins(std::span<const packs::DataSource> sources);

  // In the order of the sources.
  std::span<const FieldOrigin> of(const std::string& path) const;

 private:
  std::map<std::string, std::vector<FieldOrigin>> origins_;
};

}  // namespace yaral::packaging
