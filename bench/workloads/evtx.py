"""W4. A folder of EVTX files to UDM and through 900 rules, on one core, beside `evtxexport` of libevtx."""

import os

from harness import peers
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
    if exported := peers.run_over_files(bench, peers.EVTXEXPORT, data):
        bench.report.at_least("W4", "times as fast as evtxexport", row.events_per_second / exported.events_per_second,
                              TIMES_EVTXEXPORT)
    if bench.settings.peers:
        for peer in peers.EVTX_PEERS:
            peers.run_over_files(bench, peer, data)
        peers.run_sigma(bench, data)
