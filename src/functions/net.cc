#include "functions/arguments.h"
#include "functions/ip_address.h"
#include "functions/registry.h"

namespace yaral::functions {
namespace {

struct PreparedBlock : Prepared {
  explicit PreparedBlock(const CidrBlock& b) : block(b) {}
  CidrBlock block;
};

std::unique_ptr<const Prepared> prepare(std::span<const Value> constants, bool) {
  if (!has(constants, 1) || constants[1].is_null()) return nullptr;
  const auto block = parse_cidr(text_of(constants[1]));
  return block ? std::make_unique<PreparedBlock>(*block) : nullptr;
}

Value ip_in_range_cidr(CallContext& context, Arguments a, const Prepared* prepared) {
  const std::string_view text = text_of(a[0]);
  if (text.empty()) return Value::boolean(false);
  const auto ip = parse_ip(text);
  if (!ip) {
    context.notes.add("invalid IP address");
    return Value::boolean(false);
  }
  if (prepared) return Value::boolean(static_cast<const PreparedBlock*>(prepared)->block.contains(*ip));
  const auto block = parse_cidr(text_of(a[1]));
  if (!block) context.notes.add("invalid subnet CIDR");
  return Value::boolean(block && block->contains(*ip));
}

constexpr NamedImplementation kTable[] = {
    {"net.ip_in_range_cidr", {ip_in_range_cidr, prepare}},
};

}  // namespace

std::span<const NamedImplementation> net_implementations() { return kTable; }

}  // namespace yaral::functions
