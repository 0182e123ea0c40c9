#include "base/encoding.h"
#include "functions/arguments.h"
#include "functions/registry.h"

namespace yaral::functions {
namespace {

Value to_base64(CallContext& context, Arguments a, const Prepared*) {
  if (a[0].kind() == ValueKind::kBytes) return text_result(context, base64_encode(a[0].as_text()));
  return Value::string(has(a, 1) ? text_of(a[1]) : std::string_view{});
}

constexpr NamedImplementation kTable[] = {
    {"bytes.to_base64", {to_base64}},
};

}  // namespace

std::span<const NamedImplementation> bytes_implementations() { return kTable; }

}  // namespace yaral::functions
