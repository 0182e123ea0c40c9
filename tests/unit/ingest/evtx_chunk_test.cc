#include "ingest/evtx_chunk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "unit/ingest/evtx_writer.h"

namespace yaral::ingest::evtx {
namespace {

using evtx_writer::BinXml;
using evtx_writer::ChunkWriter;
using evtx_writer::event_form;
using evtx_writer::event_values;
using evtx_writer::Value;
using testing::ElementsAre;
using testing::Pair;

using Data = std::vector<std::pair<std::string, std::string>>;

// The events of a chunk; failures in between are noted.
struct Reading {
  Arena arena;
  std::vector<WindowsEvent> events;
  std::vector<RecordFailure> failures;

  explicit Reading(const std::string& chunk) {
    ChunkReader reader(std::as_bytes(std::span(chunk)), arena);
    WindowsEvent event;
    while (auto outcome = reader.next(event)) {
      if (*outcome) {
        events.push_back(event);
      } else {
        failures.push_back(outcome->error());
      }
    }
  }

  Data data(std::size_t event) const {
    Data data;
    for (const auto& datum : events.at(event).data) data.emplace_back(datum.name, datum.value);
    return data;
  }
};

// The data of one record that holds `body` as its Event.
Data data_of(const evtx_writer::Body& body) {
  ChunkWriter chunk;
  chunk.add([&](BinXml& xml) {
    xml.header().open("Event").close_start();
    body(xml);
    xml.end().eof();
  });
  const Reading reading(chunk.finish());
  if (reading.events.empty()) return {{"failed", std::string(describe(reading.failures.at(0).error))}};
  return reading.data(0);
}

TEST(EvtxChunk, ReadsSystemAndData) {
  ChunkWriter chunk;
  const Value empty{.type = 1};
  chunk.add(event_form(1, {u"Image", u"Empty"}), event_values(77, 4688, {evtx_writer::text(u"C:\\a.exe"), empty}));
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 1u);
  const WindowsEvent& event = reading.events[0];
  EXPECT_EQ(event.provider, "Test-Provider");
  EXPECT_EQ(event.provider_guid, "{00000000-1111-2222-3333-444444444444}");
  EXPECT_EQ(event.event_id, 4688u);
  EXPECT_EQ(event.version, 2u);
  EXPECT_EQ(event.level, 4u);
  EXPECT_EQ(event.task, 7u);
  EXPECT_EQ(event.opcode, 3u);
  EXPECT_EQ(event.keywords, "0x8020000000000000");
  EXPECT_EQ(event.time_created, (Timestamp{1704164645, 678901200}));
  EXPECT_EQ(event.record_id, 77u);
  EXPECT_EQ(event.activity_id, "");
  EXPECT_EQ(event.process_id, 1234u);
  EXPECT_EQ(event.thread_id, 5678u);
  EXPECT_EQ(event.channel, "Test/Operational");
  EXPECT_EQ(event.computer, "host.example");
  EXPECT_EQ(event.user_sid, "S-1-5-18");
  EXPECT_EQ(event.user_data_name, "");
  EXPECT_EQ(event.find("Image"), "C:\\a.exe");
  EXPECT_THAT(reading.data(0), ElementsAre(Pair("Image", "C:\\a.exe"), Pair("Empty", "")));
}

TEST(EvtxChunk, RecordsShareATemplateAndNoRecordSeesAnothersValues) {
  ChunkWriter chunk;
  const auto one = event_form(1, {u"A", u"B"});
  const auto two = event_form(2, {u"C"});
  chunk.add(one, event_values(1, 10, {evtx_writer::text(u"first"), evtx_writer::text(u"x")}));
  chunk.add(two, event_values(2, 20, {evtx_writer::text(u"second")}));
  chunk.add(one, event_values(3, 30, {evtx_writer::text(u"third"), evtx_writer::null()}));
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 3u);
  EXPECT_THAT(reading.data(0), ElementsAre(Pair("A", "first"), Pair("B", "x")));
  EXPECT_THAT(reading.data(1), ElementsAre(Pair("C", "second")));
  EXPECT_THAT(reading.data(2), ElementsAre(Pair("A", "third")));  // the element of a null value is not there
}

TEST(EvtxChunk, FillsTimeAndIdFromTheRecordWhereSystemHasNone) {
  ChunkWriter chunk(42);
  chunk.add([](BinXml& xml) { xml.header().open("Event").close_empty().eof(); });
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 1u);
  EXPECT_EQ(reading.events[0].record_id, 42u);
  EXPECT_EQ(reading.events[0].time_created, (Timestamp{1704164645, 678901200}));
}

