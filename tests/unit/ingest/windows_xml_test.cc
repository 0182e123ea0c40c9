#include "ingest/windows_xml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace yaral::ingest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view kSysmon = R"(<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">
  <System>
    <Provider Name="Microsoft-Windows-Sysmon" Guid="{5770385F-C22A-43E0-BF4C-06F5698FFBD9}" EventSourceName="src"/>
    <EventID Qualifiers="0">1</EventID>
    <Version>5</Version>
    <Level>4</Level>
    <Task>2</Task>
    <Opcode>3</Opcode>
    <Keywords>0x8000000000000000</Keywords>
    <TimeCreated SystemTime="2024-01-02T03:04:05.6789012Z"/>
    <EventRecordID>18446744073709551615</EventRecordID>
    <Correlation ActivityID="{A}" RelatedActivityID="{B}"/>
    <Execution ProcessID="1234" ThreadID="0x10"/>
    <Channel>Microsoft-Windows-Sysmon/Operational</Channel>
    <Computer>host.example</Computer>
    <Security UserID="S-1-5-18"/>
  </System>
  <EventData>
    <Data Name="Image">C:\a &amp; b.exe</Data>
    <Data Name="Empty"/>
    <Data Name="Blank"> </Data>
    <Data Name="Image">twice</Data>
    <Data>&#x41;&lt;&quot;</Data>
    <Binary>00FF</Binary>
  </EventData>
  <RenderingInfo Culture="en-US"><Message>It ran.</Message><Level>Information</Level></RenderingInfo>
</Event>)";

struct Reading {
  Arena arena;
  WindowsEvent event;
  std::string error;

  explicit Reading(std::string_view xml) {
    WindowsXmlReader reader;
    // From memory that is gone before the event is looked at.
    const auto outcome = reader.read(std::string(xml), event, arena);
    if (!outcome) error = outcome.error();
  }

  std::vector<std::pair<std::string, std::string>> data() const {
    std::vector<std::pair<std::string, std::string>> data;
    for (const auto& datum : event.data) data.emplace_back(datum.name, datum.value);
    return data;
  }
};

TEST(WindowsXml, ReadsSystemDataAndMessage) {
  const Reading reading(kSysmon);
  EXPECT_EQ(reading.error, "");
  const WindowsEvent& event = reading.event;
  EXPECT_EQ(event.provider, "Microsoft-Windows-Sysmon");
  EXPECT_EQ(event.provider_guid, "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}");
  EXPECT_EQ(event.event_source, "src");
  EXPECT_EQ(event.event_id, 1u);
  EXPECT_EQ(event.version, 5u);
  EXPECT_EQ(event.level, 4u);
  EXPECT_EQ(event.task, 2u);
  EXPECT_EQ(event.opcode, 3u);
  EXPECT_EQ(event.keywords, "0x8000000000000000");
  EXPECT_EQ(event.time_created, (Timestamp{1704164645, 678901200}));
  EXPECT_EQ(event.record_id, 18446744073709551615u);
  EXPECT_EQ(event.activity_id, "{A}");
  EXPECT_EQ(event.process_id, 1234u);
  EXPECT_EQ(event.thread_id, 16u);
  EXPECT_EQ(event.channel, "Microsoft-Windows-Sysmon/Operational");
  EXPECT_EQ(event.computer, "host.example");
  EXPECT_EQ(event.user_sid, "S-1-5-18");
  EXPECT_EQ(event.user_data_name, "");
  EXPECT_EQ(event.message, "It ran.");
  EXPECT_THAT(reading.data(), ElementsAre(Pair("Image", "C:\\a & b.exe"), Pair("Empty", ""), Pair("Blank", " "),
                                          Pair("Image", "twice"), Pair("", "A<\""), Pair("Binary", "00FF")));
  EXPECT_EQ(event.find("Image"), "C:\\a & b.exe");
  EXPECT_EQ(event.find("nothing"), "");
}

