#include "convert/sigma_detection.h"

#include <algorithm>

#include <fmt/format.h>

#include "convert/yaml_text.h"

namespace yaral::convert {

namespace {

using Kind = SigmaNode::Kind;
using Map = SigmaDetection::Map;

bool has_key(const Map& map, const std::string& key) {
  return std::ranges::find(map, key, &SigmaTest::key) != map.end();
}

// The node as one map of tests, if it is but that.
std::optional<Map> as_map(const SigmaNode& node) {
  if (node.kind == Kind::kTest) return Map{node.test};
  if (node.kind != Kind::kAnd) return std::nullopt;
  Map out;
  for (const SigmaNode& child : node.children) {
    if (child.kind != Kind::kTest || has_key(out, child.test.key)) return std::nullopt;
    out.push_back(child.test);
  }
  return out;
}

class DetectionMaker {
 public:
  explicit DetectionMaker(const std::string& tautology) : tautology_(tautology) {}

  SigmaDetection run(const SigmaNode& node) {
    out_.condition = condition(node, false, true);
    return std::move(out_);
  }

 private:
  std::string condition(const SigmaNode& node, bool negative, bool outermost = false) {
    switch (node.kind) {
      case Kind::kTest: return add({{node.test}}, negative);
      case Kind::kNot: return "not " + condition(node.children[0], !negative);
      case Kind::kAnd: return conjunction(node, negative, outermost);
      case Kind::kOr: return disjunction(node, negative, outermost);
      default: {
        const std::string name = add({{{tautology_ + "|exists", {"true"}}}}, negative);
        return fmt::format("({0} {1} not {0})", name, node.kind == Kind::kAlways ? "or" : "and");
      }
    }
  }

  std::string conjunction(const SigmaNode& node, bool negative, bool outermost) {
    std::vector<Map> maps;
    std::vector<std::string> parts;
    for (const SigmaNode& child : node.children) {
      if (child.kind != Kind::kTest) continue;
      const auto free = std::ranges::find_if(maps, [&](const Map& map) { return !has_key(map, child.test.key); });
      if (free == maps.end()) {
        maps.push_back({child.test});
      } else {
        free->push_back(child.test);
      }
    }
    for (Map& map : maps) parts.push_back(add({std::move(map)}, negative));
    for (const SigmaNode& child : node.children)
      if (child.kind != Kind::kTest) parts.push_back(condition(child, negative));
    return together(parts, " and ", outermost);
  }

  std::string disjunction(const SigmaNode& node, bool negative, bool outermost) {
    std::vector<Map> maps;
    std::vector<std::string> parts;
    std::vector<const SigmaNode*> others;
    for (const SigmaNode& child : node.children) {
      if (auto map = as_map(child)) {
        maps.push_back(std::move(*map));
      } else {
        others.push_back(&child);
      }
    }
    if (!maps.empty()) parts.push_back(add(std::move(maps), negative));
    for (const SigmaNode* child : others) parts.push_back(condition(*child, negative));
    return together(parts, " or ", outermost);
  }

  static std::string together(const std::vector<std::string>& parts, std::string_view word, bool outermost) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : std::string(word)) + part;
    return parts.size() == 1 || outermost ? out : '(' + out + ')';
  }

  std::string add(std::vector<Map> alternatives, bool negative) {
    for (const SigmaDetection::Selection& known : out_.selections)
      if (known.alternatives == alternatives) return known.name;
    std::size_t& count = negative ? filters_ : selections_;
    const std::string_view name = negative ? "filter" : "selection";
    ++count;
    std::string full = count == 1 ? std::string(name) : fmt::format("{}_{}", name, count);
    out_.selections.push_back({full, std::move(alternatives)});
    return full;
  }

  const std::string& tautology_;
  SigmaDetection out_;
  std::size_t selections_ = 0;
  std::size_t filters_ = 0;
};

std::string field_of(const SigmaTest& test) { return test.key.substr(0, test.key.find('|')); }

