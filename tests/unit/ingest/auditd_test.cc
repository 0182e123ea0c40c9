// What the samples of AUDITD do not show: numbers, addresses and records that are broken or mean harm.
#include <gtest/gtest.h>

#include "ingest/telemetry/auditd_codes.h"
#include "ingest/telemetry/auditd_records.h"
#include "read_helpers.h"

namespace yaral::ingest {
namespace {

TEST(Auditd, SystemCallsByArchitecture) {
  EXPECT_EQ(audit_syscall_name("c000003e", "59"), "execve");
  EXPECT_EQ(audit_syscall_name("40000003", "11"), "execve");
  EXPECT_EQ(audit_syscall_name("c00000b7", "221"), "execve");
  EXPECT_EQ(audit_syscall_name("x86_64", "257"), "openat");
  EXPECT_EQ(audit_syscall_name("40000003", "212"), "chown") << "chown32";
  EXPECT_EQ(audit_syscall_name("c00000b7", "59"), "") << "another call there";
  for (const char* none : {"", "-1", "99999", "59x", "x", "99999999999999999999"}) {
    EXPECT_EQ(audit_syscall_name("c000003e", none), "") << none;
  }
  EXPECT_EQ(audit_syscall_name("c0000016", "11"), "") << "an architecture that is not looked up";
  EXPECT_EQ(audit_socket_call("3"), "connect");
  for (const char* none : {"", "0", "f", "33", "x"}) EXPECT_EQ(audit_socket_call(none), "") << none;
}

TEST(Auditd, RecordTypes) {
  EXPECT_EQ(audit_type_name("1300"), "SYSCALL");
  EXPECT_EQ(audit_type_name("UNKNOWN[1334]"), "BPF");
  EXPECT_EQ(audit_type_name("UNKNOWN[9999]"), "UNKNOWN[9999]");
  EXPECT_EQ(audit_type_name("CWD"), "CWD");
}

std::string address(const std::string& hex) {
  Arena arena;
  const AuditAddress found = audit_address(hex, arena);
  return std::string(found.family) + "|" + std::string(found.ip) + "|" + std::string(found.port) + "|" +
         std::string(found.path);
}

TEST(Auditd, Addresses) {
  EXPECT_EQ(address("020001BBC00002500000000000000000"), "inet|192.0.2.80|443|");
  EXPECT_EQ(address("0A001F900000000020010DB800000000000000000000000100000000"), "inet6|2001:db8::1|8080|");
  EXPECT_EQ(address("01002F72756E2F782E736F636B00FFFF"), "local|||/run/x.sock");
  EXPECT_EQ(address("0100007800"), "local|||@x");
  EXPECT_EQ(address("0100"), "local|||");
  EXPECT_EQ(address("100000000000000000000000"), "netlink|||");
  EXPECT_EQ(address("1100"), "17|||");
}

TEST(Auditd, BrokenAddresses) {
  EXPECT_EQ(address("020001BB"), "2|||") << "cut short";
  EXPECT_EQ(address("0A001F9000000000"), "10|||");
  for (const char* none : {"", "0", "02", "020", "zz00", "02000"}) EXPECT_EQ(address(none), "|||") << none;
}

// The data of an event, as `name=value`.
std::vector<std::string> fields(const std::string& text) {
  Arena arena;
  std::vector<Datum> data;
  std::vector<std::string> texts;
  if (!split_audit({text}, arena, data)) return texts;
  for (const Datum& datum : data) texts.push_back(std::string(datum.name) + "=" + std::string(datum.value));
  return texts;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

bool has_field(const std::string& text, const std::string& field) {
  return contains(fields("type=USER_LOGIN msg=audit(1.5:2): " + text), field);
}

TEST(Auditd, Fields) {
  EXPECT_TRUE(has_field("pid=7 uid=0", "pid=7"));
  EXPECT_TRUE(has_field("subj==unconfined (enforce) pid=7", "subj=unconfined"));
  EXPECT_TRUE(has_field("msg='op=adding user id=1001 exe=\"/x\"' UID=\"root\"", "op=adding user"));
  EXPECT_TRUE(has_field("msg='op=a acct=\"o'brien\" res=success'", "acct=o'brien"));
  EXPECT_TRUE(
      has_field("user pid=1 msg='PAM: session open acct=root : exe=\"/x\" (hostname=h, addr=192.0.2.1, "
                "terminal=ssh res=success)'",
                "addr=192.0.2.1"));
  EXPECT_TRUE(has_field("user msg='PAM: x (hostname=h, terminal=ssh res=success)'", "res=success"));
}

TEST(Auditd, TheAccountOfAMessageIsNotWhoWroteIt) {
  const std::vector<std::string> found =
      fields("type=USER_LOGOUT msg=audit(1.5:2): uid=0 msg='uid=1000 res=success' UID=\"root\" UID=\"ada\"");
  for (const char* expected : {"uid=0", "id=1000", "UID=root", "ID=ada"}) EXPECT_TRUE(contains(found, expected));
}

TEST(Auditd, HexIsDecodedWhereTheKernelWritesIt) {
  EXPECT_TRUE(has_field("comm=612062", "comm=a b"));
  EXPECT_TRUE(has_field("comm=\"612062\"", "comm=612062")) << "in quotes it is the text";
  EXPECT_TRUE(has_field("comm=ABCD", "comm=\xAB\xCD")) << "no UTF-8, but what it is called";
  EXPECT_TRUE(has_field("comm=61206", "comm=61206")) << "half a byte";
  EXPECT_TRUE(has_field("exe=6162", "exe=6162")) << "plain text is never written in hex";
  EXPECT_TRUE(has_field("inode=612062", "inode=612062")) << "a number";
  EXPECT_TRUE(has_field("proctitle=6C73002D6C00", "proctitle=ls -l"));
}

TEST(Auditd, NothingIsNoField) {
  for (const char* nothing : {"key=(null)", "tty=(none)", "addr=?", "auid=4294967295", "auid=-1", "AUID=\"unset\"",
                              "ses=4294967295", "comm=\"\""}) {
    EXPECT_EQ(fields(std::string("type=USER_LOGIN msg=audit(1.5:2): ") + nothing),
              std::vector<std::string>({"time=1.5", "serial=2", "type=USER_LOGIN"}))
        << nothing;
  }
  EXPECT_TRUE(has_field("inode=4294967295", "inode=4294967295"));
}

TEST(Auditd, WhatTheEventIsAbout) {
  const auto record = [](const std::string& type) { return "type=" + type + " msg=audit(1.5:2): a=b\n"; };
  EXPECT_TRUE(contains(fields(record("SYSCALL") + record("CONFIG_CHANGE")), "type=CONFIG_CHANGE"));
  EXPECT_TRUE(contains(fields(record("AVC") + record("SYSCALL")), "type=SYSCALL"));
  EXPECT_TRUE(contains(fields(record("PATH") + record("CWD")), "type=PATH"));
  EXPECT_TRUE(fields(record("EOE")).empty());
}

TEST(Auditd, BrokenLines) {
  for (const char* broken : {"", "\n\n", "type=X", "type=X msg=audit(1.5:2", "type=X msg=audit(1.5)",
                             "msg=audit(1.5:2)", "type= msg=audit(1.5:2): a=b"}) {
    EXPECT_TRUE(fields(broken).empty()) << broken;
  }
  EXPECT_TRUE(has_field("a=\"open", "a=open"));
  EXPECT_TRUE(has_field("msg='a=b", "a=b"));
  EXPECT_TRUE(has_field("SADDR={ saddr_fam=inet laddr=192.0.2.1", "SOCKADDR.addr=192.0.2.1"));
  EXPECT_TRUE(has_field("= == =x a=b", "a=b"));
}

TEST(Auditd, ArgumentsInPieces) {
  const std::string begin = "type=EXECVE msg=audit(1.5:2): ";
  EXPECT_TRUE(contains(fields(begin + "argc=3 a0=\"sh\" a1_len=4 a1[0]=\"ab\"\n" + begin + "a1[1]=\"cd\" a2=612062\n"),
                       "argv=sh abcd a b"));
  EXPECT_TRUE(contains(fields(begin + "a0=\"x\" a99999999=\"y\" ax=\"z\" a=\"w\""), "argv=x"));
}

// Such input must not take long, nor much memory, nor end the program.
TEST(Auditd, RecordsThatMeanHarm) {
  const std::string begin = "type=USER_LOGIN msg=audit(1.5:2): ";
  std::string nested = begin;
  for (int i = 0; i < 100000; ++i) nested += "a='";
  EXPECT_FALSE(fields(nested).empty());
  std::string many = begin;
  for (int i = 0; i < 200000; ++i) many += "f" + std::to_string(i) + "=1 ";
  EXPECT_LT(fields(many).size(), 11000u);
  std::string paths = "type=SYSCALL msg=audit(1.5:2): arch=c000003e syscall=87 success=yes\n";
  for (int i = 0; i < 20000; ++i) paths += "type=PATH msg=audit(1.5:2): name=\"/x\" nametype=PARENT\n";
  TempDir dir;
  Outcome run;
  read(run, {dir.write("paths.log", paths), dir.write("many.log", many), dir.write("nested.log", nested)});
  EXPECT_EQ(run.report.events, 3u);
}

TEST(Auditd, JsonOfOtherTypesThanExpected) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write(
                "odd.json",
                R"({"@timestamp":"2026-01-05T10:00:00Z","auditd":{"message_type":"syscall","sequence":"7",)"
                R"("paths":"none","data":{"syscall":"openat","a2":[1]}},"process":{"pid":"12","args":"ls"},)"
                R"("tags":"one","user":{"id":0,"audit":null}})"
                "\n"
                R"({"@timestamp":7,"auditd":{"message_type":["a"],"sequence":{},"paths":[1,null,{"name":2}]}})"
                "\n"
                R"({"timestamp":1767602000,"timestampfractional":5,"eventid":9,"items":{"SYSCALL":"arch=x","CWD":[]}})"
                "\n")});
  EXPECT_EQ(run.report.events_by_log_type["AUDITD"], 3u);
  EXPECT_TRUE(run.report.problems.empty());
  EXPECT_TRUE(run.gathered.any_contains("\"rule_name\":\"one\""));
}

}  // namespace
}  // namespace yaral::ingest
