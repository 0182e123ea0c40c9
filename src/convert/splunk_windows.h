#pragma once

#include <set>
#include <string>
#include <vector>

#include "convert/fidelity.h"
#include "convert/filter_text.h"
#include "convert/search.h"
#include "convert/window_joins.h"

namespace yaral::convert {

// Windows of YARA-L in SPL.
//
// Hop windows begin at an event. streamstats counts over a span of time behind each event in the order of the stream, so that in
// falling order of time it counts the window that begins at the event. Of the windows that fulfil the condition the first is
// taken, and the next that begins after its end; streamstats forgets what it has when a window is full.
class SplunkWindows {
 public:
  SplunkWindows(const Search& search, FilterText& text, Fidelity& fidelity);

  // Whether the condition holds for every event, so that one pass over them finds the windows.
  bool in_one_pass() const;
  // What the rows must have besides what aggregates read.
  bool needs_variable() const { return search_.events.size() > 1; }
  bool needs_id() const { return !rivals_.empty(); }

  // Commands that make rows into groups with all Search::aggregates named in `read` and `window_start`, `window_end`.
  std::string groups(const std::set<std::string>& read);
  // Commands, after the condition, that of hop windows which overlap keep the first.
  std::string first_windows() const;

 private:
  bool is(syntax::WindowKind kind) const { return search_.rule->window->kind == kind; }
  std::uint32_t pivot() const { return search_.rule->window->pivot; }
  std::string size() const;
  std::string by(const std::string& more, bool with_joins) const;
  std::string sorted_by(const std::string& time) const;
  std::string begins(const std::string& start, const std::string& time) const;
  std::string tumbling(const std::set<std::string>& read);
  std::string one_pass(const std::set<std::string>& read);
  std::string streamed(const std::set<std::string>& read);
  std::string aggregates(const std::set<std::string>& read);
  std::string aggregate(const SearchAggregate& aggregate);
  std::string of_pivot(const std::set<std::string>& read) const;
  std::string presence() const;
  std::string filled(const std::set<std::string>& read) const;
  std::string join_columns();
  std::string join_tests() const;
  void find_rivals();
  std::string in_events(std::uint32_t variable, const std::string& value) const;

  const Search& search_;
  FilterText& text_;
  Fidelity& fidelity_;
  std::vector<WindowJoin> joins_;
  std::vector<std::vector<std::string>> rivals_;  // names of variables that one event may be, all of which it would be
};

}  // namespace yaral::convert
