#include <gtest/gtest.h>

#include <string>

#include "ingest/windows_source.h"
#include "normalise_helpers.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon";
constexpr std::string_view kSecurity = "Microsoft-Windows-Security-Auditing";

std::string type_of(std::string_view provider, std::uint32_t id, std::vector<WindowsEvent::Data> data) {
  Normalised result;
  result.add(windows_event(provider, id, std::move(data)));
  return result.one("metadata.event_type");
}

TEST(Normalise, MetadataOfEveryEvent) {
  WindowsEvent record = windows_event(kSysmon, 11, {{"TargetFilename", "C:\\x"}, {"UtcTime", "2024-03-01 09:59:59.5"}});
  record.process_id = 900;
  record.thread_id = 7;
  record.provider_guid = "{5770385F}";
  record.message = "File created:\r\nRuleName: -";
  Normalised result;
  result.add(record);
  EXPECT_EQ(result.one("metadata.vendor_name"), "Microsoft");
  EXPECT_EQ(result.one("metadata.product_name"), "Microsoft-Windows-Sysmon");
  EXPECT_EQ(result.one("metadata.product_event_type"), "11");
  EXPECT_EQ(result.one("metadata.product_log_id"), "42");
  EXPECT_EQ(result.one("metadata.log_type"), "WINDOWS_SYSMON");
  EXPECT_EQ(result.one("metadata.description"), "File created:");
  EXPECT_EQ(result.one("metadata.event_timestamp"), "2024-03-01T09:59:59.500Z");
  EXPECT_EQ(result.one("observer.process.pid"), "900");
  EXPECT_EQ(result.additional("ThreadID"), "7");
  EXPECT_EQ(result.additional("ProviderGuid"), "{5770385F}");
  EXPECT_EQ(result.additional("Channel"), "C");
  EXPECT_EQ(result.events[0].time, *parse_timestamp("2024-03-01T09:59:59.5Z"));
  EXPECT_EQ(result.events[0].log_type, "WINDOWS_SYSMON");
}

TEST(Normalise, IdentityDependsOnTheRecordAlone) {
  const auto id_of = [](const WindowsEvent& record) {
    Normalised result;
    result.add(record);
    EXPECT_EQ(result.events[0].id.size(), 24u);  // base64 of 16 bytes
    return std::string(result.events[0].id);
  };
  WindowsEvent record = windows_event(kSysmon, 11, {{"TargetFilename", "C:\\x"}});
  const std::string id = id_of(record);
  record.message = "rendered or not";
  EXPECT_EQ(id_of(record), id);
  record.record_id = 43;
  EXPECT_NE(id_of(record), id);
  record.record_id = 42;
  record.computer = "other";
  EXPECT_NE(id_of(record), id);

  // Without a number, the content tells records apart.
  record.record_id = 0;
  const std::string by_content = id_of(record);
  EXPECT_EQ(id_of(record), by_content);
  record.data[0].value = "C:\\y";
  EXPECT_NE(id_of(record), by_content);
}

TEST(Normalise, AbsentValuesAreNotStored) {
  Normalised result;
  result.add(windows_event(kSysmon, 1,
                           {{"Image", "C:\\a.exe"},
                            {"RuleName", "-"},
                            {"User", "-"},
                            {"CommandLine", ""},
                            {"ParentProcessId", "0x0"},
                            {"ParentProcessGuid", "{00000000-0000-0000-0000-000000000000}"},
                            {"Hashes", "MD5=00000000000000000000000000000000,SHA1=xyz"},
                            {"LogonId", "-"}}));
  for (const char* path :
       {"security_result.rule_name", "principal.user.userid", "target.process.command_line", "principal.process.pid",
        "principal.process.product_specific_process_id", "target.process.file.md5", "target.process.file.sha1"}) {
    EXPECT_TRUE(result.at(path).empty()) << path;
  }
  EXPECT_EQ(result.additional("LogonId"), "(none)");
  Normalised network;
  network.add(windows_event(kSysmon, 3, {{"SourceIp", "::"}, {"DestinationIp", "0.0.0.0"}, {"SourcePort", "0"}}));
  EXPECT_TRUE(network.at("principal.ip").empty());
  EXPECT_TRUE(network.at("target.ip").empty());
  EXPECT_TRUE(network.at("principal.port").empty());
}

