#include "enrich/geoip.h"

#include <arpa/inet.h>
#include <maxminddb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "enrich/public_address.h"

namespace yaral::enrich {

namespace {

constexpr std::size_t kMostAddresses = 64;  // of one noun

struct Fields {
  udm::FieldIndex ip = field_of("Noun", "ip");
  udm::FieldIndex geo = field_of("Noun", "ip_geo_artifact");
  udm::FieldIndex noun_location = field_of("Noun", "location");
  udm::FieldIndex artifact_ip = field_of("Artifact", "ip");
  udm::FieldIndex location = field_of("Artifact", "location");
  udm::FieldIndex network = field_of("Artifact", "network");
  udm::FieldIndex asn = field_of("Artifact", "asn");
  udm::FieldIndex as_owner = field_of("Artifact", "as_owner");
  udm::FieldIndex city = field_of("Location", "city");
  udm::FieldIndex state = field_of("Location", "state");
  udm::FieldIndex country = field_of("Location", "country_or_region");
  udm::FieldIndex region_latitude = field_of("Location", "region_latitude");
  udm::FieldIndex region_longitude = field_of("Location", "region_longitude");
  udm::FieldIndex coordinates = field_of("Location", "region_coordinates");
  udm::FieldIndex latitude = field_of("LatLng", "latitude");
  udm::FieldIndex longitude = field_of("LatLng", "longitude");
  udm::FieldIndex network_asn = field_of("Network", "asn");
  udm::FieldIndex carrier = field_of("Network", "carrier_name");
  udm::FieldIndex organization = field_of("Network", "organization_name");
};

const Fields& fields() {
  static const Fields made;
  return made;
}

// One record of a database, read by the names of its members.
class Entry {
 public:
  explicit Entry(MMDB_entry_s entry) : entry_(entry) {}

  // A view into the database.
  template <typename... Names>
  std::string_view text(Names... names) {
    const auto data = value(MMDB_DATA_TYPE_UTF8_STRING, names...);
    return data ? std::string_view(data->utf8_string, data->data_size) : std::string_view{};
  }

  template <typename... Names>
  std::optional<double> number(Names... names) {
    const auto data = value(MMDB_DATA_TYPE_DOUBLE, names...);
    return data ? std::optional(data->double_value) : std::nullopt;
  }

  template <typename... Names>
  std::optional<std::uint32_t> whole(Names... names) {
    const auto data = value(MMDB_DATA_TYPE_UINT32, names...);
    return data ? std::optional(data->uint32) : std::nullopt;
  }

 private:
  template <typename... Names>
  std::optional<MMDB_entry_data_s> value(std::uint32_t type, Names... names) {
    MMDB_entry_data_s data{};
    const int status = MMDB_get_value(&entry_, &data, names..., static_cast<const char*>(nullptr));
    if (status != MMDB_SUCCESS || !data.has_data || data.type != type) return std::nullopt;
    return data;
  }

  MMDB_entry_s entry_;
};

std::optional<Entry> look_up(const MMDB_s& database, const functions::IpAddress& ip) {
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  const sockaddr* address = nullptr;
  if (is_ipv4(ip)) {
    v4.sin_family = AF_INET;
    std::memcpy(&v4.sin_addr, ip.data() + 12, 4);
    address = reinterpret_cast<const sockaddr*>(&v4);
  } else {
    if (database.metadata.ip_version == 4) return std::nullopt;
    v6.sin6_family = AF_INET6;
    std::memcpy(&v6.sin6_addr, ip.data(), ip.size());
    address = reinterpret_cast<const sockaddr*>(&v6);
  }
  int error = MMDB_SUCCESS;
  MMDB_lookup_result_s result = MMDB_lookup_sockaddr(&database, address, &error);
  if (error != MMDB_SUCCESS || !result.found_entry) return std::nullopt;
  return Entry(result.entry);
}

// What the databases say together: of each the first that says it.
struct Place {
  std::string_view city;
  std::string_view state;
  std::string_view country;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::optional<std::uint32_t> asn;
  std::string_view as_owner;
  std::string_view carrier;
  std::string_view organization;

  bool has_location() const { return !city.empty() || !state.empty() || !country.empty() || (latitude && longitude); }
  bool has_network() const { return asn || !carrier.empty() || !organization.empty(); }

