"""EQL as Elasticsearch runs it: parsed by the `eql` package, run by an evaluator after Elasticsearch's reference.

A field that is not there makes a comparison null; one with several values fulfils it when any does. The package's own engine
compares without case and knows no lists, so that it judges no more than it shares (`agreed`).
"""

from functools import reduce

import eql
from eql.parser import allow_negation, allow_runs, elasticsearch_syntax

from compare import disagreement, event_ids
from elastic_expr import Parser
from elastic_values import lone_difference, lucene_pattern, nanos, wildcards
from three_valued import either, evaluator
from values import ORDER, as_list, within

SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def like(pattern: str):
    return wildcards((c, False) for c in pattern)


def compare(mark, left, right):
    if left is None or right is None:
        return None
    if isinstance(left, str) != isinstance(right, str) or isinstance(left, bool) != isinstance(right, bool):
        raise TypeError(f"{left!r} {mark} {right!r}")
    return ORDER[mark](left, right)


def call(name: str, args: list):
    base, fold = name.rstrip("~"), name.endswith("~")
    if args[0] is None:
        return None
    if base == "cidrMatch":
        return any(within(args[0], block) for block in args[1:])
    if base == "string":
        return str(args[0])
    if base == "length":
        return len(args[0])
    if base == "concat":
        return None if None in args else "".join(str(a) for a in args)
    one, other = (a.lower() if fold else a for a in args)
    return {"stringContains": other in one, "startsWith": one.startswith(other), "endsWith": one.endswith(other)}[base]


@evaluator
def evaluate(node, document):
    kind = node[0]
    if kind == "call":
        args = [evaluate(arg, document) for arg in node[2]]
        if node[1] in ("string", "length", "concat"):
            return call(node[1], [(as_list(arg) or [None])[0] for arg in args])
        return any_of(args[0], lambda value: call(node[1], [value, *args[1:]]))
    if kind == "compare":
        mark, left = node[1], evaluate(node[2], document)
        if mark in ("==", "!=") and node[3] == ("constant", None):
            return (left is None) == (mark == "==")
        right = evaluate(node[3], document)
        return any_of(left, lambda value: compare(mark, value, right))
    left = evaluate(node[1], document)
    if kind in ("in", "in~"):
        values = [evaluate(arg, document) for arg in node[2]]
        if kind == "in":
            return any_of(left, lambda value: reduce(either, (compare("==", value, v) for v in values)))
        return any_of(left, lambda value: value.lower() in [v.lower() for v in values])
    right = evaluate(node[2], document)
    if kind in ("like", "like~"):
        fold = kind.endswith("~")
        pattern = like(right.lower() if fold else right)
        return any_of(left, lambda value: bool(pattern.fullmatch(value.lower() if fold else value)))
    if kind == "regex":
        pattern = lucene_pattern(right)
        return any_of(left, lambda value: bool(pattern.fullmatch(value)))
    raise ValueError(f"{kind} in a condition")


def any_of(value, test):
    if value is None:
        return None
    results = [test(one) for one in as_list(value)]
    return results[0] if len(results) == 1 else reduce(either, results)


