#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "udm/path.h"

namespace yaral::convert {

// One step from a JSON value of UDM, as `yaral normalize` writes it, to a value in it.
struct JsonStep {
  enum class Kind : std::uint8_t {
    kMember,  // name
    kIndex,   // index of a list, from 0
    kEach,    // the elements of a list: unnested, or gathered
    kLabel,   // the first element of a list of labels whose `key` is name
  };
  Kind kind = Kind::kMember;
  std::string name;
  std::uint32_t index = 0;

  bool operator==(const JsonStep&) const = default;
};

// What stands at the end of the steps.
struct JsonLeaf {
  enum class Kind : std::uint8_t { kText, kStructText, kInt, kUint, kFloat, kBool, kEnum, kTime, kSeconds, kOther };
  Kind kind = Kind::kOther;
  std::string zero_name;  // kEnum: the name of its number 0
};

struct JsonPlace {
  std::vector<JsonStep> steps;
  JsonLeaf leaf;
};

JsonPlace json_place(const udm::Path& path);

}  // namespace yaral::convert