  void add(Entry entry) {
    const auto take = [](auto& to, auto found) {
      if (to == decltype(found){}) to = found;
    };
    take(city, entry.text("city", "names", "en"));
    take(state, entry.text("subdivisions", "0", "names", "en"));
    take(country, entry.text("country", "names", "en"));
    take(country, entry.text("registered_country", "names", "en"));
    take(latitude, entry.number("location", "latitude"));
    take(longitude, entry.number("location", "longitude"));
    take(asn, entry.whole("autonomous_system_number"));
    take(as_owner, entry.text("autonomous_system_organization"));
    take(carrier, entry.text("isp"));
    take(organization, entry.text("organization"));
  }
};

void write_location(const Place& place, udm::Message& location, Arena& arena) {
  fill(location, fields().city, place.city, arena);
  fill(location, fields().state, place.state, arena);
  fill(location, fields().country, place.country, arena);
  if (!place.latitude || !place.longitude) return;
  const Value latitude = Value::floating(*place.latitude);
  const Value longitude = Value::floating(*place.longitude);
  location.set(fields().region_latitude, latitude, arena);
  location.set(fields().region_longitude, longitude, arena);
  udm::Message& point = location.child(fields().coordinates, arena);
  point.set(fields().latitude, latitude, arena);
  point.set(fields().longitude, longitude, arena);
}

void write_network(const Place& place, udm::Message& artifact, Arena& arena) {
  udm::Message& network = artifact.child(fields().network, arena);
  if (place.asn) {
    network.set(fields().network_asn, Value::string(arena.copy(std::to_string(*place.asn))), arena);
    artifact.set(fields().asn, Value::integer(*place.asn), arena);
  }
  fill(artifact, fields().as_owner, place.as_owner, arena);
  fill(network, fields().carrier, place.carrier, arena);
  fill(network, fields().carrier, place.as_owner, arena);
  fill(network, fields().organization, place.organization, arena);
  fill(network, fields().organization, place.as_owner, arena);
}

// Whether the noun has an artifact of that address.
bool has_artifact(const udm::Message& noun, std::string_view ip) {
  return std::ranges::any_of(noun.get(fields().geo), [&](const Value& artifact) {
    return text_in(artifact.as_message(), fields().artifact_ip) == ip;
  });
}

// Why a file cannot be opened, where the library only repeats what the system calls it.
std::string why_not(const std::string& file, int status) {
  const int system_error = errno;
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return "it is a folder: name the .mmdb file in it";
  if (std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) == 0) {
    return "the file is empty";
  }
  return status == MMDB_IO_ERROR || status == MMDB_FILE_OPEN_ERROR ? std::strerror(system_error)
                                                                   : MMDB_strerror(status);
}

}  // namespace

void GeoIp::Close::operator()(MMDB_s* database) const {
  MMDB_close(database);
  delete database;
}

std::expected<GeoIp, std::string> GeoIp::open(const std::vector<std::string>& files) {
  GeoIp made;
  for (const std::string& file : files) {
    auto database = std::make_unique<MMDB_s>();
    const int status = MMDB_open(file.c_str(), MMDB_MODE_MMAP, database.get());
    if (status != MMDB_SUCCESS) {
      return std::unexpected(
          fmt::format("{}: no MaxMind database can be read from it: {}", file, why_not(file, status)));
    }
    made.databases_.emplace_back(database.release());
  }
  return made;
}

void GeoIp::fill(ChangedEvent& event) const {
  for (const udm::FieldIndex noun : enriched_nouns()) fill_noun(event, noun);
}

void GeoIp::fill_noun(ChangedEvent& event, udm::FieldIndex noun) const {
  const udm::Message* const before = event.noun(noun);
  if (before == nullptr) return;
  const auto addresses = before->get(fields().ip);
  for (const Value& address : addresses.first(std::min(addresses.size(), kMostAddresses))) {
    const auto ip = functions::parse_ip(address.as_text());
    if (!ip || !is_public(*ip) || has_artifact(*event.noun(noun), address.as_text())) continue;
    Place place;
    for (const Database& database : databases_)
      if (const auto entry = look_up(*database, *ip)) place.add(*entry);
    if (!place.has_location() && !place.has_network() && place.as_owner.empty()) continue;
    udm::Message& changed = event.changed_noun(noun);
    udm::Message& artifact = changed.add_child(fields().geo, event.arena());
    enrich::fill(artifact, fields().artifact_ip, address.as_text(), event.arena());
    if (place.has_network() || !place.as_owner.empty()) write_network(place, artifact, event.arena());
    if (!place.has_location()) continue;
    write_location(place, artifact.child(fields().location, event.arena()), event.arena());
    if (message_in(&changed, fields().noun_location) == nullptr)
      write_location(place, changed.child(fields().noun_location, event.arena()), event.arena());
  }
}

}  // namespace yaral::enrich
