#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "functions/arguments.h"
#include "functions/registry.h"
#include "functions/value_set.h"

namespace yaral::functions {
namespace {

// Statistics of the numbers in argument 0; argument 1, where a statistic has it, says to leave out zeros.
class Statistic : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override {
    const bool ignore_zero = has(a, 1) && a[1].as_bool();
    const double number = a[0].to_double();
    if (!(ignore_zero && number == 0)) take(number);
  }

 protected:
  virtual void take(double number) = 0;
};

class Average : public Statistic {
 public:
  Value result(CallContext&) override {
    return Value::floating(count_ == 0 ? 0.0 : sum_ / static_cast<double>(count_));
  }

 protected:
  void take(double number) override {
    sum_ += number;
    ++count_;
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

// NaN first, as compare() has it, so that sorting stays well-defined.
bool less(double a, double b) { return compare(Value::floating(a), Value::floating(b)) < 0; }

class Median : public Statistic {
 public:
  Value result(CallContext&) override {
    if (numbers_.empty()) return Value::floating(0);
    // Of an even number the lower of the two in the middle (language reference 8.13).
    const auto middle = numbers_.begin() + static_cast<std::ptrdiff_t>((numbers_.size() - 1) / 2);
    std::nth_element(numbers_.begin(), middle, numbers_.end(), less);
    return Value::floating(*middle);
  }

 protected:
  void take(double number) override { numbers_.push_back(number); }

 private:
  std::vector<double> numbers_;
};

class Range : public Statistic {
 public:
  Value result(CallContext& context) override {
    const Value both[] = {Value::floating(least_.value_or(0)), Value::floating(greatest_.value_or(0))};
    return list_result(context, both);
  }

 protected:
  void take(double number) override {
    if (!least_ || less(number, *least_)) least_ = number;
    if (!greatest_ || less(*greatest_, number)) greatest_ = number;
  }

 private:
  std::optional<double> least_;
  std::optional<double> greatest_;
};

// Sample variance by Welford's method, which does not lose digits when numbers are great and near each other.
class Variance : public Statistic {
 public:
  Value result(CallContext&) override { return Value::floating(variance()); }

 protected:
  void take(double number) override {
    ++count_;
    const double distance = number - mean_;
    mean_ += distance / static_cast<double>(count_);
    squares_ += distance * (number - mean_);
  }

  double variance() const { return count_ < 2 ? 0.0 : squares_ / static_cast<double>(count_ - 1); }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

class StandardDeviation : public Variance {
 public:
  Value result(CallContext&) override { return Value::floating(std::sqrt(variance())); }
};

// The value in argument 1 of the row whose sort key, argument 0, is lowest or highest. Of equal keys the first row, or
// the last.
template <bool kLast>
class Edge : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override {
    const std::int64_t key = int_of(a[0]);
    if (any_ && (kLast ? key < key_ : key >= key_)) return;
    any_ = true;
    key_ = key;
    value_ = a[1];
  }

  Value result(CallContext& context) override { return text_result(context, to_text(value_)); }

 private:
  bool any_ = false;
  std::int64_t key_ = 0;
  Value value_;
};

// Of values that are equally frequent the one that came first.
class Mode : public Aggregator {
 public:
  void add(CallContext&, Arguments a) override {
    const auto [at, is_new] = places_.try_emplace(a[0], values_.size());
    if (is_new) values_.push_back({a[0], 0});
    ++values_[at->second].count;
  }

  Value result(CallContext& context) override {
    const auto most = std::ranges::max_element(values_, {}, &Counted::count);
    return most == values_.end() ? Value::string("") : text_result(context, to_text(most->value));
  }

 private:
  struct Counted {
    Value value;
    std::int64_t count;
  };

  ValueMap<std::size_t> places_;
  std::vector<Counted> values_;
};

constexpr NamedAggregator kTable[] = {
    {"window.avg", make<Average>},
    {"window.first", make<Edge<false>>},
    {"window.last", make<Edge<true>>},
    {"window.median", make<Median>},
    {"window.mode", make<Mode>},
    {"window.range", make<Range>},
    {"window.stddev", make<StandardDeviation>},
    {"window.variance", make<Variance>},
};

}  // namespace

std::span<const NamedAggregator> window_aggregators() { return kTable; }

}  // namespace yaral::functions
