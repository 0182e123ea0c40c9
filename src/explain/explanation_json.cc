#include "explain/explanation_json.h"

#include "syntax/json_writer.h"

namespace yaral::explain {

namespace {

using syntax::JsonWriter;
using Texts = std::vector<std::pair<std::string, std::string>>;
using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

class Writer {
 public:
  std::string write(std::span<const Explanation> explanations) {
    each(explanations, [&](const Explanation& e) {
      json_.begin_object().key("meaning");
      meaning(e.meaning);
      if (e.outcome) {
        json_.key("outcome");
        outcome(*e.outcome);
      }
      json_.end_object();
    });
    return json_.take() + '\n';
  }

 private:
  template <typename Items, typename One>
  void each(const Items& items, const One& one) {
    json_.begin_array();
    for (const auto& item : items) one(item);
    json_.end_array();
  }

  template <typename Items, typename One>
  void list(std::string_view name, const Items& items, const One& one) {
    if (items.empty()) return;
    json_.key(name);
    each(items, one);
  }

  void strings(std::string_view name, const std::vector<std::string>& items) {
    list(name, items, [&](const std::string& item) { json_.string(item); });
  }

  void text(std::string_view name, const std::string& value) {
    if (!value.empty()) json_.member(name, value);
  }

  void flag(std::string_view name, bool value) { json_.key(name).boolean(value); }

  void texts(std::string_view name, const Texts& pairs) {
    if (pairs.empty()) return;
    json_.key(name).begin_object();
    for (const auto& [key, value] : pairs) json_.member(key, value);
    json_.end_object();
  }

  void counts(std::string_view name, const Counts& pairs) {
    if (pairs.empty()) return;
    json_.key(name).begin_object();
    for (const auto& [key, value] : pairs) json_.member(key, value);
    json_.end_object();
  }

  void filter(const Filter& f) {
    json_.begin_object().member("text", f.text);
    text("joined_by", f.joined_by);
    list("parts", f.parts, [&](const Filter& part) { filter(part); });
    json_.end_object();
  }

  void meaning(const Meaning& m) {
    json_.begin_object().member("rule", m.rule);
    text("file", m.file);
    json_.member("type", m.multi_event ? "MULTI_EVENT" : "SINGLE_EVENT");
    strings("setup", m.setup);
    list("variables", m.variables, [&](const VariableMeaning& v) { variable(v); });
    list("joins", m.joins, [&](const JoinMeaning& join) {
      json_.begin_object().member("text", join.text);
      strings("variables", join.variables);
      flag("connects", !join.connected.empty());
      if (join.connected.size() > 1) strings("alternatives", join.connected);
      json_.end_object();
    });
    list("keys", m.keys, [&](const KeyMeaning& key) {
      json_.begin_object().member("name", key.name);
      strings("given_by", key.given_by);
      flag("drops_empty", key.drops_empty);
      json_.end_object();
    });
    text("window", m.window);
    texts("outcomes", m.outcomes);
    json_.member("condition", m.condition);
    strings("demands", m.demands);
    strings("options", m.options);
    strings("exports", m.exports);
    strings("plan", m.plan);
    json_.end_object();
  }

  void variable(const VariableMeaning& v) {
    json_.begin_object().member("name", v.name).member("source", v.source).member("presence", v.presence);
    list("filters", v.filters, [&](const Filter& f) { filter(f); });
    strings("values", v.values);
    strings("unnested", v.unnested);
    text("gate", v.gate);
    json_.member("shared", v.shared).member("by_event", v.by_event).member("by_row", v.by_row).end_object();
  }

  void filter_count(const FilterCount& f) {
    json_.begin_object().member("text", f.text);
    text("joined_by", f.joined_by);
    json_.member("left", f.left).member("alone", f.alone);
    strings("notes", f.notes);
    list("parts", f.parts, [&](const FilterCount& part) { filter_count(part); });
    json_.end_object();
  }

  void variable_count(const VariableCount& v) {
    json_.begin_object().member("name", v.name).member("source", v.source);
    flag("required", v.required);
    json_.member("records", v.records);
    text("gate", v.gate);
    json_.member("gated", v.gated);
    text("other_values", v.other_values);
    list("filters", v.filters, [&](const FilterCount& f) { filter_count(f); });
    counts("empty_keys", v.empty_keys);
    json_.member("passed", v.passed).member("rows", v.rows).end_object();
  }

  void join_count(const JoinCount& join) {
    json_.begin_object().member("text", join.text);
    list("sides", join.sides, [&](const JoinCount::Side& side) {
      json_.begin_object()
          .member("variable", side.variable)
          .member("rows", side.rows)
          .member("partners", side.partners);
      json_.end_object();
    });
    json_.end_object();
  }

  void group(const Group& g) {
    json_.begin_object();
    texts("keys", g.keys);
    json_.member("start", g.start).member("end", g.end);
    counts("counts", g.counts);
    texts("outcomes", g.outcomes);
    list("atoms", g.atoms, [&](const AtomResult& atom) {
      json_.begin_object().member("text", atom.text);
      text("actual", atom.actual);
      json_.key("holds").boolean(atom.holds).end_object();
    });
    json_.end_object();
  }

  void outcome(const Outcome& o) {
    json_.begin_object().member("verdict", o.verdict);
    json_.member("detections", o.detections).member("suppressed", o.suppressed);
    list("variables", o.variables, [&](const VariableCount& v) { variable_count(v); });
    list("joins", o.joins, [&](const JoinCount& join) { join_count(join); });
    list("combined", o.combined, [&](const CombinedRows& rows) {
      json_.begin_object().member("variable", rows.variable).member("rows", rows.rows);
      json_.member("at_any_time", rows.at_any_time).member("in_window", rows.in_window).end_object();
    });
    json_.member("keys", o.keys);
    list("lacking", o.lacking, [&](const LackingKeys& lacking) {
      json_.begin_object().member("variable", lacking.variable).member("keys", lacking.keys);
      json_.member("example", lacking.example).end_object();
    });
    json_.member("judged", o.judged);
    list("fired", o.fired, [&](const Group& g) { group(g); });
    list("closest", o.closest, [&](const Group& g) { group(g); });
    list("wider", o.wider, [&](const WiderWindow& wider) {
      json_.begin_object().member("window", wider.window).member("groups", wider.groups);
      list("examples", wider.examples, [&](const Group& g) { group(g); });
      json_.end_object();
    });
    strings("notes", o.notes);
    json_.end_object();
  }

  JsonWriter json_;
};

}  // namespace

std::string to_json(std::span<const Explanation> explanations) { return Writer().write(explanations); }

}  // namespace yaral::explain