TEST(WindowsXml, ReadsSingleQuotesPrefixesAndCrLf) {
  const Reading reading(
      "<e:Event xmlns:e='urn:x'>\r\n<e:System>\r\n<e:EventID>\r\n4688\r\n</e:EventID>"
      "<e:Provider Name='P'/></e:System>\r\n<e:EventData><e:Data Name='a'>x\r\ny</e:Data>"
      "</e:EventData></e:Event>\r\n");
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.event.event_id, 4688u);
  EXPECT_EQ(reading.event.provider, "P");
  EXPECT_THAT(reading.data(), ElementsAre(Pair("a", "x\r\ny")));
}

TEST(WindowsXml, FlattensUserData) {
  const Reading reading(
      "<Event><UserData><Chain xmlns='urn:x' id='7'><Certificate subject='CN=x'/>"
      "<Result value='800B0109'>un<![CDATA[<tru>]]>sted</Result><Leaf>1</Leaf><Leaf>2</Leaf><Empty/>"
      "</Chain></UserData></Event>");
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.event.user_data_name, "Chain");
  EXPECT_THAT(reading.data(),
              ElementsAre(Pair("Chain@id", "7"), Pair("Certificate@subject", "CN=x"), Pair("Result@value", "800B0109"),
                          Pair("Result", "un<tru>sted"), Pair("Leaf", "1"), Pair("Leaf", "2"), Pair("Empty", "")));
}

TEST(WindowsXml, LeavesOutWhatIsNoNumberOrTime) {
  const Reading reading(
      "<Event><System><EventID>many</EventID><Level>-1</Level><Task>99999999999</Task>"
      "<TimeCreated SystemTime='yesterday'/><Execution ProcessID=''/></System></Event>");
  EXPECT_EQ(reading.error, "");
  EXPECT_EQ(reading.event.event_id, 0u);
  EXPECT_EQ(reading.event.level, 0u);
  EXPECT_EQ(reading.event.task, 0u);
  EXPECT_TRUE(reading.event.time_created.is_zero());
}

TEST(WindowsXml, AReaderKeepsNothingOfTheEventBefore) {
  Arena arena;
  WindowsXmlReader reader;
  WindowsEvent event;
  ASSERT_TRUE(reader.read(kSysmon, event, arena));
  const std::string_view image = event.find("Image");
  ASSERT_TRUE(reader.read("<Event><System/></Event>", event, arena));
  EXPECT_EQ(event.event_id, 0u);
  EXPECT_EQ(event.message, "");
  EXPECT_THAT(event.data, IsEmpty());
  EXPECT_EQ(image, "C:\\a & b.exe");  // lives as long as the arena
}

TEST(WindowsXml, RefusesWhatIsNoEvent) {
  EXPECT_THAT(Reading("").error, testing::HasSubstr("not well-formed"));
  EXPECT_THAT(Reading("plain").error, testing::HasSubstr("not well-formed"));
  EXPECT_THAT(Reading("<Event><System></Event>").error, testing::HasSubstr("not well-formed"));
  EXPECT_EQ(Reading("<Other/>").error, "not an Event element");
}

TEST(WindowsXml, DepthIsLimited) {
  auto nested = [](int depth) {
    std::string xml = "<Event><EventData>";
    for (int i = 0; i < depth; ++i) xml += "<x>";
    for (int i = 0; i < depth; ++i) xml += "</x>";
    return xml + "</EventData></Event>";
  };
  EXPECT_EQ(Reading(nested(64)).error, "");
  EXPECT_EQ(Reading(nested(65)).error, "elements nested too deeply");
  EXPECT_EQ(Reading(nested(500000)).error, "elements nested too deeply");
}

// What a splitter finds, one word a piece; the text comes in blocks of `block` bytes.
std::vector<std::string> split(std::string_view all, std::size_t block, std::size_t limit = kLongestEventXml) {
  std::vector<std::string> pieces;
  EventXmlSplitter splitter(limit);
  std::size_t begin = 0;
  std::size_t end = std::min(block, all.size());
  while (true) {
    const bool at_end = end == all.size();
    const XmlPiece piece = splitter.next(all.substr(begin, end - begin), at_end);
    EXPECT_LE(piece.consumed, end - begin);
    begin += piece.consumed;
    switch (piece.kind) {
      case XmlPieceKind::kEvent: pieces.emplace_back(piece.xml); break;
      case XmlPieceKind::kBroken: pieces.emplace_back("broken"); break;
      case XmlPieceKind::kEnd: return pieces;
      case XmlPieceKind::kMore:
        EXPECT_FALSE(at_end);
        end = std::min(end + block, all.size());
        break;
    }
  }
}

