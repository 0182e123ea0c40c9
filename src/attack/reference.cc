#include "attack/reference.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "attack/describe.h"
#include "attack/id_scanner.h"
#include "base/text.h"

namespace yaral::attack {

namespace {

// Nobody files a rule under more; a value made to be long is not worth the time.
constexpr std::size_t kMaxNames = 200;

template <typename T>
void add_once(std::vector<T>& list, T value) {
  if (std::ranges::find(list, value) == list.end()) list.push_back(std::move(value));
}

class ValueReader {
 public:
  ValueReader(Holds holds, Reference& into) : holds_(holds), into_(into) {}

  void read(std::string_view value) {
    std::size_t names = 0;
    while (!value.empty()) {
      const std::size_t end = std::min(value.find_first_of(",;|\r\n"), value.size());
      const std::string_view piece = ascii_trim(value.substr(0, end));
      value.remove_prefix(std::min(end + 1, value.size()));
      if (piece.empty()) continue;
      if (++names > kMaxNames) {
        report(Fault::kTooMany, fmt::format("more than {} names in one value; the others are not read", kMaxNames));
        return;
      }
      read_piece(piece);
    }
  }

 private:
  void read_piece(std::string_view piece) {
    const std::vector<IdToken> ids = scan_ids(piece);
    for (const IdToken& id : ids) read_id(id);
    if (ids.empty() && holds_ != Holds::kIds) read_name(piece);
  }

  void read_id(const IdToken& id) {
    if (!id.well_formed) {
      if (holds_ != Holds::kIds) unknown_id(id);
    } else if (const Tactic* tactic = find_tactic(id.id)) {
      if (holds_ == Holds::kTechniques) {
        report(Fault::kWrongKind, fmt::format("{} is a tactic; name a technique", describe(*tactic)));
      } else {
        add_once(into_.tactics, {.tactic = tactic});
      }
    } else if (const Technique* technique = find_technique(id.id)) {
      take(*technique);
    } else {
      unknown_id(id);
    }
  }

  void unknown_id(const IdToken& id) {
    if (id.tactic)
      report(Fault::kUnknownTactic, unknown_tactic(id.id));
    else
      report(Fault::kUnknownTechnique, unknown_technique_id(id.id));
  }

  void take(const Technique& technique) {
    if (holds_ == Holds::kTactics) {
      report(Fault::kWrongKind, fmt::format("{} is a technique; name its tactic: {}", describe(technique),
                                            tactic_list(tactics_of(*successor_or_self(technique)))));
      return;
    }
    if (technique.status == Status::kRevoked) report(Fault::kRevokedTechnique, revoked(technique));
    if (technique.status == Status::kDeprecated) report(Fault::kDeprecatedTechnique, deprecated(technique));
    add_once(into_.techniques, &technique);
  }

  static const Technique* successor_or_self(const Technique& technique) {
    const Technique* next = successor(technique);
    return next ? next : &technique;
  }

  void read_name(std::string_view name) {
    const std::vector<NamedTactic> tactics = tactic_named(name);
    if (holds_ != Holds::kTechniques && !tactics.empty()) {
      add_once(into_.tactics, tactics.front());
      return;
    }
    if (holds_ != Holds::kTactics) {
      read_technique_name(name, tactics);
    } else if (const auto techniques = techniques_named(name); !techniques.empty()) {
      take(*techniques.front());
    } else {
      report(Fault::kUnknownTactic, unknown_tactic(name));
    }
  }

  void read_technique_name(std::string_view name, const std::vector<NamedTactic>& tactics) {
    std::vector<const Technique*> found = techniques_named(name);
    if (found.size() > 1) keep_related(found);
    if (found.size() == 1) return take(*found.front());
    if (!found.empty()) return report(Fault::kAmbiguousTechnique, ambiguous(name, found));
    if (!tactics.empty())
      return report(Fault::kWrongKind, fmt::format("{} is a tactic; name a technique", describe(*tactics[0].tactic)));
    report(Fault::kUnknownTechnique, unknown_technique_name(name));
  }

  // Among sub-techniques of one name, those below a technique that is named already.
  void keep_related(std::vector<const Technique*>& found) const {
    std::vector<const Technique*> related;
    for (const Technique* technique : found)
      if (std::ranges::find(into_.techniques, &parent(*technique)) != into_.techniques.end() ||
          std::ranges::find(into_.techniques, technique) != into_.techniques.end())
        related.push_back(technique);
    if (!related.empty()) found = std::move(related);
  }

  // A name is of one tactic at most.
  static std::vector<NamedTactic> tactic_named(std::string_view name) {
    const std::string key = name_key(name);
    for (const Tactic& tactic : all_tactics()) {
      const bool renamed = !tactic.former_name.empty();
      if (name_key(tactic.name) == key) return {{.tactic = &tactic, .former = !renamed}};
      if (renamed && name_key(tactic.former_name) == key) return {{.tactic = &tactic, .current = false}};
    }
    return {};
  }

  void report(Fault fault, std::string message) { add_once(into_.problems, Problem{fault, std::move(message)}); }

  Holds holds_;
  Reference& into_;
};

bool has(const std::vector<const Tactic*>& tactics, const Tactic* tactic) {
  return std::ranges::find(tactics, tactic) != tactics.end();
}

bool belongs(const NamedTactic& named, const Technique& technique) {
  if (named.former && has(former_tactics_of(technique), named.tactic)) return true;
  const Technique* next = successor(technique);
  return named.current && next && has(tactics_of(*next), named.tactic);
}

std::string_view name_of(const NamedTactic& named) {
  return named.current ? named.tactic->name : named.tactic->former_name;
}

}  // namespace

void read_value(std::string_view value, Holds holds, Reference& into) { ValueReader(holds, into).read(value); }

std::vector<Problem> foreign_tactics(std::span<const Technique* const> techniques,
                                     std::span<const NamedTactic> tactics) {
  std::vector<Problem> problems;
  for (const NamedTactic& named : tactics) {
    const auto fits = [&](const Technique* technique) { return belongs(named, *technique); };
    if (techniques.empty() || std::ranges::any_of(techniques, fits)) continue;
    problems.push_back({Fault::kForeignTactic, foreign_tactic(*named.tactic, name_of(named), techniques)});
  }
  return problems;
}

std::vector<Problem> check_reference(std::string_view technique, std::span<const std::string> tactics,
                                     std::string_view name) {
  Reference reference;
  read_value(technique, Holds::kTechniques, reference);
  for (const std::string& tactic : tactics) read_value(tactic, Holds::kTactics, reference);
  std::ranges::move(foreign_tactics(reference.techniques, reference.tactics), std::back_inserter(reference.problems));
  if (!name.empty() && reference.techniques.size() == 1) {
    const Technique& named = *reference.techniques.front();
    if (!is_name_of(name, named)) reference.problems.push_back({Fault::kWrongName, wrong_name(named, name)});
  }
  return std::move(reference.problems);
}

}  // namespace yaral::attack