TEST(Normalise, NounsMirrorToTheirAssets) {
  Normalised result;
  result.add(windows_event(kSysmon, 3,
                           {{"SourceIp", "192.0.2.1"},
                            {"DestinationIp", "198.51.100.2"},
                            {"DestinationHostname", "far.example"},
                            {"Protocol", "udp"},
                            {"Initiated", "true"}}));
  EXPECT_EQ(result.one("principal.asset.hostname"), "wks1.example.org");
  EXPECT_EQ(result.one("principal.asset.ip"), "192.0.2.1");
  EXPECT_EQ(result.one("target.asset.ip"), "198.51.100.2");
  EXPECT_EQ(result.one("target.asset.hostname"), "far.example");
  EXPECT_EQ(result.one("network.ip_protocol"), "UDP");
  EXPECT_EQ(result.one("network.direction"), "OUTBOUND");
  EXPECT_TRUE(result.weak.empty());
}

TEST(Normalise, UnmappedDataGoToAdditional) {
  Normalised result;
  result.add(windows_event(kSysmon, 10,
                           {{"SourceImage", "a"},
                            {"TargetImage", "b"},
                            {"GrantedAccess", "0x1400"},
                            {"CallTrace", "ntdll|x"},
                            {"GrantedAccess", "0x1"}}));
  EXPECT_EQ(result.additional("GrantedAccess"), "0x1400");
  EXPECT_EQ(result.additional("GrantedAccess_2"), "0x1");
  EXPECT_EQ(result.additional("CallTrace"), "ntdll|x");
}

TEST(Normalise, WhatDoesNotConvertIsKept) {
  Normalised result;
  result.add(windows_event(kSysmon, 3,
                           {{"DestinationIp", "not-an-address"}, {"DestinationPort", "70000"}, {"Protocol", "sctp?"}}));
  EXPECT_EQ(result.additional("DestinationIp"), "not-an-address");
  EXPECT_EQ(result.additional("DestinationPort"), "70000");
  EXPECT_EQ(result.additional("Protocol"), "sctp?");
}

TEST(Normalise, WithoutWhatTheTypeRequiresItIsWeaker) {
  Normalised result;
  result.add(windows_event(kSysmon, 1, {{"RuleName", "x"}}));
  EXPECT_EQ(result.one("metadata.event_type"), "STATUS_UPDATE");
  ASSERT_EQ(result.weak.size(), 1u);
  EXPECT_EQ(result.weak[0], "PROCESS_LAUNCH without target.process");

  WindowsEvent homeless = windows_event(kSysmon, 13, {{"Details", "1"}});
  homeless.computer = {};
  result.add(homeless);
  EXPECT_EQ(result.one("metadata.event_type", 1), "GENERIC_EVENT");
}

TEST(Normalise, UnknownEventsAreGenericAndKeepEverything) {
  WindowsEvent record = windows_event("Some Service", 7036, {{"", "first"}, {"param2", "second"}, {"", "third"}});
  record.user_sid = "S-1-5-18";
  record.message = "The service entered a state.\nMore about it.";
  Normalised result;
  result.add(record);
  EXPECT_EQ(result.one("metadata.event_type"), "GENERIC_EVENT");
  EXPECT_EQ(result.one("metadata.log_type"), "WINEVTLOG");
  EXPECT_EQ(result.one("principal.hostname"), "wks1.example.org");
  EXPECT_EQ(result.one("principal.user.windows_sid"), "S-1-5-18");
  EXPECT_EQ(result.additional("param1"), "first");
  EXPECT_EQ(result.additional("param2"), "second");
  EXPECT_EQ(result.additional("param3"), "third");
  EXPECT_TRUE(result.additional("Message").starts_with("The service entered a state."));
}

TEST(Normalise, TextsThatLiveInTheArenaAreNotCopiedAndStayRight) {
  std::vector<WindowsEvent::Data> data;
  for (const char* name : {"", "A name longer than a small string holds", "", "B"}) data.push_back({name, "value"});
  Normalised copied;
  Normalised kept;
  copied.add(windows_event("P", 1, data), TextLifetime::kRecord);
  kept.add(windows_event("P", 1, data), TextLifetime::kArena);
  EXPECT_EQ(udm::event_json(kept.events[0]), udm::event_json(copied.events[0]));
  EXPECT_EQ(kept.additional("A name longer than a small string holds"), "value");
  EXPECT_EQ(kept.additional("param3"), "value");
}

