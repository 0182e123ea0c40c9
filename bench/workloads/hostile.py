"""Events and rules made to hurt: the pace may fall, but not off a cliff, and memory stays within bounds."""

MOST_MEMORY = 1000    # MB
LEAST_SHARE = 0.10    # of the MB a second of W2's rules over W2's events
COUNT = 900

# What is made, by name: options of bench_generate, and of bench/mixed_rules.
CASES = {
    "patterns without literals": ({}, {"no_literals": 1}),
    "values of 1 MB": ({"only_launches": 1, "value_bytes": 1_000_000}, {}),
    "every event meets every rule": ({"only_launches": 1}, {"only_launches": 1}),
    "10,000 event types": ({"event_types": 10_000}, {"event_types": 10_000}),
}


def run(bench):
    size = bench.settings.size(64 << 20, 1 << 30)
    plain, _ = bench.measure("hostile", "the plain case", bench.inputs.rules(COUNT), bench.inputs.udm(size), rounds=1)
    for about, (events, rules) in CASES.items():
        data = bench.inputs.udm(size, **events)
        row, output = bench.measure("hostile", about, bench.inputs.rules(COUNT, **rules), data, rounds=1)
        bench.check_planted(about, output, data)
        bench.inputs.forget(data)
        judge(bench, about, row, plain)
    events = bench.settings.size(200_000, 1_000_000)
    data = bench.inputs.windows("one_key", events, keys=10_000)
    row, _ = bench.measure("hostile", "nine of ten events have one key", bench.inputs.rule("one_key"), data, rounds=1)
    bench.report.check(row.matches == 0, f"hostile: {row.matches} detections of one key, not 0")
    judge(bench, "nine of ten events have one key", row, plain)


def judge(bench, about, row, plain):
    bench.report.at_least("hostile", f"{about}: MB a second by the plain case", row.mb_per_second / plain.mb_per_second, LEAST_SHARE)
    bench.report.at_most("hostile", f"{about}: most memory", row.peak_rss / 1e6, MOST_MEMORY, " MB")
