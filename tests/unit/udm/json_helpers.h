#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "udm/json.h"

namespace yaral::udm {

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

// One decoder with the arena of its events.
class JsonTest : public testing::Test {
 protected:
  // The event as compact JSON; "error: …" when it is broken.
  std::string decoded(std::string_view json) {
    const auto event = decoder_.decode(json, arena_);
    return event ? to_json(*event->root) : "error: " + event.error().message;
  }

  // The notes of this event alone.
  DecodeNotes notes(std::string_view json) {
    JsonDecoder decoder;
    EXPECT_TRUE(decoder.decode(json, arena_)) << json;
    return decoder.notes();
  }

  DecodeError error(std::string_view json) {
    const auto event = decoder_.decode(json, arena_);
    EXPECT_FALSE(event) << json;
    return event ? DecodeError{} : event.error();
  }

  Arena arena_;
  JsonDecoder decoder_;
};

}  // namespace yaral::udm
