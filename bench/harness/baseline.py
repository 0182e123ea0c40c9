"""Instructions of a few small scans, beside those stored in bench/baseline.json: a regression shows there on any machine,
however busy. They are counted by valgrind, which needs no counters of the processor and gives the same number each time.
Compilers and libraries of another system make other instructions, and libraries choose theirs by the processor: there is one
baseline for each compiler and processor."""

import json
import os
import re
import shutil
import sys

from harness.bench import PACK_RULES
from harness.process import Run
from harness.settings import ROOT

FILE = os.path.join(ROOT, "bench", "baseline.json")
TOLERANCE = 0.03


def cases(inputs):
    """Name → rules, and what is scanned."""
    events = inputs.udm(size=16 << 20, planted=1000)
    evtx = inputs.evtx(size=4 << 20)
    found = {"compile 900 rules": (inputs.rules(900), inputs.nothing()),
             "package, UDM": (PACK_RULES, events.path),
             "900 rules, UDM": (inputs.rules(900), events.path),
             "package, EVTX": (PACK_RULES, evtx.path)}
    for shape, keys in (("counts", 5000), ("join", 200), ("absence", 1000), ("arithmetic", 50)):
        found["window: " + shape] = (inputs.rule(shape), inputs.windows(shape, 10_000, keys=keys).path)
    return found


def count(settings, rules, path):
    run = Run(["valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={os.devnull}",
               settings.program("yaral"), "scan", *rules, "--threads", "1", "--format", "ndjson", "--output", os.devnull,
               path], (0, 1))
    return int(re.search(r"I\s+refs:\s+([\d,]+)", run.err).group(1).replace(",", ""))


def stored():
    with open(FILE, encoding="utf-8") as file:
        return json.load(file)


def check(settings, inputs):
    """The exit code: 1 when a scan takes more instructions than it did, beyond the tolerance."""
    if not shutil.which("valgrind"):
        print("bench: valgrind is not installed: instructions were not compared")
        return 0
    name = settings.counted_by()
    before = stored().get(name)
    if before is None:
        print(f"bench: no baseline for {name}: instructions were not compared. `bench/run --write-baseline` adds one.")
        return 0
    worse, better = [], []
    print(f"{'instructions':<22}{'baseline':>16}{'now':>16}{'change':>9}")
    for case, (rules, path) in cases(inputs).items():
        now = count(settings, rules, path)
        if case not in before:
            print(f"{case:<22}{'-':>16}{now:>16,}")
            continue
        change = now / before[case] - 1
        print(f"{case:<22}{before[case]:>16,}{now:>16,}{change:>+9.1%}", flush=True)
        if change > TOLERANCE:
            worse.append(case)
        elif change < -TOLERANCE:
            better.append(case)
    if worse:
        print(f"bench: FAILED: more instructions than the baseline by over {TOLERANCE:.0%}: {', '.join(worse)}. Where that is the "
              "price of something, `bench/run --write-baseline` renews bench/baseline.json.", file=sys.stderr)
    elif better:
        print(f"bench: fewer instructions than the baseline: {', '.join(better)}. `bench/run --write-baseline` keeps the gain.")
    return 1 if worse else 0


def write(settings, inputs):
    counts = {case: count(settings, rules, path) for case, (rules, path) in cases(inputs).items()}
    every = stored() | {settings.counted_by(): counts}
    with open(FILE, "w", encoding="utf-8") as file:
        file.write(json.dumps(every, indent=2, sort_keys=True) + "\n")
    return 0
