#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "convert/fidelity.h"
#include "convert/filter.h"
#include "convert/pattern_forms.h"
#include "convert/schema.h"
#include "plan/plan.h"
#include "semantics/bound.h"

namespace yaral::convert {

// What expressions of outcomes and conditions read besides the fields of events.
class GroupValues {
 public:
  virtual ~GroupValues() = default;
  // The value of an aggregate, key, count, outcome or window bound, or of a field read outside of an aggregate.
  virtual Operand value(const semantics::Expr& e) = 0;
  // Whether a condition holds for all groups that there are.
  virtual bool always_true(const semantics::Expr& e) = 0;
};

// What all parts of one rule are lowered with. References must outlive the lowering.
struct LoweringContext {
  const semantics::BoundRule& rule;
  const Schema& schema;
  const plan::Lookups& lookups;
  PatternForms& patterns;
};

// Says the expressions of one rule about events of one source in the fields of its schema. What is known of all events of
// the source is decided here, zero values become tests of existence, lists their entries.
class FilterLowering {
 public:
  FilterLowering(const LoweringContext& context, const SchemaSource& source, Fidelity& fidelity,
                 GroupValues* groups = nullptr)
      : rule_(context.rule),
        schema_(context.schema),
        source_(source),
        lookups_(context.lookups),
        patterns_(context.patterns),
        fidelity_(fidelity),
        groups_(groups) {}

  // A predicate over one event, or with `groups` over a group.
  Filter filter(const semantics::Expr& e);
  // A value of one event, or with `groups` of a group.
  Operand operand(const semantics::Expr& e);

  // The field, or the part of it, has a value.
  Filter is_set(Operand field, std::string rule_text);

  // Fields (and values of fields) that the source does not have; what read them is of no use.
  const std::set<std::string>& missing() const { return missing_; }

 private:
  Filter comparison(const semantics::Expr& e);
  Filter with_constant(const semantics::Expr& e, const semantics::Expr& subject, semantics::CompareOp op,
                       const semantics::Expr& constant);
  Filter equality(const semantics::Expr& e, Operand subject, const semantics::Expr& constant);
  Filter ordered_enums(const semantics::Expr& e, Operand subject, semantics::CompareOp op, std::int64_t than);
  Filter at_least(const semantics::Expr& e);
  Filter in_list(const semantics::Expr& e);
  Filter quantified(const semantics::Expr& e);
  Filter call(const semantics::Expr& e);
  Filter pattern(const semantics::Expr& e, Operand subject, std::string_view pattern, bool nocase);
  // A test of texts; `values` as they are in UDM.
  Filter test(Filter::Op op, Operand subject, std::vector<std::string> values, bool nocase, const semantics::Expr& e);
  Filter constant_test(const Filter& test);
  // A test of a field as UDM has it, in what the schema has in its place (field_terms.cc).
  Filter in_field(Filter test);
  Filter in_words(Filter test);
  Filter within(Filter test);
  Filter before(Filter test);
  Filter ordered_codes(const semantics::Expr& e, Operand subject, semantics::CompareOp op,
                       const semantics::Expr& constant);
  // The test, which is also true where the field is not set.
  Filter or_unset(Filter test);

  Operand field(const semantics::Expr& e);
  Operand mapped(const std::string& path, const Type& type, bool repeated);
  std::string describe(const semantics::Expr& e) const;
  void note_list(const SchemaField& field);

  const semantics::BoundRule& rule_;
  const Schema& schema_;
  const SchemaSource& source_;
  const plan::Lookups& lookups_;
  PatternForms& patterns_;
  Fidelity& fidelity_;
  GroupValues* groups_;
  std::set<std::string> missing_;
  std::map<const SchemaField*, int> list_reads_;
  bool negated_ = false;
};

// Whether a test of texts holds for one.
bool holds_for(const Filter& test, std::string_view text);

// A call that puts together what is one field of the schema: `strings.concat(domain, "\\", userid)`.
std::optional<Operand> put_together(const Operand& call);

// The name of the time of events where a schema has no field for it and only their order counts.
inline constexpr std::string_view kEventTime = ".time";

// The path of a field use as schemas name it, without subscripts other than the key of `additional.fields`.
std::string schema_path(const udm::Path& path);

// The text of a constant as Operand::text has it.
std::string constant_text(const semantics::Expr& e);

}  // namespace yaral::convert