TEST(EvtxChunk, JoinsAllKindsOfTextTokens) {
  EXPECT_THAT(data_of([](BinXml& xml) {
                xml.open("EventData").close_start().open("Data", true).attribute("Name").words(u"N").close_start();
                xml.words(u"a").entity("lt").entity("amp").entity("other").char_ref(u'é').cdata(u"<c>");
                xml.instruction("target", u"ignored").value(0x08, std::string("\x2a\0\0\0", 4)).end().end();
              }),
              ElementsAre(Pair("N", "a<&otheré<c>42")));
}

TEST(EvtxChunk, AttributesMayMixWordsAndSubstitutions) {
  ChunkWriter chunk;
  const evtx_writer::Template form{
      5, [](BinXml& xml) {
        xml.open("Event").close_start().open("System").close_start();
        xml.open("Provider", true).attribute("Name").words(u"P-").substitution(0, 1).words(u"-").substitution(1, 8);
        xml.close_empty().end().open("EventData").close_start();
        xml.open("Data", true).attribute("Name").substitution(0, 1).words(u"+").close_start().words(u"[");
        xml.substitution(1, 8).words(u"]").end().end().end();
      }};
  chunk.add(form, {evtx_writer::text(u"sub"), evtx_writer::number<std::uint32_t>(8, 9)});
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 1u);
  EXPECT_EQ(reading.events[0].provider, "P-sub-9");
  EXPECT_THAT(reading.data(0), ElementsAre(Pair("sub+", "[9]")));
}

TEST(EvtxChunk, ArraysRepeatTheirElement) {
  ChunkWriter chunk;
  const evtx_writer::Template form{5, [](BinXml& xml) {
                                     xml.open("Event").close_start().open("EventData").close_start();
                                     xml.leaf("Data", 0, 0x81).datum(u"n", 1, 0x86).end().end();
                                   }};
  chunk.add(form, {evtx_writer::raw(0x81, std::string("a\0\0\0\0\0b\0\0\0", 10)), evtx_writer::raw(0x86, "\1\1\2\2")});
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 1u);
  EXPECT_THAT(reading.data(0),
              ElementsAre(Pair("", "a"), Pair("", ""), Pair("", "b"), Pair("n", "257"), Pair("n", "514")));
}

TEST(EvtxChunk, FlattensUserDataAndKeepsRepeatedNames) {
  ChunkWriter chunk;
  chunk.add([](BinXml& xml) {
    xml.header().open("Event").close_start().open("UserData").close_start();
    xml.open("Chain", true).attribute("xmlns", true).words(u"urn:x").attribute("id").words(u"7").close_start();
    xml.open("Certificate", true).attribute("subject").words(u"CN=x").close_empty();
    xml.open("Result", true).attribute("value").words(u"800B0109").close_start().words(u"untrusted").end();
    xml.leaf("Leaf", u"1").leaf("Leaf", u"2").open("Empty").close_empty();
    xml.end().end().end().eof();
  });
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 1u);
  EXPECT_EQ(reading.events[0].user_data_name, "Chain");
  EXPECT_THAT(reading.data(0),
              ElementsAre(Pair("Chain@id", "7"), Pair("Certificate@subject", "CN=x"), Pair("Result@value", "800B0109"),
                          Pair("Result", "untrusted"), Pair("Leaf", "1"), Pair("Leaf", "2"), Pair("Empty", "")));
}

TEST(EvtxChunk, ReadsBinXmlInsideValues) {
  // As Windows writes it: a template whose payload is another template's instance, in a value.
  ChunkWriter chunk;
  const evtx_writer::Template outer{
      1, [](BinXml& xml) {
        xml.open("Event").close_start().open("System").close_start().leaf("EventID", 0, 6).end();
        xml.substitution(1, 0x21).end();
      }};
  const auto payload = [](BinXml& xml) {
    xml.header().inline_instance(
        9,
        [](BinXml& inner) {
          inner.open("UserData").close_start().open("LogFileCleared").close_start().leaf("User", 0, 1).end().end();
        },
        {evtx_writer::text(u"eve")});
    xml.eof();
  };
  const auto elements = [](BinXml& xml) {  // without a template, and so without dependency identifiers
    xml.header().open("EventData").close_start().leaf("Data", u"plain").end().eof();
  };
  chunk.add(outer, {evtx_writer::number<std::uint16_t>(6, 1102), evtx_writer::nested(payload)});
  chunk.add(outer, {evtx_writer::number<std::uint16_t>(6, 1), evtx_writer::nested(elements)});
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 2u);
  EXPECT_EQ(reading.events[0].event_id, 1102u);
  EXPECT_EQ(reading.events[0].user_data_name, "LogFileCleared");
  EXPECT_THAT(reading.data(0), ElementsAre(Pair("User", "eve")));
  EXPECT_THAT(reading.data(1), ElementsAre(Pair("", "plain")));
}

