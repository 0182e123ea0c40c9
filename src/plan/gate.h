#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/text_hash.h"
#include "base/value.h"
#include "semantics/bound.h"

namespace yaral::plan {

// The values that a gate field must have for a rule to match: numbers of enums or texts.
struct GateValues {
  std::string path;  // "metadata.event_type"
  std::set<std::int64_t> numbers;
  std::set<std::string> texts;
};

// What the predicates of an event variable demand of metadata.event_type, product_event_type, log_type or product_name,
// whichever comes first; nullopt when they demand nothing that an index could use.
std::optional<GateValues> find_gate(const semantics::BoundRule& rule,
                                    std::span<const semantics::Expr* const> predicates);

// How little a value of a field tells events apart: 0 for most fields, more for those that name what an event came from.
std::size_t commonness(std::string_view path);

// An event variable of a rule, both by number.
struct RuleVariable {
  std::uint32_t rule;
  std::uint32_t variable;

  auto operator<=>(const RuleVariable&) const = default;
};

// Which variables an event can concern: those without a gate, and those whose gate field has one of their values.
class GateIndex {
 public:
  struct Field {
    std::uint32_t slot;
    std::unordered_map<std::int64_t, std::vector<RuleVariable>> by_number;
    boost::unordered_flat_map<std::string, std::vector<RuleVariable>, TextHash, std::equal_to<>> by_text;
  };

  void add_ungated(RuleVariable variable) { ungated_.push_back(variable); }
  void add(std::uint32_t slot, const GateValues& values, RuleVariable variable);

  // The same without some variables, which are given in order.
  GateIndex without(std::span<const RuleVariable> variables) const;

  std::span<const RuleVariable> ungated() const { return ungated_; }
  std::span<const Field> fields() const { return fields_; }

 private:
  std::vector<RuleVariable> ungated_;
  std::vector<Field> fields_;
};

}  // namespace yaral::plan
