#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"net.ip_in_range_cidr(ip: string, block: cidr) -> bool"},
     .summary = "Whether an IP address lies in a CIDR block.",
     .behaviour = "IPv4 and IPv6; ::ffff:a.b.c.d is the same address as a.b.c.d. False for an empty address; false "
                  "with a note for other text that is no address.",
     .example = R"(net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8"))"},
};

}  // namespace

std::span<const FunctionRow> net_rows() { return kRows; }

}  // namespace yaral::functions
