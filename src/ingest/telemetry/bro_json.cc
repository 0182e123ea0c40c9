#include <algorithm>

#include "ingest/log_type.h"
#include "ingest/telemetry/zeek.h"

// docs/telemetry/BRO_JSON.md
namespace yaral::ingest {
namespace {

// `conn - {"ts":…}`: the name of the log in front.
std::size_t json_at(std::string_view line) {
  constexpr std::string_view kDash = " - {";
  const auto dash = line.find(kDash);
  if (dash == std::string_view::npos || dash == 0) return std::string_view::npos;
  const bool named = std::ranges::all_of(
      line.substr(0, dash), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return named ? dash + kDash.size() - 1 : std::string_view::npos;
}

bool claims(const RawRecord& record) {
  const auto at = json_at(record.text);
  return at != std::string_view::npos && record.text.substr(at).starts_with("{\"ts\":");
}

bool split(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  if (json_at(record.text) == std::string_view::npos) return false;
  data.push_back({"_path", record.text.substr(0, record.text.find(' '))});
  return true;
}

constexpr Recognition kRecognitions[] = {
    {{{"_path", ""}, {"ts", ""}}},
    {{{"id.orig_h", ""}, {"uid", "C*"}, {"ts", ""}}},
    {{{"fuid", "F*"}, {"seen_bytes", ""}, {"ts", ""}}},
    {{{"uids", ""}, {"msg_types", ""}, {"ts", ""}}},
    {{{"certificate.sig_alg", ""}, {"certificate.serial", ""}, {"ts", ""}}},
    {{{"issuerNameHash", ""}, {"certStatus", ""}, {"ts", ""}}},
    {{{"suppress_for", ""}, {"note", ""}, {"ts", ""}}},
    {{{"software_type", ""}, {"host", ""}, {"ts", ""}}},
    {{{"compile_ts", ""}, {"machine", ""}, {"ts", ""}}},
    {{{"peer", ""}, {"name", ""}, {"notice", ""}, {"ts", ""}}},
};

}  // namespace

const LogType& bro_json_log_type() {
  static const LogType kType{
      .name = "BRO_JSON",
      .title = "Zeek, logs as JSON",
      .vendor = "Zeek",
      .product = "Zeek",
      .recognitions = kRecognitions,
      .claims = claims,
      .claimed_by = "begins with the name of a log of Zeek and JSON",
      .json_at = json_at,
      .split = split,
      .kind = zeek_kind,
      .mappings = zeek_mappings(),
      .finish = finish_zeek,
  };
  return kType;
}

}  // namespace yaral::ingest
