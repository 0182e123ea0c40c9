#include <algorithm>
#include <limits>

#include "semantics/call.h"

namespace yaral::semantics {

namespace {

using functions::Overload;
using functions::Param;
using functions::ParamRule;

constexpr int kNoFit = 0;
constexpr int kConverts = 1;
constexpr int kExact = 2;

int fit_list(const Param& param, Type type) {
  if (!type.list) return kNoFit;
  const bool countable_only = type.base == BaseType::kEnum || type.base == BaseType::kMessage;
  if (countable_only) return param.rule == ParamRule::kWholeField ? kExact : kNoFit;
  if (param.type.base == type.base) return kExact;
  if (param.type.base == BaseType::kAny) return kConverts;
  Type element = type;
  element.list = false;
  if (param.type.base == BaseType::kNumber) return element.is_number() ? kConverts : kNoFit;
  return param.type.base == BaseType::kString && type.base == BaseType::kBytes ? kConverts : kNoFit;
}

// How well an argument fits a parameter. Enums go as their names, bytes as text; ints are floats where those are
// wanted.
int fit(const Param& param, const Expr& arg) {
  if (arg.type.is_error()) return kExact;
  if (param.type.list) return fit_list(param, arg.type);
  if (arg.type.list || arg.type.base == BaseType::kMessage) return kNoFit;
  if (param.type.base == arg.type.base) return kExact;
  switch (param.type.base) {
    case BaseType::kAny: return kConverts;
    case BaseType::kNumber:
    case BaseType::kFloat: return arg.type.is_number() ? kConverts : kNoFit;
    case BaseType::kInt: return arg.type.base == BaseType::kUint ? kConverts : kNoFit;
    case BaseType::kString:
      return arg.type.base == BaseType::kEnum || arg.type.base == BaseType::kBytes ? kConverts : kNoFit;
    default: return kNoFit;
  }
}

bool takes(const Overload& overload, std::size_t count) {
  const std::size_t least = overload.params.size() - overload.optional;
  return count >= least && (overload.variadic || count <= overload.params.size());
}

// The number of leading arguments that fit, and how well they do together.
struct Score {
  std::size_t fitting = 0;
  int quality = 0;
};
Score score(const Overload& overload, const std::vector<Expr>& args) {
  Score s;
  for (; s.fitting < args.size(); ++s.fitting) {
    const int f = fit(*parameter(overload, s.fitting), args[s.fitting]);
    if (f == kNoFit) break;
    s.quality += f;
  }
  return s;
}

}  // namespace

const Param* parameter(const Overload& overload, std::size_t index) {
  if (index < overload.params.size()) return &overload.params[index];
  return overload.variadic && !overload.params.empty() ? &overload.params.back() : nullptr;
}

OverloadChoice choose_overload(const functions::FunctionInfo& function, const std::vector<Expr>& args) {
  OverloadChoice choice{.bad_count = true};
  int best = -1;
  for (const Overload& overload : function.overloads) {
    if (!takes(overload, args.size())) continue;
    choice.bad_count = false;
    const Score s = score(overload, args);
    if (s.fitting < args.size()) {
      choice.bad_argument = std::max(choice.bad_argument, s.fitting);
    } else if (s.quality > best) {
      best = s.quality;
      choice.overload = &overload;
    }
  }
  return choice;
}

std::string signature_text(const functions::FunctionInfo& function) {
  std::string text = std::string(function.name) + '(';
  if (function.overloads.empty()) return text + ')';
  const Overload& overload = function.overloads.front();
  for (std::size_t i = 0; i < overload.params.size(); ++i) {
    const bool optional = i + overload.optional >= overload.params.size();
    if (optional) text += '[';
    if (i > 0) text += ", ";
    text += overload.params[i].name;
    if (optional) text += ']';
  }
  return text + (overload.variadic ? ", …)" : ")");
}

}  // namespace yaral::semantics
