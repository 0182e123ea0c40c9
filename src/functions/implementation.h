#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"

namespace yaral::functions {

// Run-time mishaps of one rule, counted by text: "division by zero", "invalid IP address". Never stop a run
// (design decision 7).
class RunNotes {
 public:
  void add(std::string_view text) { ++counts_[std::string(text)]; }
  const std::map<std::string, std::uint64_t>& counts() const { return counts_; }
  void merge(const RunNotes& other) {
    for (const auto& [text, n] : other.counts_) counts_[text] += n;
  }

 private:
  std::map<std::string, std::uint64_t> counts_;
};

// What a call may use besides its arguments. `arena` receives the text and lists that results point to.
struct CallContext {
  Arena& arena;
  RunNotes& notes;
  std::int64_t now_seconds;        // evaluation time, one for the whole run
  std::uint64_t random_state = 0;  // of math.random: equal states give equal sequences
};

// What constant arguments compile to (a regex, a CIDR block, a time zone): made once per call site, shared by threads.
class Prepared {
 public:
  virtual ~Prepared() = default;
};

using CallFunction = Value (*)(CallContext&, std::span<const Value> arguments, const Prepared*);
// `constants[i]` is null where argument i is not constant. Returns null when nothing is worth preparing.
using PrepareFunction = std::unique_ptr<const Prepared> (*)(std::span<const Value> constants, bool nocase);

// A scalar function. Values given are of the types of some overload, or kNull for "not set"; ints and floats may come
// mixed where the parameter is a number.
struct Implementation {
  CallFunction call = nullptr;
  PrepareFunction prepare = nullptr;  // may be null
};

// nullptr when `name` is not a scalar function. A test holds this against the signatures.
const Implementation* find_implementation(std::string_view name);

// An aggregate: rows are added one by one in the order (event time, event id), then the result is taken.
class Aggregator {
 public:
  virtual ~Aggregator() = default;
  virtual void add(CallContext& context, std::span<const Value> arguments) = 0;
  virtual Value result(CallContext& context) = 0;
};

// A new aggregator for `count`, `sum`, `array_distinct`, `window.first` …; null when there is no such aggregate.
// Text given to add() must live until result() has been used.
std::unique_ptr<Aggregator> make_aggregator(std::string_view name);

// Arithmetic (language reference 5.5; design decision 7): saturating on integers, `/` always float, division by zero gives
// 0, each mishap noted.
enum class Arithmetic : std::uint8_t { kAdd, kSub, kMul, kDiv, kMod };
Value arithmetic(Arithmetic op, const Value& a, const Value& b, RunNotes& notes);

// The text form of a scalar in `outcomes`, strings.concat and cast.as_string: whole floats without decimals.
std::string to_text(const Value& v);

}  // namespace yaral::functions