bool is_existence(const SigmaTest& test, std::string_view wanted) {
  return test.key.ends_with("|exists") && test.values.size() == 1 && test.values[0] == wanted;
}

// That neither a field is not set nor something else is: it is set, and not that.
bool denies_absence(const SigmaNode& node) {
  return node.kind == Kind::kNot && node.children[0].kind == Kind::kOr &&
         std::ranges::any_of(node.children[0].children, [](const SigmaNode& child) {
           return child.kind == Kind::kTest && is_existence(child.test, "false");
         });
}

SigmaNode denied(SigmaNode node) {
  if (node.kind == Kind::kNot) return SigmaNode(node.children.front());
  if (node.kind == Kind::kTest && is_existence(node.test, "false")) {
    node.test.values = {"true"};
    return node;
  }
  return {.kind = Kind::kNot, .test = {}, .children = {std::move(node)}};
}

// Adds to what must all hold, none twice.
void add_conjunct(SigmaNode node, std::vector<SigmaNode>& all) {
  if (node.kind == Kind::kAlways) return;
  if (node.kind == Kind::kAnd) {
    for (SigmaNode& child : node.children) add_conjunct(std::move(child), all);
  } else if (denies_absence(node)) {
    for (SigmaNode& child : node.children[0].children) add_conjunct(denied(std::move(child)), all);
  } else if (std::ranges::find(all, node) == all.end()) {
    all.push_back(std::move(node));
  }
}

void write_map(const Map& map, std::string_view first, std::string_view indent, std::string& out) {
  bool begun = false;
  for (const SigmaTest& test : map) {
    out += fmt::format("{}{}:", begun ? indent : first, yaml_text(test.key));
    begun = true;
    if (test.values.size() == 1) {
      out += fmt::format(" {}\n", test.values.front());
      continue;
    }
    out += '\n';
    for (const std::string& value : test.values) out += fmt::format("{}    - {}\n", indent, value);
  }
}

}  // namespace

SigmaNode sigma_all_of(std::vector<SigmaNode> nodes) {
  std::vector<SigmaNode> all;
  for (SigmaNode& node : nodes) add_conjunct(std::move(node), all);
  // A test of a field holds only where it has a value.
  const std::vector<SigmaNode> before = all;
  const auto tested = [&](const std::string& field, bool by_value) {
    return std::ranges::any_of(before, [&](const SigmaNode& node) {
      if (node.kind != Kind::kTest || field_of(node.test) != field || is_existence(node.test, "false")) return false;
      return !by_value || !is_existence(node.test, "true");
    });
  };
  std::erase_if(all, [&](const SigmaNode& node) {
    return node.kind == Kind::kTest && is_existence(node.test, "true") && tested(field_of(node.test), true);
  });
  for (SigmaNode& node : all) {
    if (node.kind != Kind::kOr) continue;
    const auto lacks = [&](const SigmaNode& child) {
      return child.kind == Kind::kTest && is_existence(child.test, "false") && tested(field_of(child.test), false);
    };
    std::erase_if(node.children, [&](const SigmaNode& child) {
      return lacks(child) || (child.kind == Kind::kAnd && std::ranges::any_of(child.children, lacks));
    });
    if (node.children.size() == 1) node = SigmaNode(node.children.front());
  }
  if (all.empty()) return {};
  if (all.size() == 1) return SigmaNode(all.front());
  return {.kind = Kind::kAnd, .test = {}, .children = std::move(all)};
}

SigmaDetection sigma_detection(const SigmaNode& node, const std::string& tautology) {
  return DetectionMaker(tautology).run(node);
}

std::string sigma_text(const SigmaDetection& detection) {
  std::string out;
  for (const SigmaDetection::Selection& selection : detection.selections) {
    out += fmt::format("    {}:\n", selection.name);
    const bool single = selection.alternatives.size() == 1;
    for (const Map& map : selection.alternatives)
      write_map(map, single ? "        " : "        - ", single ? "        " : "          ", out);
  }
  return out + fmt::format("    condition: {}\n", detection.condition);
}

}  // namespace yaral::convert
