#include "functions/signatures/regex.h"

namespace yaral::functions {

std::unique_ptr<re2::RE2> compile_regex(std::string_view pattern, bool nocase) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!nocase);
  options.set_max_mem(16 << 20);
  return std::make_unique<re2::RE2>(piece(pattern), options);
}

}  // namespace yaral::functions
