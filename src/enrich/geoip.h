#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "enrich/nouns.h"

struct MMDB_s;

namespace yaral::enrich {

// Databases in the MaxMind DB format, that say where addresses are (City, Country) and whose (ASN, ISP). Read by any number
// of threads. Texts of events that were filled in lie in it.
class GeoIp {
 public:
  // The error names the file.
  static std::expected<GeoIp, std::string> open(const std::vector<std::string>& files);

  // Gives principal, src and target an `ip_geo_artifact` for each of their public addresses that has none and is known,
  // and a `location` where there is none, that of the first.
  void fill(ChangedEvent& event) const;

 private:
  struct Close {
    void operator()(MMDB_s* database) const;
  };
  using Database = std::unique_ptr<MMDB_s, Close>;

  void fill_noun(ChangedEvent& event, udm::FieldIndex noun) const;

  std::vector<Database> databases_;
};

}  // namespace yaral::enrich
