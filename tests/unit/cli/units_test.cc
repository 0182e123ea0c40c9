#include "cli/units.h"

#include <gtest/gtest.h>

#include "cli/progress_bar.h"

#include "base/text.h"

namespace yaral::cli {
namespace {

TEST(Units, Bytes) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1000), "1.0 kB");
  EXPECT_EQ(bytes_text(999'949), "999.9 kB");
  EXPECT_EQ(bytes_text(999'950), "1.0 MB");
  EXPECT_EQ(bytes_text(2'147'483'648), "2.1 GB");
  EXPECT_EQ(bytes_text(18'446'744'073'709'551'615u), "18446744.1 TB");
}

TEST(Units, Seconds) {
  EXPECT_EQ(seconds_text(0.004), "0.00 s");
  EXPECT_EQ(seconds_text(59.99), "59.99 s");
  EXPECT_EQ(seconds_text(59.996), "1 min 0 s");
  EXPECT_EQ(seconds_text(3725), "62 min 5 s");
}

TEST(Units, Counted) {
  EXPECT_EQ(counted(0, "file"), "0 files");
  EXPECT_EQ(counted(1, "file"), "1 file");
}

TEST(ProgressLine, ShowsPartTotalAndEvents) {
  EXPECT_EQ(progress_line(500, 1000, 7, 120), "[############            ]  50 %  500 B of 1.0 kB  7 events");
  EXPECT_EQ(progress_line(2000, 1000, 7, 120), "[########################] 100 %  1.0 kB of 1.0 kB  7 events");
  EXPECT_EQ(progress_line(5000, 0, 7, 120), "5.0 kB  7 events");
}

TEST(ProgressLine, NeverFillsTheLine) { EXPECT_EQ(progress_line(500, 1000, 7, 20).size(), 19u); }

}  // namespace
}  // namespace yaral::cli
