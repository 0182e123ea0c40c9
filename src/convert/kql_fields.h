#pragma once

#include <deque>
#include <string>

#include "convert/fidelity.h"
#include "convert/filter_text.h"
#include "convert/search.h"

namespace yaral::convert {

// Writes the fields of a search as KQL, with the conversions that their types need: a `tostring` around members of dynamic
// columns and around numbers that are tested as texts. A field of a schema is a column, `column.member` of a dynamic one,
// `parse_json(column).member` of a text that holds JSON, or any expression that ends in `)`; `.*` at its end stands for the
// key of `additional.fields`.
class KqlFields {
 public:
  explicit KqlFields(Fidelity& fidelity) : fidelity_(fidelity) {}

  // The filter with its fields written out. Tests of numbers that may be null are made safe to be negated.
  Filter filter(const Filter& filter) { return resolved(filter, false); }

  // A value with its fields written out.
  Operand operand(const Operand& operand);

  // The text of a value as a column of a type that is the same in all branches; what is not set is the type's zero value.
  std::string column(const Operand& operand, const Type& type, FilterText& text);

  // A field of a source by UDM path as KQL; empty when the source lacks it.
  std::string written(const Schema& schema, const SchemaSource& source, std::string_view path) const;

 private:
  Filter resolved(const Filter& filter, bool negated);
  Operand tested(const Operand& operand, const Filter& filter);
  Operand field(const Operand& operand, bool as_text);
  Operand capture(Operand operand);
  void note_case(const Filter& filter);

  Fidelity& fidelity_;
  std::deque<SchemaField> fields_;  // those that operands point to
};

}  // namespace yaral::convert
