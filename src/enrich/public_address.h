#pragma once

#include "functions/ip_address.h"

namespace yaral::enrich {

bool is_ipv4(const functions::IpAddress& ip);

// Whether an address means the same machine everywhere: it is not private, shared, loopback, link-local, multicast,
// reserved or unspecified (IANA registries of special-purpose addresses). Addresses for documentation count as public.
bool is_public(const functions::IpAddress& ip);

}  // namespace yaral::enrich
