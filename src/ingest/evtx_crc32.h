#pragma once

#include <cstddef>
#include <cstdint>

#include "ingest/evtx_bytes.h"

namespace yaral::ingest::evtx {

// The CRC-32 of IEEE 802.3, as EVTX headers hold it. `crc` is the result over the bytes before, 0 at the start.
std::uint32_t crc32(std::uint32_t crc, const Byte* bytes, std::size_t size);

}  // namespace yaral::ingest::evtx
