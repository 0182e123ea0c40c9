#include "codesign/catalog_index.h"

#include <utility>

namespace yaral::codesign {

void CatalogIndex::add(FileFacts catalog) {
  for (std::string& digest : std::exchange(catalog.members, {}))
    by_digest_.try_emplace(std::move(digest), catalogs_.size());
  catalogs_.push_back(std::move(catalog));
}

void CatalogIndex::vouch_for(FileFacts& file) const {
  for (const std::string* digest : {&file.authentihash_sha256, &file.authentihash_sha1, &file.sha256, &file.sha1}) {
    const auto at = by_digest_.find(*digest);
    if (at == by_digest_.end()) continue;
    const FileFacts& catalog = catalogs_[at->second];
    file.catalog = catalog.path;
    file.signatures = catalog.signatures;
    for (Signature& signature : file.signatures) {
      signature.digest_algorithm = digest->size() == 40 ? "sha1" : "sha256";
      signature.digest = *digest;
      signature.actual_digest = *digest;
    }
    return;
  }
}

}  // namespace yaral::codesign
