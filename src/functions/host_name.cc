#include "functions/host_name.h"

#include <algorithm>
#include <string>

#include <libpsl.h>

#include "base/text.h"

namespace yaral::functions {
namespace {

constexpr std::string_view kEndsAuthority = "/\\?#";

bool is_slash(char c) { return c == '/' || c == '\\'; }

// What follows `scheme://`, `//` or nothing. A scheme in the path or query of a URL without one is not a scheme.
std::string_view after_scheme(std::string_view url) {
  const std::size_t end = url.find_first_of(kEndsAuthority);
  if (end == std::string_view::npos || !is_slash(url[end])) return url;
  const bool scheme = end == 0 || url[end - 1] == ':';
  const bool two_slashes = end + 1 < url.size() && is_slash(url[end + 1]);
  return scheme && two_slashes ? url.substr(end + 2) : url;
}

std::string_view without_port(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool can_be_in_host(char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; }

bool is_public_suffix(const std::string& name) {
  return psl_is_public_suffix2(psl_builtin(), name.c_str(), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) != 0;
}

}  // namespace

std::string_view host_of(std::string_view url) {
  std::string_view authority = after_scheme(ascii_trim(url));
  authority = authority.substr(0, authority.find_first_of(kEndsAuthority));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  const std::string_view host = without_port(authority);
  return std::ranges::all_of(host, can_be_in_host) ? host : std::string_view{};
}

std::string_view registrable_domain(std::string_view host) {
  constexpr std::size_t kLongestName =
      1000;  // DNS has 253 ASCII characters; the same in UTF-8 takes up to four times that
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.size() > kLongestName || !is_utf8(host) || host.find('\0') != std::string_view::npos) return {};
  if (host.starts_with('.') || host.find("..") != std::string_view::npos || is_public_suffix(fold_case(host)))
    return {};
  // Longest suffix first; `begin` is where the label before it starts.
  std::size_t begin = 0;
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.', begin)) {
    if (is_public_suffix(fold_case(host.substr(dot + 1)))) return host.substr(begin);
    begin = dot + 1;
  }
  return {};
}

}  // namespace yaral::functions
