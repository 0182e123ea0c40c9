#pragma once

#include "semantics/binder.h"

namespace yaral::semantics {

// Parts of the binding of a metric (language reference 8.7). Each reports what is wrong and then gives false.

// The dimensions and their values: the values of those that are no `*` are added to `values`.
bool bind_metric_dimensions(Binder& b, const syntax::Expr& ast, MetricUse& use, std::vector<Expr>& values);
// The argument `filter`, if there is one.
bool bind_metric_filter(Binder& b, const syntax::Expr& ast, MetricUse& use);

// Whether an argument of that name is a dimension: those are dotted, the others are not.
bool is_dimension_name(std::string_view name);

}  // namespace yaral::semantics
