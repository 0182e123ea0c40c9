// tests/telemetry/LOG_TYPE/NAME.* are records of a log type as its source writes them; NAME.udm is what they become, one
// event a line. With YARAL_UPDATE=1 the latter are written anew: read the difference before it is committed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iterator>
#include <map>
#include <set>

#include "ingest/log_types.h"
#include "ingest/normaliser.h"
#include "ingest/windows_source.h"
#include "normalise_helpers.h"
#include "telemetry_samples.h"

namespace yaral::ingest {
namespace {

std::string lines(const std::vector<std::string>& events) {
  std::string text;
  for (const std::string& event : events) text += event + "\n";
  return text;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Telemetry, SamplesBecomeWhatTheyShould) {
  const bool update = std::getenv("YARAL_UPDATE") != nullptr;
  for (const TelemetrySample& sample : telemetry_samples()) {
    SCOPED_TRACE(sample.path.string());
    Outcome run;
    read_sample(run, sample);
    EXPECT_GT(run.gathered.events.size(), 0u);
    const std::string events = lines(run.gathered.events);
    if (update) std::ofstream(sample.golden(), std::ios::binary) << events;
    EXPECT_EQ(content(sample.golden()), events) << "YARAL_UPDATE=1 writes it";
  }
}

TEST(Telemetry, SamplesAreRecognisedAsTheirLogType) {
  for (const TelemetrySample& sample : telemetry_samples()) {
    SCOPED_TRACE(sample.path.string());
    Outcome run;
    read_sample(run, sample);
    for (const auto& [log_type, count] : run.report.events_by_log_type) EXPECT_EQ(log_type, sample.log_type) << count;
    EXPECT_TRUE(run.report.problems.empty()) << run.report.problems.front().message;
  }
}

TEST(Telemetry, EventsAreOfTheSchema) {
  for (const TelemetrySample& sample : telemetry_samples()) {
    SCOPED_TRACE(sample.path.string());
    Outcome run;
    read_sample(run, sample);
    udm::JsonDecoder decoder;
    Arena arena;
    for (const std::string& event : run.gathered.events) EXPECT_TRUE(decoder.decode(event, arena)) << event;
    for (const auto& [field, count] : decoder.notes().unknown_fields) ADD_FAILURE() << field << " " << count;
    for (const auto& [field, count] : decoder.notes().bad_values) ADD_FAILURE() << field << " " << count;
  }
}

// Counts what the schema does not have, of events in any number.
class SchemaCheck : public BatchConsumer {
 public:
  void consume(unsigned, const EventBatch& batch) override {
    udm::JsonDecoder decoder;
    Arena arena;
    for (const udm::Event& event : batch.events) {
      if (!event.json.empty()) continue;  // UDM already
      const std::string json = udm::event_json(event);
      EXPECT_TRUE(decoder.decode(json, arena)) << json;
      if (const std::string why = faults(decoder.notes()); !why.empty()) {
        ADD_FAILURE() << why << ": " << json;
        return;
      }
    }
  }

 private:
  static std::string faults(const udm::DecodeNotes& notes) {
    if (!notes.unknown_fields.empty()) return "unknown field " + notes.unknown_fields.begin()->first;
    return notes.bad_values.empty() ? std::string() : "bad value of " + notes.bad_values.begin()->first;
  }
};

TEST(Telemetry, EventsOfRealRecordingsAreOfTheSchema) {
  const std::string data = std::string(YARAL_SOURCE_DIR) + "/../shared/data";
  if (!std::filesystem::exists(data)) GTEST_SKIP() << data << " is not there: nothing is checked";
  SchemaCheck check;
  ReadOptions options;
  options.inputs = {data};
  options.threads = 2;
  EXPECT_GT(read_inputs(options, check).events, 50000u);
}

// Which rows of which mappings a value came through, and whether it then stood in the event.
class SeenRows : public RowObserver {
 public:
  void laid_out(const CompiledMapping& mapping, std::span<const std::uint64_t> bits,
                const udm::Message& event) override {
    kinds_.insert(mapping.mapping);
    for (std::size_t i = 0; i < mapping.rows.size() && i / 64 < bits.size(); ++i) {
      if ((bits[i / 64] >> (i % 64) & 1) == 0) continue;
      const CompiledRow& row = mapping.rows[i];
      rows_.emplace(row.source, row.convert);
      EXPECT_TRUE(row.paths.empty() || may_be_absent(row) || stands_in(event, row))
          << mapping.mapping->kind << ": " << row.source << " is in the record, but its field is not in the event";
    }
  }

  bool has(const Mapping& mapping) const { return kinds_.contains(&mapping); }
  bool has(const Row& row) const { return rows_.contains({row.source, row.convert}); }

 private:
  // Some values stand for nothing: S-1-0-0, port 0, false, codes that say so.
  static bool may_be_absent(const CompiledRow& row) {
    return row.convert == Convert::kSid || row.convert == Convert::kPort || row.convert == Convert::kTrue ||
           std::ranges::any_of(row.codes, [](const Code& code) { return code.to.empty(); });
  }

  static bool stands_in(const udm::Message& event, const CompiledRow& row) {
    return std::ranges::any_of(row.paths, [&](const udm::Path& path) {
      std::vector<Value> values;
      udm::collect(event, path, values);
      return !values.empty();
    });
  }

  std::set<const Mapping*> kinds_;
  std::set<std::pair<std::string_view, Convert>> rows_;
};

TEST(Telemetry, EveryRowOfEveryLogTypeIsInASample) {
  SeenRows seen;
  for (const TelemetrySample& sample : telemetry_samples()) {
    Outcome run;
    read_sample(run, sample, &seen);
  }
  for (const LogType* type : shipped_log_types()) {
    for (const Mapping& mapping : type->mappings) {
      EXPECT_TRUE(seen.has(mapping)) << type->name << ": no sample of kind " << mapping.kind;
      for (const auto group : mapping.groups) {
        for (const Row& row : group) EXPECT_TRUE(seen.has(row)) << type->name << ": no sample with " << row.source;
      }
    }
  }
}

TEST(Telemetry, EveryLogTypeHasASample) {
  std::set<std::string_view> folders;
  const std::vector<TelemetrySample> samples = telemetry_samples();
  for (const TelemetrySample& sample : samples) folders.insert(sample.log_type);
  const LogTypes log_types = LogTypes::shipped();
  for (const auto& entry : log_types.all()) {
    EXPECT_TRUE(entry->normaliser == nullptr || folders.contains(entry->name)) << entry->name;
  }
}

// `detect-format` says in words what a line was claimed by.
TEST(Telemetry, LogTypesThatClaimLinesSayHowTheyLook) {
  for (const LogType* type : shipped_log_types())
    EXPECT_EQ(type->claims != nullptr, !type->claimed_by.empty()) << type->name;
}

TEST(Telemetry, TablesAreSound) {
  for (const LogType* type : shipped_log_types()) {
    SCOPED_TRACE(type->name);
    EXPECT_FALSE(type->title.empty());
    EXPECT_TRUE(!type->recognitions.empty() || type->claims != nullptr) << "nothing recognises it";
    const TableNormaliser normaliser(*type);
    for (const CompiledMapping& mapping : normaliser.table().all()) {
      EXPECT_LE(mapping.rows.size(), 512u) << "more rows than a draft keeps track of";
    }
  }
}

}  // namespace
}  // namespace yaral::ingest
