"""What workloads measure with: one run's settings, inputs and report."""

import json
import os
import re

from harness.inputs import Inputs
from harness.process import Run, fastest
from harness.report import Report, Row
from harness.settings import PACKAGE


class Bench:
    def __init__(self, settings, folder):
        self.settings = settings
        self.inputs = Inputs(settings, folder)
        self.report = Report()
        self.ceilings = {}
        self.scans = {}

    def ceiling(self, name):
        """c1: simdjson on the UDM events. c2: the bytes of the EVTX files and their checksums. MB a second of one core."""
        if name not in self.ceilings:
            data = self.inputs.udm() if name == "c1" else self.inputs.evtx()
            program = {"c1": "bench_ceiling", "c2": "bench_ceiling_evtx"}[name]
            line = json.loads(Run([self.settings.program(program), data.path]).out)
            if name == "c1":
                self.report.check(line["events"] == data.events, f"{line['events']} documents at the ceiling, not {data.events}")
            row = Row(name, line["what"], data.events, data.bytes, line["seconds"], line["cpu_seconds"], of_ceiling=1.0)
            self.ceilings[name] = self.report.add(row).mb_per_second
        return self.ceilings[name]

    def scan(self, rules, inputs, threads=1, output=os.devnull, **options):
        return Run([self.settings.program("yaral"), "scan", *rules, "--threads", str(threads), "--format", "ndjson",
                    "--output", output, *inputs], (0, 1), **options)

    def measure(self, workload, what, rules, data, threads=1, rounds=None, ceiling=None):
        """Adds the row of a scan. Everything must have been read. The result has where the detections are, too."""
        output = self.inputs.output(f"detections-{len(self.report.rows)}.ndjson")
        run = fastest(rounds or self.settings.rounds, lambda: self.scan(rules, [data.path], threads, output))
        facts = summary_of(run.err)
        self.report.check(facts["events"] == data.events, f"{workload}: {facts['events']} events read, not {data.events}")
        row = Row(workload, what, data.events, data.bytes, run.seconds, run.cpu_seconds, threads, facts["rules"],
                  lines_of(output), run.peak_rss)
        if ceiling:
            row.of_ceiling = row.mb_per_second / self.ceiling(ceiling)
        self.report.add(row)
        return row, output

    def once(self, name, measure):
        """The row of a scan that several workloads speak of."""
        if name not in self.scans:
            self.scans[name] = measure()
        return self.scans[name]

    def check_planted(self, workload, output, data):
        """Exactly what the generator planted stands behind the detections of the package's combined rule."""
        found = events_of(output, "code_signing_abuse")
        self.report.check(found == data.planted, f"{workload}: {found} events in detections, not the {data.planted} planted")

    def check_same(self, workload, first, second):
        with open(first, "rb") as a, open(second, "rb") as b:
            self.report.check(a.read() == b.read(), f"{workload}: 1 and 2 threads give different detections")


PACK_RULES = ("--pack", PACKAGE)


def summary_of(err):
    """What a scan says at its end."""
    return {"events": int(re.search(r": (\d+) events?, ", err).group(1)),
            "rules": int(re.search(r"rules:\s+(\d+) ran", err).group(1))}


def lines_of(path):
    with open(path, "rb") as file:
        return sum(1 for _ in file)


def events_of(path, rule):
    """How many different events stand behind the detections of a rule."""
    events = set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            detection = json.loads(line)
            if detection["detection"][0]["ruleName"] == rule:
                for element in detection["collectionElements"]:
                    events.update(reference["event"]["metadata"]["id"] for reference in element["references"])
    return len(events)
