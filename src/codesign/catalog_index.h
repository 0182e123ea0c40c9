#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "codesign/facts.h"

namespace yaral::codesign {

// The catalogs at hand, by the digests they list.
class CatalogIndex {
 public:
  // The list of members is moved out of the facts.
  void add(FileFacts catalog);
  std::size_t size() const { return catalogs_.size(); }
  // Gives a file without a signature that of a catalog which lists it.
  void vouch_for(FileFacts& file) const;

 private:
  std::vector<FileFacts> catalogs_;
  std::unordered_map<std::string, std::size_t> by_digest_;  // hex → position in catalogs_
};

}  // namespace yaral::codesign
