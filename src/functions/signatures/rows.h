#pragma once

#include <span>
#include <string_view>

#include "functions/signatures/signature.h"

// What the files of the function table share: short names for types and row makers. Only the table includes this.
namespace yaral::functions::rows {

inline constexpr Type kString{.base = BaseType::kString};
inline constexpr Type kBytes{.base = BaseType::kBytes};
inline constexpr Type kInt{.base = BaseType::kInt};
inline constexpr Type kUint{.base = BaseType::kUint};
inline constexpr Type kFloat{.base = BaseType::kFloat};
inline constexpr Type kBool{.base = BaseType::kBool};
inline constexpr Type kTimestamp{.base = BaseType::kTimestamp};
inline constexpr Type kAny{.base = BaseType::kAny};
inline constexpr Type kNumber{.base = BaseType::kNumber};

constexpr Type list_of(Type element) { return {.base = element.base, .list = true}; }

struct Text {
  std::string_view summary;
  std::string_view behaviour;
  std::string_view example;
};

constexpr FunctionInfo scalar(std::string_view name, std::span<const Overload> overloads, Availability availability,
                              Text text) {
  return {.name = name,
          .kind = FunctionKind::kScalar,
          .overloads = overloads,
          .places = kEverywhere,
          .availability = availability,
          .summary = text.summary,
          .behaviour = text.behaviour,
          .example = text.example};
}

constexpr FunctionInfo aggregate(std::string_view name, std::span<const Overload> overloads, Availability availability,
                                 Text text) {
  return {.name = name,
          .kind = FunctionKind::kAggregate,
          .overloads = overloads,
          .places = kOutcome,
          .availability = availability,
          .summary = text.summary,
          .behaviour = text.behaviour,
          .example = text.example};
}

// One for each file of the table.
std::span<const FunctionInfo> aggregates();
std::span<const FunctionInfo> arrays();
std::span<const FunctionInfo> bytes();
std::span<const FunctionInfo> cast();
std::span<const FunctionInfo> group();
std::span<const FunctionInfo> hash();
std::span<const FunctionInfo> if_function();
std::span<const FunctionInfo> math();
std::span<const FunctionInfo> metrics();
std::span<const FunctionInfo> net();
std::span<const FunctionInfo> optimization();
std::span<const FunctionInfo> re();
std::span<const FunctionInfo> strings();
std::span<const FunctionInfo> timestamp();
std::span<const FunctionInfo> window();

}  // namespace yaral::functions::rows
