#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "normalise_helpers.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kPowerShell = "Microsoft-Windows-PowerShell";

struct Part {
  std::string number;
  std::string total;
  std::string text;

  WindowsEvent record(std::uint64_t record_id = 1) const {
    WindowsEvent event = windows_event(kPowerShell, 4104,
                                       {{"MessageNumber", number},
                                        {"MessageTotal", total},
                                        {"ScriptBlockText", text},
                                        {"ScriptBlockId", "block-1"},
                                        {"Path", "C:\\s.ps1"}});
    event.record_id = record_id;
    event.time_created.seconds += static_cast<std::int64_t>(record_id);
    event.user_sid = "S-1-5-21-9";
    event.process_id = 77;
    return event;
  }
};

TEST(NormalisePowerShell, AScriptBlockOfOnePart) {
  Normalised result;
  result.add(Part{"1", "1", "Import-PfxCertificate a.pfx"}.record());
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.one("metadata.log_type"), "POWERSHELL");
  EXPECT_EQ(result.one("metadata.event_type"), "PROCESS_UNCATEGORIZED");
  EXPECT_EQ(result.one("target.process.command_line"), "Import-PfxCertificate a.pfx");
  EXPECT_EQ(result.additional("ScriptBlockText"), "Import-PfxCertificate a.pfx");
  EXPECT_EQ(result.one("target.file.full_path"), "C:\\s.ps1");
  EXPECT_EQ(result.one("principal.process.pid"), "77");
  EXPECT_EQ(result.one("principal.user.windows_sid"), "S-1-5-21-9");
}

TEST(NormalisePowerShell, PartsAreJoinedInAnyOrder) {
  std::vector<int> order = {1, 2, 3};
  do {
    Normalised result;
    for (const int i : order) {
      EXPECT_TRUE(result.events.empty());
      result.add(Part{std::to_string(i), "3", "part" + std::to_string(i) + ";"}.record(static_cast<std::uint64_t>(i)));
    }
    ASSERT_EQ(result.events.size(), 1u);
    EXPECT_EQ(result.one("target.process.command_line"), "part1;part2;part3;");
    EXPECT_EQ(result.one("metadata.product_log_id"), "1");
    EXPECT_EQ(result.one("metadata.event_timestamp"), "2024-03-01T10:00:01Z");
    EXPECT_EQ(result.additional("MissingParts"), "(none)");
    result.finish();
    EXPECT_EQ(result.events.size(), 1u);
  } while (std::ranges::next_permutation(order).found);
}

TEST(NormalisePowerShell, MissingPartsAreMarkedAtTheEnd) {
  Normalised result;
  for (const int i : {2, 3, 7})
    result.add(Part{std::to_string(i), "9", std::to_string(i)}.record(static_cast<std::uint64_t>(i)));
  EXPECT_TRUE(result.events.empty());
  result.finish();
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.one("target.process.command_line"), "237");
  EXPECT_EQ(result.additional("MissingParts"), "1, 4-6, 8-9");
}

TEST(NormalisePowerShell, ABlockThatIsThereTwiceIsTwoEvents) {
  Normalised result;
  result.add(Part{"1", "2", "a"}.record(1));
  result.add(Part{"1", "2", "a"}.record(1));
  result.add(Part{"2", "2", "b"}.record(2));
  result.add(Part{"2", "2", "b"}.record(2));
  ASSERT_EQ(result.events.size(), 2u);
  EXPECT_EQ(result.one("target.process.command_line", 0), "ab");
  EXPECT_EQ(result.one("target.process.command_line", 1), "ab");
}

TEST(NormalisePowerShell, NumbersThatMakeNoSenseAreEventsOfTheirOwn) {
  Normalised result;
  for (const Part& part :
       {Part{"3", "2", "x"}, Part{"0", "2", "x"}, Part{"1", "999999999", "x"}, Part{"a", "b", "x"}}) {
    result.add(part.record());
  }
  EXPECT_EQ(result.events.size(), 4u);
}

TEST(NormalisePowerShell, WaitingPartsAreBounded) {
  ScriptBlocks blocks(10);
  const Part part{"1", "3", "x"};
  const WindowsEvent record = part.record();
  EXPECT_FALSE(blocks.add({"id", 1, 3, "12345678"}, record));
  const auto beyond = blocks.add({"id", 2, 3, "12345678"}, record);
  ASSERT_TRUE(beyond);
  EXPECT_EQ(beyond->text, "12345678");
  EXPECT_EQ(beyond->missing, "1, 3");
  EXPECT_EQ(blocks.take_incomplete().size(), 1u);
}

constexpr std::string_view kContext =
    "        Severity = Informational\r\n        Host Name = ConsoleHost\r\n"
    "        Host Application = C:\\Windows\\System32\\powershell.exe -NoP\r\n"
    "        Script Name = C:\\run.ps1\r\n        User = CORP\\anna\r\n";

TEST(NormalisePowerShell, PipelineDetails) {
  for (const bool named : {true, false}) {
    Normalised result;
    result.add(windows_event(kPowerShell, 4103,
                             {{named ? "ContextInfo" : "", kContext},
                              {named ? "UserData" : "", ""},
                              {named ? "Payload" : "", "CommandInvocation(Set-AuthenticodeSignature): \"x\"\r\n"}}));
    EXPECT_EQ(result.one("target.process.command_line"), "CommandInvocation(Set-AuthenticodeSignature): \"x\"");
    EXPECT_EQ(result.one("principal.process.command_line"), "C:\\Windows\\System32\\powershell.exe -NoP");
    EXPECT_EQ(result.one("principal.process.file.full_path"), "C:\\Windows\\System32\\powershell.exe");
    EXPECT_EQ(result.one("principal.user.userid"), "anna");
    EXPECT_EQ(result.one("principal.administrative_domain"), "CORP");
    EXPECT_EQ(result.one("target.file.full_path"), "C:\\run.ps1");
    EXPECT_NE(result.additional("ScriptBlockText"), "(none)");
  }
}

TEST(NormalisePowerShell, ClassicEventsFromDataOrFromTheRenderedText) {
  const std::string_view context = "\tHostApplication=powershell.exe -enc AA\r\n\tUserId=CORP\\anna\r\n";
  Normalised data;
  data.add(windows_event("PowerShell", 800, {{"", "whoami"}, {"", context}, {"", ""}}));
  EXPECT_EQ(data.one("target.process.command_line"), "whoami");
  EXPECT_EQ(data.one("principal.process.command_line"), "powershell.exe -enc AA");

  WindowsEvent rendered = windows_event("PowerShell", 800, {{"Severity", "INFO"}});
  const std::string message =
      "Pipeline execution details for command line: whoami\n. \r\n\r\nContext Information: \r\n" +
      std::string(context) + "\r\nDetails: \r\n";
  rendered.message = message;
  Normalised text;
  text.add(rendered);
  EXPECT_EQ(text.one("target.process.command_line"), "whoami");
  EXPECT_EQ(text.one("principal.user.userid"), "anna");

  Normalised engine;
  engine.add(windows_event("PowerShell", 400, {{"", "Available"}, {"", "None"}, {"", context}}));
  EXPECT_EQ(engine.one("metadata.event_type"), "PROCESS_LAUNCH");
  EXPECT_EQ(engine.one("target.process.command_line"), "powershell.exe -enc AA");
}

}  // namespace
}  // namespace yaral::ingest
