"""ES|QL as its reference describes it: there is no engine outside of Elasticsearch, so that this is one for what conversions use.

Strict: types that ES|QL does not compare are errors, comparisons with several values are null, as are those with what is not set.
"""

from functools import reduce

from compare import difference, event_ids, moment, plain, variable_value
from elastic_expr import Parser
from elastic_values import lucene_pattern, nanos, unescaped, wildcards
from three_valued import either, evaluator
from values import ORDER, as_list, within

LISTS = ("event.category", "event.type")  # of which ECS allows several values


class Moment(int):
    """Nanoseconds since 1970."""

    def __repr__(self):
        from datetime import datetime, timezone

        return datetime.fromtimestamp(int(self) // 10**9, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + \
            f".{int(self) % 10**9:09}Z"


def kind_of(value) -> str:
    if isinstance(value, Moment):
        return "date"
    return "bool" if isinstance(value, bool) else "number" if isinstance(value, (int, float)) else "text"


def compare(mark, left, right):
    if left is None or right is None or isinstance(left, list) or isinstance(right, list):
        return None
    if kind_of(left) != kind_of(right):
        raise TypeError(f"{left!r} {mark} {right!r}")
    return ORDER[mark](left, right)


def arithmetic(mark, left, right):
    if left is None or right is None or isinstance(left, list) or isinstance(right, list):
        return None
    if isinstance(left, Moment):
        return Moment(left + right * 10**9)
    if "text" in (kind_of(left), kind_of(right)):
        raise TypeError(f"{left!r} {mark} {right!r}")
    if mark in "/%" and right == 0:
        return None
    whole = isinstance(left, int) and isinstance(right, int)
    quotient = (lambda: int(left / right)) if whole else (lambda: left / right)
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": quotient,
            "%": lambda: left - right * int(left / right)}[mark]()


def one_kind(values):
    kinds = {kind_of(v) for value in values for v in as_list(value)}
    if len(kinds) > 1:
        raise TypeError(f"values of {kinds}: {values}")


