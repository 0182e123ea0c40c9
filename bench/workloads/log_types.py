"""How fast the samples of each log type become UDM. They are few and small, so all is in caches: the figures compare log
types, and show when a normaliser grows slow."""

import json
import os

from harness.process import Run
from harness.report import Row
from harness.settings import ROOT


def run(bench):
    size = bench.settings.size(4 << 20, 8 << 20)
    told = Run([bench.settings.program("bench_normalise"), os.path.join(ROOT, "tests", "telemetry"), str(size)]).out
    for line in map(json.loads, told.splitlines()):
        bench.report.add(Row("logs", line["log_type"], line["events"], line["bytes"], line["cpu_seconds"], line["cpu_seconds"]))
