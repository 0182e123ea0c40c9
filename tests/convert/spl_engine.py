"""SPL as Splunk's Search Reference describes it: there is no engine outside of Splunk, so that this is one for what conversions use.

A field that an event lacks is null: comparisons with it are null, `and`, `or` and `not` know three values, and `where` keeps what is
true. Numbers and texts that look like numbers are compared as numbers, and texts with case.
"""

import hashlib
import ipaddress
import json
import re
from collections import defaultdict
from datetime import datetime, timezone
from urllib.parse import unquote_plus

from compare import moment, variable_value
from pipeline_values import as_list, text, told
from spl_parser import parse

NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def number(value):
    if isinstance(value, bool) or value is None or isinstance(value, list):
        return None
    if isinstance(value, (int, float)):
        return value
    return float(value) if NUMBER.fullmatch(value) else None


def compare(mark, left, right):
    if left is None or right is None:
        return None
    if isinstance(left, list) or isinstance(right, list):
        raise TypeError("a field with several values is compared")
    if isinstance(left, bool) or isinstance(right, bool):
        raise TypeError("true or false is compared")
    a, b = number(left), number(right)
    if a is None or b is None:
        a, b = text(left), text(right)
    return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[mark]


def both(left, right):
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left, right):
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def arithmetic(mark, left, right):
    a, b = number(left), number(right)
    if a is None or b is None:
        return None
    if mark in "/%" and b == 0:
        return None
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "%": lambda: a % b}[mark]()


PATTERNS = {}


def pattern(source):
    if source not in PATTERNS:
        told = source.replace(r"\z", r"\Z").replace(r"\pL", r"[^\W\d_]")
        told = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda m: re.escape(chr(int(m[1], 16))), told)
        told = re.sub(r"\[:(\w+):\]", lambda m: {"alpha": "A-Za-z", "digit": "0-9", "alnum": "A-Za-z0-9", "space": r"\s"}[m[1]],
                      told)
        PATTERNS[source] = re.compile(told, 0 if r"\p" in source else re.ASCII)
    return PATTERNS[source]


def within(block, address):
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(block, strict=False)
    except ValueError:
        return False


