#!/usr/bin/env python3
"""Proof by execution for KQL: a rule and its query must find the same in the same events.

Kusto itself cannot be had; duckdb-kql, which is tested against it, runs KQL on DuckDB. Every conformance case is converted
with a schema made for it, in which one table `Udm` has a column for each field that its rules read, so that all that the
writer does is run and not only what the fields of a platform allow. Left out are cases in which one event has several
values of a field that a rule reads: the tables of the platforms have no such columns.
"""

import json
import re
import resource
import shutil
import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

from command_line import case_options, chosen_cases, skipped
from compare import moment, plain, variable_value
from kql_engine import Kql
from runner import Runner
from tally import Tally, report
from yaral import ConvertFailed

FIELD = re.compile(r"\$\w+\s*\.\s*([a-z_0-9]+(?:\s*\.\s*[a-z_0-9]+|\[[^\]]*\])*)")
SQL_TYPES = {"int": "BIGINT", "uint": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "timestamp": "TIMESTAMP"}


# What the engine cannot do, and Kusto can.
LIMITS = ("unsupported KQL construct", "differ only in case", "Could not decode string", "Out of Range Error")
MOST_MEMORY = 6 << 30  # it expands calls within calls


class Unsuitable(Exception):
    """A case that a flat table cannot hold, or what the engine cannot run."""


class KqlRunner(Runner):
    """`home` holds a copy of the program with schemas beside it."""

    def __init__(self, yaral: str, engine: Kql, folder: Path, verbose: bool):
        self.home = folder / "home"
        (self.home / "bin").mkdir(parents=True)
        (self.home / "convert" / "schemas").mkdir(parents=True)
        self.schema = self.home / "convert" / "schemas" / "sentinel.yaml"
        super().__init__(str(shutil.copy(yaral, self.home / "bin" / "yaral")), folder)
        self.engine = engine
        self.tally = Tally("kql", verbose)
        self.types = {}
        self.skipped = Counter()
        self.table, self.like_ids = [], False

    def type_of(self, path: str):
        """The type of a field, or None where there is none."""
        if path not in self.types:
            bare = re.sub(r"\[.*?\]", "", path)
            found = [f for f in self.yaral.fields(bare) if f["path"].removesuffix('["key"]') == bare]
            self.types[path] = found[0]["type"] if found else None
        return self.types[path]

    def run_case(self, case):
        if not case.events:
            return
        lookups = self.lookups(case)
        events = self.normalised(case.events)
        try:
            columns = self.make_schema(case, events)
            queries = self.yaral.converted(self.engine.target, *lookups, self.rules_of(case))
        except Unsuitable as why:
            self.skipped[str(why)] += 1
            return
        except ConvertFailed as error:
            self.tally.failures.append(f"{case.name}: {error}")
            return
        if not queries:
            return
        found = self.found(case, lookups, events)
        self.engine.create("Udm", columns, self.table)
        for query in queries:
            self.check(f"{case.name}: {query['rule']}", query, found.get(query["rule"], []))

    def make_schema(self, case, events: Path):
        """The schema of a case, and the columns of its table; `self.table` are the rows."""
        paths = {"metadata.event_timestamp", "metadata.id"}
        for path in FIELD.findall(case.rules):
            path = re.sub(r"\s", "", re.sub(r"\[\d+\]", "", path))
            path = re.sub(r"\.(seconds|nanos)$", "", path)
            paths.add(path)
        fields = {}
        for path in sorted(paths):
            kind = self.type_of(path)
            if path.startswith("additional.fields["):
                kind = "string"
            if kind:
                fields[path] = ("Udm_" + re.sub(r"\W+", "_", path).strip("_"), kind.split(" ")[0])
        lines = "".join(f"      '{path}': {column}\n" for path, (column, _) in fields.items())
        self.schema.write_text(
            f"schema: sentinel\ntitle: UDM\nsources:\n  - name: udm\n    from: Udm\n    fields:\n{lines}", encoding="utf-8"
        )
        self.table, ids = [], []
        for line in events.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            ids.append(event.get("metadata", {}).get("id", ""))
            self.table.append([convert(value_at(event, path), kind) for path, (_, kind) in fields.items()])
        self.like_ids = "" in ids or len(set(ids)) < len(ids)
        return {column: SQL_TYPES.get(kind, "VARCHAR") for column, kind in fields.values()}

    def check(self, name, query, found):
        level = self.tally.fidelity(name, query)
        if level == "refused":
            return
        if len(query["variables"]) > 1 and self.like_ids:
            self.skipped["events that no id tells apart"] += 1
            return
        try:
            names, rows = self.engine.rows(query["text"])
        except Exception as error:  # the engine's own kinds of errors
            known = [limit for limit in LIMITS if limit in str(error)]
            if known or isinstance(error, MemoryError):
                self.skipped[str(error).split(" at ")[0].split("(")[0][:120] or "too large for the engine"] += 1
            else:
                self.tally.failures.append(f"{name}: {level}: the query fails: {str(error)[:600]}\n{query['text']}")
            return
        wanted = Counter(from_detection(d, query["grouped"], names) for d in found)
        got = Counter(from_row(row, names, query["grouped"], found) for row in rows)
        self.tally.settle(name, query, wanted, got)


