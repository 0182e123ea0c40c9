#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "read_helpers.h"

namespace yaral::ingest {

// The own samples of a log type: tests/telemetry/LOG_TYPE/NAME.* with the events they become beside them, NAME.udm.
// NAME.forced.*: records that only are of that log type because `--log-type` says so.
struct TelemetrySample {
  std::string log_type;
  std::filesystem::path path;

  bool forced() const { return path.stem().extension() == ".forced"; }
  std::filesystem::path golden() const { return std::filesystem::path(path).replace_extension(".udm"); }
};

inline std::vector<TelemetrySample> telemetry_samples() {
  std::vector<TelemetrySample> samples;
  for (const auto& folder : std::filesystem::directory_iterator(std::string(YARAL_SOURCE_DIR) + "/tests/telemetry")) {
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().extension() == ".udm") continue;
      samples.push_back({folder.path().filename().string(), file.path()});
    }
  }
  std::ranges::sort(samples, {}, &TelemetrySample::path);
  return samples;
}

// The present of the samples: for times without a year.
inline Timestamp sample_now() { return *parse_timestamp("2026-06-01T00:00:00Z"); }

inline void read_sample(Outcome& run, const TelemetrySample& sample, RowObserver* observer = nullptr) {
  ReadOptions options;
  options.inputs = {sample.path.string()};
  options.now = sample_now();
  options.observer = observer;
  if (sample.forced()) options.log_type = sample.log_type;
  read(run, options);
}

}  // namespace yaral::ingest
