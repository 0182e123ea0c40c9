#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"
#include "explain/explainer.h"
#include "explain/explanation_json.h"
#include "explain/meaning.h"
#include "explain/text_writer.h"
#include "semantics/bind.h"
#include "udm/json.h"
#include "unit/conformance/run_case.h"

namespace yaral::explain {
namespace {

using conformance::Case;
using conformance::CaseFile;
using conformance::read_case_file;

constexpr std::int64_t kNow = 1767225600;

struct Explained {
  std::vector<std::string> complaints;
  std::vector<Explanation> explanations;
};

Explanation without_events(const plan::RulePlan& rule) {
  Explanation made{.meaning = meaning_of(*rule.rule), .outcome = std::nullopt};
  add_plan(rule, made.meaning);
  return made;
}

// A case without a `udm` block asks for the meaning alone.
Explained explain_case(const Case& which, bool verbose) {
  Explained result;
  conformance::Outcome decoded;
  semantics::CompiledFile file = semantics::compile("case.yaral", which.text("yaral"));
  const plan::Lookups lookups = conformance::lookups_of(which);
  std::vector<plan::PlanProblem> problems;
  const plan::Plan plan(std::move(file.rules), lookups, problems);
  for (const plan::PlanProblem& problem : problems) result.complaints.push_back(problem.message);
  if (!which.find("udm")) {
    for (const plan::RulePlan& rule : plan.rules()) result.explanations.push_back(without_events(rule));
    return result;
  }
  std::vector<std::uint32_t> rules(plan.rules().size());
  for (std::uint32_t i = 0; i < rules.size(); ++i) rules[i] = i;
  Explainer explainer(plan, rules,
                      {.now_seconds = kNow,
                       .hop_grid = which.text("options").find("hop-grid") != std::string::npos,
                       .verbose = verbose});
  Arena arena;
  const udm::Projection projection(plan.paths());
  udm::JsonDecoder decoder(&projection);
  udm::JsonDecoder entity_decoder(nullptr, udm::Root::kEntity);
  explainer.add_entities(conformance::decode_records(which, "entities", arena, entity_decoder, decoded));
  explainer.ingest(conformance::decode_records(which, "udm", arena, decoder, decoded));
  result.explanations = explainer.finish();
  std::ranges::copy(decoded.complaints, std::back_inserter(result.complaints));
  return result;
}

std::vector<std::string> text_lines(const Explained& explained, bool verbose) {
  std::string text;
  for (const Explanation& e : explained.explanations)
    text += (text.empty() ? "" : "\n") + to_text(e, {.verbose = verbose});
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) lines.emplace_back(line);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

class ExplainCase : public testing::Test {
 public:
  ExplainCase(std::string path, std::size_t number) : path_(std::move(path)), number_(number) {}

  void TestBody() override {
    const Case which = read_case_file(path_).cases[number_];
    const bool verbose = which.find("verbose") != nullptr;
    const Explained explained = explain_case(which, verbose);
    const std::vector<std::string> lines = text_lines(explained, verbose);
    if (std::getenv("YARAL_UPDATE")) conformance::update_block(path_, number_, "explanation", lines);
    const Case expected = read_case_file(path_).cases[number_];
    const conformance::Block* block = expected.find("explanation");
    EXPECT_THAT(explained.complaints, testing::IsEmpty());
    ASSERT_NE(block, nullptr) << "YARAL_UPDATE=1 writes the block";
    EXPECT_EQ(lines, block->lines);
  }

 private:
  std::string path_;
  std::size_t number_;
};

// Rows that passed and groups that fired are the engine's, in every conformance case.
void expect_agreement(const Explanation& e, const Case& which) {
  const Outcome& o = *e.outcome;
  EXPECT_EQ(o.fired.size(), o.detections + o.suppressed);
  for (const VariableCount& v : o.variables) {
    if (!v.detailed) continue;
    std::uint64_t left = v.filters.empty() ? v.gated : v.filters.back().left;
    for (const auto& [key, lost] : v.empty_keys) left -= lost;
    EXPECT_EQ(left, v.passed) << v.name << " of " << which.title;
  }
}

class Agreement : public testing::Test {
 public:
  explicit Agreement(std::string path) : path_(std::move(path)) {}

  void TestBody() override {
    for (const Case& which : read_case_file(path_).cases) {
      if (!which.find("udm")) continue;
      SCOPED_TRACE(which.title);
      const Explained explained = explain_case(which, true);
      for (const Explanation& e : explained.explanations) expect_agreement(e, which);
      EXPECT_THAT(to_json(explained.explanations), testing::StartsWith("["));
    }
  }

 private:
  std::string path_;
};

std::vector<std::filesystem::path> case_files(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(YARAL_SOURCE_DIR) / folder))
    if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string test_name(const std::string& text) {
  std::string name;
  for (const char c : text) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

void register_cases() {
  for (const std::filesystem::path& found : case_files("tests/explain")) {
    const std::string path = found.string();
    const CaseFile file = read_case_file(path);
    const std::string suite = test_name(found.stem().string());
    for (std::size_t i = 0; i < file.cases.size(); ++i)
      testing::RegisterTest(suite.c_str(), test_name(file.cases[i].title).c_str(), nullptr, nullptr, path.c_str(), 1,
                            [path, i]() -> testing::Test* { return new ExplainCase(path, i); });
  }
  for (const std::filesystem::path& found : case_files("tests/conformance")) {
    const std::string path = found.string();
    const std::string name = test_name(found.parent_path().stem().string() + "_" + found.stem().string());
    testing::RegisterTest("Agreement", name.c_str(), nullptr, nullptr, path.c_str(), 1,
                          [path]() -> testing::Test* { return new Agreement(path); });
  }
}

}  // namespace
}  // namespace yaral::explain

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  yaral::explain::register_cases();
  return RUN_ALL_TESTS();
}