struct SplitCase {
  std::string_view text;
  std::vector<std::string> pieces;
};

TEST(EventXmlSplitter, FindsEventsInBlocksOfAnySize) {
  const SplitCase cases[] = {
      {"", {}},
      {"no markup < at all", {}},
      {"<Event>a</Event>", {"<Event>a</Event>"}},
      {"<?xml version='1.0'?><Events><Event x='1'>a</Event>\r\n<Event>b</Event ></Events>",
       {"<Event x='1'>a</Event>", "<Event>b</Event >"}},
      {"<Event>a</Event><Event>b</Event>", {"<Event>a</Event>", "<Event>b</Event>"}},
      {"Jan 1 host app: <Event>a</Event> trailing\nmore <Event\n>b</Event>",
       {"<Event>a</Event>", "<Event\n>b</Event>"}},
      {"<Event/><Event />", {"<Event/>", "<Event />"}},
      {"<EventID>1</EventID><EventData><Events></Events>", {}},
      {"<Event><EventID>1</EventID><EventData/></Event>", {"<Event><EventID>1</EventID><EventData/></Event>"}},
      {"<Event>broken <Event>b</Event>", {"broken", "<Event>b</Event>"}},
      {"<Event a='<Event>b</Event>", {"broken", "<Event>b</Event>"}},
      {"<Event>b</Event><Event>cut", {"<Event>b</Event>", "broken"}},
      {"<Event>b</Event><Event cut", {"<Event>b</Event>", "broken"}},
      {"</Event><Event>b</Event></Event>", {"<Event>b</Event>"}},
      {"<Event><![CDATA[<Event></Event>]]></Event>x", {"<Event><![CDATA[<Event></Event>]]></Event>"}},
      {"<Event><!-- </Event> --></Event>", {"<Event><!-- </Event> --></Event>"}},
      {"<Event><![CDATA[ never ends</Event><Event>b</Event>",
       {"<Event><![CDATA[ never ends</Event>", "<Event>b</Event>"}},
  };
  for (const SplitCase& c : cases) {
    for (std::size_t block = 1; block <= c.text.size() + 1; ++block) {
      EXPECT_EQ(split(c.text, block), c.pieces) << c.text << " in blocks of " << block;
    }
  }
}

TEST(EventXmlSplitter, LongElementsAreGivenUp) {
  const std::string text = "<Event>" + std::string(100, 'x') + "</Event><Event>short</Event>";
  EXPECT_THAT(split(text, text.size(), 50), ElementsAre("broken", "<Event>short</Event>"));
  EXPECT_THAT(split(text, text.size(), 200), ElementsAre(testing::SizeIs(115), "<Event>short</Event>"));
}

TEST(EventXmlSplitter, UnendedSectionsTakeLinearTime) {
  // Looking for the section's end from each beginning anew would take hours.
  std::string text;
  for (int i = 0; i < 300000; ++i) text += "<Event><![CDATA[";
  EXPECT_EQ(split(text, text.size()).size(), 300000u);
}

TEST(WindowsXml, IsRecognisedByItsElements) {
  EXPECT_TRUE(looks_like_event_xml("\xef\xbb\xbf<?xml version='1.0'?>\r\n<Events>"));
  EXPECT_TRUE(looks_like_event_xml("<Event xmlns='x'>"));
  EXPECT_TRUE(looks_like_event_xml("junk <Event>"));
  EXPECT_FALSE(looks_like_event_xml("<EventLog>"));
  EXPECT_FALSE(looks_like_event_xml("<Event"));
  EXPECT_FALSE(looks_like_event_xml(""));
}

}  // namespace
}  // namespace yaral::ingest
