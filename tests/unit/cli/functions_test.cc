#include "functions/signatures/signature.h"

#include <sstream>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "cli/wrap.h"
#include "functions/signatures/markdown.h"
#include "unit/cli/program.h"

namespace yaral::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Functions, EveryOneIsListedUnderItsNamespace) {
  Program program;
  ASSERT_EQ(program.run({"functions"}), kClean);
  for (const functions::FunctionInfo& f : functions::all_functions())
    EXPECT_THAT(program.out(), HasSubstr(std::string(f.name) + "("));
  for (const functions::Chapter& chapter : functions::chapters())
    EXPECT_THAT("\n" + program.out(), HasSubstr("\n" + std::string(chapter.title) + "\n\n"));
  EXPECT_THAT(program.err(), IsEmpty());
}

TEST(Functions, EveryOneIsReachableByItsExactName) {
  Program program;
  for (const functions::FunctionInfo& f : functions::all_functions()) {
    ASSERT_EQ(program.run({"functions", std::string(f.name)}), kClean) << f.name;
    EXPECT_THAT(program.out(), StartsWith(std::string(f.name) + "("));
    EXPECT_THAT(program.out(), HasSubstr("Sections:  "));
    EXPECT_THAT(program.out(), HasSubstr("Example:   " + std::string(f.example)));
  }
}

TEST(Functions, TheResultOfIfIsOfTheTypeOfItsValues) {
  Program program;
  ASSERT_EQ(program.run({"functions", "if"}), kClean);
  EXPECT_THAT(program.out(), StartsWith("if(condition: bool, then: any, [else: any]) -> type of then\n"));
}

TEST(Functions, AMetricNamesTheFieldsItCanBeAskedBy) {
  Program program;
  ASSERT_EQ(program.run({"functions", "metrics.dns_queries_total"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("network.dns_domain"));
  EXPECT_THAT(program.out(), Not(HasSubstr("network.http.user_agent")));
  ASSERT_EQ(program.run({"functions", "metrics.dns_queries_total", "--format", "json"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("\"network.dns_domain\""));
  ASSERT_EQ(program.run({"functions", "re.capture"}), kClean);
  EXPECT_THAT(program.out(), Not(HasSubstr("By:")));
}

TEST(Functions, AllWordsMustBeThereWhateverTheirCase) {
  Program program;
  EXPECT_EQ(program.run({"functions", "TIME", "zone"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("timestamp.get_hour("));
  EXPECT_THAT(program.out(), Not(HasSubstr("re.capture(")));
}

TEST(Functions, NothingFound) {
  Program program;
  EXPECT_EQ(program.run({"functions", "re.captur"}), kClean);  // part of a name
  EXPECT_EQ(program.run({"functions", "re.captrue"}), kFindings);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_THAT(program.err(), HasSubstr("no function has `re.captrue`; did you mean `re.capture`?"));
  EXPECT_EQ(program.run({"functions", "capture", "xyzzy"}), kFindings);
  EXPECT_THAT(program.err(), HasSubstr("no function has `capture` and `xyzzy`"));
  EXPECT_EQ(program.run({"functions", std::string(100'000, 'a')}), kFindings);
}

TEST(Functions, Misuse) {
  Program program;
  EXPECT_EQ(program.run({"functions", ""}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("empty"));
  EXPECT_EQ(program.run({"functions", "re.capture", " "}), kMisuse);
  EXPECT_EQ(program.run({"functions", "--format", "xml"}), kMisuse);
}

TEST(Functions, Json) {
  Program program;
  ASSERT_EQ(program.run({"functions", "--format", "json"}), kClean);
  simdjson::dom::parser parser;
  const simdjson::dom::array all = parser.parse(program.out());
  EXPECT_EQ(all.size(), functions::all_functions().size());
  ASSERT_EQ(program.run({"functions", "--format", "json", "strings.split"}), kClean);
  const simdjson::dom::element split = parser.parse(program.out()).at(0);
  EXPECT_EQ(std::string_view(split["name"]), "strings.split");
  EXPECT_EQ(std::string_view(split["forms"].at(0)),
            "strings.split(text: string, [delimiter: string]) -> list of string");
  EXPECT_EQ(std::string_view(split["sections"].at(0)), "events");
}

TEST(Functions, MarkdownIsThePage) {
  Program program;
  ASSERT_EQ(program.run({"functions", "--format", "markdown"}), kClean);
  EXPECT_EQ(program.out(), functions::functions_markdown());
  ASSERT_EQ(program.run({"functions", "--format", "markdown", "re.capture"}), kClean);
  EXPECT_THAT(program.out(), StartsWith("\n## re\n"));
  EXPECT_THAT(program.out(), HasSubstr("\n### re.capture\n"));
  EXPECT_THAT(program.out(), Not(HasSubstr("### re.regex")));
}

TEST(Wrapped, BreaksAtBlanksOnlyWhereAWidthIsGiven) {
  EXPECT_EQ(wrapped("one two three", 0, 2), "  one two three\n");
  EXPECT_EQ(wrapped("one two three", 9, 2), "  one two\n  three\n");
  EXPECT_EQ(wrapped("one two three", 8), "one two\nthree\n");
  EXPECT_EQ(wrapped("überlang x", 8), "überlang\nx\n");  // code points count, not bytes
  EXPECT_EQ(wrapped("a\nlonger b", 3), "a\nlonger\nb\n");
  EXPECT_EQ(wrapped("", 10), "\n");
}

}  // namespace
}  // namespace yaral::cli
