#include "base/time.h"

#include <array>
#include <charconv>
#include <limits>

namespace yaral {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years are counted from March, so that the leap
// day is the last of its year.
constexpr std::int64_t days_from_date(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

struct Date {
  std::int64_t year;
  int month;
  int day;
};

constexpr Date date_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const int month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  return {year_of_era + era * 400 + (month <= 2), month, day};
}

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes fixed-width fields off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }

  bool take(char c) {
    if (peek() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool take_digits(int count, int& number) {
    if (text_.size() < static_cast<std::size_t>(count)) return false;
    number = 0;
    for (int i = 0; i < count; ++i) {
      if (!is_digit(text_[static_cast<std::size_t>(i)])) return false;
      number = number * 10 + (text_[static_cast<std::size_t>(i)] - '0');
    }
    text_.remove_prefix(static_cast<std::size_t>(count));
    return true;
  }

  // One or more digits as a fraction of a second; those after the ninth are cut.
  bool take_fraction(std::int32_t& nanos) {
    std::int32_t unit = kNanosPerSecond / 10;
    nanos = 0;
    if (!is_digit(peek())) return false;
    for (; is_digit(peek()); text_.remove_prefix(1), unit /= 10) nanos += unit * (text_.front() - '0');
    return true;
  }

 private:
  std::string_view text_;
};

// Seconds east of UTC; nothing written means UTC.
bool take_offset(Scanner& in, std::int64_t& seconds) {
  seconds = 0;
  if (in.done() || in.take('Z') || in.take('z')) return true;
  const bool west = in.peek() == '-';
  if (!in.take('+') && !in.take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!in.take_digits(2, hours)) return false;
  if (!in.done()) {
    in.take(':');
    if (!in.take_digits(2, minutes)) return false;
  }
  if (hours > 23 || minutes > 59) return false;
  seconds = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
  return true;
}

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr std::array<Unit, 4> kUnits = {{{'d', 86'400}, {'h', 3'600}, {'m', 60}, {'s', 1}}};

Timestamp shift(Timestamp t, std::int64_t seconds, std::int64_t nanos) {
  nanos += t.nanos;
  const std::int64_t carry = nanos < 0 ? -1 : nanos / kNanosPerSecond;
  std::int64_t sum = 0;
  if (__builtin_add_overflow(t.seconds, seconds + carry, &sum)) {
    if (seconds < 0) return {std::numeric_limits<std::int64_t>::min(), 0};
    return {std::numeric_limits<std::int64_t>::max(), static_cast<std::int32_t>(kNanosPerSecond - 1)};
  }
  return {sum, static_cast<std::int32_t>(nanos - carry * kNanosPerSecond)};
}

}  // namespace

Timestamp operator+(Timestamp t, Duration d) { return shift(t, d.nanos / kNanosPerSecond, d.nanos % kNanosPerSecond); }

Timestamp operator-(Timestamp t, Duration d) {
  return shift(t, -(d.nanos / kNanosPerSecond), -(d.nanos % kNanosPerSecond));
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Scanner in(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!in.take_digits(4, year) || !in.take('-') || !in.take_digits(2, month) || !in.take('-') ||
      !in.take_digits(2, day)) {
    return std::nullopt;
  }
  if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  if (!in.take_digits(2, hour) || !in.take(':') || !in.take_digits(2, minute) || !in.take(':') ||
      !in.take_digits(2, second)) {
    return std::nullopt;
  }
  std::int32_t nanos = 0;
  if (in.take('.') && !in.take_fraction(nanos)) return std::nullopt;
  std::int64_t offset = 0;
  if (!take_offset(in, offset) || !in.done()) return std::nullopt;

  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  // A leap second is the same instant as the first of the next minute: neither POSIX nor proto time has it.
  const std::int64_t of_day = hour * 3'600 + minute * 60 + second;
  return Timestamp{days_from_date(year, month, day) * kSecondsPerDay + of_day - offset, nanos};
}

std::string format_timestamp(Timestamp t) {
  std::int64_t days = t.seconds / kSecondsPerDay;
  std::int64_t of_day = t.seconds % kSecondsPerDay;
  if (of_day < 0) {
    of_day += kSecondsPerDay;
    --days;
  }
  const Date date = date_from_days(days);
  std::string out;
  out.reserve(30);
  if (date.year < 0) out += '-';
  append_padded(out, date.year < 0 ? -date.year : date.year, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  out += 'T';
  append_padded(out, of_day / 3'600, 2);
  out += ':';
  append_padded(out, of_day / 60 % 60, 2);
  out += ':';
  append_padded(out, of_day % 60, 2);
  if (t.nanos != 0) {
    out += '.';
    if (t.nanos % 1'000'000 == 0) {
      append_padded(out, t.nanos / 1'000'000, 3);
    } else if (t.nanos % 1'000 == 0) {
      append_padded(out, t.nanos / 1'000, 6);
    } else {
      append_padded(out, t.nanos, 9);
    }
  }
  out += 'Z';
  return out;
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || end - rest != 1) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (unit.letter != *rest) continue;
    Duration d;
    if (__builtin_mul_overflow(number, unit.seconds * kNanosPerSecond, &d.nanos)) return std::nullopt;
    return d;
  }
  return std::nullopt;
}

std::string format_duration(Duration d) {
  if (d.nanos == 0) return "0s";
  for (const Unit& unit : kUnits) {
    const std::int64_t nanos = unit.seconds * kNanosPerSecond;
    if (d.nanos % nanos == 0) return std::to_string(d.nanos / nanos) + unit.letter;
  }
  // Parts of a second have no spelling in rules; written as proto JSON does.
  std::string fraction = std::to_string(std::abs(d.nanos % kNanosPerSecond));
  fraction.insert(0, 9 - fraction.size(), '0');
  fraction.erase(fraction.find_last_not_of('0') + 1);
  const std::string whole = std::to_string(std::abs(d.nanos / kNanosPerSecond));
  return (d.nanos < 0 ? "-" : "") + whole + '.' + fraction + 's';
}

}  // namespace yaral
