#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "semantics/binder.h"

// Binding of expressions. All take the section from the Binder, report what is wrong, and give an expression of type
// kError after a mistake, which the expressions around it pass on in silence.
namespace yaral::semantics {

// Of any type.
Expr bind_value(Binder& b, const syntax::Expr& ast);
// Of type bool: comparisons, connectives, calls that yield bool.
Expr bind_predicate(Binder& b, const syntax::Expr& ast);

// Parts of the above, each in a file of its own.
Expr bind_path(Binder& b, const syntax::Expr& ast);
Expr bind_name(Binder& b, const syntax::Expr& ast);       // $name
Expr bind_bare_word(Binder& b, const syntax::Expr& ast);  // window_start, and fields without a variable
Expr bind_comparison(Binder& b, const syntax::Expr& ast);
Expr bind_null_test(Binder& b, const syntax::Expr& ast);
Expr bind_in_list(Binder& b, const syntax::Expr& ast);
Expr bind_arithmetic(Binder& b, const syntax::Expr& ast);
Expr bind_negative(Binder& b, const syntax::Expr& ast);
Expr bind_if(Binder& b, const syntax::Expr& ast);
Expr bind_call(Binder& b, const syntax::Expr& ast);
Expr bind_metric(Binder& b, const syntax::Expr& ast);  // metrics.…
Expr bind_count(Binder& b, const syntax::Expr& ast);   // #name
// %table.column of a table that the rule joins row by row, read as a value of `type`: string or float (any number).
Expr bind_column(Binder& b, const syntax::Expr& ast, Type type);

// A path without modifiers and subscripts to a repeated field, as the list of its values; nullopt when `ast` is none.
// `messages`: also when its elements are messages, which can only be counted.
std::optional<Expr> bind_whole_field(Binder& b, const syntax::Expr& ast, bool messages);

// Makes a predicate, then wraps it with the `any` and `all` of the fields in it (3.9).
template <typename Make>
Expr with_quantifiers(Binder& b, Make make_predicate);
Expr wrap_quantifiers(Expr predicate, std::vector<Quantifier> quantifiers);

template <typename Make>
Expr with_quantifiers(Binder& b, Make make_predicate) {
  std::vector<Quantifier> around = std::exchange(b.quantifiers, {});
  ++b.predicate_depth;
  Expr predicate = make_predicate();
  --b.predicate_depth;
  std::vector<Quantifier> own = std::exchange(b.quantifiers, std::move(around));
  return wrap_quantifiers(std::move(predicate), std::move(own));
}

}  // namespace yaral::semantics
