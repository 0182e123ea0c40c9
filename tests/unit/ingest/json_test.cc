#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "ingest/json_records.h"
#include "ingest/json_splitter.h"
#include "ingest/json_text.h"
#include "normalise_helpers.h"

namespace yaral::ingest {
namespace {

// --- Splitting

struct Split {
  std::vector<std::string> objects;
  std::vector<std::string> broken;
};

// Feeds the text in steps of `step` bytes, as a reader with a small buffer would.
Split split(std::string_view text, std::size_t step, std::size_t limit = 1 << 20) {
  JsonSplitter splitter(limit);
  Split result;
  std::size_t begin = 0;
  std::size_t end = std::min(step, text.size());
  for (;;) {
    const bool at_end = end == text.size();
    const std::string_view window = text.substr(begin, end - begin);
    const JsonPiece piece = splitter.next(window, at_end);
    if (piece.kind == JsonPieceKind::kObject) result.objects.emplace_back(window.substr(piece.begin, piece.size));
    if (piece.kind == JsonPieceKind::kBroken) result.broken.emplace_back(piece.message);
    if (piece.kind == JsonPieceKind::kEnd) return result;
    begin += piece.consumed;
    if (piece.kind == JsonPieceKind::kMore) end = std::min(end + step, text.size());
  }
}

TEST(JsonSplitter, HoweverTheObjectsAreLaidOut) {
  const std::vector<std::string> expected = {R"({"a":[{"x":"}\"{"}]})", R"({"b":{}})", "{}"};
  const std::string a = expected[0], b = expected[1], c = expected[2];
  for (const std::string& text :
       {a + b + c, "[" + a + "," + b + "," + c + "]", a + "\n" + b + "\r\n\n" + c,
        " [\n " + a + "\n , " + b + ",\n" + c, "{\"events\": [" + a + "," + b + "," + c + "]}",
        "{ \"Records\" :\n[" + a + ", " + b + ", " + c + " ] }"}) {
    for (const std::size_t step : {1, 2, 3, 7, 1000}) {
      const Split result = split(text, static_cast<std::size_t>(step));
      EXPECT_EQ(result.objects, expected) << text << " in steps of " << step;
      EXPECT_TRUE(result.broken.empty()) << text;
    }
  }
}

TEST(JsonSplitter, ObjectsBehindABrokenOneSurvive) {
  const std::vector<std::string> kinds = {"{\"a\": 1", "{\"a\": [1}", "{\"a\": \"unclosed}", "{\"a\": {\"b\": 1}",
                                          "{\"a\": " + std::string(2000, '[')};
  for (const std::string& bad : kinds) {
    const std::string text = "[\n  {\"one\":1},\n  " + bad + ",\n  {\"two\":2},\n  {\"three\":3}\n]\n";
    const Split result = split(text, text.size());
    EXPECT_EQ(result.broken.size(), 1u) << bad;
    EXPECT_EQ(result.objects, (std::vector<std::string>{"{\"one\":1}", "{\"two\":2}", "{\"three\":3}"})) << bad;
  }
}

// What stands between the objects, without what lists have there.
std::string between_objects(std::string_view rest) {
  JsonSplitter splitter(1 << 20);
  std::string between;
  for (;;) {
    const JsonPiece piece = splitter.next(rest, true);
    between += rest.substr(piece.between, piece.begin - piece.between);
    if (piece.kind == JsonPieceKind::kEnd) break;
    rest.remove_prefix(piece.consumed);
  }
  std::erase_if(between, [](char c) { return std::string_view(" \n,[]").find(c) != std::string_view::npos; });
  return between;
}

TEST(JsonSplitter, TextOfNoObjectIsToldFromThatOfWrappersAndBrokenOnes) {
  EXPECT_EQ(between_objects(R"([1, {"a":1}, 5, {"b":2}] x)"), "15x");
  EXPECT_EQ(between_objects(R"({"Records": [{"a":1}, {"b":2}], "next": "x"})"), "");
  EXPECT_EQ(between_objects("y [\n  {\"a\": 1,\n  {\"b\":2}\n]\n"), "y");
  EXPECT_EQ(between_objects("[[5]]"), "5");
}

