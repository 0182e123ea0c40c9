#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "udm/json.h"
#include "udm/path.h"

namespace yaral::enrich {

// Records read from JSON, which live as long as this.
class Records {
 public:
  const udm::Event& event(std::string_view json) { return read(json, udm::Root::kEvent); }
  const udm::Event& entity(std::string_view json) { return read(json, udm::Root::kEntity); }

  Arena& arena() { return arena_; }

 private:
  const udm::Event& read(std::string_view json, udm::Root root) {
    udm::JsonDecoder decoder(nullptr, root);
    const auto event = decoder.decode(arena_.copy(json), arena_);
    EXPECT_TRUE(event.has_value()) << json;
    EXPECT_TRUE(decoder.notes().unknown_fields.empty()) << json;
    return all_.emplace_back(event.value_or(udm::Event{}));
  }

  Arena arena_;
  std::deque<udm::Event> all_;
};

// The texts at a path, joined by `|`.
inline std::string texts(const udm::Event& event, std::string_view dotted) {
  std::vector<Value> values;
  udm::collect(*event.root, *udm::resolve(event.root->type(), dotted), values);
  std::string all;
  for (const Value& value : values) all.append(all.empty() ? "" : "|").append(value.as_text());
  return all;
}

// The first number at a path; -1 when there is none.
inline std::int64_t number(const udm::Event& event, std::string_view dotted) {
  std::vector<Value> values;
  udm::collect(*event.root, *udm::resolve(event.root->type(), dotted), values);
  return values.empty() ? -1 : values.front().as_int();
}

// The time at a path, as text; empty when there is none.
inline std::string time_text(const udm::Event& event, std::string_view dotted) {
  std::vector<Value> values;
  udm::collect(*event.root, *udm::resolve(event.root->type(), dotted), values);
  return values.empty() ? "" : format_timestamp(values.front().as_timestamp());
}

}  // namespace yaral::enrich
