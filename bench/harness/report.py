"""What was measured: rows of one table, targets and whether they were met, and results that are wrong."""

from dataclasses import asdict, dataclass, field


@dataclass
class Row:
    workload: str
    what: str
    events: int
    bytes: int
    seconds: float
    cpu_seconds: float
    threads: int = 1
    rules: int = 0
    matches: int = None
    peak_rss: int = None
    of_ceiling: float = None

    @property
    def paced_by(self):
        """One thread is judged by its processor time, which the rest of the machine hardly changes."""
        return self.cpu_seconds if self.threads == 1 else self.seconds

    @property
    def mb_per_second(self):
        return self.bytes / 1e6 / self.paced_by

    @property
    def events_per_second(self):
        return self.events / self.paced_by


@dataclass
class Target:
    workload: str
    what: str
    value: float
    bound: float
    at_least: bool
    unit: str = ""

    @property
    def met(self):
        return self.value >= self.bound if self.at_least else self.value <= self.bound


@dataclass
class Report:
    rows: list = field(default_factory=list)
    targets: list = field(default_factory=list)
    curves: dict = field(default_factory=dict)  # name → points (x, y) for a plot
    failures: list = field(default_factory=list)

    def add(self, row):
        self.rows.append(row)
        print(row_text(row), flush=True)
        return row

    def at_least(self, workload, what, value, bound, unit=""):
        self.targets.append(Target(workload, what, value, bound, True, unit))

    def at_most(self, workload, what, value, bound, unit=""):
        self.targets.append(Target(workload, what, value, bound, False, unit))

    def check(self, holds, message):
        """A wrong result makes the run fail; a missed target does not."""
        if not holds:
            self.failures.append(message)

    def as_json(self):
        return {
            "rows": [asdict(row) | {"mb_per_second": row.mb_per_second, "events_per_second": row.events_per_second}
                     for row in self.rows],
            "targets": [asdict(target) | {"met": target.met} for target in self.targets],
            "curves": self.curves,
            "failures": self.failures,
        }


HEAD = (f"{'':<8}{'':<44}{'rules':>6}{'events':>11}{'MB':>8}{'matches':>9}{'CPU s':>9}{'wall s':>9}{'MB/s':>7}"
        f"{'events/s':>12}{'of ceiling':>12}{'peak MB':>9}")


def row_text(row):
    def shown(value, form):
        return form.format(value) if value is not None else "-"
    return (f"{row.workload:<8}{row.what:<44}{row.rules or '-':>6}{row.events:>11,}{row.bytes / 1e6:>8,.0f}"
            f"{shown(row.matches, '{:,}'):>9}{row.cpu_seconds:>9.3f}{row.seconds:>9.3f}{row.mb_per_second:>7,.0f}"
            f"{row.events_per_second:>12,.0f}{shown(row.of_ceiling, '{:.2f}'):>12}"
            f"{shown(row.peak_rss and row.peak_rss / 1e6, '{:,.1f}'):>9}")


def number_text(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def target_words(target):
    """Target and value, as a person reads them."""
    sign = "≥" if target.at_least else "≤"
    return f"{sign} {number_text(target.bound)}{target.unit}", f"{number_text(target.value)}{target.unit}"


def targets_text(targets):
    lines = []
    for target in targets:
        bound, value = target_words(target)
        lines.append(f"{target.workload:<8}{target.what:<62}{bound:>18}{value:>16}   {'met' if target.met else 'MISSED'}")
    return "\n".join(lines)
