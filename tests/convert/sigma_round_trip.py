#!/usr/bin/env python3
"""Sigma → YARA-L → Sigma → YARA-L: both YARA-L rules must find the same in the recordings of tests/telemetry, and exporting
the second gives the same Sigma rule again. The rules of tests/sigma/round_trip.yml use every modifier, many log sources and
all correlations; each must find something, so that the comparison says something.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from yaral import Yaral

SOURCE = Path(__file__).resolve().parents[2]
RULE = re.compile(r"^rule (\w+)", re.MULTILINE)
# What tells documents apart, and what import and export say about them.
HEAD = re.compile(r"^(#.*|title: .*|id: .*|name: .*)\n", re.MULTILINE)


class RoundTrip:
    def __init__(self, yaral: str, folder: Path):
        self.yaral = Yaral(yaral)
        self.folder = folder
        self.failures = []

    def call(self, *arguments):
        done = self.yaral.call(*arguments)
        if done.returncode > 1:
            raise RuntimeError(f"yaral {arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def run(self, rules: Path):
        first = self.imported(rules)
        there = {name: text for name, (text, _) in first.items()}
        for _, (text, told) in first.items():
            if text is None:
                self.failures.append(f"not imported: {told['title']}: {told['fidelity']['notes']}")
        there = {name: text for name, text in there.items() if text}
        exported = self.exported(there, "a")
        back = {}
        for name, conversion in exported.items():
            if conversion["text"] is None:
                self.failures.append(f"not exported: {name}: {conversion['fidelity']['notes']}\n{there[name]}")
                continue
            file = self.folder / f"{name}.yml"
            file.write_text(conversion["text"], encoding="utf-8")
            back[name] = []
            for told in self.import_file(file):
                if told["text"] is None:
                    self.failures.append(f"not imported again: {name}: {told['fidelity']['notes']}\n{conversion['text']}")
                else:
                    back[name].append(told["text"])
        self.compare_detections(there, back, exported)
        self.compare_texts(exported, back)
        levels = [c["fidelity"]["level"] for c in exported.values()]
        return f"{len(first)} rules, exported: " + ", ".join(f"{levels.count(k)} {k}" for k in sorted(set(levels)))

    def import_file(self, file: Path):
        return json.loads(self.call("import", "sigma", "--format", "json", file))["rules"]

    def imported(self, file: Path):
        return {told["rule"] or told["title"]: (told["text"], told) for told in self.import_file(file)}

    def exported(self, rules: dict, folder: str):
        place = self.folder / folder
        place.mkdir()
        for name, text in rules.items():
            (place / f"{name}.yaral").write_text(text, encoding="utf-8")
        told = json.loads(self.call("convert", "--to", "sigma", "--format", "json", place))
        return {one["rule"]: one for one in told["rules"]}

    def found(self, rules: dict, folder: str, events: Path):
        """What each of the named texts finds: events, or windows with their keys."""
        place = self.folder / folder
        place.mkdir()
        for name, text in rules.items():
            (place / f"{name}.yaral").write_text(RULE.sub(f"rule {name}", text), encoding="utf-8")
        out = {name: set() for name in rules}
        for line in self.call("scan", "-q", "--format", "ndjson", "--rules", place, events).splitlines():
            detection = json.loads(line)
            about = detection["detection"][0]
            keys = tuple(field["value"] for field in about.get("detectionFields", []))
            window = detection["timeWindow"]
            ids = tuple(
                r["event"]["metadata"]["id"] for e in detection["collectionElements"] for r in e["references"])
            out[about["ruleName"]].add((window["startTime"], window["endTime"], keys) if keys else ids)
        return out

    def events(self) -> Path:
        file = self.folder / "events.ndjson"
        lines = []
        for recording in sorted((SOURCE / "tests" / "telemetry").glob("*/*.udm")):
            lines += [line for line in recording.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
        file.write_text("".join(line + "\n" for line in dict.fromkeys(lines)), encoding="utf-8")
        return file

    def compare_detections(self, there: dict, back: dict, exported: dict):
        events = self.events()
        before = self.found(there, "before", events)
        parts = {f"{name}__{i}": text for name, texts in back.items() for i, text in enumerate(texts)}
        after = self.found(parts, "after", events)
        for name in back:
            wanted = before[name]
            got = set().union(*(after[part] for part in parts if part.rpartition("__")[0] == name))
            if not wanted:
                self.failures.append(f"finds nothing: {name}\n{there[name]}")
            if wanted != got:
                self.failures.append(
                    f"{name}: only before {len(wanted - got)}, only after {len(got - wanted)}: "
                    f"{sorted(wanted ^ got)[:3]}\n{there[name]}\n{exported[name]['text']}")

    def compare_texts(self, exported: dict, back: dict):
        single = {name: RULE.sub(f"rule {name}", texts[0]) for name, texts in back.items() if len(texts) == 1}
        again = self.exported(single, "again")
        for name, conversion in again.items():
            first, second = (HEAD.sub("", one["text"] or "refused") for one in (exported[name], conversion))
            # The order of what is all of something, or any, says nothing.
            if sorted(first.splitlines()) != sorted(second.splitlines()):
                self.failures.append(f"{name}: not the same Sigma rule again:\n{first}\n{second}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yaral", required=True, help="the program")
    parser.add_argument("--rules", type=Path, default=SOURCE / "tests" / "sigma" / "round_trip.yml")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trip = RoundTrip(options.yaral, Path(folder))
        summary = trip.run(options.rules)
    for failure in trip.failures:
        print("FAILED", failure)
    print(f"{summary}; {len(trip.failures)} failed")
    return 1 if trip.failures else 0


if __name__ == "__main__":
    sys.exit(main())
