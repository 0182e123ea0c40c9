#include "rule_tests/stored_results.h"

#include <optional>
#include <utility>

#include <simdjson.h>

namespace yaral::rule_tests {

namespace {

namespace dom = simdjson::dom;

constexpr const char* kNoResults = "holds no results of `yaral test --format json`";

std::string text_of(const dom::object& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::optional<Verdict> verdict_of(std::string_view word) {
  for (const auto& [name, verdict] : {std::pair("passed", Verdict::kPassed), std::pair("failed", Verdict::kFailed),
                                      std::pair("broken", Verdict::kBroken)})
    if (word == name) return verdict;
  return std::nullopt;
}

bool read_test(const dom::element& element, const std::string& scope, std::vector<StoredResult>& results) {
  dom::object object;
  if (element.get(object) != simdjson::SUCCESS) return false;
  const auto verdict = verdict_of(text_of(object, "verdict"));
  StoredResult result{.scope = scope, .file = text_of(object, "file"), .name = text_of(object, "name")};
  if (!verdict || result.name.empty()) return false;
  result.verdict = *verdict;
  dom::array messages;
  if (object["messages"].get(messages) == simdjson::SUCCESS)
    for (const dom::element& message : messages)
      if (std::string_view text; message.get(text) == simdjson::SUCCESS) result.messages.emplace_back(text);
  results.push_back(std::move(result));
  return true;
}

}  // namespace

std::expected<std::vector<StoredResult>, std::string> read_results(std::string_view json) {
  dom::parser parser;
  dom::element root;
  if (const auto error = parser.parse(simdjson::padded_string(json)).get(root))
    return std::unexpected(std::string("is no JSON: ") + simdjson::error_message(error));
  dom::array scopes;
  if (root.get(scopes) != simdjson::SUCCESS) return std::unexpected(kNoResults);
  std::vector<StoredResult> results;
  for (const dom::element& element : scopes) {
    dom::object scope;
    dom::array tests;
    if (element.get(scope) != simdjson::SUCCESS || scope["tests"].get(tests) != simdjson::SUCCESS)
      return std::unexpected(kNoResults);
    for (const dom::element& test : tests)
      if (!read_test(test, text_of(scope, "scope"), results)) return std::unexpected(kNoResults);
  }
  return results;
}

}  // namespace yaral::rule_tests
