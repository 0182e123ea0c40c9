#include "sigma/import.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sigma/correlation.h"
#include "sigma/detection.h"
#include "sigma/rule_text.h"
#include "syntax/json_writer.h"

namespace yaral::sigma {

namespace {

// A correlation has the predicates of all its rules.
constexpr std::size_t kMaxCorrelated = 1'000;

bool is_called(const Head& head, std::string_view reference) {
  return !reference.empty() && (head.id == reference || head.name == reference);
}

bool is_meant(const Filter& filter, const Rule& rule) {
  if (!agreement(filter.source, rule.source)) return false;
  return filter.any_rule ||
         std::ranges::any_of(filter.rules, [&](const std::string& name) { return is_called(rule.head, name); });
}

class Importer {
 public:
  Importer(const Documents& documents, const Taxonomy& taxonomy) : documents_(documents), taxonomy_(taxonomy) {}

  std::vector<Imported> run() {
    for (const Rule& rule : documents_.rules) {
      if (!only_correlated(rule)) add_rule(rule);
    }
    for (const Correlation& correlation : documents_.correlations) add_correlation(correlation);
    for (const Filter& filter : documents_.filters) {
      const bool used = std::ranges::any_of(documents_.rules, [&](const Rule& r) { return is_meant(filter, r); });
      if (!used)
        refuse("filter", filter.head, "the filter is meant for rules that are not among those imported with it");
    }
    return std::move(out_);
  }

 private:
  bool only_correlated(const Rule& rule) const {
    bool used = false;
    for (const Correlation& correlation : documents_.correlations) {
      const bool here =
          std::ranges::any_of(correlation.rules, [&](const std::string& name) { return is_called(rule.head, name); });
      if (here && correlation.generate) return false;
      used = used || here;
    }
    return used;
  }

  std::vector<const Filter*> filters_of(const Rule& rule) const {
    std::vector<const Filter*> out;
    for (const Filter& filter : documents_.filters) {
      if (is_meant(filter, rule)) out.push_back(&filter);
    }
    return out;
  }

  void add_rule(const Rule& rule) {
    const auto detection = translate_detection(rule, filters_of(rule), taxonomy_, "$e");
    if (!detection) return refuse("rule", rule.head, detection.error());
    add("rule", rule.head, {.events = to_lines(detection->predicate), .match = {}, .outcome = {}, .condition = "$e"},
        detection->fidelity);
  }

  void add_correlation(const Correlation& correlation) {
    if (correlation.rules.size() > kMaxCorrelated)
      return refuse("correlation", correlation.head, fmt::format("is about more than {} rules", kMaxCorrelated));
    std::vector<Correlated> rules;
    for (const std::string& reference : correlation.rules) {
      const auto found =
          std::ranges::find_if(documents_.rules, [&](const Rule& rule) { return is_called(rule.head, reference); });
      if (found == documents_.rules.end()) return refuse("correlation", correlation.head, missing(reference));
      rules.push_back({reference, &*found, filters_of(*found)});
    }
    auto made = translate_correlation(correlation, rules, taxonomy_);
    if (!made) return refuse("correlation", correlation.head, made.error());
    add("correlation", correlation.head, made->sections, made->fidelity);
  }

  std::string missing(const std::string& reference) const {
    const bool chained = std::ranges::any_of(documents_.correlations,
                                             [&](const Correlation& c) { return is_called(c.head, reference); });
    if (chained) return fmt::format("correlations of correlations (`{}`) are not supported", reference);
    return fmt::format("its rule `{}` is not among the files that are imported", reference);
  }

  void add(std::string what, const Head& head, const Sections& sections, const convert::Fidelity& fidelity) {
    Imported out = entry(head);
    out.fidelity = fidelity;
    out.rule_name = unique_name(head);
    auto text = rule_text(out.rule_name, head, sections, out.fidelity);
    if (!text) {
      names_.erase(out.rule_name);
      return refuse(std::move(what), head, fmt::format("YARA-L does not take what it says: {}", text.error()));
    }
    out.text = std::move(*text);
    out_.push_back(std::move(out));
  }

  void refuse(std::string what, const Head& head, std::string reason) {
    Imported out = entry(head);
    out.fidelity.refuse(std::move(what), std::move(reason));
    out_.push_back(std::move(out));
  }

  static Imported entry(const Head& head) {
    return {.file = head.file,
            .line = head.line,
            .title = head.title,
            .id = head.id,
            .rule_name = {},
            .fidelity = {},
            .text = {}};
  }

  std::string unique_name(const Head& head) {
    const std::string name = rule_name(head);
    std::string out = name;
    for (int i = 2; !names_.insert(out).second; ++i) out = fmt::format("{}_{}", name, i);
    return out;
  }

  const Documents& documents_;
  const Taxonomy& taxonomy_;
  std::set<std::string> names_;
  std::vector<Imported> out_;
};

}  // namespace

std::vector<Imported> import_documents(const Documents& documents, const Taxonomy& taxonomy) {
  return Importer(documents, taxonomy).run();
}

std::string to_json(const std::vector<Imported>& imported, const std::vector<packs::FileProblem>& problems) {
  using convert::Level;
  syntax::JsonWriter json;
  json.begin_object();
  for (const Level level : {Level::kExact, Level::kApproximate, Level::kRefused})
    json.member(convert::level_name(level), std::uint64_t{convert::count_of(imported, level)});
  json.key("rules").begin_array();
  for (const Imported& rule : imported) {
    json.begin_object();
    json.member("file", rule.file).member("line", std::uint64_t{rule.line}).member("title", rule.title);
    json.member("id", rule.id).member("rule", rule.rule_name).key("fidelity");
    convert::write_fidelity(rule.fidelity, json);
    convert::write_text(rule.text, json);
    json.end_object();
  }
  json.end_array().key("problems").begin_array();
  for (const packs::FileProblem& problem : problems) {
    json.begin_object().member("file", problem.file).member("line", std::uint64_t{problem.line});
    json.member("message", problem.message).end_object();
  }
  json.end_array().end_object();
  return json.take() + "\n";
}

}  // namespace yaral::sigma
