"""Conditions that are true, false or null, and the part of evaluating expressions that query languages share."""

from functools import wraps


def negated(value):
    return None if value is None else not value


def both(left, right):
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left, right):
    return negated(both(negated(left), negated(right)))


def evaluator(others):
    """Evaluates the nodes of an ExpressionParser in a row; `others` those that are not constants, fields, `and`, `or`, `not`."""

    @wraps(others)
    def evaluate(node, row):
        kind = node[0]
        if kind == "constant":
            return node[1]
        if kind == "field":
            return row.get(node[1])
        if kind in ("and", "or"):
            return (both if kind == "and" else either)(evaluate(node[1], row), evaluate(node[2], row))
        if kind == "not":
            return negated(evaluate(node[1], row))
        return others(node, row)

    return evaluate
