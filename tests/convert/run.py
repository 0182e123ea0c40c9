#!/usr/bin/env python3
"""Proof by execution: a rule and its conversion must find the same in the same events.

Every conformance case is converted; the query runs on the events of the case, and its rows are held against the
detections of `yaral scan`. A rule that is refused or approximate must say why.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from command_line import case_options, chosen_cases, skipped
from compare import from_detection, from_row
from engines import ENGINES
from runner import Runner
from tally import Tally, report
from yaral import ConvertFailed


class QueryRunner(Runner):
    def __init__(self, yaral: str, engine, folder: Path, verbose: bool):
        super().__init__(yaral, folder)
        self.engine = engine
        self.tally = Tally(engine.target, verbose)

    def run_case(self, case):
        lookups = self.lookups(case)
        try:
            queries = self.yaral.converted(self.engine.target, *lookups, self.rules_of(case))
        except ConvertFailed as error:
            self.tally.failures.append(f"{case.name}: {error}")
            return
        if not queries or not case.events:
            return
        events = self.normalised(case.events)
        found = self.found(case, lookups, events)
        self.engine.load(events)
        for query in queries:
            self.check(f"{case.name}: {query['rule']}", query, found.get(query["rule"], []))

    def check(self, name, query, found):
        level = self.tally.fidelity(name, query)
        if level == "refused":
            return
        try:
            rows = self.engine.rows(query["text"])
        except Exception as error:  # the engine's own kinds of errors
            self.tally.failures.append(f"{name}: {level}: the query fails: {str(error)[:400]}\n{query['text']}")
            return
        ordered = level == "exact"
        variables = query["variables"]
        wanted = Counter(from_detection(d, variables, ordered) for d in found)
        got = Counter(from_row(row, variables, query["grouped"], ordered) for row in rows)
        self.tally.settle(name, query, wanted, got)


def main():
    parser = case_options(__doc__)
    parser.add_argument("--target", required=True, choices=sorted(ENGINES))
    options = parser.parse_args()
    try:
        engine = ENGINES[options.target]()
    except ImportError as missing:
        return skipped(missing)
    with tempfile.TemporaryDirectory() as folder:
        runner = QueryRunner(options.yaral, engine, Path(folder), options.verbose)
        for case in chosen_cases(options):
            runner.run_case(case)
    return report([runner.tally], proof="" if options.only else "exact")


if __name__ == "__main__":
    sys.exit(main())
