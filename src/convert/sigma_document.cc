#include "convert/sigma_document.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "convert/yaml_text.h"

namespace yaral::convert {

namespace {

using Kind = SigmaNode::Kind;
using Told = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Tests of the field that tells kinds of events apart; `Create*` is what begins so.
SigmaNode kind_test(const std::pair<std::string, std::vector<std::string>>& entry) {
  SigmaTest whole{.key = entry.first, .values = {}};
  SigmaTest beginning{.key = entry.first + "|startswith", .values = {}};
  for (const std::string& value : entry.second) {
    const bool number = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    const bool begins = value.ends_with('*');
    const std::string text = begins ? value.substr(0, value.size() - 1) : value;
    (begins ? beginning : whole).values.push_back(number ? value : yaml_quoted(sigma_escape(text)));
  }
  std::vector<SigmaNode> any;
  for (SigmaTest* test : {&whole, &beginning})
    if (!test->values.empty()) any.push_back({.kind = Kind::kTest, .test = std::move(*test), .children = {}});
  if (any.size() == 1) return SigmaNode(any.front());
  return {.kind = Kind::kOr, .test = {}, .children = std::move(any)};
}

// Whether every event that the filter takes has one of the named values in the field.
bool names_values(const Filter& filter, const std::string& field) {
  if (filter.is(Filter::Op::kAnd))
    return std::ranges::any_of(filter.args, [&](const Filter& arg) { return names_values(arg, field); });
  return filter.is(Filter::Op::kOneOf) && filter.operands[0].name == field;
}

struct Group {
  Filter filter;
  Told where;
  Told except;
  std::size_t sources = 1;
};

// Branches with the same filter are one, of all their kinds.
void add_branch(const SearchBranch& branch, std::vector<Group>& groups) {
  const SchemaSource& source = *branch.source;
  for (Group& group : groups) {
    const bool mergeable = group.filter == branch.filter && group.except.empty() && source.except.empty() &&
                           group.where.size() == 1 && source.where.size() == 1 &&
                           group.where[0].first == source.where[0].first;
    if (!mergeable) continue;
    group.where[0].second.insert(group.where[0].second.end(), source.where[0].second.begin(),
                                 source.where[0].second.end());
    ++group.sources;
    return;
  }
  groups.push_back({branch.filter, source.where, source.except});
}

SigmaNode node_of(const Group& group, Fidelity& fidelity) {
  std::vector<SigmaNode> parts;
  for (const auto& entry : group.where)
    if (!names_values(group.filter, entry.first)) parts.push_back(kind_test(entry));
  parts.push_back(sigma_node(group.filter, fidelity));
  for (const auto& entry : group.except)
    if (!names_values(group.filter, entry.first))
      parts.push_back({.kind = Kind::kNot, .test = {}, .children = {kind_test(entry)}});
  return sigma_all_of(std::move(parts));
}

std::vector<std::pair<std::string, std::string>> members(const std::string& from) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string_view part : split(from, ' ')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) out.emplace_back(part.substr(0, equals), part.substr(equals + 1));
  }
  return out;
}

}  // namespace

std::vector<SigmaDocument> sigma_documents(const SearchEvents& events, const Schema& schema, Fidelity& fidelity) {
  std::vector<SigmaDocument> out;
  for (const SearchBranch& branch : events.branches) {
    auto found = std::ranges::find(out, branch.source->from, &SigmaDocument::from);
    if (found == out.end()) found = out.insert(out.end(), {.from = branch.source->from});
    found->branches.push_back(&branch);
  }
  for (SigmaDocument& document : out) {
    std::vector<Group> groups;
    for (const SearchBranch* branch : document.branches) add_branch(*branch, groups);
    const auto all = std::ranges::count(schema.sources(), document.from, &SchemaSource::from);
    const bool everything = static_cast<std::size_t>(all) == document.branches.size() && document.branches.size() > 1 &&
                            std::ranges::all_of(groups, [&](const Group& g) { return g.filter == groups[0].filter; });
    if (everything) groups = {{groups[0].filter, {}, {}}};
    std::vector<SigmaNode> nodes;
    for (const Group& group : groups) nodes.push_back(node_of(group, fidelity));
    document.node = nodes.size() == 1 ? SigmaNode(nodes.front())
                                      : SigmaNode{.kind = Kind::kOr, .test = {}, .children = std::move(nodes)};
    const auto& fields = document.branches.front()->source->fields;
    const auto named = std::ranges::find_if(fields, [](const auto& entry) { return entry.second.name != "*"; });
    document.tautology = named == fields.end() ? "EventID" : named->second.name;
  }
  return out;
}

std::string sigma_text(const SigmaDocument& document) {
  std::string out = "logsource:\n";
  for (const auto& [name, value] : members(document.from)) out += fmt::format("    {}: {}\n", name, yaml_text(value));
  return out + "detection:\n" + sigma_text(sigma_detection(document.node, document.tautology));
}

std::string sigma_source_name(const SigmaDocument& document) {
  std::string out;
  for (const auto& [name, value] : members(document.from)) out += (out.empty() ? "" : "/") + value;
  return out;
}

}  // namespace yaral::convert
