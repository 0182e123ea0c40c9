#!/usr/bin/env python3
"""Rules and their conversions to targets over a schema, on the same events.

The events of every conformance case are told in UDM and in the schema (schema_events.py). What the query finds in the documents
is held against what `yaral scan` finds in the events: the same where the conversion says `exact`.
"""

import json
import sys
import tempfile
from pathlib import Path

from command_line import case_options, chosen_cases, skipped
from runner import Runner
from schema_engines import ENGINES, engine
from schema_events import Events
from tally import Tally, report
from yaral import ConvertFailed


class Target(Tally):
    """One language: its engine, and what came of its queries."""

    def __init__(self, engine, verbose: bool):
        super().__init__(engine.target, verbose)
        self.engine = engine


class SchemaRunner(Runner):
    def __init__(self, yaral: str, targets: list, schema: Path, folder: Path):
        super().__init__(yaral, folder)
        self.targets = targets
        self.schema = Events(self.yaral, schema)

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
        try:
            converted = self.yaral.converted(target.title, *lookups, *files)
        except ConvertFailed as error:
            target.failures.append(str(error))
            return {}
        queries = {}
        for query in converted:
            queries.setdefault(int(Path(query["file"]).stem), []).append(query)
            target.fidelity(query["rule"], query)
        return queries

    def run_converted(self, case, lookups, queries_of_targets):
        made = [[q for q in queries if q["text"]] for queries in queries_of_targets]
        if not any(made):
            return
        placed = [one for one in map(self.schema.place, self.events[case.name]) if one]
        events = self.written_events("placed.ndjson", [json.dumps(one.udm) for one in placed])
        found = self.found(case, lookups, events) if placed else {}
        documents = [one.document for one in placed]
        for target, queries in zip(self.targets, made):
            for query in queries:
                self.run_query(target, f"{case.name}: {query['rule']}", query, documents, found.get(query["rule"], []))

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
        text = f"{name}: {level}\n  {difference}" + (f"\n{query['text']}" if target.verbose else "")
        if level == "exact":
            target.failures.append(text)
        else:
            target.counts[f"{level}, differs here"] += 1
            target.differs(text)


def main():
    parser = case_options(__doc__)
    parser.add_argument("--schema", required=True, type=Path, help="convert/schemas/SCHEMA.yaml")
    parser.add_argument("--targets", required=True, nargs="+", choices=sorted(ENGINES))
    options = parser.parse_args()
    try:
        targets = [Target(engine(name), options.verbose) for name in options.targets]
    except ImportError as missing:
        return skipped(missing)
    with tempfile.TemporaryDirectory() as folder:
        runner = SchemaRunner(options.yaral, targets, options.schema, Path(folder))
        runner.run(chosen_cases(options))
    for target in targets:
        if hasattr(target.engine, "summary"):
            print(f"{target.title}: {target.engine.summary()}")
    return report(targets, proof="" if options.only else "exact, the same here, and something found")


if __name__ == "__main__":
    sys.exit(main())
