#include "sigma/reader.h"

#include <algorithm>
#include <expected>
#include <map>
#include <span>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/text.h"
#include "packs/yaml_reader.h"

namespace yaral::sigma {

namespace {

// Aliases may repeat a list without end: this many values a file are more than any rule has.
constexpr std::size_t kMaxValues = 200'000;

class DocumentReader {
 public:
  DocumentReader(const std::string& file, Documents& documents, std::vector<packs::FileProblem>& problems)
      : file_(file), documents_(documents), problems_(problems) {}

  void read(const YAML::Node& node) {
    if (node.IsNull()) return;
    failed_ = false;
    if (!looks_like_sigma(node)) {
      ++documents_.others;
      return;
    }
    if (node["action"].IsDefined())
      return fail(node["action"], "documents with `action` are of a Sigma before version 2: write each rule out");
    if (node["correlation"].IsDefined()) return read_correlation(node);
    if (node["filter"].IsDefined()) return read_filter(node);
    read_rule(node);
  }

 private:
  static bool looks_like_sigma(const YAML::Node& node) {
    constexpr const char* kMembers[] = {"detection", "logsource", "correlation", "filter", "action"};
    return node.IsMap() && std::ranges::any_of(kMembers, [&](const char* key) { return node[key].IsDefined(); });
  }

  static std::uint32_t line_of(const YAML::Node& node) {
    const YAML::Mark mark = node.Mark();
    return mark.is_null() ? 0u : static_cast<std::uint32_t>(mark.line + 1);
  }

  void fail(const YAML::Node& where, std::string message) {
    if (!failed_) problems_.push_back({file_, line_of(where), std::move(message)});
    failed_ = true;
  }

  std::string text(const YAML::Node& map, const char* key) {
    const YAML::Node value = map[key];
    if (!value.IsDefined() || value.IsNull()) return {};
    if (value.IsScalar()) return value.Scalar();
    fail(value, fmt::format("`{}` must be a text", key));
    return {};
  }

  // A list of texts, or one text in place of a list of one.
  std::vector<std::string> texts(const YAML::Node& map, const char* key) {
    const YAML::Node value = map[key];
    std::vector<std::string> out;
    if (!value.IsDefined() || value.IsNull()) return out;
    if (value.IsScalar()) return {value.Scalar()};
    if (!value.IsSequence()) fail(value, fmt::format("`{}` must be a list of texts", key));
    for (const YAML::Node& item : value) {
      if (item.IsScalar() && spend(item)) out.push_back(item.Scalar());
    }
    return out;
  }

  bool spend(const YAML::Node& where) {
    if (++values_ <= kMaxValues) return true;
    fail(where, fmt::format("the file has more than {} values", kMaxValues));
    return false;
  }

  Head head(const YAML::Node& node) {
    Head out{.file = file_, .line = line_of(node)};
    out.title = text(node, "title");
    out.id = text(node, "id");
    out.name = text(node, "name");
    out.status = text(node, "status");
    out.description = text(node, "description");
    out.author = text(node, "author");
    out.date = text(node, "date");
    out.modified = text(node, "modified");
    out.license = text(node, "license");
    out.level = text(node, "level");
    out.references = texts(node, "references");
    out.tags = texts(node, "tags");
    out.false_positives = texts(node, "falsepositives");
    if (out.title.empty()) fail(node, "a Sigma document needs a `title`");
    return out;
  }

  LogSource source(const YAML::Node& node) {
    const YAML::Node map = node["logsource"];
    if (!map.IsDefined() || !map.IsMap()) {
      fail(map.IsDefined() ? map : node, "the document needs a `logsource` with `category`, `product` or `service`");
      return {};
    }
    return {ascii_lower(text(map, "category")), ascii_lower(text(map, "product")), ascii_lower(text(map, "service"))};
  }

  void read_rule(const YAML::Node& node) {
    Rule rule{.head = head(node), .source = source(node)};
    const YAML::Node detection = node["detection"];
    if (!detection.IsDefined() || !detection.IsMap())
      return fail(detection.IsDefined() ? detection : node, "a rule needs a `detection` with its selections");
    rule.conditions = texts(detection, "condition");
    if (rule.conditions.empty()) return fail(detection, "`detection` needs a `condition`");
    rule.selections = selections(detection, {"condition", "timeframe"});
    if (!failed_) documents_.rules.push_back(std::move(rule));
  }

  std::vector<Selection> selections(const YAML::Node& detection, const std::vector<std::string>& others) {
    std::vector<Selection> out;
    for (const auto& pair : detection) {
      if (!pair.first.IsScalar()) fail(pair.first, "the name of a selection must be a text");
      if (failed_) return out;
      const std::string name = pair.first.Scalar();
      if (std::ranges::find(others, name) == others.end()) out.push_back(selection(name, pair.second));
    }
    return out;
  }

  Selection selection(const std::string& name, const YAML::Node& node) {
    Selection out{.name = name, .alternatives = {}};
    if (node.IsMap()) {
      out.alternatives.push_back(tests(node));
    } else if (node.IsScalar()) {
      out.alternatives.push_back({FieldTest{.field = {}, .modifiers = {}, .values = {scalar(node)}}});
    } else if (node.IsSequence() && node.size() > 0) {
      add_alternatives(node, out);
    } else {
      fail(node, fmt::format("the selection `{}` is empty", name));
    }
    return out;
  }