TEST(Normalise, LaunchRunsAsItsParentUnlessToldOtherwise) {
  Normalised result;
  result.add(windows_event(kSysmon, 1, {{"Image", "a.exe"}, {"User", "CORP\\anna"}}));
  EXPECT_EQ(result.one("principal.user.userid"), "anna");
  EXPECT_EQ(result.one("target.user.userid"), "anna");
  EXPECT_EQ(result.one("principal.administrative_domain"), "CORP");
  result.add(
      windows_event(kSysmon, 1, {{"Image", "a.exe"}, {"User", "CORP\\anna"}, {"ParentUser", "NT AUTHORITY\\SYSTEM"}}));
  EXPECT_EQ(result.one("principal.user.userid", 1), "SYSTEM");
  EXPECT_EQ(result.one("principal.administrative_domain", 1), "NT AUTHORITY");
  EXPECT_EQ(result.one("target.user.userid", 1), "anna");
  EXPECT_EQ(result.one("target.administrative_domain", 1), "CORP");
}

TEST(Normalise, RegistryKeysAndValues) {
  const WindowsEvent::Data key{"TargetObject", "HKLM\\SOFTWARE\\X\\Root\\Certificates\\AB\\Blob"};
  EXPECT_EQ(type_of(kSysmon, 12, {key, {"EventType", "CreateKey"}}), "REGISTRY_CREATION");
  EXPECT_EQ(type_of(kSysmon, 12, {key, {"EventType", "DeleteKey"}}), "REGISTRY_DELETION");
  EXPECT_EQ(type_of(kSysmon, 12, {key, {"EventType", "DeleteValue"}}), "REGISTRY_DELETION");
  EXPECT_EQ(type_of(kSysmon, 12, {key, {"EventType", "INFO"}}), "REGISTRY_UNCATEGORIZED");
  WindowsEvent shipped = windows_event(kSysmon, 12, {key, {"EventType", "INFO"}});
  shipped.message = "Registry object added or deleted:\r\nEventType: CreateKey\r\n";
  Normalised result;
  result.add(shipped);
  EXPECT_EQ(result.one("metadata.event_type"), "REGISTRY_CREATION");

  Normalised value;
  value.add(windows_event(kSysmon, 13, {key, {"EventType", "SetValue"}, {"Details", "Binary Data"}}));
  EXPECT_EQ(value.one("metadata.event_type"), "REGISTRY_MODIFICATION");
  EXPECT_EQ(value.one("target.registry.registry_key"), key.value);
  EXPECT_EQ(value.one("target.registry.registry_value_name"), "Blob");
  EXPECT_EQ(value.one("target.registry.registry_value_data"), "Binary Data");
}

TEST(Normalise, SecurityLaunch) {
  Normalised result;
  result.add(windows_event(kSecurity, 4688,
                           {{"SubjectUserSid", "S-1-5-21-1"},
                            {"SubjectUserName", "anna"},
                            {"SubjectDomainName", "CORP"},
                            {"NewProcessId", "0xef0"},
                            {"NewProcessName", "C:\\certutil.exe"},
                            {"ProcessId", "0x828"},
                            {"CommandLine", "certutil &gt;&gt; log"},
                            {"TargetUserSid", "S-1-0-0"},
                            {"TargetUserName", "-"},
                            {"TargetDomainName", "-"},
                            {"MandatoryLabel", "S-1-16-12288"},
                            {"SubjectLogonId", "0x3e7"}}));
  EXPECT_EQ(result.one("metadata.event_type"), "PROCESS_LAUNCH");
  EXPECT_EQ(result.one("metadata.log_type"), "WINEVTLOG");
  EXPECT_EQ(result.one("target.process.pid"), "3824");
  EXPECT_EQ(result.one("principal.process.pid"), "2088");
  EXPECT_EQ(result.one("target.process.command_line"), "certutil >> log");
  EXPECT_EQ(result.one("target.process.integrity_level_rid"), "12288");
  EXPECT_EQ(result.one("target.user.userid"), "anna");
  EXPECT_EQ(result.one("target.user.windows_sid"), "S-1-5-21-1");
  EXPECT_EQ(result.additional("SubjectLogonId"), "0x3e7");
}

TEST(Normalise, SecurityRegistryValue) {
  const auto with = [](std::string_view operation) {
    return std::vector<WindowsEvent::Data>{{"ObjectName", "\\REGISTRY\\MACHINE\\SOFTWARE\\K"},
                                           {"ObjectValueName", "V"},
                                           {"OperationType", operation},
                                           {"OldValue", "old"},
                                           {"NewValue", "new"},
                                           {"NewValueType", "%%1873"}};
  };
  EXPECT_EQ(type_of(kSecurity, 4657, with("%%1904")), "REGISTRY_CREATION");
  EXPECT_EQ(type_of(kSecurity, 4657, with("%%1906")), "REGISTRY_DELETION");
  EXPECT_EQ(type_of(kSecurity, 4657, with("New registry value created")), "REGISTRY_CREATION");
  Normalised result;
  result.add(windows_event(kSecurity, 4657, with("%%1905")));
  EXPECT_EQ(result.one("metadata.event_type"), "REGISTRY_MODIFICATION");
  EXPECT_EQ(result.one("target.registry.registry_key"), "\\REGISTRY\\MACHINE\\SOFTWARE\\K\\V");
  EXPECT_EQ(result.one("target.registry.registry_value_name"), "V");
  EXPECT_EQ(result.one("target.registry.registry_value_data"), "new");
  EXPECT_EQ(result.one("target.registry.registry_value_type"), "SZ");
  EXPECT_EQ(result.one("src.registry.registry_value_data"), "old");
}

