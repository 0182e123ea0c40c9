"""What came of the conversions to a target."""

from collections import Counter

from compare import disagreement


class Tally:
    def __init__(self, title: str, verbose: bool):
        self.title = title
        self.verbose = verbose
        self.counts = Counter()
        self.reasons = Counter()
        self.failures = []

    def fidelity(self, name: str, query: dict, within: str = "") -> str:
        """Counts a conversion, whose level it gives. One that is refused or approximate must say why."""
        level = query["fidelity"]["level"]
        self.counts[within + level] += 1
        reasons = [f"{n['what']}: {n['why']}" for n in query["fidelity"]["notes"] if n["level"] == level]
        if level != "exact" and not reasons:
            self.failures.append(f"{name}: {level}, without a reason")
        if level == "refused" and not within:
            self.reasons.update(reasons)
        return level

    def settle(self, name: str, query: dict, wanted: Counter, got: Counter):
        """Holds what the rule found against what the query did: where it is exact it must be the same."""
        self.counts["detections"] += sum(wanted.values())
        if wanted == got:
            return
        level = query["fidelity"]["level"]
        text = f"{name}: {level}\n  {disagreement(list((wanted - got).elements()), list((got - wanted).elements()))}"
        if level == "exact":
            self.failures.append(text + (f"\n{query['text']}" if self.verbose else ""))
        else:
            self.counts["approximate that differ here"] += 1
            self.differs(text)

    def differs(self, text: str):
        if self.verbose:
            print(f"differs: {self.title}: {text}")

    def show(self):
        for failure in self.failures:
            print("FAILED", f"{self.title}: {failure}")
        if self.verbose:
            for reason, times in self.reasons.most_common():
                print(f"{times:5} refused by {self.title}: {reason}")
        print(f"{self.title}:", ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items())))


def report(tallies: list, proof: str = "") -> int:
    """Prints what came of all. The exit code: 1 after a failure, or when `proof` counts nothing for one of them."""
    for tally in tallies:
        if proof and tally.counts[proof] == 0:
            tally.failures.append(f"no conversion is {proof}")
        tally.show()
    failed = sum(len(tally.failures) for tally in tallies)
    print(f"{failed} failed")
    return 1 if failed else 0
