#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "codesign/inspect.h"
#include "ingest/read.h"

namespace yaral::cli {

// What reading the signatures of files and folders came to.
struct SignatureReport {
  std::map<std::string, std::uint64_t> by_status;
  std::uint64_t inspected = 0;
  std::uint64_t others = 0;                      // of folders: of no kind that can be signed
  std::map<std::string, std::uint64_t> skipped;  // reason → left out unread, of folders
  std::vector<ingest::Problem> problems;
  bool suspicious = false;  // some file is

  bool has_fatal() const;
};

// Reads the signatures of files and of all in folders, and hands each file's facts over, in the order of the inputs. The
// catalogs among them are read first: they vouch for the others. Files above 1 GiB are left out, and told.
SignatureReport read_signatures(const std::vector<std::string>& inputs, codesign::InspectOptions options,
                                const std::function<void(const codesign::FileFacts&)>& take);

// Inputs that could not be read, as errors; files of folders, as warnings and only when not quiet.
void print_problems(const SignatureReport& report, bool quiet, const Console& console);

// Certificates in PEM, and a list of thumbprints. What is wrong with the file is printed; nullopt then.
std::optional<codesign::Roots> read_roots(const std::string& path, const Console& console);
std::optional<codesign::Thumbprints> read_thumbprints(const std::string& path, const Console& console);

}  // namespace yaral::cli
