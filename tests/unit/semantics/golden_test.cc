// Every file of tests/diagnostics is a rule file; beside it stands what the compiler says about it. With YARAL_UPDATE=1
// the expected texts are written anew: review the difference before committing it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "unit/semantics/golden_check.h"

namespace yaral::semantics {
namespace {

using syntax::all_diagnostics;
using syntax::Code;
using syntax::Diagnostic;
using syntax::DiagnosticInfo;
using syntax::Edit;
using syntax::Severity;

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(YARAL_SOURCE_DIR) / "tests" / "diagnostics";

// Rows that no golden can show, and where they are tested instead.
const std::set<Code> kTestedElsewhere{
    Code::kFileTooLarge,  // lexer_test.cc: it takes megabytes
};

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".yaral") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string rule_text(const std::string& name) { return read(kFolder / (name + ".yaral")); }

std::string apply(std::string text, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
  for (const Edit& edit : edits) text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return text;
}

std::size_t count(const std::vector<Diagnostic>& diagnostics, Code code) {
  return std::count_if(diagnostics.begin(), diagnostics.end(), [code](const Diagnostic& d) { return d.code == code; });
}

std::size_t count_all(const std::vector<Diagnostic>& diagnostics, bool errors_only) {
  return std::count_if(diagnostics.begin(), diagnostics.end(),
                       [errors_only](const Diagnostic& d) { return !errors_only || d.severity == Severity::kError; });
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, SaysWhatIsExpected) {
  const fs::path expected_path = kFolder / (GetParam() + ".expected");
  const std::string rendered = check_rule_text(GetParam() + ".yaral", rule_text(GetParam())).rendered;
  if (std::getenv("YARAL_UPDATE")) {
    std::ofstream(expected_path, std::ios::binary) << rendered;
    return;
  }
  ASSERT_TRUE(fs::exists(expected_path)) << "run with YARAL_UPDATE=1 to write " << expected_path;
  EXPECT_EQ(rendered, read(expected_path));
}

// A fix is offered only when it is certain: applied, it must remove the mistake and bring no other.
TEST_P(Golden, FixesRemoveWhatTheyFix) {
  const std::string text = rule_text(GetParam());
  const std::vector<Diagnostic> before = check_rule_text("rule", text).diagnostics;
  for (const Diagnostic& d : before) {
    if (!d.fix) continue;
    const std::string fixed = apply(text, d.fix->edits);
    const std::vector<Diagnostic> after = check_rule_text("rule", fixed).diagnostics;
    EXPECT_LT(count(after, d.code), count(before, d.code)) << d.message << "\n" << fixed;
    // A mistake may have hidden a construct that is for a later version, and warnings are for rules without mistakes.
    const bool errors_only = d.severity == Severity::kError;
    EXPECT_LT(count_all(after, errors_only), count_all(before, errors_only)) << d.message << "\n" << fixed;
  }
}

INSTANTIATE_TEST_SUITE_P(Diagnostics, Golden, testing::ValuesIn(golden_names()), [](const auto& param_info) {
  std::string name = param_info.param;
  std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

TEST(Registry, EveryRowHasAGolden) {
  std::set<Code> shown = kTestedElsewhere;
  for (const std::string& name : golden_names()) {
    for (const Diagnostic& d : check_rule_text(name, rule_text(name)).diagnostics) shown.insert(d.code);
  }
  std::string missing;
  for (std::size_t i = 0; i < all_diagnostics().size(); ++i) {
    const DiagnosticInfo& row = all_diagnostics()[i];
    if (!shown.contains(static_cast<Code>(i))) missing += std::string(row.code) + " " + std::string(row.name) + "\n";
  }
  EXPECT_EQ(missing, "");
}

TEST(Registry, RowsAreWellFormedAndUnique) {
  std::set<std::string_view> codes;
  std::set<std::string_view> names;
  for (const DiagnosticInfo& row : all_diagnostics()) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code << " twice";
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " twice";
    EXPECT_TRUE(row.code.size() == 6 && row.code.starts_with("YL")) << row.code;
    EXPECT_EQ(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string_view::npos) << row.name;
    EXPECT_FALSE(row.title.empty() || row.title.ends_with('.')) << row.code;
    EXPECT_TRUE(row.explanation.size() > 20 && row.explanation.ends_with('.')) << row.code;
    EXPECT_TRUE(row.severity == Severity::kWarning || !row.strict_error)
        << row.code << ": only warnings can become errors";
  }
}

}  // namespace
}  // namespace yaral::semantics
