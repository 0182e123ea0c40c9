"""W6. Rules over several events whose filters keep all events: memory for each live key, and whether time grows as they do."""

from dataclasses import dataclass

BYTES_PER_KEY = 300
GROWTH = 1.25       # of the time an event takes when there are twice as many; 1 is linear
NEIGHBOURS = 2.0    # between a case and the next


@dataclass
class Case:
    shape: str
    about: str
    events_per_key: int
    rows_per_event: int = 1  # how many variables each event passes


# Few keys have many events: that is where trying all combinations would show.
CASES = [Case("counts", "count", 2), Case("join", "join of three", 60), Case("absence", "absence", 8),
         Case("arithmetic", "arithmetic over four", 240, rows_per_event=4)]


def run(bench):
    keys_of_most = bench.settings.size(250_000, 1_000_000)
    memory(bench, [keys_of_most // 8, keys_of_most // 4, keys_of_most // 2, keys_of_most])
    events = bench.settings.size(200_000, 1_000_000)
    pace = {}
    for case in CASES:
        half, whole = (scan(bench, case, events * times, (events * times) // case.events_per_key) for times in (1, 2))
        growth = (whole.cpu_seconds / whole.events) / (half.cpu_seconds / half.events)
        bench.report.at_most("W6", f"{case.about}: time an event, twice as many", growth, GROWTH)
        pace[case.about] = whole.events_per_second * case.rows_per_event
    for one, next_one in zip(CASES, CASES[1:]):
        first, second = pace[one.about], pace[next_one.about]
        bench.report.at_most("W6", f"{one.about} beside {next_one.about}: rows a second", max(first, second) / min(first, second),
                             NEIGHBOURS)


def memory(bench, counts):
    """Bytes that each further key takes, from the growth between the counts: what a scan needs anyway drops out."""
    points = [(count, scan(bench, CASES[0], count * CASES[0].events_per_key, count).peak_rss) for count in counts]
    (few, least), (many, most) = points[0], points[-1]
    bench.report.curves["keys"] = points
    bench.report.at_most("W6", f"memory a live key, {many:,} keys of {CASES[0].events_per_key} events", (most - least) / (many - few),
                         BYTES_PER_KEY, " bytes")


def scan(bench, case, events, keys):
    data = bench.inputs.windows(case.shape, events, keys=keys)
    row, output = bench.measure("W6", f"{case.about}, {keys:,} keys", bench.inputs.rule(case.shape), data, rounds=1)
    bench.report.check(row.matches == data.planted, f"W6: {case.about}: {row.matches} detections, not {data.planted}")
    bench.inputs.forget(data)
    return row
