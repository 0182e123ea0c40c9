#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/console.h"
#include "codesign/facts.h"
#include "ingest/read.h"

namespace yaral::cli {

struct SignatureSources {
  std::vector<std::string> folders;  // files and folders whose signatures events are to have
  std::string roots;                 // certificates in PEM; empty: trust is not checked
};

// Gives the files of events the `signature_info` of those at hand with the same hash, where they have none.
class SignatureEditor : public ingest::BatchEditor {
 public:
  // Reads the signatures. What cannot be read is printed; the error is the exit code to end with when nothing can go on.
  static std::expected<std::unique_ptr<SignatureEditor>, int> read(const SignatureSources& sources,
                                                                   const Console& console, bool quiet);

  void edit(unsigned worker, ingest::EventBatch& batch) override;

  // Some file of the folders could not be read.
  bool incomplete() const { return incomplete_; }

 private:
  void add(const codesign::FileFacts& facts);
  const codesign::FileFacts* facts_of(const udm::Message& file) const;
  bool has_match(const udm::Message& message) const;
  void fill(udm::Message& message, Arena& arena) const;

  std::vector<codesign::FileFacts> files_;
  std::unordered_map<std::string, std::size_t>
      by_hash_;  // MD5, SHA-1 and SHA-256 in lower-case hex → position in files_
  bool incomplete_ = false;
};

}  // namespace yaral::cli
