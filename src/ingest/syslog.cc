#include "ingest/syslog.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The next word, and one blank behind it, off the text.
std::string_view take_word(std::string_view& text) {
  const auto blank = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, blank);
  text.remove_prefix(std::min(blank + 1, text.size()));
  return word;
}

bool take_priority(std::string_view& text) {
  if (!text.starts_with('<')) return false;
  const auto end = text.substr(0, 5).find('>');
  if (end == std::string_view::npos || end < 2 || !std::ranges::all_of(text.substr(1, end - 1), is_digit)) return false;
  text.remove_prefix(end + 1);
  return true;
}

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<Timestamp> in_year(int year, std::size_t month, std::string_view day, std::string_view clock) {
  char text[48];
  const int size = std::snprintf(text, sizeof text, "%04d-%02zu-%c%cT%.*sZ", year, month + 1,
                                 day[0] == ' ' ? '0' : day[0], day[1], static_cast<int>(clock.size()), clock.data());
  return parse_timestamp({text, static_cast<std::size_t>(size)});
}

int year_of(Timestamp time) {
  int year = 1970;
  const std::string text = format_timestamp(time);
  std::from_chars(text.data(), text.data() + std::min<std::size_t>(4, text.size()), year);
  return year;
}

// The latest year that has the day and does not lie after `now` by more than a day: for February 29 one of the last eight.
std::optional<Timestamp> in_latest_year(Timestamp now, std::size_t month, std::string_view day,
                                        std::string_view clock) {
  constexpr std::int64_t kDay = 86400;
  const int present = year_of(now);
  for (int year = present; year >= present - 8; --year) {
    const auto time = in_year(year, month, day, clock);
    if (time && time->seconds <= now.seconds + kDay) return time;
  }
  return std::nullopt;
}

// `Nov  7 12:34:56`, perhaps with a year behind the day and a fraction; some write one blank before a day of one digit.
std::optional<Timestamp> take_bsd_time(std::string_view& text, Timestamp now) {
  constexpr std::size_t kShortest = 14;  // `Nov 7 12:34:56`
  if (text.size() < kShortest || text[3] != ' ') return std::nullopt;
  const auto month = std::ranges::find(kMonths, text.substr(0, 3));
  if (month == std::end(kMonths)) return std::nullopt;
  const auto number = static_cast<std::size_t>(month - std::begin(kMonths));
  const bool one_digit = is_digit(text[4]) && text[5] == ' ';
  const std::string_view day = one_digit ? text.substr(3, 2) : text.substr(4, 2);
  std::string_view rest = text.substr(one_digit ? 5 : 6);
  if (!rest.starts_with(' ')) return std::nullopt;
  rest.remove_prefix(1);
  int year = 0;
  if (rest.size() > 5 && rest[4] == ' ' && std::ranges::all_of(rest.substr(0, 4), is_digit)) {
    std::from_chars(rest.data(), rest.data() + 4, year);
    rest.remove_prefix(5);
  }
  std::string_view clock = take_word(rest);
  if (clock.ends_with(':')) clock.remove_suffix(1);
  if (clock.size() > 20) return std::nullopt;
  const auto time = year != 0 ? in_year(year, number, day, clock) : in_latest_year(now, number, day, clock);
  if (time) text = rest;
  return time;
}

// `2026-01-02T03:04:05.678Z`, or with a blank between date and clock.
std::optional<Timestamp> take_iso_time(std::string_view& text) {
  if (text.size() < 19 || !is_digit(text[0]) || text[4] != '-') return std::nullopt;
  std::string_view rest = text;
  std::string_view word = take_word(rest);
  if (word.size() == 10) {
    const std::string_view clock = take_word(rest);
    word = {word.data(), word.size() + 1 + clock.size()};
  }
  const auto time = parse_log_time(word);
  if (time) text = rest;
  return time;
}

// `sshd[123]: text`. A tag ends with a colon; without one the text is no message of a program. Where the host may stand,
// a blank must follow: the parts of an IPv6 address have colons between. JSON and XML are no tags, whatever is in them.
bool take_tag(std::string_view& text, Envelope& envelope, bool host_may_stand) {
  const auto end = text.find_first_of(": [");
  if (end == std::string_view::npos || end == 0 || text[end] == ' ') return false;
  if (text.front() == '{' || text.front() == '<') return false;
  std::string_view rest = text.substr(end);
  std::string_view pid;
  if (rest.front() == '[') {
    const auto close = rest.find(']');
    if (close == std::string_view::npos) return false;
    pid = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
  }
  if (!rest.starts_with(':') || (host_may_stand && rest.size() > 1 && rest[1] != ' ')) return false;
  envelope.program = text.substr(0, end);
  envelope.pid = pid;
  text = rest.substr(1);
  if (text.starts_with(' ')) text.remove_prefix(1);
  return true;
}

std::string_view present(std::string_view word) { return word == "-" ? std::string_view{} : word; }

// Structured data: `-`, or elements in brackets in whose quoted values a backslash escapes.
bool skip_structured_data(std::string_view& text) {
  if (text.starts_with('-')) {
    text.remove_prefix(std::min<std::size_t>(2, text.size()));
    return true;
  }
  while (text.starts_with('[')) {
    bool quoted = false;
    std::size_t at = 1;
    for (; at < text.size() && (quoted || text[at] != ']'); ++at) {
      if (quoted && text[at] == '\\') {
        ++at;
      } else if (text[at] == '"') {
        quoted = !quoted;
      }
    }
    if (at >= text.size()) return false;
    text.remove_prefix(at + 1);
  }
  if (text.starts_with(' ')) text.remove_prefix(1);
  return true;
}

// Behind the priority: `1 TIME HOST APP PID MSGID SD text`.
bool take_rfc5424(std::string_view& text, Envelope& envelope) {
  if (!text.starts_with("1 ")) return false;
  std::string_view rest = text.substr(2);
  Envelope found = envelope;
  const std::string_view time = take_word(rest);
  if (const auto parsed = parse_log_time(time)) {
    found.time = *parsed;
  } else if (time != "-") {
    return false;
  }
  found.host = present(take_word(rest));
  found.program = present(take_word(rest));
  found.pid = present(take_word(rest));
  found.message_id = present(take_word(rest));
  if (!skip_structured_data(rest)) return false;
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (rest.starts_with(kMark)) rest.remove_prefix(kMark.size());
  envelope = found;
  text = rest;
  return true;
}

}  // namespace

std::string_view take_syslog_header(std::string_view line, Envelope& envelope) {
  std::string_view text = line;
  const bool priority = take_priority(text);
  if (priority && take_rfc5424(text, envelope)) return text;
  auto time = take_iso_time(text);
  if (!time) time = take_bsd_time(text, envelope.now);
  if (!time) return line;
  Envelope found = envelope;
  found.time = *time;
  std::string_view rest = text;
  // Some leave the host out: what ends with a colon is the tag.
  if (!rest.starts_with('{') && !take_tag(rest, found, true)) {
    found.host = take_word(rest);
    take_tag(rest, found, false);
  }
  const bool json = rest.starts_with('{');
  if (found.program.empty() && !priority && !json) return line;  // a time and words: any log has that
  envelope = found;
  return rest;
}

}  // namespace yaral::ingest
