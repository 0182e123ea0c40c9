#include "convert/fidelity.h"

#include <gtest/gtest.h>

namespace yaral::convert {
namespace {

TEST(FidelityTest, TheWorstNoteDecides) {
  Fidelity fidelity;
  EXPECT_EQ(fidelity.level(), Level::kExact);
  fidelity.remark("over 5m", "as it is");
  EXPECT_EQ(fidelity.level(), Level::kExact);
  fidelity.refuse("metrics", "no history");
  fidelity.approximate("array", "order");
  EXPECT_TRUE(fidelity.refused());
  EXPECT_EQ(fidelity.notes().size(), 3u);
}

TEST(FidelityTest, TheSameIsSaidOnce) {
  Fidelity fidelity;
  fidelity.refuse("x", "y");
  fidelity.refuse("x", "y");
  EXPECT_EQ(fidelity.notes().size(), 1u);
}

TEST(FidelityTest, ACommentCannotBeEndedByTheRule) {
  Fidelity fidelity;
  fidelity.approximate("a\nDROP TABLE events", "*/ DROP");
  EXPECT_EQ(comment_block("r", "SQL", fidelity, {.before = "-- ", .open = {}, .close = {}}),
            "-- r: SQL, by yaral convert\n-- fidelity: approximate\n-- differs: a DROP TABLE events: */ DROP\n");
  EXPECT_EQ(comment_block("r", "SQL", fidelity, {.before = {}, .open = "/*", .close = "*/"}),
            "/*\nr: SQL, by yaral convert\nfidelity: approximate\ndiffers: a DROP TABLE events: * / DROP\n*/\n");
}

TEST(FidelityTest, AsJson) {
  Fidelity fidelity;
  fidelity.refuse("#e", "no \"counts\"");
  syntax::JsonWriter json;
  write_fidelity(fidelity, json);
  EXPECT_EQ(json.take(), R"({"level":"refused","notes":[{"level":"refused","what":"#e","why":"no \"counts\""}]})");
}

}  // namespace
}  // namespace yaral::convert