TEST(Normalise, AHandleIsNotAWrite) {
  const auto with = [](std::string_view type, std::string_view mask) {
    return std::vector<WindowsEvent::Data>{
        {"ObjectType", type}, {"ObjectName", "N"}, {"AccessMask", mask}, {"SubjectUserName", "anna"}};
  };
  EXPECT_EQ(type_of(kSecurity, 4663, with("File", "0x1")), "FILE_READ");
  EXPECT_EQ(type_of(kSecurity, 4663, with("File", "0x2")), "FILE_OPEN");
  EXPECT_EQ(type_of(kSecurity, 4663, with("Key", "0x2")), "REGISTRY_UNCATEGORIZED");
  EXPECT_EQ(type_of(kSecurity, 4663, with("Process", "0x10")), "PROCESS_OPEN");
  EXPECT_EQ(type_of(kSecurity, 4663, with("SAM_USER", "0x1")), "USER_RESOURCE_ACCESS");
}

TEST(Normalise, LogonsComeFromWhereTheySay) {
  Normalised result;
  result.add(windows_event(kSecurity, 4624,
                           {{"TargetUserName", "anna"},
                            {"LogonType", "3"},
                            {"IpAddress", "192.0.2.9"},
                            {"IpPort", "50000"},
                            {"WorkstationName", "laptop"}}));
  EXPECT_EQ(result.one("principal.hostname"), "laptop");
  EXPECT_EQ(result.one("principal.ip"), "192.0.2.9");
  EXPECT_EQ(result.one("target.hostname"), "wks1.example.org");
  EXPECT_EQ(result.one("extensions.auth.mechanism"), "NETWORK");
  EXPECT_EQ(result.one("security_result.action"), "ALLOW");
  result.add(windows_event(kSecurity, 4625,
                           {{"TargetUserName", "anna"},
                            {"LogonType", "2"},
                            {"IpAddress", "-"},
                            {"WorkstationName", "-"},
                            {"Status", "0xc000006d"},
                            {"SubStatus", "0x0"}}));
  EXPECT_EQ(result.one("principal.hostname", 1), "wks1.example.org");
  EXPECT_EQ(result.one("security_result.action", 1), "BLOCK");
  EXPECT_EQ(result.one("security_result.category", 1), "AUTH_VIOLATION");
}

TEST(Normalise, DnsAnswers) {
  Normalised result;
  result.add(windows_event(kSysmon, 22,
                           {{"QueryName", "a.example"},
                            {"QueryStatus", "0"},
                            {"QueryResults", "type:  5 b.example;::ffff:192.0.2.1;2001:db8::1;"}}));
  EXPECT_EQ(result.one("network.dns.questions.name"), "a.example");
  EXPECT_EQ(result.at("network.dns.answers.data"), (std::vector<std::string>{"b.example", "192.0.2.1", "2001:db8::1"}));
  EXPECT_EQ(result.one("network.application_protocol"), "DNS");
}

TEST(Normalise, EveryMappedEventIsValidJsonOfTheSchema) {
  for (const WindowsSource* source : windows_sources()) {
    for (const Mapping& mapping : source->mappings) {
      std::vector<WindowsEvent::Data> data;
      for (const auto group : mapping.groups) {
        for (const Row& row : group) data.push_back({row.source, "7"});
      }
      Normalised result;
      const auto id = static_cast<std::uint32_t>(std::stoul(std::string(mapping.kind)));
      result.add(windows_event(source->providers.front(), id, data));
      udm::JsonDecoder decoder;
      Arena arena;
      const std::string json = udm::event_json(result.events.at(0));
      EXPECT_TRUE(decoder.decode(json, arena)) << json;
      EXPECT_TRUE(decoder.notes().unknown_fields.empty() && decoder.notes().bad_values.empty()) << json;
    }
  }
}

}  // namespace
}  // namespace yaral::ingest
