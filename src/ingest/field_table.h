#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "udm/path.h"

namespace yaral::ingest {

class Draft;

// What becomes of a source field's text on its way to UDM.
enum class Convert : std::uint8_t {
  kText,         // by the type of the field it goes to: text as written, numbers, `true`, an enum's name, a time
  kEscapedText,  // one level of &amp; &lt; &gt; &quot; &apos; &#39; taken off
  kLower,        // lower case (ASCII)
  kPid,          // a decimal string, from decimal or 0x…
  kGuid,         // SYSMON:{GUID}
  kHash,         // lower-case hex
  kHashes,       // `MD5=…,SHA256=…,IMPHASH=…` to the hash fields of the file at the path
  kAccount,      // `DOMAIN\\user` to user.userid and administrative_domain of the noun at the path
  kMailUser,     // to userid of the user at the path, and to email_addresses when it holds an @
  kSid,          // S-1-0-0 is absent
  kIp,           // :: and 0.0.0.0 are absent; ::ffff:1.2.3.4 is 1.2.3.4
  kHost,         // to ip of the noun at the path when it is an address, else to hostname
  kMac,          // lower case, with colons
  kPort,
  kUnsigned,    // decimal or 0x…
  kTrue,        // true when the text is `true`, else not set
  kTime,        // RFC 3339, or seconds, milli-, micro- or nanoseconds since 1970, told apart by their size
  kEventTime,   // the time of the event itself, likewise
  kIpProtocol,  // a name, or IANA's number
  kIntegrity,   // Low, Medium, High, System, or a mandatory label SID, to its number
  kElevation,   // %%1936 … %%1938, TokenElevationTypeDefault (1) …
  kJson,        // JSON in a text: its members are laid out as if they stood there
  kCode,        // code reads it: not in additional.fields unless also_additional
};

// What a source calls something, and what UDM does.
struct Code {
  std::string_view from;  // compared without case
  std::string_view to;
};

// One row: a field of the source and where it goes.
struct Row {
  std::string_view source;
  std::string_view
      path;  // may end in a key: `additional.fields["Agent id"]`, `security_result.detection_fields["gid"]`
  Convert convert = Convert::kText;
  bool also_additional = false;   // kept in additional.fields under its own name, too
  std::span<const Code> codes{};  // kText: the value is one of these, or taken as it is
};

// A field that every event of a kind has.
struct Constant {
  std::string_view path;
  std::string_view value;
};

// How one kind of event is laid into UDM: its type, its rows (in groups that kinds share), and what no row can say.
struct Mapping {
  std::string_view
      kind;  // the event id, the name of the operation; `Create*`: what begins so; `*`: what no other takes
  std::string_view type;
  std::span<const Row> groups[4];
  void (*finish)(Draft& draft) = nullptr;
  bool host_is_target = false;  // logons: the principal is the host only when the record names no other origin
  std::span<const Constant> constants{};
};

// A row with its paths resolved.
struct CompiledRow {
  std::string_view source;
  Convert convert;
  bool also_additional;
  std::span<const Code> codes;
  std::vector<udm::Path> paths;           // several for kHashes, kAccount, kMailUser and kHost; none for kCode
  const udm::FieldInfo* field = nullptr;  // at the end of the first path; null behind a key: text
};

struct CompiledConstant {
  udm::Path path;
  Value value;
};

struct CompiledMapping {
  const Mapping* mapping = nullptr;
  std::int32_t type = 0;
  std::vector<CompiledRow> rows;
  std::vector<CompiledConstant> constants;
  boost::unordered_flat_map<std::string_view, std::uint32_t> first_rows;  // by source

  // The first of the rows for that field, which stand together; the end of `rows` when there are none. `hint` is where
  // the last search ended: sources list fields in the order of the table, so that the next is mostly found at once.
  std::size_t find(std::string_view source, std::size_t& hint) const;
};

// The mappings of a log type by kind.
class FieldTable {
 public:
  explicit FieldTable(std::span<const Mapping> mappings);
  // The mapping of the kind, else of the longest beginning that there is one for; null when there is none.
  const CompiledMapping* find(std::string_view kind) const;
  // Whether rows or code of any mapping look below a list of that name.
  bool expands(std::string_view list) const { return lists_.contains(list); }
  // Whether the value of that name is JSON in a text.
  bool is_json(std::string_view source) const { return json_.contains(source); }

  std::span<const CompiledMapping> all() const { return mappings_; }

 private:
  std::vector<CompiledMapping> mappings_;
  boost::unordered_flat_map<std::string_view, std::size_t> exact_;
  std::vector<std::size_t> beginnings_;  // longest first
  boost::unordered_flat_set<std::string_view> lists_;
  boost::unordered_flat_set<std::string_view> json_;
};

// The hash fields below a file, in the order of CompiledRow::paths for kHashes.
struct HashField {
  std::string_view name;  // as in the text, upper-case
  std::string_view path;
};
std::span<const HashField> hash_fields();

// A path of the schema, which may end in a key; the table's own spelling mistakes end the program.
udm::Path checked_path(std::string_view text);
// The field at the end of a path; null behind a key.
const udm::FieldInfo* last_field(const udm::Path& path);
// The number of an event type; likewise.
std::int32_t event_type(std::string_view name);

}  // namespace yaral::ingest
