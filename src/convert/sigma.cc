#include <fmt/format.h>

#include "convert/search.h"
#include "convert/sigma_correlation.h"
#include "convert/sigma_document.h"
#include "convert/sigma_head.h"
#include "convert/target.h"

// Sigma rules, and correlations for rules with `match`.
namespace yaral::convert {

namespace {

// As many log sources a rule may be written for.
constexpr std::size_t kMostDocuments = 12;

class SigmaWriter {
 public:
  SigmaWriter(const Search& search, const Schema& schema, Fidelity& fidelity)
      : search_(search), rule_(*search.rule), schema_(schema), fidelity_(fidelity) {}

  std::string run() {
    for (const SearchEvents& events : search_.events) {
      documents_.push_back(sigma_documents(events, schema_, fidelity_));
      if (documents_.back().size() > kMostDocuments)
        fidelity_.refuse('$' + events.name,
                         fmt::format("may be of {} log sources: metadata.event_type, metadata.log_type or the channel "
                                     "tells which",
                                     documents_.back().size()));
    }
    if (fidelity_.refused()) return {};
    return search_.grouped() ? grouped() : single();
  }

 private:
  std::string single() {
    if (search_.events.size() > 1) {
      fidelity_.refuse("several event variables", "Sigma correlates events only within a time span");
      return {};
    }
    if (!search_.condition.is(Filter::Op::kTrue)) {
      fidelity_.refuse("condition", "Sigma has no conditions on outcomes");
      return {};
    }
    return rules(0, {});
  }

  std::string grouped() {
    const bool events_alone =
        search_.events.size() == 1 && search_.condition.is(Filter::Op::kTrue) && search_.joins.empty();
    if (events_alone) {
      fidelity_.remark("match", "every event of a group is found by itself, as one is enough");
      return rules(0, {});
    }
    const auto correlation = sigma_correlation(search_, documents_, fidelity_);
    if (!correlation) return {};
    std::string out;
    for (std::size_t v = 0; v < documents_.size(); ++v) out += rules(v, correlation->names[v]) + "---\n";
    return out + sigma_head(rule_, {}) + correlation->text + sigma_tail(rule_);
  }

  // The documents of a variable; with the names that a correlation calls them by.
  std::string rules(std::size_t variable, const std::vector<std::string>& names) const {
    std::string out;
    const std::vector<SigmaDocument>& documents = documents_[variable];
    for (std::size_t d = 0; d < documents.size(); ++d) {
      SigmaPart part;
      if (!names.empty()) part = {.id = names[d], .title = '$' + search_.events[variable].name, .name = names[d]};
      if (documents.size() > 1) {
        const std::string source = sigma_source_name(documents[d]);
        part.title += (part.title.empty() ? "" : " - ") + source;
        if (part.id.empty()) part.id = source;
      }
      out += (out.empty() ? "" : "---\n") + sigma_head(rule_, part) + sigma_text(documents[d]);
      if (names.empty()) out += sigma_tail(rule_);
    }
    return out;
  }

  const Search& search_;
  const BoundRule& rule_;
  const Schema& schema_;
  Fidelity& fidelity_;
  std::vector<std::vector<SigmaDocument>> documents_;  // by place in Search::events
};

}  // namespace

std::string write_sigma(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  const Search search = lower_search(rule, *input.schema, input.lookups, fidelity, Outcomes::kNone);
  return fidelity.refused() ? std::string() : SigmaWriter(search, *input.schema, fidelity).run();
}

}  // namespace yaral::convert
