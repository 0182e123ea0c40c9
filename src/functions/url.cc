#include <optional>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "functions/arguments.h"
#include "functions/host_name.h"
#include "functions/registry.h"

namespace yaral::functions {
namespace {

Value extract_hostname(CallContext&, Arguments a, const Prepared*) { return Value::string(host_of(text_of(a[0]))); }

Value extract_domain(CallContext&, Arguments a, const Prepared*) {
  return Value::string(registrable_domain(host_of(text_of(a[0]))));
}

// nullopt when a percent sign is not followed by two hex digits.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '%') {
      out += text[at++];
      continue;
    }
    const auto byte = hex_decode(text.substr(at + 1, 2));
    if (!byte || byte->size() != 1) return std::nullopt;
    out += byte->front();
    at += 3;
  }
  return out;
}

Value url_decode(CallContext& context, Arguments a, const Prepared*) {
  const auto decoded = percent_decoded(text_of(a[0]));
  return decoded && is_utf8(*decoded) ? text_result(context, *decoded) : Value::string("");
}

constexpr NamedImplementation kTable[] = {
    {"strings.extract_domain", {extract_domain}},
    {"strings.extract_hostname", {extract_hostname}},
    {"strings.url_decode", {url_decode}},
};

}  // namespace

std::span<const NamedImplementation> url_implementations() { return kTable; }

}  // namespace yaral::functions
