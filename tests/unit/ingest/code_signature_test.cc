#include "ingest/code_signature.h"

#include <gtest/gtest.h>

namespace yaral::ingest {
namespace {

TEST(CodeSignature, FlagsAreReadInBothForms) {
  EXPECT_EQ(parse_codesigning_flags("570522385"), 0x22017B11u);
  EXPECT_EQ(parse_codesigning_flags("[0x22017B11]: (CS_SIGNED | CS_VALID)"), 0x22017B11u);
  EXPECT_EQ(parse_codesigning_flags("[0x2"), 2u);
  for (const char* text : {"", "none", "-1", "4294967296", "[]", "CS_SIGNED"}) {
    EXPECT_EQ(parse_codesigning_flags(text), std::nullopt) << text;
  }
}

TEST(CodeSignature, FlagsAreWrittenAsExportersDo) {
  Arena arena;
  EXPECT_EQ(codesigning_flags_text(0x22013B01, arena),
            "[0x22013B01]: (CS_SIGNED | CS_DYLD_PLATFORM | CS_RUNTIME | CS_REQUIRE_LV | CS_ENFORCEMENT | CS_RESTRICT | "
            "CS_KILL | CS_HARD | CS_VALID)");
  EXPECT_EQ(codesigning_flags_text(0, arena), "[0x00000000]: ()");
}

TEST(CodeSignature, WordSaysHowItIsSigned) {
  EXPECT_EQ(code_signature_word(0), "unsigned");
  EXPECT_EQ(code_signature_word(0x3), "unsigned");  // CS_ADHOC alone is no signature
  EXPECT_EQ(code_signature_word(0x20000003), "ad-hoc");
  EXPECT_EQ(code_signature_word(0x20000002), "ad-hoc");
  EXPECT_EQ(code_signature_word(0x20000100), "invalid");
  EXPECT_EQ(code_signature_word(0x20000001), "signed");
}

}  // namespace
}  // namespace yaral::ingest
