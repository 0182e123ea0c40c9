#include <gtest/gtest.h>

#include "json_helpers.h"
#include "udm/event.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::udm {
namespace {

constexpr std::string_view kEvent =
    R"({"metadata":{"event_type":"PROCESS_LAUNCH"},"principal":{"hostname":"a","ip":["10.0.0.1","10.0.0.2"]},)"
    R"("additional":{"list":[1,{"k":"v"}]}})";

using Copy = JsonTest;

TEST_F(Copy, IsEqualAndIndependent) {
  const auto event = decoder_.decode(kEvent, arena_);
  ASSERT_TRUE(event);
  const std::string before = to_json(*event->root);
  Message* made = copy(*event->root, arena_);
  EXPECT_EQ(to_json(*made), before);

  put(*made, *resolve(event_root(), "principal.hostname"), Value::string("b"), arena_);
  put(*made, *resolve(event_root(), "principal.ip"), Value::string("10.0.0.3"), arena_);
  put(*made, *resolve(event_root(), "target.process.pid"), Value::string("4"), arena_);
  EXPECT_EQ(to_json(*event->root), before);
  EXPECT_NE(to_json(*made), before);
}

}  // namespace
}  // namespace yaral::udm
