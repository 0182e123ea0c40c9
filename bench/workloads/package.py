"""W1. One package over UDM events, on one core, beside the ceiling and the decoder alone."""

import json

from harness import peers
from harness.bench import PACK_RULES
from harness.process import Run
from harness.report import Row
from harness.settings import PACKAGE

SHARE_OF_CEILING = 0.60


def beside_sql(bench, data):
    """The package's combined rule alone, and the same as SQL."""
    rules = bench.inputs.combined_rule()
    row, _ = bench.measure("W1", "scan, its combined rule alone", ["--rules", *rules], data)
    peers.run_queries(bench, rules, data, row.matches)


def run(bench):
    data = bench.inputs.udm()
    ceiling = bench.ceiling("c1")
    for line in Run([bench.settings.program("bench_decode"), data.path, PACKAGE]).out.splitlines():
        told = json.loads(line)
        row = Row("W1", told["what"], data.events, data.bytes, told["seconds"], told["cpu_seconds"])
        row.of_ceiling = row.mb_per_second / ceiling
        bench.report.add(row)
    row, output = bench.measure("W1", "scan, package T1553.002", PACK_RULES, data, ceiling="c1")
    bench.check_planted("W1", output, data)
    if bench.settings.peers:
        beside_sql(bench, data)
    bench.report.at_least("W1", "share of c1 (simdjson)", row.of_ceiling, SHARE_OF_CEILING)
