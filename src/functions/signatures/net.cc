#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

constexpr FunctionRow kRows[] = {
    {.forms = {"net.ip_in_range_cidr(ip: string, block: cidr) -> bool"},
     .summary = "Whether an IP address lies in a CIDR block.",
     .behaviour = "IPv4 and IPv6; an IPv4 address is in no IPv6 block except through its mapped form. An empty address is in "
                  "no block; text that is no address is in no block and is counted.",
     .example = "net.ip_in_range_cidr($e.principal.ip, \"10.0.0.0/8\")"},
};

}  // namespace

std::span<const FunctionRow> net_rows() { return kRows; }

}  // namespace yaral::functions
