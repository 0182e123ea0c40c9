#!/usr/bin/env python3
"""Proof by execution: a rule and its conversion must find the same in the same events.

Every conformance case is converted; the query runs on the events of the case, and its rows are held against the
detections of `yaral scan`. A rule that is refused or approximate must say why.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cases import conformance_cases
from compare import from_detection, from_row
from engines import ENGINES

SKIPPED = 77  # what ctest takes for a test that was skipped


class Runner:
    def __init__(self, yaral: str, engine, folder: Path, verbose: bool):
        self.yaral = yaral
        self.engine = engine
        self.folder = folder
        self.verbose = verbose
        self.counts = Counter()
        self.reasons = Counter()
        self.failures = []

    def call(self, *arguments):
        return subprocess.run([self.yaral, *map(str, arguments)], capture_output=True, text=True, check=False)

    def run_case(self, case):
        rules = self.folder / "case.yaral"
        rules.write_text(case.rules, encoding="utf-8")
        lookups = self.lookups(case)
        converted = self.call("convert", "--to", self.engine.target, "--format", "json", *lookups, rules)
        if converted.returncode not in (0, 1, 2):
            self.failures.append(f"{case.name}: convert ended with {converted.returncode}: {converted.stderr}")
            return
        queries = json.loads(converted.stdout)["rules"]
        if not queries or not case.events:
            return
        events = self.normalised(case.events)
        found = self.detections(rules, lookups, events)
        self.engine.load(events)
        for query in queries:
            self.check(case, query, [d for d in found if d["detection"][0]["ruleName"] == query["rule"]])

    def lookups(self, case):
        """The options that give the lists and tables of a case."""
        lists, tables = self.folder / "lists", self.folder / "tables"
        for folder in (lists, tables):
            folder.mkdir(exist_ok=True)
            for old in folder.iterdir():
                old.unlink()
        for name, text in case.lists.items():
            (lists / f"{name}.txt").write_text(text, encoding="utf-8")
        for name, text in case.tables.items():
            head, _, rows = text.partition("\n")
            columns = [column.partition(":")[::2] for column in head.split(",")]
            (tables / f"{name}.csv").write_text(",".join(c for c, _ in columns) + "\n" + rows, encoding="utf-8")
            schema = "".join(f"  - {{name: {c}, type: {kind or 'STRING'}}}\n" for c, kind in columns)
            (tables / f"{name}.schema.yaml").write_text("columns:\n" + schema, encoding="utf-8")
        return ["--lists", lists, "--tables", tables]

    def normalised(self, text: str) -> Path:
        """The events as the queries expect them: as `yaral normalize` writes them, each once."""
        raw = self.folder / "raw.ndjson"
        raw.write_text(text, encoding="utf-8")
        seen, lines = set(), []
        for line in self.call("normalize", "-q", raw).stdout.splitlines():
            if json.loads(line).get("metadata", {}).get("id"):
                if line in seen:
                    continue
                seen.add(line)
            lines.append(line)
        events = self.folder / "events.ndjson"
        events.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return events

    def detections(self, rules: Path, lookups: list, events: Path):
        scanned = self.call("scan", "-q", "--format", "ndjson", "--rules", rules, *lookups, events)
        return [json.loads(line) for line in scanned.stdout.splitlines()]

    def check(self, case, query, found):
        level = query["fidelity"]["level"]
        self.counts[level] += 1
        name = f"{case.name}: {query['rule']}"
        reasons = [f"{n['what']}: {n['why']}" for n in query["fidelity"]["notes"] if n["level"] == level]
        if level != "exact" and not reasons:
            self.failures.append(f"{name}: {level}, without a reason")
        if level == "refused":
            self.reasons.update(reasons)
            return
        try:
            rows = self.engine.rows(query["text"])
        except Exception as error:  # the engine's own kinds of errors
            self.failures.append(f"{name}: {level}: the query fails: {str(error)[:400]}\n{query['text']}")
            return
        self.compare(name, query, found, rows)

    def compare(self, name, query, found, rows):
        ordered = query["fidelity"]["level"] == "exact"
        variables = query["variables"]
        wanted = Counter(from_detection(d, variables, ordered) for d in found)
        got = Counter(from_row(row, variables, query["grouped"], ordered) for row in rows)
        self.counts["detections"] += sum(wanted.values())
        if wanted == got:
            return
        text = f"{name}: {query['fidelity']['level']}\n  only the rule: {list((wanted - got).elements())}"
        text += f"\n  only the query: {list((got - wanted).elements())}"
        if ordered:
            self.failures.append(text + ("\n" + query["text"] if self.verbose else ""))
        else:
            self.counts["approximate that differ here"] += 1
            if self.verbose:
                print("differs:", text)

    def summary(self, target: str, whole: bool, proof: str = "exact") -> int:
        """Prints what came of all cases. The exit code: 1 after a failure, or when `proof` counts nothing in a whole run."""
        for failure in self.failures:
            print("FAILED", failure)
        if self.verbose:
            for reason, times in self.reasons.most_common():
                print(f"{times:5} refused: {reason}")
        print(f"{target}:", ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items())))
        print(f"{len(self.failures)} failed")
        if whole and self.counts[proof] == 0:
            print("FAILED: no case was converted exactly")
            return 1
        return 1 if self.failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yaral", required=True, help="the program")
    parser.add_argument("--target", required=True, choices=sorted(ENGINES))
    parser.add_argument("--cases", required=True, type=Path, help="folder of conformance cases")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    try:
        engine = ENGINES[options.target]()
    except ImportError as missing:
        print(f"skipped: {missing}; scripts/convert-tools installs it")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(options.yaral, engine, Path(folder), options.verbose)
        for case in conformance_cases(options.cases):
            if options.only in case.name:
                runner.run_case(case)
    return runner.summary(options.target, whole=not options.only)


if __name__ == "__main__":
    sys.exit(main())
