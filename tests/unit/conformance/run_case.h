#pragma once

#include <string>
#include <vector>

#include "base/arena.h"
#include "plan/plan.h"
#include "udm/event.h"
#include "udm/json.h"
#include "unit/conformance/case_file.h"

namespace yaral::conformance {

// How the events of a case are given to the engine.
struct Mode {
  std::string name;
  std::size_t batch = 0;  // events in one batch; 0: all
  unsigned shuffle = 0;   // seed of the order; 0: as written
  unsigned workers = 1;
};

struct Outcome {
  std::vector<std::string> diagnostics;
  std::vector<std::string> detections;
  std::vector<std::string> labels;      // of the same detections: what stands beside their variables
  std::vector<std::string> complaints;  // events or lists that could not be read
};

Outcome run_case(const Case& which, const Mode& mode);

// The records of a block, a JSON object a line; what is wrong with them goes to the complaints.
std::vector<udm::Event> decode_records(const Case& which, const std::string& label, Arena& arena,
                                       udm::JsonDecoder& decoder, Outcome& outcome);

// The lists and tables of a case.
plan::Lookups lookups_of(const Case& which);

}  // namespace yaral::conformance
