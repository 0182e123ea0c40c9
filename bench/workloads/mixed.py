"""W2 and W3. Many rules over UDM events, on one core: 899 or 4,999 made-up ones, and one that finds what is planted."""

SHARE_OF_CEILING = 0.35
EVENTS_PER_SECOND = 250_000
TIME_OF_5000 = 1.6  # of that of 900 rules
COUNTS = [10, 100, 300, 900, 2000, 5000]


def scan(bench, count, threads=1):
    data = bench.inputs.udm()

    def measure():
        what = f"scan, {count:,} rules" + (f", {threads} threads" if threads > 1 else "")
        row, output = bench.measure(name_of(count, threads), what, bench.inputs.rules(count), data, threads, ceiling="c1")
        bench.check_planted(name_of(count, threads), output, data)
        return row, output
    return bench.once(("mixed", count, threads), measure)


def name_of(count, threads):
    return "W5" if threads > 1 else "W2" if count <= 900 else "W3"


def run_900(bench):
    row, _ = scan(bench, 900)
    bench.report.at_least("W2", "share of c1 (simdjson), 900 rules", row.of_ceiling, SHARE_OF_CEILING)
    bench.report.at_least("W2", "events a second", row.events_per_second, EVENTS_PER_SECOND)


def run_5000(bench):
    few, many = scan(bench, 900)[0], scan(bench, 5000)[0]
    bench.report.at_most("W3", "time of 5,000 rules by that of 900", many.cpu_seconds / few.cpu_seconds, TIME_OF_5000)
    rows = [scan(bench, count)[0] for count in COUNTS]
    bench.report.curves["rules"] = [(row.rules, row.events_per_second) for row in rows]
