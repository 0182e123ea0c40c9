#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// What Sigma files say (specification 2), before anything of it is understood as YARA-L.
namespace yaral::sigma {

// Where the events of a rule come from; empty members ask for nothing.
struct LogSource {
  std::string category;
  std::string product;
  std::string service;

  bool operator==(const LogSource&) const = default;
};

struct Scalar {
  std::string text;
  bool is_null = false;
};

// `CommandLine|contains|all: [a, b]`. Without a field: keywords, looked for anywhere in the event.
struct FieldTest {
  std::string field;
  std::vector<std::string> modifiers;
  std::vector<Scalar> values;
};

// A search identifier: any of these, each of which holds when all its tests do.
struct Selection {
  std::string name;
  std::vector<std::vector<FieldTest>> alternatives;
};

// What rules, correlations and filters have in common.
struct Head {
  std::string file;
  std::uint32_t line = 0;  // from 1
  std::string title;
  std::string id;
  std::string name;
  std::string status;
  std::string description;
  std::string author;
  std::string date;
  std::string modified;
  std::string license;
  std::string level;
  std::vector<std::string> references;
  std::vector<std::string> tags;
  std::vector<std::string> false_positives;
};

struct Rule {
  Head head;
  LogSource source;
  std::vector<Selection> selections;
  std::vector<std::string> conditions;  // any of them
};

// A name for fields that are called differently in the rules of a correlation.
struct Alias {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;  // rule → field
};

struct Correlation {
  Head head;
  std::string type;
  std::vector<std::string> rules;  // by id or name
  std::vector<std::string> group_by;
  std::string timespan;
  bool generate = false;  // the rules stand for themselves, too
  std::vector<Alias> aliases;
  std::vector<std::pair<std::string, std::string>> bounds;  // `gte` → `10`
  std::string field;                                        // of value_count and the like
  std::string condition;                                    // of temporal: which rules; empty: all
};

// Conditions that are added to rules of others.
struct Filter {
  Head head;
  LogSource source;
  bool any_rule = false;
  std::vector<std::string> rules;  // by id or name
  std::vector<Selection> selections;
  std::string condition;
};

struct Documents {
  std::vector<Rule> rules;
  std::vector<Correlation> correlations;
  std::vector<Filter> filters;
  std::size_t others = 0;  // documents that do not look like any of these
};

}  // namespace yaral::sigma
