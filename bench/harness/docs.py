"""Puts figures and plots into docs/performance.md, between its two marks."""

import os

from harness import plot
from harness.report import target_words
from harness.settings import ROOT

DOCS = os.path.join(ROOT, "docs")
PAGE = os.path.join(DOCS, "performance.md")
BEGIN = "<!-- figures: written by bench/run --write-docs -->"
END = "<!-- end of figures -->"


def write(figures, report):
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + "\n" + body(figures, report) + END + after)
    plot.write_all(os.path.join(DOCS, "images"), report.curves)


def body(figures, report):
    machine = figures["machine"]
    size = "full size" if figures["full"] else "the size of `make bench`"
    paragraphs = [f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, {figures['compiler']}; load "
                  f"{machine['load']} at the start; seed {figures['seed']}, {size}, rounds: {figures['rounds']}.",
                  targets_table(report.targets), rows_table(report.rows)]
    paragraphs += [f"![{entry.title}](images/performance-{entry.curve}.svg)" for entry in plot.PLOTS if entry.curve in report.curves]
    return "\n" + "\n\n".join(paragraphs) + "\n\n"


def targets_table(targets):
    lines = ["| | target | | measured | |", "|---|---|---:|---:|---|"]
    for target in targets:
        bound, value = target_words(target)
        lines.append(f"| {target.workload} | {target.what} | {bound} | {value} | {'met' if target.met else '**missed**'} |")
    return "\n".join(lines)


def rows_table(rows):
    lines = ["| | | rules | events | MB | matches | processor s | wall clock s | MB/s | events/s | of ceiling | most memory MB |",
             "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"]
    for row in rows:
        cells = [row.workload, row.what, f"{row.rules:,}" if row.rules else "", f"{row.events:,}", f"{row.bytes / 1e6:,.0f}",
                 "" if row.matches is None else f"{row.matches:,}", f"{row.cpu_seconds:.3f}", f"{row.seconds:.3f}",
                 f"{row.mb_per_second:,.0f}", f"{row.events_per_second:,.0f}",
                 "" if row.of_ceiling is None else f"{row.of_ceiling:.2f}", f"{row.peak_rss / 1e6:,.0f}" if row.peak_rss else ""]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
