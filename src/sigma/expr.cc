#include "sigma/expr.h"

#include <utility>

namespace yaral::sigma {

namespace {

Expr join(Expr::Kind kind, std::vector<Expr> children) {
  Expr out{.kind = kind, .text = {}, .children = {}};
  for (Expr& child : children) {
    if (child.kind == kind) {
      for (Expr& inner : child.children) out.children.push_back(std::move(inner));
    } else {
      out.children.push_back(std::move(child));
    }
  }
  if (out.children.size() > 1) return out;
  Expr only = std::move(out.children.front());
  return only;
}

}  // namespace

Expr leaf(std::string text) { return {.kind = Expr::Kind::kLeaf, .text = std::move(text), .children = {}}; }

Expr all_of(std::vector<Expr> children) { return join(Expr::Kind::kAnd, std::move(children)); }
Expr any_of(std::vector<Expr> children) { return join(Expr::Kind::kOr, std::move(children)); }

Expr negate(Expr child) {
  if (child.kind == Expr::Kind::kNot) {
    Expr inner = std::move(child.children.front());
    return inner;
  }
  Expr out{.kind = Expr::Kind::kNot, .text = {}, .children = {}};
  out.children.push_back(std::move(child));
  return out;
}

std::string to_text(const Expr& expr) {
  if (expr.kind == Expr::Kind::kLeaf) return expr.text;
  if (expr.kind == Expr::Kind::kNot) {
    const Expr& child = expr.children.front();
    return child.kind == Expr::Kind::kLeaf ? "not " + child.text : "not (" + to_text(child) + ")";
  }
  std::string out;
  for (const Expr& child : expr.children) {
    if (!out.empty()) out += expr.kind == Expr::Kind::kAnd ? " and " : " or ";
    const bool simple = child.kind == Expr::Kind::kLeaf || child.kind == Expr::Kind::kNot;
    out += simple ? to_text(child) : "(" + to_text(child) + ")";
  }
  return out;
}

std::vector<std::string> to_lines(const Expr& expr) {
  if (expr.kind != Expr::Kind::kAnd) {
    const bool alone = expr.kind != Expr::Kind::kOr;
    return {alone ? to_text(expr) : "(" + to_text(expr) + ")"};
  }
  std::vector<std::string> lines;
  for (const Expr& child : expr.children) {
    for (std::string& line : to_lines(child)) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace yaral::sigma
