#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include <re2/re2.h>

namespace yaral::functions {

// The one way a pattern of a rule or list becomes a regex: RE2's default syntax, UTF-8, at most 16 MiB of automaton, quiet.
// Check ok() and error(). Checker and runtime share it, so that what passes the check also runs.
std::unique_ptr<re2::RE2> compile_regex(std::string_view pattern, bool nocase);

// A pattern that becomes a regex when first asked for: most patterns of many rules never meet a text that has their literals.
// May be asked by several threads.
class LazyRegex {
 public:
  LazyRegex(std::string_view pattern, bool nocase) : pattern_(pattern), nocase_(nocase) {}
  LazyRegex(const LazyRegex&) = delete;
  LazyRegex& operator=(const LazyRegex&) = delete;
  ~LazyRegex() { delete compiled_.load(); }

  const re2::RE2& get() const {
    const re2::RE2* compiled = compiled_.load(std::memory_order_acquire);
    return compiled ? *compiled : compile();
  }

 private:
  const re2::RE2& compile() const;

  std::string pattern_;
  bool nocase_;
  mutable std::atomic<const re2::RE2*> compiled_ = nullptr;
};

inline re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace yaral::functions
