"""W8. Events one by one through a pipe that stays open: how long after its event a detection is there, by the wall clock."""

import json

from harness.process import Run
from harness.report import Row

RATE = 50_000  # events a second
LATEST_MS = 5
KEPT_PACE = 0.98


def run(bench):
    seconds = bench.settings.size(5, 60)
    data = bench.inputs.udm(size=seconds * RATE * 1300, planted=1000)
    command = [bench.settings.program("yaral"), "scan", *bench.inputs.rules(900), "--live", "--format", "ndjson", "--quiet", "-"]
    told = json.loads(Run([bench.settings.program("bench_live"), data.path, str(RATE), *command]).out)
    bench.report.add(Row("W8", f"live, {RATE:,} events a second, 900 rules", told["events"], data.bytes, told["seconds"],
                         told["seconds"], threads=2, rules=900, matches=told["detections"]))
    # Nearly all: of two planted events of one machine within a window only the first is told.
    bench.report.check(0.9 * data.planted < told["detections"] <= data.planted,
                       f"W8: {told['detections']} detections of {data.planted} planted events")
    bench.report.at_least("W8", "events a second that were taken", told["events"] / told["seconds"], RATE * KEPT_PACE)
    bench.report.at_most("W8", "half of the detections within", told["p50_ms"], LATEST_MS, " ms")
    bench.report.at_most("W8", "99 of 100 detections within", told["p99_ms"], LATEST_MS, " ms")
