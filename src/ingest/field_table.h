#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "udm/path.h"

namespace yaral::ingest {

class Draft;

// What becomes of a source field's text on its way to UDM.
enum class Convert : std::uint8_t {
  kText,         // as written
  kEscapedText,  // one level of &amp; &lt; &gt; &quot; &apos; &#39; taken off
  kPid,          // a decimal string, from decimal or 0x…
  kGuid,         // SYSMON:{GUID}
  kHashes,       // `MD5=…,SHA256=…,IMPHASH=…` to the hash fields of the file at the path
  kAccount,      // `DOMAIN\user` to user.userid and administrative_domain of the noun at the path
  kSid,          // S-1-0-0 is absent
  kIp,           // :: and 0.0.0.0 are absent; ::ffff:1.2.3.4 is 1.2.3.4
  kPort,
  kUnsigned,  // decimal or 0x…
  kTrue,      // true when the text is `true`, else not set
  kTime,
  kEventTime,  // the time of the event itself
  kIpProtocol,
  kIntegrity,  // Low, Medium, High, System, or a mandatory label SID, to its number
  kElevation,  // %%1936 … %%1938, TokenElevationTypeDefault (1) …
};

// One row: a field of the source and where it goes.
struct Row {
  std::string_view source;
  std::string_view path;
  Convert convert = Convert::kText;
  bool also_additional = false;  // kept in additional.fields under its own name, too
};

// How one kind of event is laid into UDM: its type, its rows (in groups that kinds share), and what no row can say.
struct Mapping {
  std::uint32_t event_id;
  std::string_view type;
  std::span<const Row> groups[4];
  void (*finish)(Draft& draft) = nullptr;
  bool host_is_target = false;  // logons: the principal is the host only when the record names no other origin
};

// A row with its paths resolved.
struct CompiledRow {
  std::string_view source;
  Convert convert;
  bool also_additional;
  std::vector<udm::Path> paths;  // one, but for kHashes and kAccount
};

struct CompiledMapping {
  const Mapping* mapping = nullptr;
  std::int32_t type = 0;
  std::vector<CompiledRow> rows;

  // The first of the rows for that field, which stand together; the end of `rows` when there are none. `hint` is where
  // the last search ended: sources list fields in the order of the table, so that the next is mostly found at once.
  std::size_t find(std::string_view source, std::size_t& hint) const;
};

// The mappings of a log type by event id.
class FieldTable {
 public:
  explicit FieldTable(std::span<const Mapping> mappings);
  const CompiledMapping* find(std::uint32_t event_id) const;

 private:
  std::vector<CompiledMapping> mappings_;
};

// The hash fields below a file, in the order of CompiledRow::paths for kHashes.
struct HashField {
  std::string_view name;  // as in the text, upper-case
  std::string_view path;
};
std::span<const HashField> hash_fields();

// A path of the schema; the table's own spelling mistakes end the program.
udm::Path checked_path(std::string_view dotted);
// The number of an event type; likewise.
std::int32_t event_type(std::string_view name);

// The tables, open to the tests that walk them.
std::span<const Mapping> sysmon_mappings();
std::span<const Mapping> security_mappings();
std::span<const Mapping> powershell_mappings();

}  // namespace yaral::ingest
