#include "ingest/record.h"

namespace yaral::ingest {

std::string_view find(std::span<const Datum> data, std::string_view name) {
  for (const Datum& datum : data) {
    if (datum.name == name) return datum.value;
  }
  return {};
}

std::string_view find(std::span<const Datum> data, std::string_view name, std::uint32_t element) {
  for (const Datum& datum : data) {
    if (datum.element == element && datum.name == name) return datum.value;
  }
  return {};
}

}  // namespace yaral::ingest
