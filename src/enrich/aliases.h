#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "enrich/nouns.h"
#include "udm/event.h"

namespace yaral::enrich {

// What entity records say of machines (ASSET) and accounts (USER), by any of the names they give them. Read by any number
// of threads. The records must outlive it and the events that were filled.
class Aliases {
 public:
  // Records of other types are passed over.
  explicit Aliases(std::span<const udm::Event> entities);

  // Adds to the assets and users of principal, src and target what is missing there and entities valid at the event's time
  // say. Nothing is overwritten. An entity that says otherwise than the event is another machine or account. Of several
  // entities the one that became valid last comes first, then the one that was read first.
  void fill(ChangedEvent& event) const;

  std::size_t size() const { return entities_.size(); }

  // What is told apart between machines and accounts, and by what they are known.
  struct Kind;

 private:
  struct Entity {
    const udm::Message* noun;
    const Kind* kind;
    Timestamp begin;
    Timestamp end;
  };
  using Names = std::vector<std::string>;

  void add(const udm::Event& record);
  std::vector<const Entity*> candidates(const udm::Message& noun, const Kind& kind, Timestamp at) const;
  void fill_noun(ChangedEvent& event, udm::FieldIndex noun, const Kind& kind) const;

  std::vector<Entity> entities_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_;
};

}  // namespace yaral::enrich
