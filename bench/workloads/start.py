"""W7. What a scan does before the first event: starting, reading and compiling rules, planning."""

import os
import subprocess
import time

from harness.bench import PACK_RULES
from harness.process import fastest
from harness.report import Row

SECONDS_TO_READY = {900: 0.150, 5000: 0.8}
FIRST_DETECTION = 0.060
ROUNDS = 9


def run(bench):
    nothing = bench.inputs.nothing()
    for count, bound in SECONDS_TO_READY.items():
        rules = bench.inputs.rules(count)
        ready = fastest(ROUNDS, lambda: bench.scan(rules, [nothing]))
        bench.report.add(Row("W7", f"start, read, compile and plan {count:,} rules", 0, 0, ready.seconds, ready.cpu_seconds,
                             rules=count, peak_rss=ready.peak_rss))
        bench.report.at_most("W7", f"start, compile and plan {count:,} rules", ready.cpu_seconds * 1000, bound * 1000, " ms")
    small = bench.inputs.udm(size=1 << 20, planted=10_000)
    first = min(first_byte(bench, small.path) for _ in range(ROUNDS))
    bench.report.at_most("W7", "from the start to the first detection, 1 MB, package", first * 1000, FIRST_DETECTION * 1000, " ms")


def first_byte(bench, path):
    """Seconds from starting the program to the first byte that it writes."""
    begin = time.perf_counter()
    command = [bench.settings.program("yaral"), "scan", *PACK_RULES, "--format", "ndjson", "--threads", "1", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        some = os.read(process.stdout.fileno(), 1)
        seconds = time.perf_counter() - begin
        process.stdout.read()
    bench.report.check(bool(some), "W7: no detection in the small file")
    return seconds
