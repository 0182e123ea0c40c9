#pragma once

#include <string>

#include "unit/oracle/dice.h"

namespace yaral::oracle {

// Fields of one event or entity variable, and predicates over it.
class Fields {
 public:
  Fields(Dice& dice, std::string variable, bool entity = false)
      : dice_(dice), variable_(std::move(variable)), entity_(entity) {}

  const std::string& variable() const { return variable_; }  // without $
  bool entity() const { return entity_; }
  std::string id() const { return at(entity_ ? "graph.metadata.product_entity_id" : "metadata.id"); }
  std::string type() const { return at(entity_ ? "graph.metadata.entity_type" : "metadata.event_type"); }
  // Of events only:
  std::string time() const { return at("metadata.event_timestamp"); }
  std::string seconds() const { return at("metadata.event_timestamp.seconds"); }

  std::string scalar_text();
  std::string text();  // scalar, repeated, with index or key
  std::string number();
  std::string repeated();
  std::string joinable_text();  // often the same field

  std::string comparison();
  std::string predicate(int depth);

 private:
  std::string at(std::string_view path) const { return "$" + variable_ + "." + std::string(path); }
  std::string entity_comparison();
  std::string nocase() { return dice_.chance(30) ? " nocase" : ""; }

  Dice& dice_;
  std::string variable_;
  bool entity_;
};

}  // namespace yaral::oracle
