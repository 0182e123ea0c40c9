#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/KEYFACTOR.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kLevels[] = {
    {"Trace", "LOW"}, {"Debug", "LOW"}, {"Info", "INFORMATIONAL"}, {"Warn", "MEDIUM"}, {"Fatal", "CRITICAL"},
};

constexpr Row kLine[] = {
    {"time", "", kEventTime},
    {"logger", "metadata.product_event_type"},
    {"level", "security_result.severity", kText, false, kLevels},
    {"level", "security_result.severity_details"},
    {"message", "metadata.description"},
    {"session", "network.session_id"},
    {"url", "target.url"},
    {"host", "target", kHost},
    {"job", "target.resource.name"},
    {"class", "target.resource.attribute.labels[\"class\"]"},
};

constexpr std::string_view kTimeShape = "2026-03-02 08:00:00.1234";
constexpr std::string_view kSeparator = "] -";

struct Line {
  std::string_view time;
  std::string_view logger;
  std::string_view level;
  std::string_view message;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `TIME   LOGGER [LEVEL] - MESSAGE`, the time with four digits of the second.
bool read_line(std::string_view text, Line& line) {
  if (text.size() <= kTimeShape.size()) return false;
  for (std::size_t i = 0; i < kTimeShape.size(); ++i) {
    if (is_digit(kTimeShape[i]) ? !is_digit(text[i]) : kTimeShape[i] != text[i]) return false;
  }
  const auto level = text.find(" [", kTimeShape.size());
  const auto end = level == std::string_view::npos ? level : text.find(kSeparator, level);
  if (end == std::string_view::npos) return false;
  line.time = text.substr(0, kTimeShape.size());
  line.logger = trim(text.substr(kTimeShape.size(), level - kTimeShape.size()));
  line.level = text.substr(level + 2, end - level - 2);
  line.message = trim(text.substr(end + kSeparator.size()));
  return !line.logger.contains(' ') && !line.level.contains(' ');
}

// What stands behind `mark`, up to one of `ends`.
std::string_view behind(std::string_view text, std::string_view mark, std::string_view ends) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + mark.size());
  return rest.substr(0, rest.find_first_of(ends));
}

std::string_view url_in(std::string_view text) {
  const auto at = std::min(text.find("https://"), text.find("http://"));
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at);
  return rest.substr(0, rest.find_first_of(" '\",;)"));
}

bool split(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  Line line;
  if (!read_line(record.whole(), line)) return false;
  const std::string_view url = url_in(line.message);
  for (const Datum& datum :
       {Datum{"time", line.time}, Datum{"logger", line.logger}, Datum{"level", line.level},
        Datum{"message", line.message}, Datum{"session", behind(line.message, "Session token: ", " ,;")},
        Datum{"url", url}, Datum{"host", behind(url, "://", "/:?")}, Datum{"job", behind(line.message, "Job '", "'")},
        Datum{"class", behind(line.message, "class=", " ,;")}}) {
    if (!datum.value.empty()) data.push_back(datum);
  }
  return true;
}

// Other programs write such lines, too: the loggers of Keyfactor are in its namespaces, or the older CSS.
bool claims(const RawRecord& record) {
  Line line;
  return read_line(record.whole(), line) &&
         (line.logger.starts_with("Keyfactor.") || line.logger.starts_with("CSS.CMS."));
}

constexpr Mapping kMappings[] = {{"*", "GENERIC_EVENT", {kLine}}};

}  // namespace

const LogType& keyfactor_log_type() {
  static constexpr LogType kType{
      .name = "KEYFACTOR",
      .title = "Keyfactor logs",
      .vendor = "Keyfactor",
      .product = "Keyfactor",
      .claims = claims,
      .claimed_by = "a log line of a logger of Keyfactor or CSS",
      .split = split,
      .kind_field = "logger",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