TEST(JsonSplitter, WrappersInWrappersWithoutEnd) {
  std::string text;
  for (int i = 0; i < 500'000; ++i) text += "{\"events\":[";
  EXPECT_TRUE(split(text, 1 << 16).objects.empty());
  EXPECT_EQ(split(text + "{\"a\":1}", 1 << 16).objects, std::vector<std::string>{"{\"a\":1}"});
}

TEST(JsonSplitter, LimitAndEnd) {
  const Split longer = split("{\"a\":\"" + std::string(100, 'x') + "\"}\n{\"b\":1}\n", 40, 50);
  EXPECT_EQ(longer.objects, std::vector<std::string>{"{\"b\":1}"});
  EXPECT_EQ(longer.broken, std::vector<std::string>{"longer than the limit"});
  EXPECT_EQ(split("{\"a\":", 2).broken.size(), 1u);
  EXPECT_TRUE(split("", 2).objects.empty());
  EXPECT_TRUE(split("[]", 2).broken.empty());
  EXPECT_TRUE(split("]]}}", 2).objects.empty());
}

// --- Faults and repairs

TEST(JsonText, FaultsAreFound) {
  struct Case {
    std::string text;
    std::string message;
    std::size_t offset;
  };
  const Case cases[] = {
      {R"({"a" 1})", "expected ':'", 5},
      {R"({"a":1 "b":2})", "expected ',' or '}'", 7},
      {R"({"a":[1 2]})", "expected ',' or ']'", 8},
      {R"({a:1})", "expected a member's name in quotes", 1},
      {R"({"a":1,})", "expected a member's name in quotes", 7},
      {R"({"a":tru})", "expected a value", 5},
      {R"({"a":"x)", "the text ends inside a string", 7},
      {R"({"a":{)", "the text ends inside an object", 6},
      {R"({"a":[1,)", "the text ends inside an object or array", 8},
      {R"({"a":"\x"})", "no such escape", 7},
      {R"({"a":"\u12g4"})", "expected four hex digits after \\u", 10},
      {"{\"a\":\"\n\"}", "control character inside a string", 6},
      {R"({} {})", "text after the end of the value", 3},
      {R"({"a":-})", "expected a digit", 6},
      {"", "no value", 0},
  };
  for (const Case& c : cases) {
    const JsonFault fault = find_json_fault(c.text);
    EXPECT_EQ(fault.message, c.message) << c.text;
    EXPECT_EQ(fault.offset, c.offset) << c.text;
  }
  EXPECT_EQ(find_json_fault(std::string(5000, '[')).message, "nested deeper than 1024");
  for (const char* good : {"{}", "[]", R"({"a":[1,-2.5e3,"x\u00e9\n",true,false,null,{}]})", " 1 "}) {
    EXPECT_EQ(find_json_fault(good).message, "") << good;
  }
}

TEST(JsonText, Repairs) {
  struct Case {
    std::string text;
    std::string repaired;
  };
  const Case cases[] = {
      {"{\"a\":\"x\ty\"}", R"({"a":"x\u0009y"})"},
      {std::string("{\"a\":\"x\0y\"}", 11), R"({"a":"x\u0000y"})"},
      {std::string("{\0\"a\":1}", 8), R"({ "a":1})"},
      {"{\"a\":\"\xC3\x28\xED\xA0\x80\"}", "{\"a\":\"\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}"},
      {R"({"a":"\ud800x\udc00"})", R"({"a":"\ufffdx\ufffd"})"},
      {R"({"a":18446744073709551616})", R"({"a":"18446744073709551616"})"},
  };
  for (const Case& c : cases) {
    std::string to;
    EXPECT_TRUE(repair_json(c.text, to));
    EXPECT_EQ(to, c.repaired);
  }
  std::string to;
  EXPECT_FALSE(repair_json(R"({"a":"\ud83d\ude00 \\ud800","n":-9223372036854775808,"f":1.5e300})", to));
}

// --- Shapes

struct Shape {
  const char* name;
  std::string text;
};

// The same process creation, as shippers and converters write it.
const Shape kShapes[] = {
    {"Winlogbeat 7",
     R"({"@timestamp":"2024-03-01T10:00:00.5Z","message":"Process Create:\nX","event":{"code":"1"},"winlog":{"api":"wineventlog",
        "channel":"Microsoft-Windows-Sysmon/Operational","provider_name":"Microsoft-Windows-Sysmon","event_id":"1",
        "provider_guid":"{G}","record_id":77,"computer_name":"wks1","process":{"pid":900,"thread":{"id":7}},
        "user":{"identifier":"S-1-5-18"},"event_data":{"Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":"12"}}})"},
    {"Winlogbeat 7, flattened",
     R"({"@timestamp":"2024-03-01T10:00:00.5Z","winlog.channel":"Microsoft-Windows-Sysmon/Operational",
        "winlog.provider_name":"Microsoft-Windows-Sysmon","winlog.event_id":1,"winlog.record_id":77,"winlog.computer_name":"wks1",
        "winlog.process.pid":900,"winlog.event_data.Image":"C:\\a.exe","winlog.event_data.CommandLine":"a -b","winlog.event_data.ProcessId":"12"})"},
    {"Winlogbeat 7 with the Sysmon module",
     R"({"@timestamp":"2024-03-01T10:00:00.5Z","process":{"executable":"C:\\a.exe","command_line":"a -b","pid":12},
        "winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","provider_name":"Microsoft-Windows-Sysmon","event_id":1,
        "record_id":77,"computer_name":"wks1","process":{"pid":900},"event_data":{"RuleName":"-"}}})"},
    {"Winlogbeat 6",
     R"({"@timestamp":"2024-03-01T10:00:00.5Z","event_id":1,"log_name":"Microsoft-Windows-Sysmon/Operational",
        "source_name":"Microsoft-Windows-Sysmon","record_number":"77","computer_name":"wks1","process_id":900,"level":"Information",
        "event_data":{"Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":"12"}})"},
    {"NXLog",
     R"({"EventTime":"2024-03-01 05:00:00.5","EventReceivedTime":"2024-03-01 05:01:00","@timestamp":"2024-03-01T10:01:00.2Z",
        "Hostname":"wks1","Keywords":-9223372036854775808,"EventType":"INFO","SourceName":"Microsoft-Windows-Sysmon","EventID":1,
        "RecordNumber":77,"ProcessID":900,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":"12"})"},
    {"NXLog, where the process is only in the message",
     R"({"EventTime":"2024-03-01T10:00:00.5Z","Hostname":"wks1","SourceName":"Microsoft-Windows-Sysmon","EventID":1,"RecordNumber":77,
        "ProcessID":900,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\a.exe","CommandLine":"a -b",
        "Message":"Process Create:\r\nParentProcessId: 3\r\nProcessId: 12\r\nImage: C:\\a.exe"})"},
    {"flat, without a provider",
     R"({"TimeCreated":"2024-03-01T10:00:00.5Z","Computer":"wks1","EventCode":"1","EventRecordID":"77","ExecutionProcessID":900,
        "Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":"12"})"},
    {"flattened logstash",
     R"({"SourceName":"Microsoft-Windows-Sysmon","Level":"4","Keywords":"0x8000000000000000","Channel":"Microsoft-Windows-Sysmon/Operational",
        "Hostname":"wks1","TimeCreated":"2024-03-01T10:00:00.5Z","@timestamp":"2024-03-01T10:00:09Z","EventID":1,"RecordNumber":77,
        "ExecutionProcessID":900,"Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":"12","Empty":null})"},
    {"#attributes",
     R"({"Event":{"#attributes":{"xmlns":"x"},"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},"EventID":1,
        "TimeCreated":{"#attributes":{"SystemTime":"2024-03-01T10:00:00.5Z"}},"EventRecordID":77,"Correlation":null,
        "Execution":{"#attributes":{"ProcessID":900}},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"wks1"},
        "EventData":{"Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":12}}})"},
    {"separate attributes",
     R"({"Event":{"System":{"Provider_attributes":{"Name":"Microsoft-Windows-Sysmon"},"EventID":1,
        "TimeCreated_attributes":{"SystemTime":"2024-03-01T10:00:00.5Z"},"EventRecordID":77,"Execution_attributes":{"ProcessID":900},
        "Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"wks1"},"EventData":{"Image":"C:\\a.exe","CommandLine":"a -b","ProcessId":12}}})"},
    {"@Name and #text",
     R"({"Event":{"System":{"Provider":{"@Name":"Microsoft-Windows-Sysmon"},"EventID":{"@Qualifiers":"0","#text":"1"},
        "TimeCreated":{"@SystemTime":"2024-03-01T10:00:00.5Z"},"EventRecordID":"77","Execution":{"@ProcessID":"900"},
        "Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"wks1"},"EventData":{"Data":[{"@Name":"Image","#text":"C:\\a.exe"},
        {"@Name":"CommandLine","#text":"a -b"},{"@Name":"ProcessId","#text":"12"}]}}})"},
    {"Name and text",
     R"({"Event":{"xmlns":"x","System":{"Provider":{"Name":"Microsoft-Windows-Sysmon"},"EventID":"1",
        "TimeCreated":{"SystemTime":"2024-03-01T10:00:00.5Z"},"EventRecordID":"77","Execution":{"ProcessID":"900"},"Security":null,
        "Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"wks1"},"EventData":{"Data":[{"Name":"Image","text":"C:\\a.exe"},
        {"text":"a -b","Name":"CommandLine"},{"Name":"ProcessId","text":"12"}]}}})"},
};

