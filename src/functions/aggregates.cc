#include <algorithm>
#include <vector>

#include "functions/arguments.h"
#include "functions/registry.h"
#include "functions/value_set.h"
#include "functions/wide.h"

namespace yaral::functions {
namespace {

constexpr std::size_t kMostArrayElements = 1000;  // language reference 5.3

class Count : public Aggregator {
 public:
  void add(CallContext&, Arguments) override { ++rows_; }
  Value result(CallContext&) override { return Value::integer(rows_); }

 private:
  std::int64_t rows_ = 0;
};

class CountDistinct : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override { values_.insert(a[0]); }
  Value result(CallContext&) override { return Value::integer(static_cast<std::int64_t>(values_.size())); }

 private:
  ValueSet values_;
};

// Ints are added exactly and fitted into their type at the end, so that the order of rows does not matter.
class Sum : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override {
    kinds_.insert(a[0].kind());
    if (a[0].kind() == ValueKind::kFloat) {
      floats_ += a[0].as_float();
    } else {
      wholes_ += wide_of(a[0]);
    }
  }

  Value result(CallContext& context) override {
    if (kinds_.has(ValueKind::kFloat)) return Value::floating(floats_ + static_cast<double>(wholes_));
    const bool only_uints = kinds_.has(ValueKind::kUint) && !kinds_.has(ValueKind::kInt);
    return only_uints ? saturated_uint(wholes_, context.notes) : saturated_int(wholes_, context.notes);
  }

 private:
  struct Kinds {
    std::uint32_t bits = 0;
    void insert(ValueKind kind) { bits |= 1u << static_cast<unsigned>(kind); }
    bool has(ValueKind kind) const { return (bits >> static_cast<unsigned>(kind) & 1) != 0; }
  };

  Kinds kinds_;
  Wide wholes_ = 0;
  double floats_ = 0;
};

// The value that comes first in an order; null without rows.
template <bool kGreatest>
class Extreme : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override {
    const int order = any_ ? compare(a[0], best_) : 0;
    if (!any_ || (kGreatest ? order > 0 : order < 0)) best_ = a[0];
    any_ = true;
  }

  Value result(CallContext&) override { return best_; }

 private:
  Value best_;
  bool any_ = false;
};

// Keeps the first elements, so that the same events give the same array (design decision 6).
class Array : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override { keep(a[0]); }

  Value result(CallContext& context) override {
    if (cut_) context.notes.add("array of more than 1,000 elements was cut");
    return list_result(context, kept_);
  }

 protected:
  void keep(const Value& v) {
    cut_ = kept_.size() == kMostArrayElements;
    if (!cut_) kept_.push_back(v);
  }

 private:
  std::vector<Value> kept_;
  bool cut_ = false;
};

class ArrayDistinct : public Array {
 public:
  void add(CallContext&, Arguments a) override {
    // One value beyond the limit is enough to know that the array is cut.
    if (seen_.size() <= kMostArrayElements && seen_.insert(a[0]).second) keep(a[0]);
  }

 private:
  ValueSet seen_;
};

// Timestamps that are not set do not take part; microseconds as SecOps has them.
template <bool kLatest>
class TimeExtreme : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override {
    if (a[0].kind() != ValueKind::kTimestamp || a[0].is_zero()) return;
    Timestamp t = a[0].as_timestamp();
    t.nanos -= t.nanos % 1000;
    if (!any_ || (kLatest ? t > best_ : t < best_)) best_ = t;
    any_ = true;
  }

  Value result(CallContext&) override { return any_ ? Value::timestamp(best_) : Value{}; }

 private:
  Timestamp best_;
  bool any_ = false;
};

constexpr NamedAggregator kTable[] = {
    {"array", make<Array>},
    {"array_distinct", make<ArrayDistinct>},
    {"count", make<Count>},
    {"count_distinct", make<CountDistinct>},
    {"earliest", make<TimeExtreme<false>>},
    {"latest", make<TimeExtreme<true>>},
    {"max", make<Extreme<true>>},
    {"min", make<Extreme<false>>},
    {"sum", make<Sum>},
};

}  // namespace

std::span<const NamedAggregator> plain_aggregators() { return kTable; }

}  // namespace yaral::functions
