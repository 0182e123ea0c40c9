#pragma once

#include <string>
#include <vector>

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

}  // namespace yaral::conformance
