#!/usr/bin/env python3
"""Rules and their conversions to targets over a schema, on the same events.

The events of every conformance case are told in UDM and in the schema (schema_events.py). What the query finds in the documents
is held against what `yaral scan` finds in the events: the same where the conversion says `exact`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cases import conformance_cases
from run import SKIPPED, Runner
from schema_engines import ENGINES, engine
from schema_events import Events


class Target:
    """One language: its engine, and what came of its queries."""

    def __init__(self, engine):
        self.engine = engine
        self.name = engine.target
        self.counts = Counter()
        self.reasons = Counter()
        self.failures = []


class SchemaRunner(Runner):
    def __init__(self, yaral: str, targets: list, schema: Path, folder: Path, verbose: bool):
        super().__init__(yaral, None, folder, verbose)
        self.targets = targets
        self.schema = Events(yaral, schema)

    def run(self, cases: list):
        self.normalise(cases)
        plain = [case for case in cases if not case.lists and not case.tables]
        made = [self.convert_all(target, plain) for target in self.targets]
        for number, case in enumerate(plain):
            self.run_converted(case, [], [queries.get(number, []) for queries in made])
        for case in cases:
            if case.lists or case.tables:
                lookups = self.lookups(case)
                made = [self.convert_all(target, [case], lookups).get(0, []) for target in self.targets]
                self.run_converted(case, lookups, made)

    def normalise(self, cases: list):
        """The events of all cases as `yaral normalize` writes them, each once, by one call."""
        mark = "of case "
        raw = ""
        for number, case in enumerate(cases):
            raw += json.dumps({"metadata": {"id": f"{mark}{number}", "event_type": "GENERIC_EVENT"}}) + "\n"
            raw += case.events if case.events.endswith("\n") else case.events + "\n"
        self.events = {}
        for line in self.normalised(raw).open(encoding="utf-8"):
            event = json.loads(line)
            name = event.get("metadata", {}).get("id", "")
            if name.startswith(mark):
                own = self.events.setdefault(cases[int(name[len(mark) :])].name, [])
            else:
                own.append(event)

    def convert_all(self, target: Target, cases: list, lookups=()):
        """The queries of the rules of each case, by one call."""
        files = []
        for number, case in enumerate(cases):
            file = self.folder / f"{number:05}.yaral"
            file.write_text(case.rules, encoding="utf-8")
            files.append(file)
        told = self.call("convert", "--to", target.name, "--format", "json", *lookups, *files)
        if told.returncode not in (0, 1, 2):
            target.failures.append(f"convert ended with {told.returncode}: {told.stderr[-400:]}")
            return {}
        queries = {}
        for query in json.loads(told.stdout)["rules"]:
            queries.setdefault(int(Path(query["file"]).stem), []).append(query)
            level = query["fidelity"]["level"]
            target.counts[level] += 1
            reasons = [n for n in query["fidelity"]["notes"] if n["level"] == level]
            if level != "exact" and not reasons:
                target.failures.append(f"{query['rule']}: {level}, without a reason")
            if level == "refused":
                target.reasons.update(f"{n['what']}: {n['why']}" for n in reasons)
        return queries

    def run_converted(self, case, lookups, queries_of_targets):
        made = [[q for q in queries if q["text"]] for queries in queries_of_targets]
        if not any(made):
            return
        placed = [one for one in map(self.schema.place, self.events[case.name]) if one]
        rules, events = self.folder / "case.yaral", self.folder / "placed.ndjson"
        rules.write_text(case.rules, encoding="utf-8")
        events.write_text("".join(json.dumps(one.udm) + "\n" for one in placed), encoding="utf-8")
        found = self.detections(rules, lookups, events) if placed else []
        documents = [one.document for one in placed]
        for target, queries in zip(self.targets, made):
            for query in queries:
                own = [d for d in found if d["detection"][0]["ruleName"] == query["rule"]]
                self.run_query(target, f"{case.name}: {query['rule']}", query, documents, own)

    def run_query(self, target: Target, name: str, query: dict, documents: list, found: list):
        level = query["fidelity"]["level"]
        try:
            difference = target.engine.difference(query, documents, found)
        except Exception as error:  # of any parser
            target.failures.append(f"{name}: {level}: {type(error).__name__} {str(error)[:400]}\n{query['text']}")
            return
        target.counts["detections"] += len(found)
        if difference is None:
            target.counts[f"{level}, the same here"] += 1
            if found:
                target.counts[f"{level}, the same here, and something found"] += 1
            return
        text = f"{name}: {level}\n  {difference}" + (f"\n{query['text']}" if self.verbose else "")
        if level == "exact":
            target.failures.append(text)
        else:
            target.counts[f"{level}, differs here"] += 1
            if self.verbose:
                print("differs:", target.name, text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yaral", required=True, help="the program")
    parser.add_argument("--schema", required=True, type=Path, help="convert/schemas/SCHEMA.yaml")
    parser.add_argument("--cases", required=True, type=Path, help="folder of conformance cases")
    parser.add_argument("--targets", required=True, nargs="+", choices=sorted(ENGINES))
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    try:
        targets = [Target(engine(name)) for name in options.targets]
    except ImportError as missing:
        print(f"skipped: {missing}; scripts/convert-tools installs it")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        runner = SchemaRunner(options.yaral, targets, options.schema, Path(folder), options.verbose)
        runner.run([case for case in conformance_cases(options.cases) if options.only in case.name])
    failed = 0
    for target in targets:
        for failure in target.failures:
            print("FAILED", target.name, failure)
        if options.verbose:
            for reason, times in target.reasons.most_common():
                print(f"{times:5} refused by {target.name}: {reason}")
        print(f"{target.name}:", ", ".join(f"{n} {what}" for what, n in sorted(target.counts.items())))
        if hasattr(target.engine, "summary"):
            print(f"{target.name}: {target.engine.summary()}")
        if not options.only and target.counts["exact, the same here, and something found"] == 0:
            target.failures.append("no conversion was shown to be exact")
        failed += len(target.failures)
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