struct Read : Normalised {
  LogTypes log_types = LogTypes::shipped();
  JsonRecordReader reader{nullptr, log_types, nullptr};

  std::expected<void, JsonFault> read(std::string_view text) {
    std::string padded(text);
    padded.append(kJsonPadding, '\0');
    const std::string_view kept = arena.copy(padded);
    return reader.read(RawRecord{kept.substr(0, text.size())}, blocks, arena, *this);
  }
};

void expect_the_event(const Read& read) {
  ASSERT_EQ(read.events.size(), 1u);
  EXPECT_EQ(read.one("metadata.event_type"), "PROCESS_LAUNCH");
  EXPECT_EQ(read.one("metadata.log_type"), "WINDOWS_SYSMON");
  EXPECT_EQ(read.one("metadata.product_event_type"), "1");
  EXPECT_EQ(read.one("metadata.product_log_id"), "77");
  EXPECT_EQ(read.one("metadata.event_timestamp"), "2024-03-01T10:00:00.500Z");
  EXPECT_EQ(read.one("principal.hostname"), "wks1");
  EXPECT_EQ(read.one("observer.process.pid"), "900");
  EXPECT_EQ(read.one("target.process.file.full_path"), "C:\\a.exe");
  EXPECT_EQ(read.one("target.process.command_line"), "a -b");
  EXPECT_EQ(read.one("target.process.pid"), "12");
}

