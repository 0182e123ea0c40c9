#pragma once

#include "syntax/ast.h"

namespace yaral::syntax {

// `a op b` is `b mirrored(op) a`.
constexpr CompareOp mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kLt: return CompareOp::kGt;
    case CompareOp::kLe: return CompareOp::kGe;
    case CompareOp::kGt: return CompareOp::kLt;
    case CompareOp::kGe: return CompareOp::kLe;
    default: return op;
  }
}

}  // namespace yaral::syntax
