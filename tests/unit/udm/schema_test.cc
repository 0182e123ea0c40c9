#include "udm/schema.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <map>
#include <string>

namespace yaral::udm {
namespace {

// The type of a field as the published description spells it.
std::string spelling(const FieldInfo& field) {
  switch (field.type) {
    case FieldType::kString: return "string";
    case FieldType::kBytes: return "bytes";
    case FieldType::kBool: return "bool";
    case FieldType::kInt32: return "int32";
    case FieldType::kInt64: return "int64";
    case FieldType::kUint32: return "uint32";
    case FieldType::kUint64: return "uint64";
    case FieldType::kFloat: return "float";
    case FieldType::kDouble: return "double";
    case FieldType::kEnum: return "enum " + std::string(enumeration(field.type_id).name);
    case FieldType::kTimestamp: return "timestamp";
    case FieldType::kDuration: return "duration";
    case FieldType::kStruct: return "struct";
    case FieldType::kMessage: break;
  }
  const MessageInfo& target = message(field.type_id);
  if (target.map_entry) return "map<" + spelling(target.fields[0]) + "," + spelling(target.fields[1]) + ">";
  if (target.name == "Interval") return "interval";
  if (target.name == "LatLng") return "latlng";
  return "message " + std::string(target.name);
}

template <typename Info>
std::map<std::string, std::size_t, std::less<>> numbers_by_name(std::span<const Info> infos) {
  std::map<std::string, std::size_t, std::less<>> numbers;
  for (std::size_t i = 0; i < infos.size(); ++i) numbers.emplace(infos[i].name, i);
  return numbers;
}

class PublishedSchema : public testing::Test {
 protected:
  void SetUp() override {
    const auto file = std::filesystem::path(YARAL_SOURCE_DIR).parent_path() / "shared/spec/udm-schema.json";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
    ASSERT_EQ(parser_.load(file.string()).get(root_), simdjson::SUCCESS);
  }

  static std::string text(simdjson::dom::element of, std::string_view key) {
    return std::string(std::string_view(of[key]));
  }

  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
};

TEST_F(PublishedSchema, HasTheMessagesOfTheTable) {
  const auto numbers = numbers_by_name(messages());
  std::size_t compared = 0;
  for (const auto [name, described] : root_["messages"].get_object()) {
    ASSERT_TRUE(numbers.contains(name)) << name;
    const MessageInfo& info = messages()[numbers.find(name)->second];
    const simdjson::dom::array fields = described["fields"];
    ASSERT_EQ(info.fields.size(), fields.size()) << name;
    std::size_t i = 0;
    for (const simdjson::dom::element field : fields) {
      const FieldInfo& row = info.fields[i++];
      const bool is_map = row.type == FieldType::kMessage && message(row.type_id).map_entry;
      EXPECT_EQ(row.name, text(field, "name"));
      EXPECT_EQ(row.json_name, text(field, "json_name"));
      EXPECT_EQ(row.number, field["number"].is_null() ? 0 : std::int64_t(field["number"])) << name << '.' << row.name;
      // metadata.id is bytes in the proto and text here (scripts/gen-udm-schema).
      const bool is_name = name == "Metadata" && row.name == "id";
      EXPECT_EQ(spelling(row), is_name ? "string" : text(field, "type")) << name << '.' << row.name;
      EXPECT_EQ(row.repeated, is_map || bool(field["repeated"])) << name << '.' << row.name;
      bool deprecated = false;
      EXPECT_EQ(row.deprecated, field["deprecated"].get(deprecated) == simdjson::SUCCESS && deprecated) << row.name;
      ++compared;
    }
  }
  EXPECT_GT(compared, 1'000u);
}

TEST_F(PublishedSchema, HasTheEnumsOfTheTable) {
  const auto numbers = numbers_by_name(enums());
  ASSERT_EQ(numbers.size(), root_["enums"].get_object().size());
  for (const auto [name, described] : root_["enums"].get_object()) {
    ASSERT_TRUE(numbers.contains(name)) << name;
    const auto id = static_cast<EnumId>(numbers.find(name)->second);
    std::size_t i = 0;
    for (const simdjson::dom::element value : described["values"].get_array()) {
      ASSERT_LT(i, enumeration(id).values.size());
      EXPECT_EQ(enumeration(id).values[i].name, text(value, "name"));
      EXPECT_EQ(enumeration(id).values[i].number, std::int64_t(value["number"]));
      EXPECT_EQ(enum_number(id, text(value, "name")), std::int64_t(value["number"])) << name;
      ++i;
    }
    EXPECT_EQ(i, enumeration(id).values.size());
  }
}

TEST(Schema, EveryFieldIsFoundByBothNames) {
  for (MessageId m = 0; m < messages().size(); ++m) {
    for (FieldIndex f = 0; f < message(m).fields.size(); ++f) {
      const FieldInfo& field = message(m).fields[f];
      EXPECT_EQ(find_field(m, field.name), f) << message(m).name << '.' << field.name;
      EXPECT_EQ(find_field(m, field.json_name, true), f) << message(m).name << '.' << field.json_name;
      if (field.json_name != field.name) {
        EXPECT_FALSE(find_field(m, field.json_name)) << field.json_name;
      }
    }
  }
}

TEST(Schema, NamesMustMatchWholly) {
  const MessageId udm = event_root();
  for (const char* name : {"", "metadat", "metadatas", "Metadata", "security_resul", "x", "udm"}) {
    EXPECT_FALSE(find_field(udm, name, true)) << name;
  }
  // The same ends and length as `security_result`, and as a name of more than 16 bytes, but not the same middle.
  EXPECT_FALSE(find_field(udm, "securitx_result"));
  const MessageId metadata = message(udm).fields[*find_field(udm, "metadata")].type_id;
  EXPECT_TRUE(find_field(metadata, "url_back_to_product"));
  EXPECT_FALSE(find_field(metadata, "url_back-to_product"));
}

TEST(Schema, EnumNamesAndNumbers) {
  const MessageId metadata = message(event_root()).fields[*find_field(event_root(), "metadata")].type_id;
  const EnumId event_type = message(metadata).fields[*find_field(metadata, "event_type")].type_id;
  EXPECT_EQ(enum_number(event_type, "GENERIC_EVENT"), 100'000);
  EXPECT_EQ(enum_name(event_type, 100'000), "GENERIC_EVENT");
  EXPECT_FALSE(enum_number(event_type, "user_login"));
  EXPECT_EQ(enum_name(event_type, -1), "");
}

TEST(Schema, Roots) {
  EXPECT_EQ(message(event_root()).name, "UDM");
  EXPECT_EQ(message(entity_root()).name, "Entity");
  EXPECT_EQ(message(detection_root()).name, "Collection");
}

}  // namespace
}  // namespace yaral::udm
