#pragma once

#include <string>
#include <vector>

#include "semantics/binder.h"

namespace yaral::semantics {

// Which overload a call means, and why not another.
struct OverloadChoice {
  const functions::Overload* overload = nullptr;
  std::size_t bad_argument = 0;  // without an overload: the first argument that fits none
  bool bad_count = false;        // without an overload: none takes so many arguments
};
OverloadChoice choose_overload(const functions::FunctionInfo& function, const std::vector<Expr>& args);

// The parameter that argument `index` goes to; null when the overload takes fewer.
const functions::Param* parameter(const functions::Overload& overload, std::size_t index);

// "re.regex(text, pattern)", optional parameters in brackets.
std::string signature_text(const functions::FunctionInfo& function);

// Reports a function name that does not exist.
void report_unknown_function(Binder& b, const syntax::Expr& ast);

// Checks what a parameter asks of a constant argument beyond its type: patterns, CIDR blocks, time zones.
bool check_constant(Binder& b, const functions::Param& param, const syntax::Expr& ast, std::string_view function,
                    bool nocase);

}  // namespace yaral::semantics
