"""W5. How much faster two cores are than one, by the wall clock: it means nothing while others use them."""

import os
import sys

from workloads import evtx, mixed

TIMES_AS_FAST = 1.75


def run(bench):
    if os.cpu_count() < 2:
        print("bench: W5: this machine has one core: left out", file=sys.stderr)
        return
    for name, scan in (("W2", lambda threads: mixed.scan(bench, 900, threads)), ("W4", lambda threads: evtx.scan(bench, threads))):
        (one, first), (two, second) = scan(1), scan(2)
        bench.check_same("W5", first, second)
        bench.report.at_least("W5", f"{name}: times as fast on two cores", one.seconds / two.seconds, TIMES_AS_FAST)