def call(name, nodes, row):
    if name == "if":
        return evaluate(nodes[1] if evaluate(nodes[0], row) is True else nodes[2], row)
    if name == "mvfilter":
        field = next(n for n in walk(nodes[0]) if n[0] == "field")[1]
        values = row.get(field)
        values = values if isinstance(values, list) else [] if values is None else [values]
        kept = [v for v in values if evaluate(nodes[0], {field: v}) is True]
        return None if not kept else kept[0] if len(kept) == 1 else kept
    args = [evaluate(node, row) for node in nodes]
    if name in ("true", "false"):
        return name == "true"
    if name == "null":
        return None
    if name == "coalesce":
        return next((a for a in args if a is not None), None)
    if name == "isnotnull":
        return args[0] is not None
    if name == "nullif":
        return None if compare("==", *args) is True else args[0]
    if any(a is None for a in args):
        return None
    if any(isinstance(a, list) for a in args) and name not in ("mvindex",):
        raise TypeError(f"{name} of several values")
    functions = {
        "abs": lambda x: abs(number(x)), "ceiling": lambda x: -int(-number(x) // 1), "floor": lambda x: int(number(x) // 1),
        "cidrmatch": lambda block, x: within(block, text(x)), "len": lambda x: len(text(x)),
        "ln": lambda x: __import__("math").log(number(x)), "lower": lambda x: text(x).lower(),
        "match": lambda x, p: pattern(p).search(text(x)) is not None,
        "md5": lambda x: hashlib.md5(text(x).encode()).hexdigest(),
        "mvindex": lambda x, i: (x if isinstance(x, list) else [x])[int(number(i))],
        "replace": lambda x, p, y: pattern(p).sub(y, text(x)),
        "sha256": lambda x: hashlib.sha256(text(x).encode()).hexdigest(), "split": lambda x, y: text(x).split(y),
        "sqrt": lambda x: number(x) ** 0.5, "tostring": text, "upper": lambda x: text(x).upper(),
        "urldecode": lambda x: unquote_plus(x),
    }
    return functions[name](*args)


def walk(node):
    if isinstance(node, tuple):
        yield node
    if isinstance(node, (tuple, list)):
        for part in node:
            yield from walk(part)


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
    if kind == "compare":
        return compare(node[1], evaluate(node[2], row), evaluate(node[3], row))
    if kind == "arithmetic":
        return arithmetic(node[1], evaluate(node[2], row), evaluate(node[3], row))
    if kind == "join":
        left, right = evaluate(node[1], row), evaluate(node[2], row)
        return None if left is None or right is None else text(left) + text(right)
    return call(node[1], node[2], row)


def aggregate(function, argument, rows):
    if argument is None:
        return len(rows)
    if function == "count" and argument[0] != "field":
        return sum(1 for row in rows if evaluate(argument, row) is True)
    values = []
    for row in rows:
        value = evaluate(argument, row)
        values += value if isinstance(value, list) else [] if value is None else [value]
    if function == "count":
        return len(values)
    if function == "dc":
        return len({text(v) for v in values})
    if not values:
        return None
    if function == "values":
        distinct = sorted({text(v) for v in values})
        return distinct[0] if len(distinct) == 1 else distinct
    if function == "list":
        return values[0] if len(values) == 1 else values[:100]
    if function in ("first", "last"):
        return values[0 if function == "first" else -1]
    numbers = [number(v) for v in values]
    if any(n is None for n in numbers):
        numbers = [text(v) for v in values]
    if function in ("min", "max"):
        return (min if function == "min" else max)(numbers)
    if function == "sum":
        return sum(numbers)
    mean = sum(numbers) / len(numbers)
    if function == "avg":
        return mean
    variance = sum((n - mean) ** 2 for n in numbers) / (len(numbers) - 1) if len(numbers) > 1 else 0
    return variance if function == "var" else variance**0.5


def sort_key(value):
    n = number(value)
    return (2, 0, "") if value is None else (0, n, "") if n is not None else (1, 0, text(value))


class Run:
    """Runs a pipeline over events. `inclusive`: how time_window takes an event exactly at its end."""

    def __init__(self, events, inclusive):
        self.events = events
        self.inclusive = inclusive

    def run(self, commands):
        rows = []
        for command in commands:
            rows = getattr(self, command[0])(rows, *command[1:])
        return rows

    def search(self, rows, terms, first=True):
        rows = rows or self.events

        def fits(row):
            return all(any(text(value).lower() == text(wanted).lower() for value in as_list(row.get(field)) for wanted in values)
                       for field, values in terms)

        return [dict(row) for row in rows if fits(row)]

    def from_model(self, rows, model):
        return [dict(row) for row in self.events if row["datamodel"] == model]

    def multisearch(self, rows, branches):
        rows = [row for branch in branches for row in self.run(branch)]
        return sorted(rows, key=lambda row: row["_time"], reverse=True)

    union = multisearch

    def where(self, rows, test):
        return [row for row in rows if evaluate(test, row) is True]

    def eval(self, rows, assignments):
        for row in rows:
            for name, value in assignments:
                result = evaluate(value, row)
                if isinstance(result, bool):
                    raise TypeError(f"{name} would be true or false")
                row[name] = result
        return rows

    def fields(self, rows, names):
        return [{n: row[n] for n in [*names, "_raw", "_time"] if n in row} for row in rows]

    def table(self, rows, names):
        return [{n: row.get(n) for n in names} for row in rows]

    def rename(self, rows, pairs):
        for row in rows:
            for old, new in pairs:
                row[new] = row.pop(old, None)
        return rows

    def mvexpand(self, rows, name):
        return [{**row, name: value} for row in rows for value in as_list(row.get(name))]

    def sort(self, rows, by):
        for name, falls in reversed(by):
            rows = sorted(rows, key=lambda row: sort_key(row.get(name)), reverse=falls)
        return rows

    def reverse(self, rows):
        return rows[::-1]

    def dedup(self, rows, names):
        seen, out = set(), []
        for row in rows:
            key = tuple(None if row.get(n) is None else text(row[n]) for n in names)
            if None not in key and key not in seen:
                seen.add(key)
                out.append(row)
        return out

    def fillnull(self, rows, value, names):
        for row in rows:
            for name in names:
                if row.get(name) is None:
                    row[name] = value
        return rows

    def convert(self, rows, names):
        """Times as texts, with six digits of a second."""
        for row in rows:
            for name in names:
                if row.get(name) is not None:
                    row[name] = as_moment(row[name])
        return rows

    def groups(self, rows, by):
        out = defaultdict(list)
        for row in rows:
            key = tuple(None if row.get(n) is None else text(row[n]) for n in by)
            if None not in key:
                out[key].append(row)
        return out

    def stats(self, rows, aggregates, by):
        out = []
        for own in self.groups(rows, by).values():
            made = {n: own[0][n] for n in by}
            out.append({**made, **{name: aggregate(f, argument, own) for f, argument, name in aggregates}})
        return out

    def streamstats(self, rows, options, aggregates, by):
        seen = defaultdict(list)
        out = []
        for row in rows:
            key = tuple(None if row.get(n) is None else text(row[n]) for n in by)
            if None in key:
                out.append(row)
                continue
            window = seen[key] if options.get("current") == "f" else [*seen[key], row]
            if "time_window" in options:
                size = options["time_window"]
                window = [other for other in window if abs(other["_time"] - row["_time"]) < size or
                          (self.inclusive and abs(other["_time"] - row["_time"]) == size)]
            made = {**row, **{name: aggregate(f, argument, window) for f, argument, name in aggregates}}
            seen[key].append(row)
            if "reset_after" in options and evaluate(options["reset_after"], made) is True:
                seen = defaultdict(list)
            out.append(made)
        return out


setattr(Run, "from", Run.from_model)


def epoch(value):
    whole, _, fraction = moment(value).partition(".")
    seconds = int(datetime.fromisoformat(whole).replace(tzinfo=timezone.utc).timestamp())
    return seconds + int(fraction) / 1e6 if int(fraction) else seconds


def in_splunk(number_, placed):
    """A document as an event of Splunk: with a time in seconds, its text, and numbers as they are."""
    row = {name: [text(v) if not isinstance(v, (int, float)) or isinstance(v, bool) else v for v in value]
           if isinstance(value, list) else ("true" if value is True else "false" if value is False else value)
           for name, value in placed.items()}
    row["_time"] = epoch(row["_time"])
    row["_raw"] = json.dumps(placed, sort_keys=True)
    row["#"] = number_
    return row


class Splunk:
    target = "splunk"

    def prepared(self, documents):
        return [in_splunk(i, d) for i, d in enumerate(documents)]

    def difference(self, query, documents, found):
        commands = parse(query["text"])
        events = self.prepared(documents)
        problem = None
        for inclusive in (False, True):
            rows = Run(events, inclusive).run(commands)
            problem = compare_rows(query, rows, events, found)
            if problem is None:
                return None
        return problem


class SplunkCim(Splunk):
    target = "splunk-cim"


def compare_rows(query, rows, events, found):
    """What only the rule and only the query found; None when they agree. Outcomes that the query leaves out do not count."""
    left_out = {n["what"][1:] for n in query["fidelity"]["notes"] if "left out of the results" in n["why"]}
    wanted, got = [], []
    for detection in found:
        about = detection["detection"][0]
        named = about.get("variables", {})
        outcomes = {o["key"]: told(variable_value(named[o["key"]])) for o in about.get("outcomes", []) if o["key"] not in left_out}
        keys = tuple(told(field["value"]) for field in about.get("detectionFields", []))
        window = detection["timeWindow"]
        if query["grouped"]:
            wanted.append((moment(window["startTime"]), moment(window["endTime"]), keys, tuple(sorted(outcomes.items()))))
        else:
            wanted.append((moment(detection["detectionTime"]), tuple(sorted(outcomes.items()))))
    names = [o["key"] for o in found[0]["detection"][0].get("outcomes", []) if o["key"] not in left_out] if found else []
    for row in rows:
        outcomes = tuple(sorted((n, told(row.get(n))) for n in names))
        if query["grouped"]:
            columns = [n for n in row if n not in ("window_start", "window_end")]
            keys = tuple(told(row[n]) for n in columns[: len(found[0]["detection"][0].get("detectionFields", []))] if found)\
                if found else ()
            got.append((row["window_start"], row["window_end"], keys, outcomes))
        else:
            got.append((as_moment(row["_time"]), outcomes))
    if sorted(wanted, key=repr) == sorted(got, key=repr):
        return None
    only_rule = [w for w in wanted if w not in got]
    only_query = [g for g in got if g not in wanted]
    return f"only the rule: {only_rule}\n  only the query: {only_query}"


def as_moment(seconds):
    if isinstance(seconds, str) and "T" in seconds:
        return seconds
    value = float(seconds)
    whole = int(value // 1)
    return datetime.fromtimestamp(whole, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{round((value - whole) * 1e6):06}"