TEST(EvtxChunk, TakesTheRenderedMessage) {
  ChunkWriter chunk;
  chunk.add([](BinXml& xml) {
    xml.header().open("Event").close_start().open("RenderingInfo", true).attribute("Culture").words(u"en-US");
    xml.close_start().leaf("Message", u"It happened.").leaf("Level", u"Information").end().end().eof();
  });
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.events.size(), 1u);
  EXPECT_EQ(reading.events[0].message, "It happened.");
  EXPECT_EQ(reading.events[0].level, 0u);
  EXPECT_TRUE(reading.events[0].data.empty());
}

TEST(EvtxChunk, DeepNestingIsAnErrorOfTheRecordOnly) {
  for (const auto& [depth, deep_enough] : {std::pair{60, false}, std::pair{100, true}}) {
    ChunkWriter chunk;
    chunk.add([depth = depth](BinXml& xml) {
      xml.header().open("Event").close_start().open("EventData").close_start();
      for (int i = 0; i < depth; ++i) xml.open("x").close_start();
      for (int i = 0; i < depth; ++i) xml.end();
      xml.end().end().eof();
    });
    chunk.add(event_form(1, {}), event_values(2, 3, {}));
    const Reading reading(chunk.finish());
    EXPECT_EQ(reading.failures.size(), deep_enough ? 1u : 0u);
    EXPECT_EQ(reading.events.back().event_id, 3u);
  }
}

TEST(EvtxChunk, ATemplateInsideItselfEnds) {
  ChunkWriter chunk;
  chunk.add([](BinXml& xml) {
    xml.header();
    xml.inline_instance(1,
                        [](BinXml& inner) {
                          const auto self = static_cast<std::uint32_t>(inner.bytes().size() - 28);
                          inner.open("Event").close_start();
                          for (int i = 0; i < 50; ++i) inner.instance(1, self, {});
                          inner.end();
                        },
                        {});
    xml.eof();
  });
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.failures.size(), 1u);
  EXPECT_THAT(reading.failures[0].error, testing::AnyOf(RecordError::kTooDeep, RecordError::kTooLarge));
}

TEST(EvtxChunk, AValueRepeatedWithoutEndIsAnError) {
  // 2,000 uses of a 20 KB value by 60 records: gigabytes, were it not for the limit.
  ChunkWriter chunk;
  const evtx_writer::Template form{
      1, [](BinXml& xml) {
        xml.open("Event").close_start().open("EventData").close_start().open("Data").close_start();
        for (int i = 0; i < 2000; ++i) xml.substitution(0, 0x0e);
        xml.end().end().end();
      }};
  ASSERT_TRUE(chunk.add(form, {evtx_writer::raw(0x0e, std::string(20000, 'x'))}));
  const Reading reading(chunk.finish());
  ASSERT_EQ(reading.failures.size(), 1u);
  EXPECT_EQ(reading.failures[0].error, RecordError::kTooLarge);
}

TEST(EvtxChunk, AWrongTemplateIsNotUsed) {
  ChunkWriter chunk;
  chunk.add(event_form(1, {u"A"}), event_values(1, 1, {evtx_writer::text(u"a")}));
  std::uint32_t definition = 0;
  const std::string bytes = chunk.finish();
  std::memcpy(&definition, bytes.data() + chunk.record_offsets()[0] + 24 + 4 + 6, 4);
  for (const auto& [id, offset] :
       {std::pair{2u, definition}, std::pair{1u, definition + 8}, std::pair{1u, 0xfffffff0u}, std::pair{1u, 65535u}}) {
    ChunkWriter other = chunk;
    other.add([id = id, offset = offset](BinXml& xml) { xml.header().instance(id, offset, {}).eof(); });
    const Reading reading(other.finish());
    EXPECT_EQ(reading.events.size(), 1u);
    ASSERT_EQ(reading.failures.size(), 1u);
    EXPECT_EQ(reading.failures[0].error, RecordError::kBadTemplate);
    EXPECT_EQ(reading.failures[0].record_id, 2u);
  }
}

TEST(EvtxChunk, BadTokensAndNamesAreErrors) {
  EXPECT_THAT(data_of([](BinXml& xml) { xml.put<std::uint8_t>(0x1f); }),
              ElementsAre(Pair("failed", describe(RecordError::kBadToken))));
  EXPECT_THAT(data_of([](BinXml& xml) { xml.put<std::uint8_t>(0x05).put<std::uint8_t>(0x0e); }),
              ElementsAre(Pair("failed", describe(RecordError::kBadToken))));
  EXPECT_THAT(data_of([](BinXml& xml) { xml.put<std::uint8_t>(0x09).put<std::uint32_t>(0xffffff); }),
              ElementsAre(Pair("failed", describe(RecordError::kBadName))));
  EXPECT_THAT(data_of([](BinXml& xml) { xml.put<std::uint8_t>(0x05).put<std::uint8_t>(1).put<std::uint16_t>(60000); }),
              ElementsAre(Pair("failed", describe(RecordError::kTruncated))));
}

}  // namespace
}  // namespace yaral::ingest::evtx
