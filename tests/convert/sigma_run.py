#!/usr/bin/env python3
"""Rules and their Sigma rules on the same events: what pySigma's queries for SQLite find in them as Sigma's log sources tell
them is held against what `yaral scan` finds in UDM. Exact ones must find the same events. All are read and checked by
pySigma.
"""

import json
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from pathlib import Path

from command_line import case_options, chosen_cases, skipped
from compare import disagreement
from runner import Runner
from tally import Tally, report
from yaral import ConvertFailed

TYPE = "metadata.event_type"

NAMES = re.compile(r"^(\s*rule\s+)(\w+)", re.MULTILINE)
# What pySigma finds fault with that is as it is meant to be: names, and fields of log sources it has no list of.
ACCEPTED = {
    "DuplicateTitleIssue", "DuplicateFilenameIssue", "FilenameLengthIssue", "CustomAttributesIssue",
    "EscapedWildcardIssue", "WildcardsInsteadOfModifiersIssue", "FieldnameLogsourceIssue", "NumberAsStringIssue",
    "SpecificInsteadOfGenericLogsourceIssue", "ControlCharacterIssue", "DuplicateReferencesIssue", "TagFormatIssue",
    "InvalidATTACKTagIssue", "DoubleWildcardIssue",
}


# Log sources that rules of the cases, which mostly tell nothing of where events come from, are converted for as well.
SOURCES = ("process_creation/windows", "network_connection/windows", "proxy")


