#include "unit/oracle/copies.h"

#include <algorithm>
#include <map>
#include <optional>

namespace yaral::oracle {

namespace {

// A path and how far along it we are.
struct Partial {
  const udm::Path* path;
  std::size_t step;
};

bool unnests(const Partial& p) {
  return std::ranges::find(p.path->repeated, static_cast<std::uint16_t>(p.step)) != p.path->repeated.end();
}

std::vector<udm::Message*> variants(const udm::Message& from, const std::vector<Partial>& partials, Arena& arena) {
  std::map<udm::FieldIndex, std::vector<Partial>> by_field;
  std::map<udm::FieldIndex, bool> is_unnested;
  for (const Partial& p : partials) {
    if (p.step >= p.path->steps.size()) continue;
    const udm::PathStep& step = p.path->steps[p.step];
    if (step.kind != udm::PathStep::Kind::kField) continue;
    by_field[step.field].push_back({p.path, p.step + 1});
    is_unnested[step.field] = is_unnested[step.field] || unnests(p);
  }
  std::vector<udm::Message*> results = {arena.create<udm::Message>(from.type())};
  for (const udm::Message::Field& field : from.fields()) {
    const auto inner = by_field.find(field.index);
    const bool repeated = udm::message(from.type()).fields[field.index].repeated;
    // Each choice is what the field holds in a copy.
    std::vector<std::vector<Value>> choices;
    if (inner == by_field.end() || (repeated && !is_unnested[field.index])) {
      choices.emplace_back(field.values, field.values + field.count);
    } else {
      for (std::uint32_t i = 0; i < field.count; ++i) {
        if (udm::Message* child = field.values[i].as_message()) {
          for (udm::Message* variant : variants(*child, inner->second, arena))
            choices.push_back({Value::message(variant)});
        } else {
          choices.push_back({field.values[i]});
        }
      }
    }
    std::vector<udm::Message*> product;
    for (udm::Message* result : results) {
      for (const std::vector<Value>& choice : choices) {
        udm::Message* copy = arena.create<udm::Message>(from.type());
        for (const udm::Message::Field& f : result->fields())
          for (std::uint32_t i = 0; i < f.count; ++i) copy->append(f.index, f.values[i], arena);
        for (const Value& v : choice) copy->append(field.index, v, arena);
        product.push_back(copy);
      }
    }
    if (!choices.empty()) results = std::move(product);
  }
  return results;
}

}  // namespace

std::vector<udm::Message*> copies(const udm::Message& event, const std::vector<const udm::Path*>& paths, Arena& arena) {
  std::vector<Partial> partials;
  for (const udm::Path* path : paths) partials.push_back({path, 0});
  return variants(event, partials, arena);
}

}  // namespace yaral::oracle
