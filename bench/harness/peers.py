"""Other programs on the same files, where they are installed: how they are called, and what of their output is counted."""

import os
import re
import shutil
import sys
from dataclasses import dataclass

from harness.process import Run
from harness.report import Row
from harness.settings import ROOT


@dataclass
class Peer:
    program: str
    arguments: list     # before the file
    version: list       # arguments that make it say its version
    event: str          # what stands once in the output for each event
    install: str


EVTXEXPORT = Peer("evtxexport", ["-f", "xml"], ["-V"], "<Event ", "apt-get install libevtx-utils")
EVTX_DUMP = Peer("evtx_dump", ["-t", "1", "-o", "jsonl"], ["--version"], '{"Event":', "cargo install evtx")
EVTX_PEERS = [EVTX_DUMP]
SIGMA_RULES = 900
SQL_TARGETS = {"duckdb": "duckdb", "clickhouse": "chdb"}  # of `yaral convert` → the module that runs its queries


def run_over_files(bench, peer, data):
    """The row of a program that takes a file at a time; None where it is not installed."""
    if not shutil.which(peer.program):
        print(f"bench: {peer.program} is not installed ({peer.install}): left out", file=sys.stderr)
        return None
    files = [os.path.join(data.path, name) for name in sorted(os.listdir(data.path))]
    output = bench.inputs.output("exported")
    runs, events = [], 0
    for path in files:
        with open(output, "wb") as file:
            runs.append(Run([peer.program, *peer.arguments, path], stdout=file))
        events += events_in(output, peer.event)
    os.remove(output)
    # libevtx loses the last record of a chunk that is full to its last byte.
    bench.report.check(0.999 * data.events <= events <= data.events,
                       f"{peer.program} sees {events} records, not {data.events}")
    what = " ".join([version_of(peer), *peer.arguments])
    return bench.report.add(Row("W4", what, events, data.bytes, sum(run.seconds for run in runs),
                                sum(run.cpu_seconds for run in runs), peak_rss=max(run.peak_rss for run in runs)))


def run_queries(bench, rules, data, matches):
    """Rows of the SQL engines that a rule is converted for, from loading the events to the rows of its detections. They
    get the events with the names that their queries ask for, which is not counted."""
    python = os.path.join(ROOT, "build", "venv", "bin", "python")
    if not os.path.exists(python):
        print("bench: no build/venv (scripts/convert-tools): SQL engines left out", file=sys.stderr)
        return
    query, events = bench.inputs.output("query.sql"), bench.inputs.output("named.ndjson")
    Run([bench.settings.program("yaral"), "normalize", "--quiet", "--output", events, data.path])
    for target, module in SQL_TARGETS.items():
        Run([bench.settings.program("yaral"), "convert", "--to", target, "--output", query, *rules])
        version = Run([python, "-c", f"import {module}; print({module}.__version__)"]).out.strip()
        run = Run([python, os.path.join(ROOT, "bench", "sql_peer"), target, events, query])
        found = int(run.out)
        bench.report.check(found == matches, f"{module} finds {found}, yaral {matches}")
        bench.report.add(Row("W1", f"{module} {version}, that rule as SQL", data.events, data.bytes, run.seconds, run.cpu_seconds,
                             rules=1, matches=found, peak_rss=run.peak_rss))
    os.remove(events)


RSIGMA = "rsigma"
RSIGMA_WAYS = [[], ["--bloom-prefilter"]]


def run_sigma(bench, evtx):
    """Rows of RSigma and of yaral over the same JSON lines: Sigma rules there, here what `yaral import sigma` makes of them."""
    if not shutil.which(RSIGMA):
        print("bench: rsigma is not installed (cargo install rsigma): left out", file=sys.stderr)
        return
    data = bench.inputs.windows_json(evtx)
    folder, rules = bench.inputs.sigma_rules(SIGMA_RULES)
    row, _ = bench.measure("W4", f"scan of JSON lines, {SIGMA_RULES} Sigma rules imported", rules, data)
    number = re.search(r"\d[\d.]+", Run([RSIGMA, "--version"]).out).group()
    for way in RSIGMA_WAYS:
        output = bench.inputs.output("rsigma.ndjson")
        with open(output, "wb") as file:
            run = Run([RSIGMA, "engine", "eval", "--rules", folder, "--event", "@" + data.path, "--output-format", "ndjson", *way],
                      stdout=file)
        found = events_in(output, '"rule_title"')
        bench.report.check(found == row.matches, f"rsigma finds {found}, yaral {row.matches}")
        what = " ".join([f"rsigma {number} engine eval", *way]) + ", those rules"
        bench.report.add(Row("W4", what, data.events, data.bytes, run.seconds, run.cpu_seconds, rules=SIGMA_RULES, matches=found,
                             peak_rss=run.peak_rss))


def events_in(path, event):
    """Line by line: a process that is started counts what memory this one holds as its own."""
    with open(path, encoding="utf-8", errors="replace") as file:
        return sum(event in line for line in file)


def version_of(peer):
    told = Run([peer.program, *peer.version]).out
    number = re.search(r"\d[\d.]+", told)
    return f"{peer.program} {number.group() if number else ''}"
