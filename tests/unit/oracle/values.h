#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "functions/implementation.h"
#include "semantics/bound.h"
#include "unit/oracle/record.h"

namespace yaral::oracle {

// The combinations that one detection may be made of, with what is computed over them.
struct Group {
  std::vector<Combination> combinations;
  std::optional<std::pair<Timestamp, Timestamp>> window;
  std::vector<Value> keys;
  std::vector<Value> outcomes;  // so far
};

// What expressions are worth.
class Values {
 public:
  Values(const semantics::BoundRule& rule, const Input& input) : rule_(rule), input_(input) {}

  // Of one combination; what is read of absent variables has the zero value.
  Value value(const semantics::Expr& e, const Combination& at);
  bool truth(const semantics::Expr& e, const Combination& at) { return !value(e, at).is_zero(); }

  // Of a group; may hold counts and aggregates.
  Value value(const semantics::Expr& e, const Group& group);

  Arena& arena() { return arena_; }

 private:
  Value value(const semantics::Expr& e);
  Value set_value(const semantics::Expr& e);
  bool truth(const semantics::Expr& e) { return !value(e).is_zero(); }

  Value field(std::uint32_t index);
  Value column(const semantics::FieldUse& use);
  Value list(std::uint32_t field);
  std::vector<Value> all(std::uint32_t field);
  Value placeholder(std::uint32_t index);
  Value element(std::uint32_t index);
  bool quantified(const semantics::Expr& e);
  bool comparison(const semantics::Expr& e);
  bool regex(const semantics::Expr& e);
  bool in_list(const semantics::Expr& e);
  Value call(const semantics::Expr& e);
  const functions::Prepared* prepare(const semantics::Expr& e, const functions::Implementation& implementation);

  // Over the combinations of the group (values_group.cc).
  Value aggregate(const semantics::Expr& e);
  std::vector<Combination> in_order_of(const std::vector<semantics::Expr>& args);
  std::int64_t count_events(std::uint32_t variable);
  std::int64_t count_values(const semantics::Expr& count);
  Value of_group(const semantics::Expr& e);

  const semantics::BoundRule& rule_;
  const Input& input_;
  Arena arena_;
  functions::RunNotes notes_;
  functions::CallContext context_{.arena = arena_, .notes = notes_, .now_seconds = 1767225600};
  std::map<const semantics::Expr*, std::unique_ptr<const functions::Prepared>> prepared_;
  std::list<std::vector<Value>> lists_;
  std::vector<std::pair<std::uint32_t, Value>> elements_;  // under test of `any` and `all`
  const Combination* at_ = nullptr;
  const Group* group_ = nullptr;
};

}  // namespace yaral::oracle
