#pragma once

#include <string>
#include <string_view>

namespace yaral::semantics {

// Why a text is no CIDR block (IPv4 or IPv6); empty when it is one.
std::string cidr_problem(std::string_view text);

}  // namespace yaral::semantics
