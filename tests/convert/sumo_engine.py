"""Searches of Sumo Logic as its documentation describes them: there is no engine and no grammar outside of it, so that this is a
strict parser of what conversions use, and an evaluator. What is not set is null: comparisons with it are null, and so is `!` of it;
`where` keeps what is true."""

import re
from collections import defaultdict

from pipeline_values import as_list, difference, number, over, text
from spl_engine import as_moment, both, either, epoch

TOKEN = re.compile(r'\s+|"(?:[^"\\\n]|\\["\\])*"|%"[^"\\\n]*"|==|!=|<=|>=|[0-9]+(?:\.[0-9]+)?(?![A-Za-z_0-9])|[0-9]+s\b'
                   r'|[A-Za-z_][A-Za-z0-9_]*|[-+*/%,()<>=!|]')
REGEX = re.compile(r"/(?:[^/\\\n]|\\[^\n])*/")
WORDS = {"and", "or", "not", "in", "as", "by", "matches", "where", "null"}
FUNCTIONS = {"abs": 1, "ceil": 1, "concat": 0, "floor": 1, "if": 3, "isNull": 1, "length": 1, "sqrt": 1, "toLowerCase": 1,
             "toUpperCase": 1}
AGGREGATES = {"avg": "avg", "count_distinct": "distinct", "first": "first", "max": "max", "min": "min", "stddev": "stddev",
              "sum": "sum", "values": "list"}


class SumoError(Exception):
    pass


class Parser:
    def __init__(self, source):
        self.tokens, at = [], 0
        while at < len(source):
            after_matches = self.tokens and self.tokens[-1] == "matches"
            found = (REGEX if after_matches and source[at] == "/" else TOKEN).match(source, at)
            if not found:
                raise SumoError(f"at {source[at:at + 40]!r}")
            at = found.end()
            if not found.group().isspace():
                self.tokens.append(found.group())
        self.at = 0

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        if not token or (wanted is not None and token != wanted):
            raise SumoError(f"{wanted!r} wanted, found {self.tokens[self.at:self.at + 6]}")
        self.at += 1
        return token

    def accept(self, token):
        if self.peek() != token:
            return False
        self.at += 1
        return True

    def query(self):
        out = [("scope", self.scope_or())]
        while self.accept("|"):
            out.append(self.step())
        if self.peek():
            raise SumoError(f"left over: {self.tokens[self.at:self.at + 6]}")
        return out

    # The scope: terms side by side must all hold.

    def scope_or(self):
        left = self.scope_and()
        while self.accept("or"):
            left = ("or", left, self.scope_and())
        return left

    def scope_and(self):
        left = self.scope_term()
        while self.peek() not in ("|", ")", "or", ""):
            left = ("and", left, self.scope_term())
        return left

    def scope_term(self):
        if self.accept("("):
            inner = self.scope_or()
            self.take(")")
            return inner
        name = self.name()
        self.take("=")
        token = self.take()
        return ("keyword", name, unquoted(token) if token[0] == '"' else token)

    def name(self):
        token = self.take()
        if token.startswith('%"'):
            return token[2:-1]
        if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", token) or token in WORDS:
            raise SumoError(f"{token} is no name")
        return token

    def names(self):
        out = [self.name()]
        while self.accept(","):
            out.append(self.name())
        return out

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
        out = []
        while True:
            function = self.take()
            field = None
            if function != "count":
                self.take("(")
                field = self.name()
                self.take(")")
            self.take("as")
            out.append((function, field, self.name()))
            if not self.accept(","):
                break
        self.take("by")
        return ("group", out, self.names())

    def expression(self):
        left = self.conjunction()
        while self.accept("or"):
            left = ("or", left, self.conjunction())
        return left

    def conjunction(self):
        left = self.comparison()
        while self.accept("and"):
            left = ("and", left, self.comparison())
        return left

    def comparison(self):
        left = self.sum()
        if self.peek() in ("=", "==", "!=", "<", "<=", ">", ">="):
            mark = self.take()
            return ("compare", mark, left, self.sum())
        if self.accept("matches"):
            token = self.take()
            if not REGEX.fullmatch(token):
                raise SumoError(f"matches {token}")
            return ("matches", left, token[1:-1])
        if self.accept("in"):
            self.take("(")
            values = [self.sum()]
            while self.accept(","):
                values.append(self.sum())
            self.take(")")
            return ("in", left, values)
        return left

    def sum(self):
        left = self.product()
        while self.peek() in ("+", "-"):
            left = ("arithmetic", self.take(), left, self.product())
        return left

    def product(self):
        left = self.primary()
        while self.peek() in ("*", "/", "%"):
            left = ("arithmetic", self.take(), left, self.primary())
        return left

    def primary(self):
        token = self.take()
        if token == "!":
            return ("not", self.primary())
        if token == "-":
            return ("arithmetic", "-", ("constant", 0), self.primary())
        if token == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token[0] == '"':
            return ("constant", unquoted(token))
        if token[0].isdigit():
            return ("constant", float(token) if "." in token else int(token))
        if token == "null":
            return ("constant", None)
        if self.peek() == "(":
            return self.call(token)
        self.at -= 1
        return ("field", self.name())

    def call(self, name):
        if name not in FUNCTIONS:
            raise SumoError(f"unknown function {name}")
        self.take("(")
        args = [self.expression()]
        while self.accept(","):
            args.append(self.expression())
        self.take(")")
        if FUNCTIONS[name] not in (0, len(args)):
            raise SumoError(f"{name} of {len(args)}")
        return ("call", name, args)


def unquoted(token):
    return re.sub(r'\\(["\\])', r"\1", token[1:-1])


PATTERNS = {}


def matches(source, value):
    """Of all of the text: as `matches` may ask for."""
    if source not in PATTERNS:
        told = source.replace(r"\/", "/").replace(r"\pL", r"[^\W\d_]")
        # Flags at the beginning of a group, which Python has for the whole of it.
        told = re.sub(r"\(\?:((?:\(\?[imsU-]+\))+)", lambda m: flags_of(m[1]), told)
        told = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda m: re.escape(chr(int(m[1], 16))), told).replace(r"\z", r"\Z")
        PATTERNS[source] = re.compile(told, 0 if r"\p" in source else re.ASCII)
    return PATTERNS[source].fullmatch(text(value)) is not None


def flags_of(groups):
    on = "".join(sorted(set("".join(g.split("-")[0] for g in re.findall(r"\(\?([imsU-]+)\)", groups)))))
    return f"(?{on}:" if on else "(?:"


def compare(mark, left, right):
    if left is None or right is None:
        return None
    a, b = number(left), number(right)
    if a is None or b is None:
        a, b = text(left), text(right)
    return {"=": a == b, "==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[mark]


def evaluate(node, row):
    kind = node[0]
    if kind == "constant":
        return node[1]
    if kind == "field":
        return row.get(node[1])
    if kind in ("and", "or"):
        return (both if kind == "and" else either)(evaluate(node[1], row), evaluate(node[2], row))
    if kind == "not":
        inner = evaluate(node[1], row)
        return None if inner is None else not inner
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
        left, right = number(evaluate(node[2], row)), number(evaluate(node[3], row))
        if left is None or right is None or (node[1] in "/%" and right == 0):
            return None
        return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": lambda: left / right,
                "%": lambda: left % right}[node[1]]()
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
        return difference(query, run(steps, rows), found)