  void add_alternatives(const YAML::Node& list, Selection& out) {
    FieldTest keywords;
    for (const YAML::Node& item : list) {
      if (failed_) return;
      if (item.IsMap()) {
        out.alternatives.push_back(tests(item));
      } else if (item.IsScalar()) {
        keywords.values.push_back(scalar(item));
      } else {
        fail(item, fmt::format("an entry of the selection `{}` must be a mapping or a text", out.name));
      }
    }
    if (!keywords.values.empty()) out.alternatives.push_back({std::move(keywords)});
  }

  std::vector<FieldTest> tests(const YAML::Node& map) {
    std::vector<FieldTest> out;
    for (const auto& pair : map) {
      if (!pair.first.IsScalar()) fail(pair.first, "a field's name must be a text");
      if (failed_) return out;
      out.push_back(test(pair.first.Scalar(), pair.second));
    }
    if (out.empty()) fail(map, "a selection tests no field");
    return out;
  }

  FieldTest test(const std::string& key, const YAML::Node& value) {
    FieldTest out;
    const auto parts = split(key, '|');
    out.field = parts.front();
    for (const std::string_view part : std::span(parts).subspan(1)) out.modifiers.emplace_back(part);
    if (!value.IsSequence()) {
      out.values.push_back(scalar(value));
      return out;
    }
    for (const YAML::Node& item : value) {
      if (failed_) return out;
      out.values.push_back(scalar(item));
    }
    if (out.values.empty()) fail(value, fmt::format("`{}` has no values", key));
    return out;
  }

  Scalar scalar(const YAML::Node& node) {
    if (!spend(node)) return {};
    if (node.IsNull()) return {.text = {}, .is_null = true};
    if (node.IsScalar()) return {.text = node.Scalar()};
    fail(node, "a value must be a text, a number or null");
    return {};
  }

  void read_correlation(const YAML::Node& node) {
    Correlation out{.head = head(node)};
    const YAML::Node map = node["correlation"];
    if (!map.IsMap()) return fail(map, "`correlation` must be a mapping");
    out.type = text(map, "type");
    out.rules = texts(map, "rules");
    out.group_by = texts(map, "group-by");
    out.timespan = text(map, "timespan");
    out.generate = text(map, "generate") == "true" || text(node, "generate") == "true";
    read_aliases(map["aliases"], out);
    read_bounds(map["condition"], out);
    if (out.type.empty()) fail(map, "`correlation` needs a `type`");
    if (out.rules.empty()) fail(map, "`correlation` needs `rules`, by name or id");
    if (out.timespan.empty()) fail(map, "`correlation` needs a `timespan`");
    if (!failed_) documents_.correlations.push_back(std::move(out));
  }

  void read_aliases(const YAML::Node& map, Correlation& out) {
    if (!map.IsDefined() || !map.IsMap()) return;
    for (const auto& alias : map) {
      if (!alias.first.IsScalar() || !alias.second.IsMap()) return fail(alias.second, "an alias must be a mapping");
      Alias entry{.name = alias.first.Scalar(), .fields = {}};
      for (const auto& field : alias.second) {
        if (!field.first.IsScalar() || !field.second.IsScalar() || !spend(field.second))
          return fail(alias.second, "an alias names the field of each rule");
        entry.fields.emplace_back(field.first.Scalar(), field.second.Scalar());
      }
      out.aliases.push_back(std::move(entry));
    }
  }

  void read_bounds(const YAML::Node& condition, Correlation& out) {
    if (!condition.IsDefined() || condition.IsNull()) return;
    if (condition.IsScalar()) {
      out.condition = condition.Scalar();
      return;
    }
    if (!condition.IsMap()) return fail(condition, "the `condition` of a correlation must be a mapping or a text");
    for (const auto& pair : condition) {
      if (!pair.first.IsScalar() || !pair.second.IsScalar()) return fail(condition, "a bound must be a number");
      if (pair.first.Scalar() == "field") {
        out.field = pair.second.Scalar();
      } else {
        out.bounds.emplace_back(pair.first.Scalar(), pair.second.Scalar());
      }
    }
  }

  void read_filter(const YAML::Node& node) {
    Filter out{.head = head(node), .source = source(node)};
    const YAML::Node map = node["filter"];
    if (!map.IsMap()) return fail(map, "`filter` must be a mapping");
    out.rules = texts(map, "rules");
    out.any_rule = out.rules.empty() || (out.rules.size() == 1 && out.rules.front() == "any");
    out.condition = text(map, "condition");
    out.selections = selections(map, {"rules", "condition"});
    if (out.condition.empty()) fail(map, "`filter` needs a `condition`");
    if (!failed_) documents_.filters.push_back(std::move(out));
  }

  const std::string& file_;
  Documents& documents_;
  std::vector<packs::FileProblem>& problems_;
  std::size_t values_ = 0;
  bool failed_ = false;
};

}  // namespace

void read_documents(const std::string& file, const std::string& text, Documents& documents,
                    std::vector<packs::FileProblem>& problems) {
  DocumentReader reader(file, documents, problems);
  packs::with_yaml_documents(file, text, problems, [&](const YAML::Node& node) { reader.read(node); });
}

}  // namespace yaral::sigma
