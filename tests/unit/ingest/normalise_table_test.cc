#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "ingest/windows_source.h"
#include "normalise_helpers.h"

// Every row of every mapping table: a record with just that field must show it where the row says.
namespace yaral::ingest {
namespace {

struct Sample {
  std::string_view text;
  std::string_view expected;
};

// By the type of the field, where the conversion goes by it.
Sample typed_sample(std::string_view path) {
  const udm::Path resolved = checked_path(path);
  const udm::FieldInfo* const field = last_field(resolved);
  if (field == nullptr || field->type == udm::FieldType::kString) return {"C:\\Some Text", "C:\\Some Text"};
  if (field->type == udm::FieldType::kBool) return {"true", "true"};
  if (field->type == udm::FieldType::kTimestamp) return {"2024-01-02 03:04:05.678", "2024-01-02T03:04:05.678Z"};
  return {"12", "12"};
}

Sample sample_of(const Row& row) {
  for (const Code& code : row.codes) {
    if (!code.to.empty()) return {code.from, code.to};
  }
  switch (row.convert) {
    case Convert::kText: return typed_sample(row.path);
    case Convert::kLower: return {"Some Text", "some text"};
    case Convert::kHash: return {"AB12", "ab12"};
    case Convert::kMac: return {"00-11-22-AA-BB-CC", "00:11:22:aa:bb:cc"};
    case Convert::kEscapedText: return {"a &gt;&amp;gt; &quot;b&quot; & c", "a >&gt; \"b\" & c"};
    case Convert::kPid: return {"0x1f4", "500"};
    case Convert::kGuid:
      return {"{0197231E-005A-6928-A50B-000000000D00}", "SYSMON:{0197231E-005A-6928-A50B-000000000D00}"};
    case Convert::kSid: return {"S-1-5-18", "S-1-5-18"};
    case Convert::kIp: return {"::ffff:192.0.2.7", "192.0.2.7"};
    case Convert::kPort: return {"443", "443"};
    case Convert::kUnsigned: return {"0x10", "16"};
    case Convert::kTrue: return {"true", "true"};
    case Convert::kTime: return {"2024-01-02 03:04:05.678", "2024-01-02T03:04:05.678Z"};
    case Convert::kIpProtocol: return {"tcp", "TCP"};
    case Convert::kIntegrity: return {"High", "12288"};
    case Convert::kElevation: return {"%%1937", "TYPE_2"};
    case Convert::kMailUser:
    case Convert::kHost: return {"anna", ""};
    case Convert::kJson: return {"{}", ""};
    case Convert::kCode: return {"", ""};
    case Convert::kHashes: return {"MD5=0123456789ABCDEF,SHA1=AB12,SHA256=CD34,IMPHASH=EF56", ""};
    case Convert::kAccount: return {"CORP\\anna", ""};
    case Convert::kEventTime: return {"2024-01-02 03:04:05.678", ""};
  }
  return {};
}

std::uint32_t number(std::string_view kind) { return static_cast<std::uint32_t>(std::stoul(std::string(kind))); }

void check_row(std::string_view provider, const Mapping& mapping, const Row& row) {
  SCOPED_TRACE(std::string(provider) + " " + std::string(mapping.kind) + " " + std::string(row.source));
  const Sample sample = sample_of(row);
  if (row.convert == Convert::kCode || row.convert == Convert::kJson) return;  // samples of their own
  ASSERT_FALSE(sample.text.empty());
  Normalised result;
  result.add(windows_event(provider, number(mapping.kind), {{row.source, sample.text}}));
  ASSERT_EQ(result.events.size(), 1u);
  const std::string path(row.path);
  if (row.convert == Convert::kHashes) {
    EXPECT_EQ(result.one(path + ".md5"), "0123456789abcdef");
    EXPECT_EQ(result.one(path + ".sha1"), "ab12");
    EXPECT_EQ(result.one(path + ".sha256"), "cd34");
    EXPECT_EQ(result.one(path + ".pe_file.imphash"), "ef56");
  } else if (row.convert == Convert::kAccount) {
    EXPECT_EQ(result.one(path + ".user.userid"), "anna");
    EXPECT_EQ(result.one(path + ".administrative_domain"), "CORP");
  } else if (row.convert == Convert::kMailUser) {
    EXPECT_EQ(result.one(path + ".userid"), "anna");
  } else if (row.convert == Convert::kHost) {
    EXPECT_EQ(result.one(path + ".hostname"), "anna");
  } else if (row.convert == Convert::kEventTime) {
    EXPECT_EQ(result.one("metadata.event_timestamp"), "2024-01-02T03:04:05.678Z");
  } else if (!path.ends_with("hostname")) {  // the host that logged it may come before
    EXPECT_EQ(result.one(path), sample.expected);
  }
  EXPECT_EQ(result.additional(std::string(row.source)) == sample.text, row.also_additional);
}

TEST(NormaliseTable, EveryRow) {
  for (const WindowsSource* source : windows_sources()) {
    for (const Mapping& mapping : source->mappings) {
      for (const auto group : mapping.groups) {
        for (const Row& row : group) check_row(source->providers.front(), mapping, row);
      }
    }
  }
}

TEST(NormaliseTable, TheEventsOfTheFirstPackageAreThere) {
  const auto has = [](std::string_view provider, std::uint32_t id) {
    const CompiledSource* source = find_source(provider);
    return source != nullptr && source->table.find(std::to_string(id)) != nullptr;
  };
  for (const std::uint32_t id : {1, 3, 5, 7, 11, 12, 13, 14, 15, 23, 26}) {
    EXPECT_TRUE(has("Microsoft-Windows-Sysmon", id)) << id;
  }
  for (const std::uint32_t id : {4688, 4657, 4663}) EXPECT_TRUE(has("Microsoft-Windows-Security-Auditing", id)) << id;
  for (const std::uint32_t id : {4103, 4104}) EXPECT_TRUE(has("Microsoft-Windows-PowerShell", id)) << id;
}

}  // namespace
}  // namespace yaral::ingest