TEST(JsonShapes, TheChannelTellsTheProvider) {
  struct Case {
    const char* record;
    const char* product;
    const char* event_type;
  };
  const Case cases[] = {
      {R"({"Channel":"Security","EventID":4688,"Computer":"w","NewProcessName":"C:\\a.exe"})",
       "Microsoft-Windows-Security-Auditing", "PROCESS_LAUNCH"},
      {R"({"Channel":"Security","EventID":1102,"Computer":"w"})", "Microsoft-Windows-Eventlog",
       "SYSTEM_AUDIT_LOG_WIPE"},
      {R"({"Channel":"Windows PowerShell","EventID":400,"Computer":"w"})", "PowerShell", "STATUS_UPDATE"},
      {R"({"Channel":"Microsoft-Windows-TaskScheduler/Operational","EventID":106,"Computer":"w","TaskName":"\\t"})",
       "Microsoft-Windows-TaskScheduler", "SCHEDULED_TASK_CREATION"},
      {R"({"Channel":"System","EventID":7045,"Computer":"w"})", "System", "GENERIC_EVENT"},
  };
  for (const Case& c : cases) {
    Read read;
    ASSERT_TRUE(read.read(c.record)) << c.record;
    EXPECT_EQ(read.one("metadata.product_name"), c.product);
    EXPECT_EQ(read.one("metadata.event_type"), c.event_type) << c.record;
  }
}

TEST(JsonShapes, TheSameEventFromEveryShape) {
  for (const Shape& shape : kShapes) {
    SCOPED_TRACE(shape.name);
    Read result;
    ASSERT_TRUE(result.read(shape.text));
    expect_the_event(result);
  }
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

TEST(JsonShapes, Wrappers) {
  for (const Shape& shape : kShapes) {
    SCOPED_TRACE(shape.name);
    for (const std::string& text :
         {"{\"body\":" + shape.text + "}", "{\"message\":" + json_string(shape.text) + ",\"host\":\"x\"}",
          "{\"preview\":false,\"result\":{\"_raw\":" + json_string(shape.text) + "}}",
          "{\"_index\":\"i\",\"_source\":" + shape.text + "}",
          "{\"detail-type\":\"x\",\"source\":\"y\",\"detail\":" + shape.text + "}",
          "{\"category\":\"x\",\"properties\":{\"log\":" + json_string(shape.text) + "}}",
          "{\"Events\":[{\"EventId\":\"1\",\"CloudTrailEvent\":" + json_string(shape.text) + "}]}",
          "{\"logName\":\"x\",\"jsonPayload\":" + shape.text + "}"}) {
      Read result;
      ASSERT_TRUE(result.read(text));
      expect_the_event(result);
    }
  }
}

TEST(JsonShapes, XmlInsideJson) {
  Read result;
  ASSERT_TRUE(result.read(
      R"({"result":{"_raw":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID><TimeCreated SystemTime='2024-03-01T10:00:00.5Z'/><EventRecordID>77</EventRecordID><Execution ProcessID='900' ThreadID='1'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>wks1</Computer></System><EventData><Data Name='Image'>C:\\a.exe</Data><Data Name='CommandLine'>a -b</Data><Data Name='ProcessId'>12</Data></EventData></Event>"}})"));
  expect_the_event(result);
}

