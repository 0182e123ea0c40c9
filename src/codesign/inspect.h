#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "codesign/catalog_index.h"
#include "codesign/facts.h"
#include "codesign/roots.h"
#include "codesign/thumbprints.h"

namespace yaral::codesign {

struct InspectOptions {
  const Roots* roots = nullptr;              // null: trust is not checked
  const Thumbprints* thumbprints = nullptr;  // null: none are listed
  const CatalogIndex* catalogs = nullptr;    // null: none are at hand
  int young_days = 0;                        // a certificate is young for that long; 0: never
  Timestamp now;
};

// The kind of a file that can be signed; nullopt for all others. By content; scripts and installers also by their names'
// endings.
std::optional<Format> recognise(std::string_view file, std::string_view name);

// Everything about the signatures of a file of that kind. Nothing in it can make this fail: what cannot be read is among
// the findings.
FileFacts inspect(std::string_view file, Format format, std::string path, const InspectOptions& options);

}  // namespace yaral::codesign
