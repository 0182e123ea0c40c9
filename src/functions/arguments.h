#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/value.h"
#include "functions/implementation.h"

// What the implementations share: reading arguments and making results.
namespace yaral::functions {

using Arguments = std::span<const Value>;

// Each reads any kind of value without harm: a kind that cannot be converted gives the zero value.
std::string_view text_of(const Value& v);  // kString, kBytes
std::int64_t int_of(const Value& v);       // numbers and bools: the nearest int, fractions cut off
std::span<const Value> list_of(const Value& v);

inline bool has(Arguments arguments, std::size_t i) { return i < arguments.size(); }

// Rules run on hostile text, and some functions multiply it. Results stop here, with a note.
constexpr std::size_t kMostTextBytes = 16 << 20;
constexpr std::size_t kMostElements = 100'000;

// Copies into the arena; cut at kMostTextBytes.
Value text_result(CallContext& context, std::string_view text);
Value list_result(CallContext& context, std::span<const Value> items);

}  // namespace yaral::functions
