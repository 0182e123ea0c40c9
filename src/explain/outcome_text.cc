#include "explain/outcome_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "detections/terminal_text.h"
#include "explain/value_tally.h"

namespace yaral::explain {

namespace {

constexpr std::size_t kPredicateColumns = 110;
constexpr std::string_view kUnderNumbers = "                    ";

class Writer {
 public:
  Writer(const Meaning& meaning, const Outcome& outcome, bool verbose) : m_(meaning), o_(outcome), verbose_(verbose) {}

  std::string write() {
    out_ = fmt::format("rule {} {}\n", m_.rule, o_.verdict);
    for (const VariableCount& v : o_.variables) variable(v);
    joins();
    keys();
    groups();
    wider();
    if (!o_.notes.empty()) out_ += "\nnotes\n";
    for (const std::string& note : o_.notes) out_ += "  " + note + '\n';
    return std::move(out_);
  }

 private:
  std::string cut(const std::string& text) const {
    return verbose_ ? text : detections::cut_to_width(text, kPredicateColumns);
  }

  void numbers(std::uint64_t left, std::uint64_t alone, std::string_view text) {
    out_ += fmt::format("{:>8}  {:>8}  {}\n", left, alone, text);
  }

  void variable(const VariableCount& v) {
    out_ += fmt::format("\n{}: {}, {}\n", v.name, v.source,
                        v.required  ? "required"
                        : v.bounded ? "one of the alternatives"
                                    : "not required");
    if (!v.detailed) {
      out_ += fmt::format("  {} left of those that `setup` rewrote\n", counted(v.rows, "rows"));
      return;
    }
    out_ += fmt::format("{:>8}  {:>8}\n", "left", "alone");
    numbers(v.records, v.records, v.source);
    if (!v.gate.empty()) {
      numbers(v.gated, v.gated, v.gate + ": others are not looked at");
      if (!v.other_values.empty() && (verbose_ || v.gated == 0)) note(0, "others have " + v.other_values);
    }
    std::uint64_t before = v.gated;
    for (const FilterCount& f : v.filters) before = filter(f, 0, before);
    for (const auto& [key, lost] : v.empty_keys)
      out_ += fmt::format("{:>8}  {:>8}  lost, as the match key {} is empty\n", fmt::format("-{}", lost), "", key);
    passed(v);
  }

  void passed(const VariableCount& v) {
    std::string text = "pass";
    if (v.rows > v.passed && v.source != "rows") text += fmt::format(", in {}", counted(v.rows, "rows"));
    if (v.rows < v.passed) text += fmt::format(", {} different ones: the others were read before", v.rows);
    out_ += fmt::format("{:>8}  {:>8}  {}\n", v.passed, "", text);
  }

  void note(std::size_t depth, const std::string& text) {
    out_ += fmt::format("{}{:{}}· {}\n", kUnderNumbers, "", depth * 2, cut(text));
  }

  // Returns how many are left for the next one.
  std::uint64_t filter(const FilterCount& f, std::size_t depth, std::uint64_t before) {
    std::string text(depth * 2, ' ');
    if (f.parts.empty())
      text += cut(f.text);
    else
      text += f.joined_by == "or" ? "one of" : "all of";
    const bool lost = f.left == 0 && before != 0 && depth == 0;
    numbers(f.left, f.alone, text + (lost ? "   <-- nothing is left" : ""));
    for (const std::string& n : f.notes) note(depth, n);
    std::uint64_t inner = before;
    for (const FilterCount& part : f.parts) {
      const std::uint64_t left = filter(part, depth + 1, inner);
      if (f.joined_by == "and") inner = left;
    }
    return f.left;
  }

  void joins() {
    const bool none = std::ranges::any_of(o_.combined, [](const CombinedRows& rows) { return rows.rows == 0; });
    if (o_.joins.empty() || none) return;
    out_ += "\njoins: rows that have a partner\n";
    for (const JoinCount& join : o_.joins) {
      std::vector<std::string> sides;
      for (const JoinCount::Side& s : join.sides)
        sides.push_back(fmt::format("{} of {} {}", s.partners, s.rows, s.variable));
      if (sides.empty()) sides.emplace_back("not counted alone");
      out_ += fmt::format("  {}\n    {}\n", cut(join.text), fmt::join(sides, ", "));
    }
    combined("  all together, at any time", &CombinedRows::at_any_time);
    combined("  all together, within the window", &CombinedRows::in_window);
  }

  void combined(std::string_view title, std::uint64_t CombinedRows::* member) {
    std::vector<std::string> sides;
    for (const CombinedRows& rows : o_.combined)
      sides.push_back(fmt::format("{} of {} {}", rows.*member, rows.rows, rows.variable));
    out_ += fmt::format("{}\n    {}\n", title, fmt::join(sides, ", "));
  }

  void keys() {
    if (o_.keys == 0) return;
    std::vector<std::string> names;
    for (const KeyMeaning& key : m_.keys) names.push_back(key.name);
    out_ += fmt::format("\nkeys ({}): {}{}\n", fmt::join(names, ", "), counted(o_.keys, "different values"),
                        o_.keys_cut ? ", and more that were not remembered" : "");
    for (const LackingKeys& l : o_.lacking)
      out_ += fmt::format("  {} without {}, such as {}\n", l.keys, l.variable, l.example);
  }

  void group(const Group& g, std::string_view verb) {
    std::vector<std::string> head;
    for (const auto& [name, value] : g.keys) head.push_back(name + " = " + value);
    head.push_back(g.has_window ? fmt::format("{} to {}", g.start, g.end) : g.start);
    out_ += fmt::format("  {}\n", fmt::join(head, ", "));
    std::vector<std::string> values;
    for (const auto& [name, count] : g.counts) values.push_back(fmt::format("{} = {}", name, count));
    out_ += fmt::format("    {}\n", fmt::join(values, ", "));
    for (const auto& [name, value] : g.outcomes) out_ += fmt::format("    {} = {}\n", name, value);
    for (const AtomResult& atom : g.atoms)
      out_ += fmt::format("    {} {}{}\n", verb, atom.text, atom.actual.empty() ? "" : " (" + atom.actual + ")");
  }

  void groups() {
    if (!o_.fired.empty()) {
      const std::uint64_t all = o_.detections + o_.suppressed;
      const bool some = o_.fired.size() < all;
      out_ += fmt::format("\nfired {}{}\n", counted(all, "times"),
                          some ? fmt::format(", of which {}", o_.fired.size()) : "");
      for (const Group& g : o_.fired) group(g, "holds:");
    }
    if (o_.closest.empty()) return;
    out_ += fmt::format("\n{} judged without a detection; the closest\n",
                        counted(o_.judged, o_.closest.front().has_window ? "windows" : "events"));
    for (const Group& g : o_.closest) group(g, "fails:");
  }

  void wider() {
    for (const WiderWindow& w : o_.wider) {
      out_ += fmt::format("\nwith `{}` the rule would fire {}\n", w.window, counted(w.groups, "times"));
      for (const Group& g : w.examples) group(g, "holds:");
    }
  }

  const Meaning& m_;
  const Outcome& o_;
  const bool verbose_;
  std::string out_;
};

}  // namespace

std::string outcome_text(const Meaning& meaning, const Outcome& outcome, bool verbose) {
  return Writer(meaning, outcome, verbose).write();
}

}  // namespace yaral::explain