TEST(JsonShapes, UdmInsideWrappers) {
  for (const char* text :
       {R"({"metadata":{"eventType":"FILE_CREATION","logType":"X"},"principal":{"hostname":"wks1"}})",
        R"({"udm":{"metadata":{"event_type":"FILE_CREATION","log_type":"X"},"principal":{"hostname":"wks1"}}})",
        R"({"body":{"metadata":{"event_type":"FILE_CREATION","log_type":"X"},"principal":{"hostname":"wks1"}}})"}) {
    Read result;
    ASSERT_TRUE(result.read(text)) << text;
    EXPECT_EQ(result.one("metadata.event_type"), "FILE_CREATION");
    EXPECT_EQ(result.events[0].log_type, "X");
  }
}

// Others have `metadata` with an `eventType`, too: CrowdStrike's streams.
TEST(JsonShapes, MetadataOfOthersIsNoUdm) {
  for (const char* text : {R"({"metadata":{"eventType":"SomeSummaryEvent","offset":1},"event":{"name":"x"}})",
                           R"({"metadata": {"offset": 1, "event_type" : "SomeSummaryEvent"}, "event": {"name": "x"}})",
                           R"({"event":{"name":"x"},"metadata":{"offset":1,"eventType":"SomeSummaryEvent"}})"}) {
    Read result;
    ASSERT_TRUE(result.read(text)) << text;
    EXPECT_EQ(result.one("metadata.log_type"), "JSON") << text;
    EXPECT_EQ(result.additional("event.name"), "x") << text;
  }
}

TEST(JsonShapes, UserDataAndListsWithoutNames) {
  Read result;
  ASSERT_TRUE(result.read(
      R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":5,"Channel":"C","Computer":"h"},
          "UserData":{"RuleAndFileData":{"#attributes":{"xmlns":"u"},"RuleName":"r","Count":3}}}})"));
  ASSERT_TRUE(result.read(
      R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":5,"Channel":"C","Computer":"h"},
          "EventData":{"Data":{"#text":["one","two"]},"Binary":null}}})"));
  ASSERT_TRUE(result.read(
      R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":5,"Channel":"C"},"EventData":{"Data":"alone"}}})"));
  ASSERT_EQ(result.events.size(), 3u);
  EXPECT_EQ(result.additional("UserDataName", 0), "RuleAndFileData");
  EXPECT_EQ(result.additional("RuleName", 0), "r");
  EXPECT_EQ(result.additional("Count", 0), "3");
  EXPECT_EQ(result.additional("param1", 1), "one");
  EXPECT_EQ(result.additional("param2", 1), "two");
  EXPECT_EQ(result.additional("param1", 2), "alone");
}

TEST(JsonShapes, AnythingElseIsKept) {
  Read result;
  ASSERT_TRUE(
      result.read(R"({"time":"2024-03-01T10:00:00Z","a":{"b":{"c":1}},"list":[1,{"x":2}],"flag":true,"none":null})"));
  EXPECT_EQ(result.weak, std::vector<std::string>{"unrecognised JSON, kept as GENERIC_EVENT"});
  EXPECT_EQ(result.one("metadata.event_type"), "GENERIC_EVENT");
  EXPECT_EQ(result.one("metadata.log_type"), "JSON");
  EXPECT_EQ(result.one("metadata.event_timestamp"), "2024-03-01T10:00:00Z");
  EXPECT_EQ(result.additional("a.b.c"), "1");
  EXPECT_EQ(result.additional("flag"), "true");
  EXPECT_EQ(result.additional("none"), "(none)");
  Read again;
  ASSERT_TRUE(
      again.read(R"({"time":"2024-03-01T10:00:00Z","a":{"b":{"c":1}},"list":[1,{"x":2}],"flag":true,"none":null})"));
  EXPECT_EQ(result.events[0].id, again.events[0].id);
}

