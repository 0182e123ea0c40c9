"""W4. A folder of EVTX files to UDM and through 900 rules, on one core, beside `evtxexport` of libevtx."""

import os
import re
import shutil
import sys

from harness.process import Run, fastest
from harness.report import Row

TIMES_EVTXEXPORT = 8
EVENTS_PER_SECOND = 60_000


def scan(bench, threads=1):
    data = bench.inputs.evtx()

    def measure():
        name = "W5" if threads > 1 else "W4"
        what = "scan of EVTX, 900 rules" + (f", {threads} threads" if threads > 1 else "")
        row, output = bench.measure(name, what, bench.inputs.rules(900), data, threads, ceiling="c2")
        bench.check_planted(name, output, data)
        return row, output
    return bench.once(("evtx", threads), measure)


def run(bench):
    data = bench.inputs.evtx()
    normalize = [bench.settings.program("yaral"), "normalize", "--threads", "1", "--output", os.devnull, data.path]
    made = fastest(bench.settings.rounds, lambda: Run(normalize))
    bench.report.add(Row("W4", "normalize of EVTX, all fields written", data.events, data.bytes, made.seconds, made.cpu_seconds,
                         peak_rss=made.peak_rss))
    row, _ = scan(bench)
    bench.report.at_least("W4", "events a second", row.events_per_second, EVENTS_PER_SECOND)
    other = evtxexport(bench, data)
    if other:
        bench.report.at_least("W4", "times as fast as evtxexport", row.events_per_second / other.events_per_second,
                              TIMES_EVTXEXPORT)


def evtxexport(bench, data):
    """The row of evtxexport, which takes a file at a time; None without it."""
    if not shutil.which("evtxexport"):
        print("bench: W4: evtxexport is not installed (package libevtx-utils): left out", file=sys.stderr)
        return None
    files = [os.path.join(data.path, name) for name in sorted(os.listdir(data.path))]
    runs = [Run(["evtxexport", "-f", "xml", file]) for file in files]
    exported = sum(len(re.findall("<Event ", run.out)) for run in runs)
    bench.report.check(exported == data.events, f"W4: evtxexport sees {exported} records, not {data.events}")
    return bench.report.add(Row("W4", "evtxexport", exported, data.bytes, sum(run.seconds for run in runs),
                                sum(run.cpu_seconds for run in runs), peak_rss=max(run.peak_rss for run in runs)))
