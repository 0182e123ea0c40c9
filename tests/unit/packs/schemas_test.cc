#include <gmock/gmock.h>

#include <regex>
#include <set>
#include <string>

#include <simdjson.h>

#include "packs/files.h"

// The schemas that editors check manifests, playbooks and tests by name the keys that the readers ask for, and no others.
namespace yaral::packs {
namespace {

struct Pair {
  const char* schema;
  const char* reader;
};

std::string text_of(const std::string& path) {
  return read_text_file(std::string(YARAL_SOURCE_DIR) + "/" + path).value();
}

void collect_properties(simdjson::dom::element node, std::set<std::string>& keys) {
  if (node.is_array())
    for (const simdjson::dom::element item : node.get_array()) collect_properties(item, keys);
  if (!node.is_object()) return;
  for (const auto& [name, value] : node.get_object()) {
    if (name == "properties")
      for (const auto& property : value.get_object()) keys.emplace(property.key);
    collect_properties(value, keys);
  }
}

std::set<std::string> keys_of_schema(const std::string& path) {
  simdjson::dom::parser parser;
  std::set<std::string> keys;
  collect_properties(parser.parse(simdjson::padded_string(text_of(path))), keys);
  return keys;
}

std::set<std::string> keys_of_reader(const std::string& path) {
  const std::string text = text_of(path);
  const std::regex asked(
      R"((?:required|optional|child|entries|paths|time|count|each_member)\((?:map, |bounds, )?\s*"(\w+)\")");
  std::set<std::string> keys;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), asked); at != std::sregex_iterator(); ++at)
    keys.insert((*at)[1]);
  return keys;
}

class Schemas : public ::testing::TestWithParam<Pair> {};

TEST_P(Schemas, NameTheKeysOfTheirReaders) {
  EXPECT_EQ(keys_of_schema(GetParam().schema), keys_of_reader(GetParam().reader));
}

INSTANTIATE_TEST_SUITE_P(All, Schemas,
                         ::testing::Values(Pair{"docs/schemas/pack.schema.json", "src/packs/pack.cc"},
                                           Pair{"docs/schemas/playbook.schema.json", "src/packs/playbook.cc"},
                                           Pair{"docs/schemas/rule-tests.schema.json",
                                                "src/rule_tests/test_reader.cc"}));

}  // namespace
}  // namespace yaral::packs
