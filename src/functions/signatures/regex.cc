#include "functions/signatures/regex.h"

namespace yaral::functions {

std::unique_ptr<re2::RE2> compile_regex(std::string_view pattern, bool nocase) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!nocase);
  options.set_max_mem(16 << 20);
  return std::make_unique<re2::RE2>(piece(pattern), options);
}

const re2::RE2& LazyRegex::compile() const {
  auto own = compile_regex(pattern_, nocase_);
  const re2::RE2* first = nullptr;
  return compiled_.compare_exchange_strong(first, own.get(), std::memory_order_acq_rel) ? *own.release() : *first;
}

}  // namespace yaral::functions
