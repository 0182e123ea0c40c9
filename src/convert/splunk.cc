#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "convert/search_reads.h"
#include "convert/splunk_aggregates.h"
#include "convert/splunk_dialect.h"
#include "convert/splunk_rows.h"
#include "convert/splunk_windows.h"
#include "convert/target.h"

// SPL over raw events and over the data models of the Common Information Model: the events of each source, then windows,
// condition, outcomes.
namespace yaral::convert {

namespace {

class Statement {
 public:
  Statement(Search search, Fidelity& fidelity)
      : search_(std::move(search)), fidelity_(fidelity), text_(kSplunkDialect, fidelity) {}

  std::string run() {
    check();
    if (fidelity_.refused()) return {};
    drop_unsaid_outcomes(search_, fidelity_, [&](const Operand& value, Fidelity& own) { try_value(value, own); });
    read_ = names_read(search_);
    const std::string out = search_.grouped() ? windows() : events();
    return out + '\n';
  }

 private:
  void check() {
    check_window_search(search_, fidelity_);
    check_field_names(search_, kSplunkDialect.title, splunk_can_name, fidelity_);
  }

  // What could not be said of an outcome, in the Fidelity.
  void try_value(const Operand& value, Fidelity& own) {
    FilterText(kSplunkDialect, own).in_value(value);
    each_operand(value, [&](const Operand& o) {
      for (const SearchAggregate& aggregate : search_.aggregates)
        if (o.kind == Operand::Kind::kColumn && aggregate.name == o.name)
          if (const std::string why = why_not_in_splunk(search_, aggregate); !why.empty())
            own.refuse(aggregate.function, why);
    });
  }

  std::string outcomes() {
    std::vector<std::string> evals;
    for (const SearchOutcome& outcome : search_.outcomes)
      evals.push_back(fmt::format("{}={}", splunk_column(outcome.name), text_.in_value(outcome.value)));
    return evals.empty() ? "" : fmt::format("\n| eval {}", fmt::join(evals, ", "));
  }

  std::string condition() {
    return search_.condition.is(Filter::Op::kTrue) ? "" : "\n| where " + text_.filter(search_.condition);
  }

  std::string events() {
    SplunkRows rows(search_, text_, fidelity_);
    std::string out = rows.write({.read = read_}, true);
    return out + outcomes() + condition();
  }

  std::string windows() {
    SplunkWindows windows(search_, text_, fidelity_);
    if (fidelity_.refused()) return {};
    SplunkRows rows(search_, text_, fidelity_);
    std::string out =
        rows.write({.read = read_, .variable = windows.needs_variable(), .id = windows.needs_id()}, false);
    out += windows.groups(read_) + outcomes() + condition() + windows.first_windows();
    out += "\n| convert timeformat=\"%Y-%m-%dT%H:%M:%S.%6N\" ctime(window_start) ctime(window_end)";
    for (const SearchOutcome& outcome : search_.outcomes)
      if (outcome.value.type.base == BaseType::kTimestamp)
        out += fmt::format(" ctime({})", splunk_column(outcome.name));
    return out + fmt::format("\n| table {}", fmt::join(shown(), ", "));
  }

  std::vector<std::string> shown() const {
    std::vector<std::string> out{"window_start", "window_end"};
    for (const SearchKey& key : search_.keys) out.push_back(splunk_column(key.values.front().name));
    for (const SearchOutcome& outcome : search_.outcomes) out.push_back(splunk_column(outcome.name));
    return out;
  }

  Search search_;
  Fidelity& fidelity_;
  FilterText text_;
  std::set<std::string> read_;
};

}  // namespace

std::string write_splunk(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  Search search = lower_search(rule, *input.schema, input.lookups, fidelity);
  if (fidelity.refused()) return {};
  return Statement(std::move(search), fidelity).run();
}

}  // namespace yaral::convert
