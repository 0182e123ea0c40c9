#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "functions/implementation.h"

namespace yaral::functions {

struct NamedImplementation {
  std::string_view name;
  Implementation implementation;
};

// One for each namespace of the language.
std::span<const NamedImplementation> arrays_implementations();
std::span<const NamedImplementation> bytes_implementations();
std::span<const NamedImplementation> cast_implementations();
std::span<const NamedImplementation> hash_implementations();  // and optimization.*
std::span<const NamedImplementation> math_implementations();
std::span<const NamedImplementation> net_implementations();
std::span<const NamedImplementation> re_implementations();
std::span<const NamedImplementation> strings_implementations();
std::span<const NamedImplementation> url_implementations();  // strings.* that read URLs
std::span<const NamedImplementation> timestamp_implementations();

struct NamedAggregator {
  std::string_view name;
  std::unique_ptr<Aggregator> (*make)();
};

template <typename T>
std::unique_ptr<Aggregator> make() {
  return std::make_unique<T>();
}

std::span<const NamedAggregator> plain_aggregators();   // count, sum, array_distinct …
std::span<const NamedAggregator> window_aggregators();  // window.*

}  // namespace yaral::functions
