#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "base/value.h"

namespace yaral::functions {

struct ValueHash {
  using is_avalanching = void;  // hash_value mixes all bits
  std::size_t operator()(const Value& v) const { return hash_value(v); }
};
struct ValueEqual {
  bool operator()(const Value& a, const Value& b) const { return equal(a, b); }
};

using ValueSet = boost::unordered_flat_set<Value, ValueHash, ValueEqual>;
template <typename T>
using ValueMap = boost::unordered_flat_map<Value, T, ValueHash, ValueEqual>;

}  // namespace yaral::functions
