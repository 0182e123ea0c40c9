#include "convert/source_choice.h"

#include <algorithm>

#include <fmt/format.h>

namespace yaral::convert {

namespace {

using FilterOp = Filter::Op;
using Attempts = std::vector<SourceAttempt>;

constexpr std::string_view kGates[] = {"metadata.log_type", "metadata.product_event_type",
                                       "additional.fields[\"Channel\"]"};

bool reads_missing(const Filter& filter) {
  bool found = false;
  each_operand(filter, [&](const Operand& operand) {
    found |= operand.kind == Operand::Kind::kField && operand.field && operand.field->udm.empty();
  });
  return found;
}

std::string path_of(const Operand& operand) {
  if (operand.kind != Operand::Kind::kField || !operand.field) return {};
  if (operand.field->udm == "additional.fields") return fmt::format("additional.fields[\"{}\"]", operand.name);
  return operand.field->udm.empty() ? operand.name : operand.field->udm;
}

bool has(const std::vector<std::string>& values, const std::string& value) {
  return std::ranges::find(values, value) != values.end();
}

bool has_wildcard(const SchemaSource& source) {
  return std::ranges::any_of(source.where, [](const auto& entry) {
    return std::ranges::any_of(entry.second, [](const std::string& value) { return value.ends_with('*'); });
  });
}

// Whether a value is one of some, of which those with a `*` are what begins so.
bool is_of_kind(const std::string& value, const std::vector<std::string>& kinds) {
  return std::ranges::any_of(kinds, [&](const std::string& kind) {
    return kind.ends_with('*') ? value.starts_with(kind.substr(0, kind.size() - 1)) : value == kind;
  });
}

// The values that UDM may have for all events of the source; none when that is not known.
std::vector<std::string> values_of(const SchemaSource& source, const std::string& path) {
  if (const auto known = source.known.find(path); known != source.known.end()) return {known->second};
  const auto choice = source.among.find(path);
  return choice == source.among.end() ? std::vector<std::string>() : choice->second;
}

// Whether every event of `part` is one of `whole`.
bool covers(const SchemaSource& whole, const SchemaSource& part) {
  if (has_wildcard(whole) || !whole.except.empty()) return false;
  const auto within = [&](const std::string& path, const std::vector<std::string>& allowed) {
    const std::vector<std::string> values = values_of(part, path);
    return !values.empty() && std::ranges::all_of(values, [&](const std::string& v) { return has(allowed, v); });
  };
  for (const auto& [path, value] : whole.known)
    if (!value.empty() && !within(path, {value})) return false;
  for (const auto& [path, values] : whole.among)
    if (!within(path, values)) return false;
  for (const auto& [path, values] : whole.never) {
    const std::vector<std::string> own = values_of(part, path);
    const auto never = part.never.find(path);
    const bool same = never != part.never.end() &&
                      std::ranges::all_of(values, [&](const std::string& v) { return has(never->second, v); });
    if (!same && (own.empty() || std::ranges::any_of(own, [&](const std::string& v) { return has(values, v); })))
      return false;
  }
  return true;
}

// What tells log sources apart, and that the filter leaves to be tested; as bits.
std::uint32_t gates_of(const Filter& filter) {
  std::uint32_t out = 0;
  each_operand(filter, [&](const Operand& operand) {
    const auto* const gate = std::ranges::find(kGates, path_of(operand));
    if (gate != std::end(kGates)) out |= 1u << (gate - kGates);
  });
  return out;
}

struct Gates {
  const SchemaSource* source;
  std::uint32_t untold;
};

// Leaves out what is but a guess: sources of which that has to be tested by which others are told.
void drop_guesses(Attempts& attempts, const std::vector<Gates>& all) {
  std::erase_if(attempts, [&](const SourceAttempt& attempt) {
    const std::uint32_t untold = gates_of(attempt.branch.filter);
    return std::ranges::any_of(all, [&](const Gates& other) {
      const bool tells_more = other.untold != untold && (other.untold & untold) == other.untold;
      // Sources of the same events are apart by their kinds.
      const bool same = attempt.branch.source->from == other.source->from;
      return tells_more && !same && !covers(*attempt.branch.source, *other.source);
    });
  });
}

// The events of a lacking source that the rule can be about are of sources that have all it asks for.
bool is_done_by(const SourceAttempt& lacking, const Attempts& found) {
  const SchemaSource& source = *lacking.branch.source;
  for (const SourceAttempt& other : found) {
    const SchemaSource& has_it = *other.branch.source;
    if (covers(has_it, source)) return true;
    const auto decided = [&](const std::string& path) { return has_it.known.contains(path); };
    if (covers(source, has_it) && std::ranges::all_of(lacking.missing, decided)) return true;
  }
  // One of several types, of which the rule asks for some.
  for (const auto& [path, values] : source.among) {
    std::vector<std::string> wanted;
    const auto ask = [&, &p = path](const Filter& f) {
      if (f.is(FilterOp::kOneOf) && path_of(f.operands[0]) == p) wanted = f.values;
    };
    std::ranges::for_each(lacking.branch.filter.args, ask);
    ask(lacking.branch.filter);
    if (wanted.empty()) wanted = values;
    const bool all = std::ranges::all_of(wanted, [&, &p = path](const std::string& value) {
      SchemaSource part = source;
      part.among.erase(p);
      part.known[p] = value;
      return std::ranges::any_of(found, [&](const SourceAttempt& f) { return covers(*f.branch.source, part); });
    });
    if (all) return true;
  }
  return false;
}

}  // namespace

Filter decide_choices(Filter filter, const SchemaSource& source) {
  if (source.among.empty() && source.where.empty() && source.except.empty()) return filter;
  if (filter.is(FilterOp::kAnd) || filter.is(FilterOp::kOr) || filter.is(FilterOp::kNot)) {
    std::vector<Filter> args;
    for (Filter& arg : filter.args) args.push_back(decide_choices(std::move(arg), source));
    if (filter.is(FilterOp::kNot)) return negated(std::move(args.front()));
    return filter.is(FilterOp::kAnd) ? all_of(std::move(args)) : any_of(std::move(args));
  }
  if (!filter.is(FilterOp::kOneOf)) return filter;
  const bool of_field = filter.operands[0].kind == Operand::Kind::kField;
  for (const auto* const told : {&source.where, &source.except}) {
    for (const auto& [field, values] : *told) {
      if (!of_field || filter.operands[0].name != field) continue;
      std::erase_if(filter.values, [&, &kinds = values](const std::string& value) {
        return is_of_kind(value, kinds) != (told == &source.where);
      });
    }
  }
  if (filter.values.empty()) return always(false);
  const auto choice = source.among.find(path_of(filter.operands[0]));
  if (choice == source.among.end()) return filter;
  const auto wanted = [&](const std::string& value) { return has(filter.values, value); };
  if (std::ranges::all_of(choice->second, wanted)) return always(true);
  return std::ranges::none_of(choice->second, wanted) ? always(false) : filter;
}

Filter without_missing(Filter filter) {
  if (!reads_missing(filter)) return filter;
  if (!filter.is(FilterOp::kAnd) && !filter.is(FilterOp::kOr)) return always(false);
  std::vector<Filter> args;
  for (Filter& arg : filter.args) args.push_back(without_missing(std::move(arg)));
  return filter.is(FilterOp::kAnd) ? all_of(std::move(args)) : any_of(std::move(args));
}

bool choose_sources(Attempts& found, Attempts& lacking) {
  std::vector<Gates> all;
  for (const Attempts* attempts : {&found, &lacking})
    for (const SourceAttempt& attempt : *attempts)
      all.push_back({attempt.branch.source, gates_of(attempt.branch.filter)});
  drop_guesses(found, all);
  drop_guesses(lacking, all);
  const bool guesses = found.size() + lacking.size() < all.size();
  for (std::size_t i = 0; i < found.size();) {
    bool done = false;
    for (std::size_t j = 0; j < found.size() && !done; ++j) {
      if (j == i || !covers(*found[j].branch.source, *found[i].branch.source)) continue;
      // Of sources with the same events the first is enough.
      done = j < i || !covers(*found[i].branch.source, *found[j].branch.source);
    }
    if (done) {
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  if (!found.empty()) std::erase_if(lacking, [&](const SourceAttempt& a) { return is_done_by(a, found); });
  return guesses;
}

}  // namespace yaral::convert
