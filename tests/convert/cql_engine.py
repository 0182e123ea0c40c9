"""CQL as the documentation of LogScale describes it: the grammar is that of the package logscale-tools (tree-sitter), what queries
find an evaluator after the reference: a filter on a field that an event lacks is false, and `NOT` of it true."""

import re
from collections import defaultdict

from logscale_query_language.parser import parse

from foreign_patterns import python_pattern
from pipeline_results import difference_in_blocks
from pipeline_values import arithmetic, as_moment, epoch, number, over, text
from values import ORDER, as_list


class CqlError(Exception):
    pass


def errors(node):
    if node.type == "ERROR" or node.is_missing:
        yield f"{node.type} at {node.start_point}: {node.text[:60]!r}"
    for child in node.children:
        yield from errors(child)


def word(node):
    return node.text.decode("utf-8")


def name_of(node):
    found = word(node)
    return unquoted(found) if found.startswith('"') else found


def unquoted(token):
    return re.sub(r'\\(["\\/n])', lambda m: "\n" if m[1] == "n" else m[1], token[1:-1])


def parts(node):
    return [child for child in node.children if child.type != "comment"]


def named(node):
    return [child for child in node.named_children if child.type != "comment"]


def regex(node):
    return python_pattern(word(node)[1:].rpartition("/")[0].replace(r"\/", "/"))


def equals(node, value):
    """Whether a value is as a pattern of `=` says: a regular expression, or a text with wildcards."""
    inner = node
    while inner.type in ("equality_pattern", "anchored_pattern") and named(inner):
        inner = named(inner)[0]
    if inner.type == "regex":
        return value is not None and regex(inner).search(text(value)) is not None
    token = word(inner)
    wanted = unquoted(token) if token.startswith('"') else token
    if value is None:
        return False
    pattern = ".*".join(re.escape(part) for part in wanted.split("*"))
    return re.fullmatch(pattern, text(value), re.DOTALL) is not None or (
        "*" not in wanted and number(wanted) is not None and number(wanted) == number(value))


def holds(node, row):
    kind = node.type
    if kind in ("filter", "parenthesized_filter"):
        return holds(named(node)[0], row)
    if kind == "and_filter":
        return all(holds(child, row) for child in named(node))
    if kind == "or_filter":
        return any(holds(child, row) for child in named(node))
    if kind == "not_filter":
        return not holds(named(node)[0], row)
    if kind in ("true_literal", "false_literal"):
        return kind == "true_literal"
    if kind == "free_text_pattern" and word(node) in ("true", "false", "*"):
        return word(node) != "false"
    if kind != "field_comparison":
        raise CqlError(f"filter {kind}: {word(node)}")
    left, mark, right = parts(node)[0], word(parts(node)[1]), parts(node)[2]
    values = as_list(row.get(name_of(left))) or [None]
    if mark in ("=", "!="):
        return any(equals(right, value) for value in values) == (mark == "=")
    than = float(word(right))
    return any(number(v) is not None and ORDER[mark](number(v), than) for v in values)