def value_at(event, path: str):
    """The value at a path of an event as JSON; of a map by its key."""
    at = event
    if path.startswith("additional.fields["):
        fields = event.get("additional", {})
        value = fields.get("fields", fields).get(path.split('"')[1])
        return value if isinstance(value, str) else None  # only texts are read from a map
    for name, key in re.findall(r"(\w+)(?:\[\"(.*?)\"\])?", path):
        words = name.split("_")
        camel = words[0] + "".join(word.title() for word in words[1:])
        if isinstance(at, list):
            if len(at) > 1:
                raise Unsuitable("several values of a field in one event")
            at = at[0] if at else {}
        at = at.get(camel, at.get(name)) if isinstance(at, dict) else None
        if key and isinstance(at, dict):
            at = at.get("fields", at).get(key) if isinstance(at.get("fields", at), dict) else None
        elif key and isinstance(at, list):
            at = next((pair.get("value") for pair in at if pair.get("key") == key), None)
        if at is None:
            return None
    if isinstance(at, list):
        if len(at) > 1:
            raise Unsuitable("several values of a field in one event")
        at = at[0] if at else None
    if isinstance(at, dict):
        raise Unsuitable("a message as a value")
    return at


def convert(value, kind: str):
    if kind in ("int", "uint"):
        if value is not None and int(value) >= 1 << 63:
            raise Unsuitable("a number above those of Kusto")
        return None if value is None else int(value)
    if kind == "float":
        return None if value is None else float(value)
    if kind == "bool":
        return value
    if kind == "timestamp":
        if value is not None and re.search(r"\.\d{6}0*[1-9]", value):
            raise Unsuitable("times finer than those of the engine")
        # The tables of the platforms have a time for each event; one without is at the epoch for yaral.
        return datetime.fromisoformat(moment(value or "1970-01-01T00:00:00Z"))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def listed(value):
    """Lists come as JSON."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def shown(value):
    return plain(listed(value), False)


def alone(value):
    return value[0] if isinstance(value, tuple) and len(value) == 1 else value


def from_detection(detection: dict, grouped: bool, names: list):
    about = detection["detection"][0]
    named = about.get("variables", {})
    outcomes = {o["key"]: shown(variable_value(named[o["key"]])) for o in about.get("outcomes", [])}
    values = tuple(value for name, value in outcomes.items() if name in names)
    if not grouped:  # a list of one event is its value
        return (moment(detection["detectionTime"]), tuple(map(alone, values)))
    window = detection["timeWindow"]
    keys = tuple(shown(field["value"]) for field in about.get("detectionFields", []))
    return (moment(window["startTime"]), moment(window["endTime"]), keys, values)


def from_row(row: tuple, names: list, grouped: bool, found: list):
    named = dict(zip(names, row))
    about = found[0]["detection"][0] if found else {}
    outcomes = [o["key"] for o in about.get("outcomes", [])]
    values = tuple(shown(named[name]) for name in outcomes if name in named)
    if not grouped:
        return (moment(named["Udm_metadata_event_timestamp"]), values)
    keys = row[2 : 2 + len(about.get("detectionFields", []))]
    return (moment(row[0]), moment(row[1]), tuple(map(shown, keys)), values)


def main():
    options = case_options(__doc__).parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        engine = Kql()
    except ImportError as missing:
        return skipped(missing)
    with tempfile.TemporaryDirectory() as folder:
        runner = KqlRunner(options.yaral, engine, Path(folder), options.verbose)
        for case in chosen_cases(options):
            runner.run_case(case)
    for reason, times in runner.skipped.most_common():
        print(f"{times:5} not run: {reason}")
    return report([runner.tally], proof="" if options.only else "exact")


if __name__ == "__main__":
    sys.exit(main())
