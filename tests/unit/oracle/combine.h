#pragma once

#include <functional>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "unit/oracle/equalities.h"
#include "unit/oracle/reads.h"
#include "unit/oracle/values.h"

namespace yaral::oracle {

// The combinations of a rule (docs/semantics.md, "Several event variables").
class Combiner {
 public:
  Combiner(const semantics::BoundRule& rule, const Input& input, Values& values);

  using Admits = std::function<bool(std::uint32_t variable, const Record&)>;

  // All combinations of the rows that are admitted whose events span less than `span`.
  std::vector<Combination> combine(const Admits& admits, std::optional<Duration> span = std::nullopt);

  // From now on only rows that do not contradict these match keys are combined; null: all.
  void restrict_to(const std::vector<Value>* keys) { keys_ = keys; }

  // The match keys of every row that has them all.
  std::vector<std::vector<Value>> keys_of_rows();

  // The match keys of a combination; nothing when none of its variables has one of them.
  std::optional<std::vector<Value>> keys_of(const Combination& at);

  const std::list<Record>& records(std::uint32_t variable) const { return records_[variable]; }

 private:
  struct Predicate {
    const semantics::Expr* expr;
    Reads reads;
  };

  void find_rows(std::uint32_t variable);
  bool drops(std::uint32_t variable, const Combination& at);
  bool has_event(const Combination& at) const;
  void extend_required(Combination at, std::uint32_t variable, std::vector<Combination>& out);
  void extend_optional(Combination at, std::uint32_t variable, std::vector<Combination>& out);
  void extend(const Combination& at, std::uint32_t variable, std::vector<Combination>& out);
  bool contradicts_keys(std::uint32_t variable, const Combination& at);
  bool is_connected(const Combination& at, std::uint32_t variable) const;
  bool fits(const Combination& at, std::uint32_t added);
  bool same_values(const EqualValues& equal, std::uint32_t added, const Combination& at);
  bool within_interval(const Combination& at, std::uint32_t entity, std::uint32_t event);
  bool within_span(const Combination& at) const;

  const semantics::BoundRule& rule_;
  Values& values_;
  std::list<std::string> texts_;
  std::vector<std::list<Record>> records_;  // of each variable
  std::vector<std::list<Row>> rows_;
  std::vector<Predicate> predicates_;
  std::vector<Reads> implied_reads_;
  std::vector<EqualValues> equal_values_;
  std::vector<std::uint32_t> partners_;
  std::optional<Duration> span_;  // of the running combine()
  const Admits* admits_ = nullptr;
  const std::vector<Value>* keys_ = nullptr;
};

}  // namespace yaral::oracle