def value(node, row):
    kind = node.type
    if kind in ("expression", "parenthesized_expression") or (kind.startswith("_") and named(node)):
        return value(named(node)[0], row)
    if kind == "identifier":
        return row.get(word(node))
    if kind == "quoted_string":
        return unquoted(word(node))
    if kind == "number":
        return float(word(node)) if "." in word(node) else int(word(node))
    if kind in ("additive_expression", "multiplicative_expression"):
        left, mark, right = parts(node)
        return arithmetic(word(mark), number(value(left, row)), number(value(right, row)))
    if kind == "unary_expression":
        return -number(value(named(node)[-1], row))
    if kind == "function_call":
        function, arguments = call_of(node)
        inner = value(arguments[0][1], row)
        functions = {"lower": lambda x: text(x).lower(), "upper": lambda x: text(x).upper(), "length": lambda x: len(text(x)),
                     "math:abs": lambda x: abs(number(x)), "math:ceil": lambda x: -int(-number(x) // 1),
                     "math:floor": lambda x: int(number(x) // 1)}
        return None if inner is None else functions[function](inner)
    raise CqlError(f"value {kind}: {word(node)}")


def call_of(node):
    """(name, [(argument's name or None, node)])"""
    function = word(named(node)[0])
    out = []
    for arguments in named(node)[1:]:
        for argument in named(arguments):
            if argument.type == "named_function_argument":
                out.append((word(named(argument)[0]), innermost(named(argument)[1])))
            else:
                out.append((None, innermost(argument)))
    return function, out


def innermost(node):
    while node.type in ("expression", "unnamed_function_argument") and len(named(node)) == 1:
        node = named(node)[0]
    return node


def elements(node):
    return [innermost(child) for child in named(node)] if node.type == "array_expression" else [node]


def aggregate(node, rows):
    """The fields of one row."""
    if node.type == "subquery":
        return run(named(node)[-1], rows)[0]
    function, arguments = call_of(node)
    given = {name: argument for name, argument in arguments if name}
    fields = [word(e) for name, argument in arguments if not name for e in elements(argument)]
    if function == "collect":
        return {fields[0]: over("list", values_of(rows, fields[0]))}
    name = word(given["as"])
    if function == "count":
        return {name: over("distinct", values_of(rows, fields[0])) if "distinct" in given else len(rows)}
    function = {"stdDev": "stddev"}.get(function, function)
    if function not in ("max", "min", "sum", "avg", "stddev"):
        raise CqlError(f"aggregate {function}")
    return {name: over(function, values_of(rows, fields[0]))}


def values_of(rows, field):
    return [v for row in rows for v in as_list(row.get(field))]


def group_by(arguments, rows):
    keys = [word(e) for e in elements(arguments[0][1])]
    given = {name: argument for name, argument in arguments if name}
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(text(row.get(k, "")) for k in keys)].append(row)
    out = []
    for own in groups.values():
        made = {k: own[0].get(k, "") for k in keys}
        for one in elements(given["function"]):
            made.update(aggregate(one, own))
        out.append(made)
    return out


def step(node, rows):
    kind = node.type
    if kind in ("eval_shorthand", "eval_function_shorthand"):
        name, expression = word(named(node)[0]), named(node)[1]
        for row in rows:
            made = value(expression, row)
            row.pop(name, None)
            if made is not None:
                row[name] = made
        return rows
    if kind == "case_expression":
        out = []
        for row in rows:
            for branch in named(node):
                told = run(branch, [dict(row)])
                if told:
                    out += told
                    break
        return out
    if kind == "function_call":
        function, arguments = call_of(node)
        if function == "groupBy":
            return group_by(arguments, rows)
        if function == "select":
            return [{k: row.get(k) for k in map(word, elements(arguments[0][1]))} for row in rows]
        if function == "test":
            left, mark, right = parts(arguments[0][1])
            return [row for row in rows if tested(value(left, row), word(mark), value(right, row))]
        if function in ("count", "max", "min", "sum", "avg", "collect"):
            return [aggregate(node, rows)]
        raise CqlError(f"function {function}")
    return [row for row in rows if holds(node, row)]


def tested(left, mark, right):
    if left is None or right is None:
        return False
    a, b = number(left), number(right)
    if a is None or b is None:
        raise CqlError(f"test of {left!r} and {right!r}")
    return ORDER[mark](a, b)


def run(pipeline, rows):
    for node in named(pipeline):
        rows = step(node, rows)
    return rows


LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|(?<= )/(?:[^/\\\n]|\\.)+/i\b|//[^\n]*')


def with_flag(found):
    token = found.group()
    return f"/(?i){token[1:-2]}/" if token.startswith("/") and not token.startswith("//") else token


class Cql:
    target = "logscale"

    def difference(self, query, documents, found):
        tree = parse(query["text"])
        problems = list(errors(tree.root_node))
        if problems:
            raise CqlError("; ".join(problems[:3]))
        rows = []
        for document in documents:
            row = {name: value for name, value in document.items() if value is not None}
            row["@timestamp"] = round(epoch(document["@timestamp"]) * 1000)
            row["time"] = as_moment(epoch(document["@timestamp"]))
            rows.append(row)
        # The grammar takes a flag for a word of its own.
        tree = parse(LITERAL.sub(with_flag, query["text"]))
        pipeline = next(child for child in named(tree.root_node) if child.type == "pipeline")
        return difference_in_blocks(query, run(pipeline, rows), found)
