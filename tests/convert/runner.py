"""Finds with `yaral` what the rules of conformance cases find, to hold it against what their conversions do."""

import json
from pathlib import Path

from yaral import Yaral


class Runner:
    """Writes what it needs to `folder`."""

    def __init__(self, yaral: str, folder: Path):
        self.yaral = Yaral(yaral)
        self.folder = folder

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

    def rules_of(self, case) -> Path:
        rules = self.folder / "case.yaral"
        rules.write_text(case.rules, encoding="utf-8")
        return rules

    def normalised(self, text: str) -> Path:
        """The events as the queries expect them: as `yaral normalize` writes them, each once."""
        raw = self.folder / "raw.ndjson"
        raw.write_text(text, encoding="utf-8")
        seen, lines = set(), []
        for line in self.yaral.call("normalize", "-q", raw).stdout.splitlines():
            if json.loads(line).get("metadata", {}).get("id"):
                if line in seen:
                    continue
                seen.add(line)
            lines.append(line)
        return self.written_events("events.ndjson", lines)

    def written_events(self, name: str, lines: list) -> Path:
        events = self.folder / name
        events.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return events

    def found(self, case, lookups: list, events: Path) -> dict:
        """The detections of each rule."""
        scanned = self.yaral.call("scan", "-q", "--format", "ndjson", "--rules", self.rules_of(case), *lookups, events)
        found = {}
        for detection in map(json.loads, scanned.stdout.splitlines()):
            found.setdefault(detection["detection"][0]["ruleName"], []).append(detection)
        return found
