"""Searches of Sumo Logic as its documentation describes them: there is no engine and no grammar outside of it, so that this is a
strict parser of what conversions use, and an evaluator. What is not set is null: comparisons with it are null, and so is `!` of it;
`where` keeps what is true."""

import re
from collections import defaultdict

from expression_parser import ExpressionParser
from foreign_patterns import python_pattern
from pipeline_results import difference_in_blocks
from pipeline_values import arithmetic, as_moment, compare, epoch, number, over, text
from three_valued import evaluator
from values import as_list

TOKEN = re.compile(r'"(?:[^"\\\n]|\\["\\])*"|%"[^"\\\n]*"|==|!=|<=|>=|[0-9]+(?:\.[0-9]+)?(?![A-Za-z_0-9])|[0-9]+s\b'
                   r'|[A-Za-z_][A-Za-z0-9_]*|[-+*/%,()<>=!|]')
REGEX = re.compile(r"/(?:[^/\\\n]|\\[^\n])*/")
WORDS = {"and", "or", "not", "in", "as", "by", "matches", "where", "null"}
FUNCTIONS = {  # name: least and most arguments
    "abs": (1, 1), "ceil": (1, 1), "concat": (1, 99), "floor": (1, 1), "if": (3, 3), "isNull": (1, 1), "length": (1, 1),
    "sqrt": (1, 1), "toLowerCase": (1, 1), "toUpperCase": (1, 1),
}
AGGREGATES = {"avg": "avg", "count_distinct": "distinct", "first": "first", "max": "max", "min": "min", "stddev": "stddev",
              "sum": "sum", "values": "list"}


class SumoError(Exception):
    pass


class Parser(ExpressionParser):
    error = SumoError
    token = TOKEN
    functions = FUNCTIONS
    comparisons = ("=", *ExpressionParser.comparisons)

    def token_pattern(self, first):
        return REGEX if first == "/" and self.tokens and self.tokens[-1] == "matches" else self.token

    def query(self):
        out = [("scope", self.scope_or())]
        while self.accept("|"):
            out.append(self.step())
        self.end()
        return out

    # The scope: terms side by side must all hold.

    def scope_or(self):
        return self.joined("or", self.scope_and)

    def scope_and(self):
        left = self.scope_term()
        while self.peek() not in ("|", ")", "or", ""):
            left = ("and", left, self.scope_term())
        return left

    def scope_term(self):
        if self.peek() == "(":
            return self.enclosed(self.scope_or)
        name = self.name()
        self.take("=")
        token = self.take()
        return ("keyword", name, self.unquoted(token) if token[0] == '"' else token)

    def name(self):
        token = self.take()
        if token.startswith('%"'):
            return token[2:-1]
        if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", token) or token in WORDS:
            raise SumoError(f"{token} is no name")
        return token

    def names(self):
        return self.listed(self.name)

    def step(self):
        if self.accept("where"):
            return ("where", self.expression())
        if self.accept("fields"):
            return ("fields", self.names())
        if self.accept("timeslice"):
            span = self.take()
            if not re.fullmatch("[0-9]+s", span):
                raise SumoError(f"a span of {span}")
            self.take("as")
            return ("timeslice", int(span[:-1]), self.name())
        if self.peek() == "count" or (self.peek() in AGGREGATES and self.peek(1) == "("):
            return self.group()
        value = self.expression()
        self.take("as")
        return ("assign", value, self.name())

    def group(self):
        out = self.listed(self.aggregate)
        self.take("by")
        return ("group", out, self.names())

    def aggregate(self):
        function = self.take()
        field = None if function == "count" else self.enclosed(self.name)
        self.take("as")
        return function, field, self.name()

    # Expressions

    def negation(self):
        return self.comparison()  # `!` binds closest

    def other_test(self, left):
        if self.accept("matches"):
            token = self.take()
            if not REGEX.fullmatch(token):
                raise SumoError(f"matches {token}")
            return ("matches", left, token[1:-1])
        if self.accept("in"):
            return ("in", left, self.enclosed(lambda: self.listed(self.sum)))
        return left

    def other_primary(self, token):
        if token == "!":
            return ("not", self.primary())
        if token == "null":
            return ("constant", None)
        if self.peek() == "(":
            return self.call(token)
        self.at -= 1
        return ("field", self.name())


