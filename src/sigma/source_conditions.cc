#include "sigma/source_conditions.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "convert/filter_lowering.h"
#include "semantics/bind.h"

namespace yaral::sigma {

namespace {

class Conditions {
 public:
  explicit Conditions(convert::SchemaSource& out) : out_(out) {}

  bool read(const Source& source) {
    if (source.conditions.empty()) return false;
    const semantics::CompiledFile file = semantics::compile(
        "log source", fmt::format("rule log_source {{ meta: author = \"\" events: {} condition: $e }}",
                                  fmt::join(source.conditions, "\n")));
    if (file.rules.empty()) return false;
    rule_ = &file.rules.front();
    return std::ranges::all_of(rule_->predicates, [&](const semantics::Expr& e) { return take(e); });
  }

 private:
  using Expr = semantics::Expr;

  bool take(const Expr& e) {
    if (e.op == semantics::Op::kOr) return take_choice(e);
    if (e.op == semantics::Op::kAnd) return std::ranges::all_of(e.args, [&](const Expr& arg) { return take(arg); });
    const auto path = path_of(e);
    if (!path) return false;
    const std::string value = convert::constant_text(e.args[1]);
    if (e.compare == semantics::CompareOp::kEq) {
      out_.known[*path] = value;
    } else if (e.compare == semantics::CompareOp::kNe) {
      out_.never[*path].push_back(value);
    } else {
      return false;
    }
    return true;
  }

  bool take_choice(const Expr& e) {
    std::vector<std::string> values;
    std::optional<std::string> path;
    for (const Expr& arg : e.args) {
      const auto own = path_of(arg);
      if (!own || arg.compare != semantics::CompareOp::kEq || (path && path != own)) return false;
      path = own;
      values.push_back(convert::constant_text(arg.args[1]));
    }
    out_.among[*path] = std::move(values);
    return true;
  }

  // Of a comparison of a field with a constant.
  std::optional<std::string> path_of(const Expr& e) const {
    if (e.op != semantics::Op::kCompare || e.args[1].op != semantics::Op::kConstant) return std::nullopt;
    const Expr* subject = &e.args[0];
    while (subject->op == semantics::Op::kEnumName) subject = &subject->args[0];
    if (subject->op != semantics::Op::kField) return std::nullopt;
    return convert::schema_path(rule_->fields[subject->index].path);
  }

  convert::SchemaSource& out_;
  const semantics::BoundRule* rule_ = nullptr;
};

}  // namespace

bool read_conditions(const Source& source, convert::SchemaSource& out) { return Conditions(out).read(source); }

}  // namespace yaral::sigma
