#include "base/hash.h"

#include "functions/arguments.h"
#include "functions/fingerprint.h"
#include "functions/registry.h"

namespace yaral::functions {
namespace {

Value fingerprint(CallContext&, Arguments a, const Prepared*) {
  return Value::unsigned_integer(fingerprint2011(text_of(a[0])));
}

Value sha256(CallContext& context, Arguments a, const Prepared*) {
  return Value::string(context.arena.copy(sha256_hex(text_of(a[0]))));
}

Value sample_rate(CallContext& context, Arguments a, const Prepared*) {
  const std::int64_t numerator = int_of(a[1]);
  const std::int64_t denominator = int_of(a[2]);
  if (denominator <= 0) context.notes.add("optimization.sample_rate with a denominator that is not positive");
  if (denominator <= 0 || numerator <= 0) return Value::boolean(false);
  return Value::boolean(fingerprint2011(text_of(a[0])) % static_cast<std::uint64_t>(denominator) <
                        static_cast<std::uint64_t>(numerator));
}

constexpr NamedImplementation kTable[] = {
    {"hash.fingerprint2011", {fingerprint}},
    {"hash.sha256", {sha256}},
    {"optimization.sample_rate", {sample_rate}},
};

}  // namespace

std::span<const NamedImplementation> hash_implementations() { return kTable; }

}  // namespace yaral::functions
