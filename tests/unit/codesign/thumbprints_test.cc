#include "codesign/thumbprints.h"

#include <gmock/gmock.h>

#include "codesign/der.h"
#include "codesign/roots.h"
#include "unit/codesign/signing.h"

namespace yaral::codesign {
namespace {

using ::testing::HasSubstr;
using ::testing::IsNull;
using ::testing::Pointee;

TEST(Thumbprints, FormsOfALine) {
  const std::string sha1(40, 'a');
  const std::string sha256(64, 'b');
  const auto list = Thumbprints::parse("# a list\r\n\r\n" + sha1 + "\r\n  BB" + sha256.substr(2) + " # two words \n" +
                                       "CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC:CC");
  ASSERT_TRUE(list) << list.error();
  EXPECT_EQ(list->size(), 3u);
  EXPECT_THAT(list->find({.sha1 = sha1}), Pointee(std::string()));
  EXPECT_THAT(list->find({.sha1 = "x", .sha256 = sha256}), Pointee(std::string("two words")));
  EXPECT_THAT(list->find({.sha1 = std::string(40, 'c')}), Pointee(std::string()));
  EXPECT_THAT(list->find({.sha1 = std::string(40, 'd'), .sha256 = std::string(64, 'd')}), IsNull());
}

TEST(Thumbprints, AWrongLineIsNamed) {
  for (const std::string wrong : {"abc", "12345", "zz", "\xFF"}) {
    const auto list = Thumbprints::parse("# fine\n" + wrong + "\n");
    ASSERT_FALSE(list);
    EXPECT_THAT(list.error(), HasSubstr("line 2: `"));
  }
  EXPECT_EQ(Thumbprints::parse("").value().size(), 0u);
}

TEST(Roots, AllOfAFileOrAWord) {
  const Identity one = make_identity({.name = "One", .usage = ""});
  const Identity two = make_identity({.name = "Two", .usage = ""});
  EXPECT_EQ(Roots::read("# one\n" + one.pem() + "\n# two\n" + two.pem()).value().size(), 2u);
  EXPECT_THAT(Roots::read("").error(), HasSubstr("holds no certificate"));
  EXPECT_THAT(Roots::read("nothing of the kind").error(), HasSubstr("holds no certificate"));
  std::string damaged = one.pem() + two.pem();
  damaged[one.pem().size() + 100] = '!';
  EXPECT_EQ(Roots::read(damaged).error(), "certificate 2 is damaged");
}

TEST(Der, TakesOnlyWhatIsThere) {
  std::string_view rest("\x30\x02\x05\x00\x04", 5);
  const auto element = take_der(rest);
  ASSERT_TRUE(element);
  EXPECT_EQ(element->content.size(), 2u);
  EXPECT_EQ(rest, "\x04");
  for (const std::string& wrong : {std::string("\x30"), std::string("\x30\x03\x05"), std::string("\x30\x80\x00\x00", 4),
                                   std::string("\x30\x85\x01\x01\x01\x01\x01"), std::string("\x1F\x81\x01\x00", 4),
                                   std::string("\x30\x84\xFF\xFF\xFF\xFF")}) {
    std::string_view text = wrong;
    EXPECT_FALSE(take_der(text));
  }
}

TEST(Der, ObjectIds) {
  EXPECT_EQ(object_id("\x2B\x06\x01\x04\x01\x82\x37\x02\x01\x04"), "1.3.6.1.4.1.311.2.1.4");
  EXPECT_EQ(object_id("\x88\x37"), "2.999");
  EXPECT_EQ(object_id(std::string(20, '\xFF')), "");
}

}  // namespace
}  // namespace yaral::codesign
