"""SPL as Splunk's Search Reference describes it: there is no engine outside of Splunk, so that this is one for what conversions use.

A field that an event lacks is null: comparisons with it are null, `and`, `or` and `not` know three values, and `where` keeps what is
true. Numbers and texts that look like numbers are compared as numbers, and texts with case.
"""

import hashlib
import json
import math
import re
from collections import defaultdict
from urllib.parse import unquote_plus

import pipeline_values
from foreign_patterns import python_pattern
from pipeline_results import difference_in_windows
from pipeline_values import arithmetic, as_moment, epoch, over, text
from spl_parser import parse
from three_valued import evaluator
from values import as_list, within

NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


def number(value):
    if isinstance(value, bool) or value is None or isinstance(value, list):
        return None
    if isinstance(value, (int, float)):
        return value
    return float(value) if NUMBER.fullmatch(value) else None


def compare(mark, left, right):
    if left is not None and right is not None:
        if isinstance(left, list) or isinstance(right, list):
            raise TypeError("a field with several values is compared")
        if isinstance(left, bool) or isinstance(right, bool):
            raise TypeError("true or false is compared")
    return pipeline_values.compare(mark, left, right, number)


POSIX_CLASSES = {"alpha": "A-Za-z", "digit": "0-9", "alnum": "A-Za-z0-9", "space": r"\s"}


def pattern(source):
    return python_pattern(re.sub(r"\[:(\w+):\]", lambda m: POSIX_CLASSES[m[1]], source.replace(r"\z", r"\Z")))


def call(name, nodes, row):
    if name == "if":
        return evaluate(nodes[1] if evaluate(nodes[0], row) is True else nodes[2], row)
    if name == "mvfilter":
        field = next(n for n in walk(nodes[0]) if n[0] == "field")[1]
        kept = [v for v in as_list(row.get(field)) if evaluate(nodes[0], {field: v}) is True]
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
        "cidrmatch": lambda block, x: within(text(x), block), "len": lambda x: len(text(x)),
        "ln": lambda x: math.log(number(x)), "lower": lambda x: text(x).lower(),
        "match": lambda x, p: pattern(p).search(text(x)) is not None,
        "md5": lambda x: hashlib.md5(text(x).encode()).hexdigest(),
        "mvindex": lambda x, i: as_list(x)[int(number(i))],
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


@evaluator
def evaluate(node, row):
    kind = node[0]
    if kind == "call":
        return call(node[1], node[2], row)
    if kind == "compare":
        return compare(node[1], evaluate(node[2], row), evaluate(node[3], row))
    if kind == "arithmetic":
        return arithmetic(node[1], number(evaluate(node[2], row)), number(evaluate(node[3], row)))
    if kind == ".":
        left, right = evaluate(node[1], row), evaluate(node[2], row)
        return None if left is None or right is None else text(left) + text(right)
    raise ValueError(f"{kind} in an expression")


OVER = {"dc": "distinct", "values": "list", "stdev": "stddev"}


def aggregate(function, argument, rows):
    if argument is None:
        return len(rows)
    if function == "count" and argument[0] != "field":
        return sum(1 for row in rows if evaluate(argument, row) is True)
    values = [value for row in rows for value in as_list(evaluate(argument, row))]
    if function == "count":
        return len(values)
    if function == "list":
        return None if not values else values[0] if len(values) == 1 else values[:100]
    return over(OVER.get(function, function), values, number)


def sort_key(value):
    n = number(value)
    return (2, 0, "") if value is None else (0, n, "") if n is not None else (1, 0, text(value))


def key_of(row, names):
    return tuple(None if row.get(n) is None else text(row[n]) for n in names)


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
            key = key_of(row, names)
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
            key = key_of(row, by)
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
            key = key_of(row, by)
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
            problem = difference_in_windows(query, rows, found, lambda row: as_moment(row["_time"]))
            if problem is None:
                return None
        return problem


class SplunkCim(Splunk):
    target = "splunk-cim"
