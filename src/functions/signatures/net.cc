#include "functions/signatures/rows.h"

namespace yaral::functions::rows {
namespace {

constexpr Param kInRange[] = {{"ip", kString}, {"cidr", kString, ParamRule::kCidrConstant}};
constexpr Overload kIpInRange[] = {{.params = kInRange, .result = kBool}};

constexpr FunctionInfo kRows[] = {
    scalar("net.ip_in_range_cidr", kIpInRange, Availability::kBoth,
           {.summary = "Whether an IP address lies in a CIDR block.",
            .behaviour = "IPv4 and IPv6; ::ffff:a.b.c.d is the same address as a.b.c.d. False for an empty address; false "
                         "with a note for other text that is no address.",
            .example = R"(net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8"))"}),
};

}  // namespace

std::span<const FunctionInfo> net() { return kRows; }

}  // namespace yaral::functions::rows
