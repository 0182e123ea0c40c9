#include "ingest/telemetry/nix_messages.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace yaral::ingest {
namespace {

using Texts = std::vector<std::string>;

std::optional<Texts> match(std::string_view pattern, std::string_view text) {
  std::vector<Datum> data;
  if (!match_nix_pattern(pattern, text, data)) {
    EXPECT_TRUE(data.empty());
    return std::nullopt;
  }
  Texts texts;
  for (const Datum& datum : data) texts.push_back(std::string(datum.name) + "=" + std::string(datum.value));
  return texts;
}

TEST(NixPattern, ValuesEndBeforeTheTextBehind) {
  EXPECT_EQ(match("a {x} b {y}", "a 1 b 2 b 3"), Texts({"x=1", "y=2 b 3"}));
  EXPECT_EQ(match("a {x+} b {y}", "a 1 b 2 b 3"), Texts({"x=1 b 2", "y=3"}));
  EXPECT_EQ(match("({x})", "( 1 ) more"), Texts({"x=1"}));
  EXPECT_EQ(match("plain", "plain and more"), Texts());
}

TEST(NixPattern, NoMatchLeavesNothing) {
  EXPECT_EQ(match("a {x} b", "a 1 c"), std::nullopt);
  EXPECT_EQ(match("a {x} b {y} c", "a 1 b 2"), std::nullopt);
  EXPECT_EQ(match("a", ""), std::nullopt);
  EXPECT_EQ(match("{x}", ""), Texts({"x="}));
}

std::string kind(std::string_view program, std::string_view message) {
  std::vector<Datum> data;
  read_nix_message(program, message, data);
  return std::string(find(data, "kind"));
}

std::string value(std::string_view program, std::string_view message, std::string_view name) {
  std::vector<Datum> data;
  read_nix_message(program, message, data);
  return std::string(find(data, name));
}

TEST(NixMessages, ANameCannotFeignAnAddress) {
  constexpr std::string_view kFeigned =
      "Failed password for invalid user root from 192.0.2.1 port 22 ssh2 from 192.0.2.66 port 40112 ssh2";
  EXPECT_EQ(value("sshd", kFeigned, "ip"), "192.0.2.66");
  EXPECT_EQ(value("sshd", "Invalid user a from b from 192.0.2.66 port 1", "user"), "a from b");
}

TEST(NixMessages, ProgramsByNameWithoutFolderAndCase) {
  EXPECT_EQ(kind("/usr/sbin/CRON", "(root) CMD (id)"), "cron command");
  EXPECT_EQ(kind("crond", "(root) CMD (id)"), "cron command");
  EXPECT_EQ(kind("sshd-session", "Invalid user a from 192.0.2.66"), "ssh failed");
  EXPECT_EQ(kind("notsshd", "Invalid user a from 192.0.2.66"), "message");
  EXPECT_EQ(kind("", "(root) CMD (id)"), "message");
  EXPECT_EQ(kind("gdm-password]", "pam_unix(gdm:session): session closed for user ada"), "session closed");
}

TEST(NixMessages, MarksAroundTheMessage) {
  EXPECT_EQ(value("sshd", "Connection closed by 192.0.2.66 port 40116 [preauth]", "port"), "40116");
  EXPECT_EQ(kind("kernel", "[    0.123456] device eth0 entered promiscuous mode"), "promiscuous mode");
  EXPECT_EQ(kind("kernel", "[UFW BLOCK] IN=eth0 OUT= SRC=a DST=b LEN=4 PROTO=UDP SPT=1 DPT=2 LEN=9"),
            "packet filtered");
  EXPECT_EQ(kind("kernel", "["), "message");
}

TEST(NixMessages, ACommandMayHoldTheTextAroundIt) {
  EXPECT_EQ(value("CRON", "(root) CMD (test -x /a && (b))", "command"), "test -x /a && (b)");
  constexpr std::string_view kSudo = "ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh -c x ; USER=y ; COMMAND=z";
  EXPECT_EQ(value("sudo", kSudo, "user"), "root");
  EXPECT_EQ(value("sudo", kSudo, "command"), "/bin/sh -c x ; USER=y ; COMMAND=z");
}

}  // namespace
}  // namespace yaral::ingest
