#include "attack/id_scanner.h"

#include <gmock/gmock.h>

namespace yaral::attack {
namespace {

// `T1059 TA0002 !T155`: what is not well formed has a `!` before it.
std::string scanned(std::string_view text) {
  std::string out;
  for (const IdToken& token : scan_ids(text)) {
    if (!out.empty()) out += ' ';
    if (!token.well_formed) out += '!';
    EXPECT_EQ(token.tactic, token.id.size() > 1 && (token.id[1] == 'A' || token.id[1] == 'a')) << text;
    out += token.id;
  }
  return out;
}

TEST(IdScanner, IdsAsPeopleWriteThem) {
  EXPECT_EQ(scanned("T1553.002"), "T1553.002");
  EXPECT_EQ(scanned("t1553.002 - Code Signing"), "T1553.002");
  EXPECT_EQ(scanned("T1553/002"), "T1553.002");
  EXPECT_EQ(scanned("https://attack.mitre.org/techniques/T1553/002/"), "T1553.002");
  EXPECT_EQ(scanned("https://attack.mitre.org/techniques/T1553/"), "T1553");
  EXPECT_EQ(scanned("attack.t1059.001 attack.ta0002"), "T1059.001 TA0002");
  EXPECT_EQ(scanned("[T1059]"), "T1059");
  EXPECT_EQ(scanned("TA0005:T1562"), "TA0005 T1562");
  EXPECT_EQ(scanned("T1059_PowerShell"), "T1059");
  EXPECT_EQ(scanned("T1059/T1071"), "T1059 T1071");
  EXPECT_EQ(scanned("See T1059."), "T1059");
}

TEST(IdScanner, WhatBeginsLikeAnIdAndIsNone) {
  EXPECT_EQ(scanned("T155"), "!T155");
  EXPECT_EQ(scanned("T15532"), "!T15532");
  EXPECT_EQ(scanned("T1553.2"), "!T1553.2");
  EXPECT_EQ(scanned("T1553.0021"), "!T1553.0021");
  EXPECT_EQ(scanned("T1553x"), "!T1553x");
  EXPECT_EQ(scanned("TA5"), "!TA5");
}

TEST(IdScanner, OrdinaryWordsHoldNone) {
  for (const char* text : {"", "T", "TA", "Tactic", "Code Signing", "AT1059", "9T1059", "x_tab", "3T", "\xc3\xa4 \xff"})
    EXPECT_EQ(scanned(text), "") << text;
}

TEST(IdScanner, LongTextsAreReadOnce) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "T1";
  EXPECT_EQ(scan_ids(text).size(), 1u);
  EXPECT_EQ(scan_ids(std::string(100'000, 'T')).size(), 0u);
  EXPECT_EQ(scan_ids(std::string(100'000, '.')).size(), 0u);
}

}  // namespace
}  // namespace yaral::attack
