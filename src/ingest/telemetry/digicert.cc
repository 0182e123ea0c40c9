#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/DIGICERT.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kActivity[] = {
    {"Date and time (UTC)", "", kCode},
    {"event", "metadata.product_event_type"},
    {"Activity", "security_result.description"},
    {"Action", "security_result.detection_fields[\"Action\"]"},
    {"Action taken via", "intermediary.application"},
    {"User ID", "principal.user.userid"},
    {"User name", "principal.user.user_display_name"},
    {"Account ID", "src.user.userid"},
    {"Domain name", "principal.hostname"},
    {"IP address", "principal.ip", kIp},
    {"IP country", "principal.location.country_or_region"},
};

// `12-10-2024 10:00:00`: the day first, unless the second number can only be one.
std::optional<Timestamp> parse_time(std::string_view text) {
  if (text.size() != 19 || text[2] != '-' || text[5] != '-') return parse_log_time(text);
  std::string_view day = text.substr(0, 2);
  std::string_view month = text.substr(3, 2);
  if (month > "12") std::swap(day, month);
  const std::string time =
      std::string(text.substr(6, 4)).append("-").append(month).append("-").append(day).append(text.substr(10));
  return parse_log_time(time);
}

void finish(Draft& draft) {
  if (const auto time = parse_time(draft.find("Date and time (UTC)"))) {
    draft.set_time(*time);
  } else {
    draft.add("Date and time (UTC)", draft.find("Date and time (UTC)"));
  }
  if (draft.has(YARAL_PATH("principal.user"))) {
    draft.set_type("USER_UNCATEGORIZED");
  } else if (draft.has(YARAL_PATH("principal.ip"))) {
    draft.set_type("STATUS_UPDATE");
  }
}

constexpr Mapping kMappings[] = {{"*", "GENERIC_EVENT", {kActivity}, finish}};

constexpr Recognition kRecognitions[] = {
    {{{"Date and time (UTC)", ""}, {"event", ""}, {"Activity", ""}}},
    {{{"Date and time (UTC)", ""}, {"Account ID", ""}, {"User ID", ""}}},
};

}  // namespace

const LogType& digicert_log_type() {
  static constexpr LogType kType{
      .name = "DIGICERT",
      .title = "DigiCert CertCentral audit log",
      .vendor = "Digicert",
      .product = "Digicert",
      .recognitions = kRecognitions,
      .kind_field = "event",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