class Query:
    """`category where …`, or a sequence of such."""

    def __init__(self, text: str):
        self.stages = []  # (category, condition, by, absent)
        self.span = None
        parser = Parser(text, upper=False)
        if parser.accept("sequence"):
            by = self.fields(parser)
            parser.take("with")
            parser.take("maxspan")
            parser.take("=")
            number, unit = parser.take(), parser.take()
            self.span = int(number) * SPANS[unit] * 10**9
            while parser.peek():
                self.stage(parser, by)
        else:
            self.stages.append((*self.event(parser), [], False))
        parser.end()

    @staticmethod
    def fields(parser):
        return parser.listed(lambda: parser.primary()[1]) if parser.accept("by") else []

    @staticmethod
    def event(parser):
        category = parser.take()
        parser.take("where")
        return category, parser.expression()

    def stage(self, parser, by):
        absent = parser.accept("!")
        parser.take("[")
        event = self.event(parser)
        parser.take("]")
        by = by + self.fields(parser)
        runs = 1
        if parser.accept("with"):
            parser.take("runs")
            parser.take("=")
            runs = parser.primary()[1]
        self.stages += [(*event, by, absent)] * runs

    @staticmethod
    def matches(stage, document) -> bool:
        category, condition = stage[:2]
        return (category == "any" or category in as_list(document.get("event.category"))) and \
            evaluate(condition, document) is True

    def events(self, documents):
        return [d for d in documents if self.matches(self.stages[0], d)]

    @staticmethod
    def key(stage, document):
        values = tuple(str(as_list(document.get(field))[:1]) for field in stage[2])
        return None if "[]" in values else values

    def sequences(self, documents):
        ordered = sorted(documents, key=lambda d: nanos(d["@timestamp"]))
        steps = [stage for stage in self.stages if not stage[3]]
        waiting, found = {}, []
        for place, document in enumerate(ordered):
            for at in range(len(steps) - 1, -1, -1):
                key = self.key(steps[at], document)
                if key is None or not self.matches(steps[at], document):
                    continue
                if at == 0:
                    so_far = [place]
                else:
                    so_far = waiting.pop((key, at), None)
                    if so_far is None or self.apart(ordered, so_far[0], place) > self.span:
                        continue
                    so_far = so_far + [place]
                if at + 1 == len(steps):
                    found.append((key, so_far))
                else:
                    waiting[key, at + 1] = so_far
        return [[ordered[p] for p in places] for key, places in found if not self.disturbed(ordered, key, places)]

    @staticmethod
    def apart(ordered, first, last):
        return nanos(ordered[last]["@timestamp"]) - nanos(ordered[first]["@timestamp"])

    def disturbed(self, ordered, key, places) -> bool:
        for stage in self.stages:
            if not stage[3]:
                continue
            for place in range(places[-1] + 1, len(ordered)):
                if self.apart(ordered, places[0], place) <= self.span and self.key(stage, ordered[place]) == key and \
                        self.matches(stage, ordered[place]):
                    return True
        return False


def nested(document: dict) -> dict:
    out = {}
    for name, value in document.items():
        node = out
        *path, last = name.split(".")
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return out


class Eql:
    target = "eql"

    def __init__(self):
        self.agreed = self.disagreed = 0

    def difference(self, query: dict, documents: list, found: list):
        """What the query finds otherwise than the rule; None when nothing."""
        texts = [text for text in query["text"].split("// query ")]
        texts = ["// query " + text for text in texts[1:]] or texts
        queries = []
        for text in texts:
            with elasticsearch_syntax, allow_runs, allow_negation:
                parsed = eql.parse_query(text)
            queries.append(Query(text))
        if queries[0].span is None:
            self.judge(parsed, queries[0], documents)
            return lone_difference(query, found, {d["event.id"] for d in queries[0].events(documents)})
        sequences = [{d["event.id"] for d in s} for q in queries for s in q.sequences(documents)]
        detections = [{i for v in query["variables"] for i in event_ids(d, v)} for d in found]
        if any(len(ids) >= 10 for ids in detections):
            return None if bool(detections) == bool(sequences) else f"{len(detections)} detections, {len(sequences)} sequences"
        lost = [sorted(d) for d in detections if not any(s <= d for s in sequences)]
        more = [sorted(s) for s in sequences if not any(s <= d for d in detections)]
        return disagreement(lost, more) if lost or more else None

    def summary(self) -> str:
        return f"the package's own engine agrees on {self.agreed} queries, not on {self.disagreed}"

    def judge(self, parsed, query, documents):
        """Whether the package's engine, which has no lists and no case, finds the same."""
        events = []
        for document in documents:
            plain = {name: as_list(value)[0] for name, value in document.items()}
            events.append(eql.Event(plain.get("event.category", "generic"), 0, nested(plain)))
        try:
            got = {e.data["event"]["id"] for out in eql.get_engine(parsed)(events) for e in out.events}
        except Exception:  # what the package has no code for
            return
        same = got == {d["event.id"] for d in query.events(documents)}
        self.agreed += same
        self.disagreed += not same
