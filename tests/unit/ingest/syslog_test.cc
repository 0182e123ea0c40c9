#include "ingest/syslog.h"

#include <gtest/gtest.h>

#include <string>

namespace yaral::ingest {
namespace {

struct Header {
  std::string time;
  std::string host;
  std::string program;
  std::string pid;
  std::string message_id;
  std::string text;
  bool operator==(const Header&) const = default;
};

void PrintTo(const Header& header, std::ostream* out) {
  *out << header.time << '|' << header.host << '|' << header.program << '|' << header.pid << '|' << header.message_id
       << '|' << header.text;
}

Header header(const std::string& line, const std::string& now = "2026-06-01T00:00:00Z") {
  Envelope envelope;
  envelope.now = *parse_timestamp(now);
  const std::string_view text = take_syslog_header(line, envelope);
  return {envelope.time.is_zero() ? "" : format_timestamp(envelope.time),
          std::string(envelope.host),
          std::string(envelope.program),
          std::string(envelope.pid),
          std::string(envelope.message_id),
          std::string(text)};
}

std::string time_of(const std::string& stamp, const std::string& now = "2026-06-01T00:00:00Z") {
  return header(stamp + " host prog: text", now).time;
}

TEST(Syslog, Rfc3164) {
  const Header expected{"2026-01-05T10:00:01Z", "web1", "sshd", "123", "", "Accepted password"};
  EXPECT_EQ(header("<34>Jan  5 10:00:01 web1 sshd[123]: Accepted password"), expected);
  EXPECT_EQ(header("Jan  5 10:00:01 web1 sshd[123]: Accepted password"), expected);
  EXPECT_EQ(header("Jan 5 10:00:01 web1 sshd[123]: Accepted password"), expected) << "a day of one digit";
  EXPECT_EQ(header("Jan  5 2026 10:00:01 web1 sshd[123]: Accepted password"), expected) << "with a year";
  EXPECT_EQ(header("2026-01-05T11:00:01+01:00 web1 sshd[123]: Accepted password"), expected);
  EXPECT_EQ(header("2026-01-05 10:00:01 web1 sshd[123]: Accepted password"), expected);
}

TEST(Syslog, FractionsAndMarksOfTheClock) {
  EXPECT_EQ(time_of("Jan 15 10:00:01.250"), "2026-01-15T10:00:01.250Z");
  EXPECT_EQ(time_of("Jan 15 10:00:01.250:"), "2026-01-15T10:00:01.250Z");
  EXPECT_EQ(time_of("Jan 15 10:00:61"), "");
  EXPECT_EQ(time_of("Jan 32 10:00:00"), "");
  EXPECT_EQ(time_of("Jaz 15 10:00:00"), "");
}

TEST(Syslog, ATimeWithoutAYearIsTheLatestNotInTheFuture) {
  EXPECT_EQ(time_of("Dec 31 23:59:59", "2026-01-01T00:00:10Z"), "2025-12-31T23:59:59Z");
  EXPECT_EQ(time_of("Jan  1 00:00:05", "2026-01-01T00:00:10Z"), "2026-01-01T00:00:05Z");
  EXPECT_EQ(time_of("Jan  2 00:00:10", "2026-01-01T00:00:10Z"), "2026-01-02T00:00:10Z") << "clocks may differ by a day";
  EXPECT_EQ(time_of("Jan  2 00:00:11", "2026-01-01T00:00:10Z"), "2025-01-02T00:00:11Z");
}

TEST(Syslog, February29IsOfALeapYear) {
  EXPECT_EQ(time_of("Feb 29 12:00:00", "2024-03-01T00:00:00Z"), "2024-02-29T12:00:00Z");
  EXPECT_EQ(time_of("Feb 29 12:00:00", "2024-02-01T00:00:00Z"), "2020-02-29T12:00:00Z");
  EXPECT_EQ(time_of("Feb 29 12:00:00", "2027-01-01T00:00:00Z"), "2024-02-29T12:00:00Z");
  EXPECT_EQ(time_of("Feb 29 12:00:00", "2103-01-01T00:00:00Z"), "2096-02-29T12:00:00Z") << "2100 is none";
  EXPECT_EQ(time_of("Feb 29 2023 12:00:00"), "");
  EXPECT_EQ(time_of("Feb 30 12:00:00"), "");
}

TEST(Syslog, Priorities) {
  for (const char* priority : {"<0>", "<7>", "<34>", "<191>"}) {
    EXPECT_EQ(header(std::string(priority) + "Jan  5 10:00:01 web1 su: x").program, "su") << priority;
  }
  for (const char* none : {"<>", "<a>", "<1234>", "<34", "< 34>"}) {
    const std::string line = std::string(none) + "Jan  5 10:00:01 web1 su: x";
    EXPECT_EQ(header(line), Header({.text = line})) << none;
  }
}

TEST(Syslog, WithoutAHost) {
  EXPECT_EQ(header("Jan  5 10:00:01 sshd[12]: x"), Header({"2026-01-05T10:00:01Z", "", "sshd", "12", "", "x"}));
  EXPECT_EQ(header("<13>Jan  5 10:00:01 su: x").host, "");
}

TEST(Syslog, AHostMayBeAnAddress) {
  EXPECT_EQ(header("Jan  5 10:00:01 192.0.2.1 su: x").host, "192.0.2.1");
  const Header ipv6 = header("Jan  5 10:00:01 2001:db8::1 sshd[1]: x");
  EXPECT_EQ(ipv6.host, "2001:db8::1");
  EXPECT_EQ(ipv6.program, "sshd");
}

TEST(Syslog, Tags) {
  EXPECT_EQ(header("Jan  5 10:00:01 web1 postfix/smtpd[9]: x").program, "postfix/smtpd");
  EXPECT_EQ(header("Jan  5 10:00:01 web1 kernel:[12.3] x").text, "[12.3] x");
  EXPECT_EQ(header("Jan  5 10:00:01 web1 su: "), Header({"2026-01-05T10:00:01Z", "web1", "su", "", "", ""}));
  EXPECT_EQ(header("<13>Jan  5 10:00:01 web1 no tag here"),
            Header({"2026-01-05T10:00:01Z", "web1", "", "", "", "no tag here"}));
  EXPECT_EQ(header("<13>Jan  5 10:00:01 web1 sshd[12 no end").program, "");
}

TEST(Syslog, RecordsWithoutATag) {
  const Header json{"2026-01-05T10:00:01Z", "fw1", "", "", "", R"({"a": "b: c"})"};
  EXPECT_EQ(header(R"(<134>Jan  5 10:00:01 fw1 {"a": "b: c"})"), json);
  EXPECT_EQ(header(R"(Jan  5 10:00:01 fw1 {"a": "b: c"})"), json);
  EXPECT_EQ(header(R"(2026-01-05T10:00:01Z fw1 {"a": "b: c"})"), json);
  EXPECT_EQ(header(R"(Jan  5 10:00:01 {"a":"b"})"), Header({"2026-01-05T10:00:01Z", "", "", "", "", R"({"a":"b"})"}));
  EXPECT_EQ(header("<13>Jan  5 10:00:01 w1 <a:Event x='y: z'/>").text, "<a:Event x='y: z'/>");
}

TEST(Syslog, ATimeAndWordsAreNoHeader) {
  for (const char* line : {"Jan  5 10:00:01 web1 no tag here", "2026-01-05 10:00:01 something happened", "Jan", "",
                           "Jan  5 10:00:01", "type=SYSCALL msg=audit(1.2:3): a=b", "{\"a\": 1}"}) {
    EXPECT_EQ(header(line), Header({.text = line})) << line;
  }
}

TEST(Syslog, Rfc5424) {
  EXPECT_EQ(header("<165>1 2026-01-05T10:00:01.003Z web1 evntslog 8710 ID47 - text"),
            Header({"2026-01-05T10:00:01.003Z", "web1", "evntslog", "8710", "ID47", "text"}));
  EXPECT_EQ(header("<165>1 2026-01-05T10:00:01Z - - - - -"), Header({"2026-01-05T10:00:01Z", "", "", "", "", ""}));
  EXPECT_EQ(header("<165>1 - web1 app - - - text"), Header({"", "web1", "app", "", "", "text"}));
  EXPECT_EQ(header("<165>1 2026-01-05T10:00:01Z web1 app - - - \xEF\xBB\xBFtext").text, "text") << "a byte order mark";
}

TEST(Syslog, StructuredData) {
  const std::string begin = "<165>1 2026-01-05T10:00:01Z web1 app - - ";
  EXPECT_EQ(header(begin + R"([a@1 k="v"] text)").text, "text");
  EXPECT_EQ(header(begin + R"([a@1 k="v"][b@1 k="w"] text)").text, "text");
  EXPECT_EQ(header(begin + R"([a@1 k="a \"quoted\" \] value"] text)").text, "text");
  EXPECT_EQ(header(begin + R"([a@1 k="]"] text)").text, "text") << "a bracket in quotes";
  EXPECT_EQ(header(begin + R"([a@1 k="\\"] text)").text, "text") << "an escaped backslash before the quote";
  EXPECT_EQ(header(begin + "[a@1]").text, "");
}

TEST(Syslog, BrokenStructuredDataIsNoHeader) {
  for (const char* broken : {"[a@1 k=\"v", "[a@1 k=\"v\\", "["}) {
    const std::string line = std::string("<165>1 2026-01-05T10:00:01Z web1 app - - ") + broken;
    EXPECT_EQ(header(line), Header({.text = line})) << broken;
  }
  const std::string line = "<165>1 yesterday web1 app - - - text";
  EXPECT_EQ(header(line), Header({.text = line}));
}

}  // namespace
}  // namespace yaral::ingest