def matches(source, value):
    """Of all of the text: as `matches` may ask for."""
    # Flags at the beginning of a group, which Python has for the whole of it.
    told = re.sub(r"\(\?:((?:\(\?[imsU-]+\))+)", lambda m: flags_of(m[1]), source)
    return python_pattern(told.replace(r"\/", "/").replace(r"\z", r"\Z")).fullmatch(text(value)) is not None


def flags_of(groups):
    on = "".join(sorted(set("".join(g.split("-")[0] for g in re.findall(r"\(\?([imsU-]+)\)", groups)))))
    return f"(?{on}:" if on else "(?:"


@evaluator
def evaluate(node, row):
    kind = node[0]
    if kind == "keyword":
        return any(text(v).lower() == node[2].lower() for v in as_list(row.get(node[1])))
    if kind == "compare":
        return compare(node[1], evaluate(node[2], row), evaluate(node[3], row))
    if kind == "in":
        left = evaluate(node[1], row)
        return None if left is None else any(compare("=", left, evaluate(v, row)) for v in node[2])
    if kind == "matches":
        left = evaluate(node[1], row)
        return None if left is None else matches(node[2], left)
    if kind == "arithmetic":
        return arithmetic(node[1], number(evaluate(node[2], row)), number(evaluate(node[3], row)))
    if node[1] == "if":
        return evaluate(node[2][1] if evaluate(node[2][0], row) is True else node[2][2], row)
    args = [evaluate(a, row) for a in node[2]]
    if node[1] == "isNull":
        return args[0] is None
    if any(a is None for a in args):
        return None
    functions = {"abs": lambda x: abs(number(x)), "ceil": lambda x: -int(-number(x) // 1), "concat": lambda *a: "".join(map(text, a)),
                 "floor": lambda x: int(number(x) // 1), "length": lambda x: len(text(x)), "sqrt": lambda x: number(x) ** 0.5,
                 "toLowerCase": lambda x: text(x).lower(), "toUpperCase": lambda x: text(x).upper()}
    return functions[node[1]](*args)


def run(steps, rows):
    for kind, *rest in steps:
        if kind in ("scope", "where"):
            rows = [row for row in rows if evaluate(rest[0], row) is True]
        elif kind == "assign":
            for row in rows:
                row[rest[1]] = evaluate(rest[0], row)
        elif kind == "timeslice":
            for row in rows:
                row[rest[1]] = row["_messagetime"] // (rest[0] * 1000) * rest[0] * 1000
        elif kind == "fields":
            rows = [{n: row.get(n) for n in rest[0]} for row in rows]
        else:
            rows = group(*rest, rows)
    return rows


def group(aggregates, by, rows):
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(text(row.get(k)) for k in by)].append(row)
    out = []
    for own in groups.values():
        made = {k: own[0].get(k) for k in by}
        for function, field, name in aggregates:
            values = [v for row in own for v in as_list(row.get(field))] if field else []
            made[name] = len(own) if function == "count" else over(AGGREGATES[function], values)
        out.append(made)
    return out


class Sumo:
    target = "sumo"

    def difference(self, query, documents, found):
        body = re.sub(r"\A(?://[^\n]*\n)*", "", query["text"])
        steps = Parser(body).query()
        rows = []
        for document in documents:
            row = {name: text(value) if isinstance(value, bool) else value for name, value in document.items()}
            row["_messagetime"] = round(epoch(document["_messagetime"]) * 1000)
            row["time"] = as_moment(epoch(document["_messagetime"]))
            rows.append(row)
        return difference_in_blocks(query, run(steps, rows), found)
