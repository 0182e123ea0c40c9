#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/time.h"
#include "detections/detection.h"
#include "engine/filter.h"
#include "engine/rule_rows.h"

namespace yaral::engine {

// Finds detections before the end of input, of the rules for which one event is enough: those over one event variable that
// have no `match`, or a hop window whose condition only asks for some event. Rules with metrics or a suppression window wait
// for the end, as all others do.
class EarlyDetections {
 public:
  // With `hop_grid` no rule with a window is early: where its windows begin does not follow from one event.
  EarlyDetections(const plan::Plan& plan, bool hop_grid);

  // What the rows make that `filter` has kept since the last call, rule by rule. A detection holds the events of this call
  // alone; those that fall into a window that was told make no other.
  std::vector<detections::Detection> take(const Filter& filter, const RuleInput& input);

  // Whether a detection of Engine::finish() was given by take(), if with fewer events.
  bool told(const detections::Detection& detection) const;

 private:
  struct EarlyRule {
    std::uint32_t number = 0;
    std::size_t taken = 0;  // rows
  };

  bool tell(const detections::Detection& detection);

  const plan::Plan& plan_;
  std::vector<EarlyRule> rules_;
  std::unordered_set<std::string> ids_;  // told, of rules without window
  std::unordered_map<std::string, std::vector<std::pair<Timestamp, Timestamp>>> windows_;  // told, by rule and keys
};

}  // namespace yaral::engine