class Tables:
    """A table of SQLite for each log source."""

    def __init__(self):
        self.sqlite = sqlite3.connect(":memory:")
        self.sqlite.create_function("regexp", 2, lambda p, v: v is not None and re.search(p, str(v)) is not None)
        self.rows = {}
        self.numbers = set()  # columns that hold numbers

    def load(self, rows, numbers):
        self.numbers = numbers
        for name in self.rows:
            self.sqlite.execute(f'DROP TABLE IF EXISTS "{name}"')
        self.rows = {}
        for origin, row in rows:
            self.rows.setdefault(self.name(origin), []).append(row)
        for name, of_source in self.rows.items():
            self.create(name, sorted({column for row in of_source for column in row}))
            for row in of_source:
                columns = ", ".join('"' + c.replace('"', '""') + '"' for c in row)
                marks = ", ".join("?" for _ in row)
                self.sqlite.execute(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', [str(v) for v in row.values()])

    @staticmethod
    def name(origin: str) -> str:
        return re.sub(r"\W", "_", origin)

    def create(self, name, columns):
        kinds = {c: "NUMERIC" if c in self.numbers else "TEXT" for c in columns}
        told = ", ".join('"' + c.replace('"', '""') + '" ' + kinds[c] for c in columns)
        self.sqlite.execute(f'CREATE TABLE "{name}" ({told})')

    def need(self, name, columns):
        if name not in self.rows:
            self.rows[name] = []
            self.create(name, ["yaral_id", "timestamp"])
        have = {row[1].lower() for row in self.sqlite.execute(f'PRAGMA table_info("{name}")')}
        for column in columns:
            if column.lower() not in have:
                quoted = column.replace('"', '""')
                self.sqlite.execute(f'ALTER TABLE "{name}" ADD COLUMN "{quoted}" TEXT')
                have.add(column.lower())


def origin_of(rule) -> str:
    source = rule.logsource
    parts = [("category", source.category), ("product", source.product), ("service", source.service)]
    return " ".join(f"{key}={value}" for key, value in parts if value)


class SigmaRunner(Runner):
    def __init__(self, yaral: str, folder: Path, verbose: bool):
        from sigma.validation import SigmaValidator
        from sigma.validators.core import validators
        from sigma_events import SigmaEvents

        super().__init__(yaral, folder)
        self.tally = Tally("sigma", verbose)
        self.events = SigmaEvents(self.yaral)
        self.tables = Tables()
        # Those that look names up in lists of others, which have to be fetched.
        fetching = ("attacktag", "d3_fendtag")
        self.validators = SigmaValidator({v for name, v in validators.items() if name not in fetching})
        self.issues = Counter()
        self.source = None  # the one log source that rules are converted for
        self.exact = set()

    def run(self, cases):
        """Once as they are, then in one log source after the other that has all their fields."""
        for source in (None, *SOURCES):
            self.source = source
            self.run_in_source(cases)

    def check_recordings(self, folder: Path):
        """What the schema says of a kind of events must be so in the recordings; events without what their type asks for
        have a weaker one."""
        kind = "metadata.product_event_type"
        of_kind = {}
        for source in self.events.sources:
            if TYPE in source.known and kind in source.known:
                for value in source.known[kind][1]:
                    of_kind.setdefault(value, []).append(source)
        for file in sorted(folder.glob("*/*.udm")):
            for line in file.read_text(encoding="utf-8").splitlines():
                event = json.loads(line) if line.startswith("{") else {}
                about = event.get("metadata", {})
                for source in of_kind.get(about.get("product_event_type"), []):
                    given = about["event_type"]
                    possible = source.known[TYPE][1]
                    if given in possible or given == "GENERIC_EVENT" or \
                            not source.fits(event | {"metadata": about | {"event_type": possible[0]}}, True):
                        continue
                    self.tally.failures.append(f"{file.name}: {source.name} has {given}, not {possible}: a row of varying.def?")
                self.tally.counts["recorded events"] += 1

    def run_in_source(self, cases):
        plain = [case for case in cases if not case.lists and not case.tables]
        for case, queries in zip(plain, self.convert_all(plain, []), strict=True):
            self.check_case(case, queries, [])
        for case in cases:
            if case.lists or case.tables:
                lookups = self.lookups(case)
                self.check_case(case, self.convert_all([case], lookups)[0], lookups)

    def convert_all(self, cases, lookups):
        files = []
        for number, case in enumerate(cases):
            file = self.folder / f"{number:05}.yaral"
            file.write_text(NAMES.sub(rf"\1\2_case{number}", case.rules), encoding="utf-8")
            files.append(file)
        chosen = ["--source", self.source] if self.source else []
        try:
            converted = self.yaral.converted("sigma", *chosen, *lookups, *files)
        except ConvertFailed as error:
            self.tally.failures.append(str(error))
            return [[] for _ in cases]
        out = [[] for _ in cases]
        for query in converted:
            name, _, number = query["rule"].rpartition("_case")
            if number.isdigit():
                out[int(number)].append(query | {"rule": name})
            else:  # a name that is no word behind `rule` at the beginning of a line
                self.tally.counts["of no case"] += 1
        return out

    def check_case(self, case, queries, lookups):
        within = "" if self.source is None else "in a log source: "
        if self.source:
            queries = [q for q in queries if (case.name, q["rule"]) not in self.exact]
        for query in queries:
            level = self.tally.fidelity(f"{case.name}: {query['rule']}", query, within)
            if level == "exact":
                self.exact.add((case.name, query["rule"]))
        written = [query for query in queries if query["text"]]
        if not written:
            return
        collections = [(query, self.parsed(case, query)) for query in written]
        if not case.events:
            return
        found = self.found_in_both(case, lookups)
        for query, collection in collections:
            if collection is not None:
                self.compare_events(case, query, collection, found)

    def parsed(self, case, query):
        from sigma.collection import SigmaCollection

        try:
            collection = SigmaCollection.from_yaml(query["text"])
        except Exception as error:  # pySigma's own kinds
            self.tally.failures.append(f"{case.name}: {query['rule']}: pySigma refuses it: {error}\n{query['text']}")
            return None
        for rule in collection.rules:
            for issue in self.validators.validate_rule(rule):
                kind = type(issue).__name__
                self.issues[kind] += 1
                if kind not in ACCEPTED:
                    self.tally.failures.append(f"{case.name}: {query['rule']}: {issue}\n{query['text']}")
        return collection

    def found_in_both(self, case, lookups):
        """The events in both forms; what the rules find, by rule."""
        rows, lines = [], []
        for line in self.normalised(case.events).read_text(encoding="utf-8").splitlines():
            self.tally.counts["events"] += 1
            placed = self.events.place(json.loads(line), self.source)
            if placed is None:
                self.tally.counts["events of no log source"] += 1
                continue
            lines.append(json.dumps(placed[0]))
            rows += placed[1]
        self.tables.load(rows, self.events.numbers)
        return self.found(case, lookups, self.written_events("placed.ndjson", lines))

    def compare_events(self, case, query, collection, found):
        from sigma.correlations import SigmaCorrelationRule

        detections = found.get(query["rule"], [])
        if any(isinstance(rule, SigmaCorrelationRule) for rule in collection.rules):
            return self.compare_groups(case, query, collection, detections)
        wanted, many = set(), False
        for detection in detections:
            for element in detection.get("collectionElements", []):
                ids = [r["event"]["metadata"]["id"] for r in element["references"] if "event" in r]
                many |= len(ids) >= 10
                wanted |= set(ids)
        try:
            got = {id for rule in collection.rules for id in self.selected(rule)}
        except Exception as error:  # of the backend or of SQLite
            self.tally.failures.append(f"{case.name}: {query['rule']}: the query fails: {error}\n{query['text']}")
            return
        level = query["fidelity"]["level"]
        difference = f"{case.name}: {query['rule']}: {disagreement(sorted(wanted - got), sorted(got - wanted))}"
        if re.search(r"cidr: *'([^']*:|[^']*/0')", query["text"]):
            self.tally.counts["with blocks that the backend takes for beginnings of texts"] += 1
            return
        if wanted == got or (many and wanted <= got):
            self.tally.counts[f"{level}, same events"] += 1
            self.tally.counts[f"{level}, same events, some"] += bool(wanted)
        elif level == "exact":
            self.tally.failures.append(f"{difference}\n{query['text']}")
        else:
            self.tally.counts["approximate, other events"] += 1
            self.tally.differs(difference)

    def selected(self, rule):
        from sigma.backends.sqlite import sqliteBackend

        table = self.tables.name(origin_of(rule))
        backend = sqliteBackend(table=table, collate_nocase=True)
        self.tables.need(table, backend.required_fields(rule))
        for statement in backend.convert_rule(rule):
            statement = statement.replace("SELECT *", "SELECT yaral_id", 1)
            for row in self.tables.sqlite.execute(statement):
                yield row[0]

    def compare_groups(self, case, query, collection, detections):
        """Whether a correlation finds anything where the rule does; their windows differ by what the fidelity says."""
        got = self.correlated(case, query, collection)
        if got is None:
            return
        same = bool(detections) == bool(got)
        self.tally.counts["correlations, both find or both do not" if same else "correlations, one alone finds"] += 1
        self.tally.counts["correlations, both find"] += bool(same and got)
        if not same:
            self.tally.differs(f"{case.name}: {query['rule']}: rule {len(detections)}, Sigma {got}\n{query['text']}")

    def correlated(self, case, query, collection):
        from sigma.backends.sqlite import sqliteBackend
        from sigma.correlations import SigmaCorrelationRule
        from sigma.processing.conditions import LogsourceCondition
        from sigma.processing.pipeline import ProcessingItem, ProcessingPipeline
        from sigma.processing.transformations import SetStateTransformation

        items = []
        for rule in collection.rules:
            if isinstance(rule, SigmaCorrelationRule):
                columns = list(rule.group_by or [])
                columns += [f for alias in rule.aliases or [] for f in alias.mapping.values()]
                field = getattr(rule.condition, "fieldref", None)
                wanted = columns + ([field] if isinstance(field, str) else field or [])
                continue
            table = self.tables.name(origin_of(rule))
            self.tables.need(table, sqliteBackend().required_fields(rule))
            source = rule.logsource
            items.append(ProcessingItem(
                SetStateTransformation("table", table),
                rule_conditions=[LogsourceCondition(category=source.category, product=source.product,
                                                    service=source.service)]))
        for table in list(self.tables.rows):
            self.tables.need(table, wanted)
        backend = sqliteBackend(ProcessingPipeline(items=items), collate_nocase=True)
        try:
            statements = backend.convert(collection)
            return sum(len(self.tables.sqlite.execute(s).fetchall()) for s in statements)
        except Exception as error:  # of the backend or of SQLite
            self.tally.counts["correlations that the backend does not run"] += 1
            self.tally.reasons[f"(backend) {str(error)[:120]}"] += 1
            return None


def main():
    options = case_options(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            runner = SigmaRunner(options.yaral, Path(folder), options.verbose)
        except ImportError as missing:
            return skipped(missing)
        if not options.only:
            runner.check_recordings(options.cases.parent / "telemetry")
        runner.run(chosen_cases(options))
    if options.verbose:
        for issue, times in runner.issues.most_common():
            print(f"{times:5} {issue}")
    return report([runner.tally], proof="" if options.only else "exact, same events, some")


if __name__ == "__main__":
    sys.exit(main())
