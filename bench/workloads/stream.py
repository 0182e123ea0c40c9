"""W9. Events that are made while they are read, through a pipe, longer than memory: what the scan holds must not grow."""


from harness.bench import lines_of, summary_of
from harness.inputs import data_of
from harness.process import resident
from harness.report import Row

MOST_MEMORY = 1000  # MB
GROWTH = 1.10       # of the most memory in the second half by that in the first


def run(bench):
    size = bench.settings.size(2_000_000_000, 20_000_000_000)
    output = bench.inputs.output("stream.ndjson")
    held = []
    done = bench.scan(bench.inputs.rules(900), ["-"], output=output, watch=lambda pid: held.append(resident(pid)),
                      feed=bench.inputs.command("bench_generate", "--bytes", size))
    data = data_of("-", done.feed_err)
    facts = summary_of(done.err)
    bench.report.add(Row("W9", "scan of a pipe, 900 rules", data.events, data.bytes, done.seconds, done.cpu_seconds,
                         rules=facts["rules"], matches=lines_of(output), peak_rss=done.peak_rss))
    bench.report.check(facts["events"] == data.events, f"W9: {facts['events']} events read, not {data.events}")
    bench.check_planted("W9", output, data)
    held = held[:-1]  # the last look may come while the process goes away
    half = len(held) // 2
    bench.report.at_most("W9", "most memory", done.peak_rss / 1e6, MOST_MEMORY, " MB")
    if half:
        bench.report.at_most("W9", "most memory, second half of the stream by first", max(held[half:]) / max(held[:half]), GROWTH)