def call(name: str, nodes: list, row: dict):
    if name == "CASE":
        for test, value in zip(nodes[:-1:2], nodes[1::2]):
            if evaluate(test, row) is True:
                one_kind([evaluate(n, row) for n in [*nodes[1::2], nodes[-1]]])
                return evaluate(value, row)
        return evaluate(nodes[-1], row) if len(nodes) % 2 else None
    args = [evaluate(node, row) for node in nodes]
    if name == "COALESCE":
        one_kind(args)
        return next((a for a in args if a is not None), None)
    if name == "MV_CONTAINS":
        return all(value in as_list(args[0]) for value in as_list(args[1]))
    if any(a is None or isinstance(a, list) for a in args):
        return None
    if name == "TO_STRING":
        return args[0] if isinstance(args[0], str) else str(plain(args[0], True))
    if name == "TO_LONG":
        return int(args[0]) // 10**6 if isinstance(args[0], Moment) else int(args[0])
    if name == "BUCKET":
        size = args[1] * 10**9
        return Moment(args[0] // size * size)
    functions = {
        "TO_LOWER": lambda x: x.lower(), "TO_UPPER": lambda x: x.upper(), "TRIM": lambda x: x.strip(),
        "LTRIM": lambda x: x.lstrip(), "RTRIM": lambda x: x.rstrip(), "REVERSE": lambda x: x[::-1],
        "TO_DOUBLE": float, "TO_DATETIME": lambda x: Moment(nanos(x)), "CIDR_MATCH": lambda *a: any(within(a[0], b) for b in a[1:]),
        "CONCAT": lambda *a: "".join(a), "LOCATE": lambda x, y: x.find(y) + 1, "STARTS_WITH": lambda x, y: x.startswith(y),
        "ENDS_WITH": lambda x, y: x.endswith(y), "ABS": abs, "POW": lambda x, y: x**y,
        "CEIL": lambda x: -int(-x // 1), "FLOOR": lambda x: int(x // 1), "SQRT": lambda x: x**0.5 if x >= 0 else None,
        "FROM_BASE64": from_base64, "TO_IP": lambda x: x,
    }
    return functions[name](*args)


def from_base64(text):
    from base64 import b64decode

    try:
        return b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        return None


@evaluator
def evaluate(node, row):
    kind = node[0]
    if kind == "span":
        return node[1]
    if kind in ("compare", "arithmetic"):
        return (compare if kind == "compare" else arithmetic)(node[1], evaluate(node[2], row), evaluate(node[3], row))
    if kind == "null":
        return evaluate(node[1], row) is None
    if kind == "call":
        return call(node[1], node[2], row)
    left = evaluate(node[1], row)
    if kind == "in":
        values = [compare("==", left, evaluate(arg, row)) for arg in node[2]]
        return reduce(either, values)
    if kind not in ("like", "rlike"):
        raise ValueError(f"{kind} in an expression")
    right = evaluate(node[2], row)
    if left is None or isinstance(left, list):
        return None
    if not isinstance(left, str):
        raise TypeError(f"{left!r} {kind}")
    pattern = wildcards(unescaped(right)) if kind == "like" else lucene_pattern(right)
    return bool(pattern.fullmatch(left))


def aggregate(name: str, node, rows: list):
    if node == ("star",):
        return len(rows)
    values = [v for row in rows for v in as_list(evaluate(node, row))]
    one_kind(values)
    if name == "COUNT":
        return len(values)
    if name == "COUNT_DISTINCT":
        return len(set(values))
    if not values:
        return None
    if name in ("SUM", "AVG") and kind_of(values[0]) != "number":
        raise TypeError(f"{name} of {values[0]!r}")
    return {"SUM": sum, "AVG": lambda v: sum(v) / len(v), "MIN": min, "MAX": max,
            "VALUES": lambda v: list(dict.fromkeys(v))}[name](values)


class Query:
    def __init__(self, text: str):
        lines = [line for line in text.splitlines() if not line.startswith("//")]
        if lines[0] != "FROM logs-*":
            raise ValueError(f"begins with {lines[0]!r}")
        self.commands = []
        parser = Parser("\n".join(lines[1:]), upper=True)
        while parser.peek():
            parser.take("|")
            command = parser.take()
            self.commands.append((command, getattr(self, command.lower())(parser)))

    @staticmethod
    def where(parser):
        return parser.expression()

    @staticmethod
    def assignments(parser):
        def assignment():
            name = parser.primary()
            if name[0] != "field":
                raise ValueError(f"no name: {name}")
            parser.take("=")
            return name[1], parser.expression(), parser.expression() if parser.accept("WHERE") else None

        return parser.listed(assignment)

    eval = assignments

    def stats(self, parser):
        stats = self.assignments(parser)
        for _, value, _ in stats:
            if value[0] != "call" or len(value[2]) != 1:
                raise ValueError(f"no aggregate: {value}")
        parser.take("BY")
        return stats, self.assignments(parser)

    @staticmethod
    def keep(parser):
        return parser.listed(lambda: parser.primary()[1])

    sort = mv_expand = limit = keep

    def rows(self, documents: list) -> list:
        rows = []
        for document in documents:
            row = {name: as_list(value) if name in LISTS else value for name, value in document.items()}
            for name in LISTS:
                if len(row.get(name) or []) == 1:
                    row[name] = row[name] + ["another"]  # what a field may have, a test must stand
            row["@timestamp"] = Moment(nanos(document["@timestamp"]))
            rows.append(row)
        for command, what in self.commands:
            rows = getattr(self, "run_" + command.lower())(rows, what)
        return rows

    @staticmethod
    def run_where(rows, condition):
        return [row for row in rows if evaluate(condition, row) is True]

    @staticmethod
    def run_eval(rows, assignments):
        for name, value, _ in assignments:
            rows = [{**row, name: evaluate(value, row)} for row in rows]
        return rows

    @staticmethod
    def run_mv_expand(rows, names):
        return [{**row, names[0]: value} for row in rows for value in as_list(row.get(names[0])) or [None]]

    @staticmethod
    def run_stats(rows, what):
        stats, by = what
        groups = {}
        for row in rows:
            keys = [()]
            for _, value, _ in by:
                values = as_list(evaluate(value, row)) or [None]
                keys = [key + (v,) for key in keys for v in dict.fromkeys(values)]
            for key in keys:
                groups.setdefault(key, []).append(row)
        out = []
        for key, group in groups.items():
            made = {name: value for (name, _, _), value in zip(by, key)}
            for name, value, test in stats:
                of = group if test is None else [row for row in group if evaluate(test, row) is True]
                made[name] = aggregate(value[1], value[2][0], of)
            out.append(made)
        return out

    @staticmethod
    def run_keep(rows, names):
        return [{name: row.get(name) for name in names} for row in rows]

    @staticmethod
    def run_sort(rows, names):
        return sorted(rows, key=lambda row: row[names[0]])

    @staticmethod
    def run_limit(rows, _):
        return rows


def shown(value, ordered):
    return moment(repr(value)) if isinstance(value, Moment) else plain(value, ordered)


class Esql:
    target = "esql"

    def difference(self, query: dict, documents: list, found: list):
        parsed = Query(query["text"])
        rows = parsed.rows(documents)
        kept = next(what for command, what in parsed.commands if command == "KEEP")
        exact = query["fidelity"]["level"] == "exact"
        if query["grouped"]:
            keys = len(found[0]["detection"][0].get("detectionFields", [])) if found else 0
            wanted = [self.group(d, kept[2 + keys :], exact) for d in found]
            got = [self.row(row, kept, keys, exact) for row in rows]
        else:
            wanted = [self.event(d, query, kept[2:], exact) for d in found]
            got = [(row["event.id"], *(shown(row[n], True) for n in kept[2:] if exact)) for row in rows]
        if not exact:
            wanted, got = list(set(wanted)), list(set(got))
        return difference(wanted, got)

    @staticmethod
    def outcomes(detection, names):
        named = detection["detection"][0].get("variables", {})
        return tuple(plain(variable_value(named[name]), False) if name in named else "" for name in names)

    def event(self, detection, query, names, exact):
        ids = event_ids(detection, query["variables"][0])
        return (ids[0], *(self.outcomes(detection, names) if exact else ()))

    def group(self, detection, names, exact):
        about = detection["detection"][0]
        keys = tuple(plain(field["value"], True) for field in about.get("detectionFields", []))
        if not exact:
            return keys
        window = detection["timeWindow"]
        return (moment(window["startTime"]), moment(window["endTime"]), *keys, *self.outcomes(detection, names))

    @staticmethod
    def row(row, kept, keys, exact):
        names = kept if exact else kept[2 : 2 + keys]
        return tuple(shown(row[name], False) for name in names)