TEST(JsonShapes, TimesWithoutAZone) {
  const auto time_of = [](const std::string& members) {
    Read result;
    EXPECT_TRUE(result.read(R"({"EventID":1,"Channel":"C",)" + members + "}"));
    return result.one("metadata.event_timestamp");
  };
  EXPECT_EQ(time_of(R"("EventTime":"2024-03-01 05:00:00")"), "2024-03-01T05:00:00Z");
  EXPECT_EQ(time_of(R"("EventTime":"2024-03-01T05:00:00-05:00")"), "2024-03-01T10:00:00Z");
  EXPECT_EQ(time_of(R"("EventTime":1709287200)"), "2024-03-01T10:00:00Z");
  EXPECT_EQ(time_of(R"("EventTime":1709287200123)"), "2024-03-01T10:00:00.123Z");
  EXPECT_EQ(time_of(R"("@timestamp":"2024-03-01T10:00:00Z")"), "2024-03-01T10:00:00Z");
  EXPECT_EQ(
      time_of(
          R"("EventTime":"2024-03-01 15:30:00","EventReceivedTime":"2024-03-01 15:31:00","@timestamp":"2024-03-01T10:01:04Z")"),
      "2024-03-01T10:00:00Z");
  EXPECT_EQ(
      time_of(
          R"("EventTime":"2024-03-01 05:00:00","EventReceivedTime":"2024-03-01 05:00:00","@timestamp":"2024-03-09T10:00:00Z")"),
      "2024-03-01T05:00:00Z");
}

TEST(JsonShapes, WhatIsNoObjectIsAFault) {
  Read result;
  for (const char* text : {"1", "\"x\"", "nul", "{\"a\":}", "[1]", "{}}"}) {
    EXPECT_FALSE(result.read(text)) << text;
  }
  EXPECT_TRUE(result.events.empty());
}

// --- Log types whose records do not lie flat

constexpr std::string_view kActivity =
    R"({"kind":"admin#reports#activity","id":{"time":"2026-03-12T06:00:00Z","applicationName":"drive"},"events":[)";

std::string activity(std::size_t events) {
  std::string text(kActivity);
  for (std::size_t i = 0; i < events; ++i) {
    if (i > 0) text += ',';
    const std::string number = std::to_string(i);
    text += R"({"name":"e)" + number + R"(","parameters":[{"name":"doc_id","value":"d)" + number + R"("}]})";
  }
  return text + "]}";
}

TEST(JsonLogTypes, EachElementIsAnEventWithItsOwnValuesAndIdentity) {
  Read result;
  ASSERT_TRUE(result.read(activity(3)));
  ASSERT_EQ(result.events.size(), 3u);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(result.one("metadata.product_event_type", i), "e" + std::to_string(i));
    EXPECT_EQ(result.one("target.resource.product_object_id", i), "d" + std::to_string(i));
    EXPECT_EQ(result.one("metadata.event_timestamp", i), "2026-03-12T06:00:00Z");
    ids.insert(result.one("metadata.id", i));
  }
  EXPECT_EQ(ids.size(), 3u);
}

TEST(JsonLogTypes, WithoutElementsThereIsOneEventAndWithTooManyTheFirst) {
  Read none;
  ASSERT_TRUE(none.read(activity(0)));
  EXPECT_EQ(none.events.size(), 1u);
  Read many;
  ASSERT_TRUE(many.read(activity(100001)));
  EXPECT_EQ(many.events.size(), 100000u);
  EXPECT_FALSE(many.weak.empty());
}

TEST(JsonLogTypes, MembersOfAnInnerObjectStandForThemselves) {
  constexpr std::string_view kOuter = R"({"time":"2026-03-04T10:00:00Z","category":"SignInLogs","properties":)";
  Read object;
  ASSERT_TRUE(object.read(std::string(kOuter) + R"({"userId":"u1","properties":{"a":1}}})"));
  ASSERT_EQ(object.events.size(), 1u);
  EXPECT_EQ(object.one("principal.user.product_object_id"), "u1");
  EXPECT_EQ(object.additional("properties.a"), "1");
  Read text;
  ASSERT_TRUE(text.read(std::string(kOuter) + R"("none"})"));
  EXPECT_EQ(text.additional("properties"), "none");
}

}  // namespace
}  // namespace yaral::ingest
