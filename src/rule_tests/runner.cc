#include "rule_tests/runner.h"

#include <algorithm>
#include <chrono>

#include "engine/engine.h"
#include "explain/explainer.h"
#include "rule_tests/expectations.h"
#include "rule_tests/stage.h"

namespace yaral::rule_tests {

RunOutcome Runner::detect(const TestCase& test) const {
  RunOutcome outcome;
  for (const packs::FileProblem& mistake : test.mistakes) outcome.troubles.push_back(packs::to_string(mistake));
  if (!test.mistakes.empty()) return outcome;
  Stage stage(scope_, rules_, test);
  if (stage.troubles().empty()) {
    engine::Engine engine(stage.plan(), {.now_seconds = stage.now_seconds(), .hop_grid = options_.hop_grid});
    engine.add_entities(stage.entities());
    stage.read_history([&](std::span<const udm::Event> events) { engine.ingest_history(0, events); });
    stage.read_events([&](std::span<const udm::Event> events) { engine.ingest(0, events); });
    for (const plan::PlanProblem& problem : engine.problems())
      outcome.troubles.push_back(plan::about_rule(problem.rule, problem.message));
    for (const plan::RulePlan& rule : stage.plan().rules()) outcome.ran.push_back(rule.rule->name);
    outcome.found = engine.finish();
  }
  std::ranges::copy(stage.troubles(), std::back_inserter(outcome.troubles));
  return outcome;
}

std::vector<explain::Explanation> Runner::explain(const TestCase& test, std::span<const std::string> rules) const {
  if (!test.mistakes.empty()) return {};
  Stage stage(scope_, rules_, test);
  if (!stage.troubles().empty()) return {};
  std::vector<std::uint32_t> wanted;
  for (std::uint32_t i = 0; i < stage.plan().rules().size(); ++i)
    if (std::ranges::find(rules, stage.plan().rules()[i].rule->name) != rules.end()) wanted.push_back(i);
  if (wanted.empty()) return {};
  explain::Explainer explainer(stage.plan(), wanted,
                               {.now_seconds = stage.now_seconds(), .hop_grid = options_.hop_grid});
  explainer.add_entities(stage.entities());
  stage.read_history([&](std::span<const udm::Event> events) { explainer.ingest_history(events); });
  stage.read_events([&](std::span<const udm::Event> events) { explainer.ingest(events); });
  return explainer.finish();
}

TestResult Runner::run(const TestCase& test) const {
  const auto begin = std::chrono::steady_clock::now();
  TestResult result;
  const RunOutcome outcome = detect(test);
  result.detections = outcome.found.size();
  if (!outcome.troubles.empty()) {
    result.verdict = Verdict::kBroken;
    result.messages = outcome.troubles;
  } else {
    std::vector<std::string> failed;
    for (const Failure& failure : judge(test, outcome.ran, outcome.found)) {
      result.messages.push_back(plan::about_rule(failure.rule, failure.message));
      if (std::ranges::find(failed, failure.rule) == failed.end()) failed.push_back(failure.rule);
    }
    if (!failed.empty()) result.verdict = Verdict::kFailed;
    if (!failed.empty() && options_.explain) result.explanations = explain(test, failed);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace yaral::rule_tests
