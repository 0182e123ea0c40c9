#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "normalise_helpers.h"

// Every row of every mapping table: a record with just that field must show it where the row says.
namespace yaral::ingest {
namespace {

struct Sample {
  std::string_view text;
  std::string_view expected;
};

Sample sample_of(Convert convert) {
  switch (convert) {
    case Convert::kText: return {"C:\\Some Text", "C:\\Some Text"};
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
    case Convert::kHashes: return {"MD5=0123456789ABCDEF,SHA1=AB12,SHA256=CD34,IMPHASH=EF56", ""};
    case Convert::kAccount: return {"CORP\\anna", ""};
    case Convert::kEventTime: return {"2024-01-02 03:04:05.678", ""};
  }
  return {};
}

void check_row(std::string_view provider, const Mapping& mapping, const Row& row) {
  SCOPED_TRACE(std::string(provider) + " " + std::to_string(mapping.event_id) + " " + std::string(row.source));
  const Sample sample = sample_of(row.convert);
  ASSERT_FALSE(sample.text.empty());
  Normalised result;
  result.add(windows_event(provider, mapping.event_id, {{row.source, sample.text}}));
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
  } else if (row.convert == Convert::kEventTime) {
    EXPECT_EQ(result.one("metadata.event_timestamp"), "2024-01-02T03:04:05.678Z");
  } else if (!path.ends_with("hostname")) {  // the host that logged it may come before
    EXPECT_EQ(result.one(path), sample.expected);
  }
  EXPECT_EQ(result.additional(std::string(row.source)) != "(none)", row.also_additional);
}

void check_tables(std::string_view provider, std::span<const Mapping> mappings) {
  for (const Mapping& mapping : mappings) {
    for (const auto group : mapping.groups) {
      for (const Row& row : group) check_row(provider, mapping, row);
    }
  }
}

TEST(NormaliseTable, Sysmon) { check_tables("Microsoft-Windows-Sysmon", sysmon_mappings()); }
TEST(NormaliseTable, Security) { check_tables("Microsoft-Windows-Security-Auditing", security_mappings()); }
TEST(NormaliseTable, PowerShell) { check_tables("Microsoft-Windows-PowerShell", powershell_mappings()); }

TEST(NormaliseTable, TheEventsOfTheFirstPackageAreThere) {
  const auto has = [](std::span<const Mapping> mappings, std::uint32_t id) {
    return std::ranges::any_of(mappings, [&](const Mapping& m) { return m.event_id == id; });
  };
  for (const std::uint32_t id : {1, 3, 5, 7, 11, 12, 13, 14, 15, 23, 26}) EXPECT_TRUE(has(sysmon_mappings(), id)) << id;
  for (const std::uint32_t id : {4688, 4657, 4663}) EXPECT_TRUE(has(security_mappings(), id)) << id;
  for (const std::uint32_t id : {4103, 4104}) EXPECT_TRUE(has(powershell_mappings(), id)) << id;
}

}  // namespace
}  // namespace yaral::ingest
