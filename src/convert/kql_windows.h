#pragma once

#include <string>
#include <vector>

#include "convert/kql_rows.h"

namespace yaral::convert {

// A length of time as KQL writes it: 5m, 36h, 1500ms.
std::string kql_timespan(Duration duration);

// Windows of YARA-L in KQL: which combinations of events lie in which window. `rows` are by Search::events, with at most one
// that is not required, at the end.
//
// Joins within a window are by slots of the window's size as well as by keys, so that only events near each other are
// compared: https://learn.microsoft.com/kusto/query/join-time-window
class KqlWindows {
 public:
  KqlWindows(const Search& search, const std::vector<KqlRows>& rows, KqlFields& fields, FilterText& text,
             Fidelity& fidelity)
      : search_(search), rule_(*search.rule), rows_(rows), fields_(fields), text_(text), fidelity_(fidelity) {}

  // Whether the condition holds for every event, so that one pass over them finds the windows.
  bool in_one_pass() const;

  // A pipeline whose rows are combinations of required events with `window_start`, once for each window they are in. With
  // in_one_pass() each event is in the one window that is reported.
  std::string combinations();

  // Operators that leave out the groups with an event of the optional variable. `combinations` names what combinations()
  // gave.
  std::string without_optional(const std::string& combinations);

  // Operators that of windows which overlap keep the first.
  std::string first_windows() const;

  // What windows are grouped by: `host = host_Of_f`, `window_start`.
  std::vector<std::string> groups() const;

  // Statements that must stand before the pipelines.
  const std::vector<std::string>& lets() const { return lets_; }

 private:
  bool is(syntax::WindowKind kind) const { return rule_.window->kind == kind; }
  std::string size() const { return kql_timespan(rule_.window->size); }
  std::string key_name(std::size_t k) const;
  std::string key_column(std::size_t k) const;
  std::string slot(const std::string& time) const;
  std::string session(const std::string& time) const;
  std::string near(std::string_view slots) const;
  std::string events(std::size_t v);
  std::string started() const;
  std::string tuples();
  std::string joined(std::size_t v);
  std::string hops(const std::string& tuples);
  std::vector<std::string> tests(std::size_t v);
  std::string in_window(std::size_t v) const;
  bool reads(const Filter& join, std::size_t v) const;

  const Search& search_;
  const BoundRule& rule_;
  const std::vector<KqlRows>& rows_;
  KqlFields& fields_;
  FilterText& text_;
  Fidelity& fidelity_;
  std::vector<std::string> lets_;
};

}  // namespace yaral::convert
