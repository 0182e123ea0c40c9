#!/usr/bin/env python3
"""Proof that the queries are KQL: Kusto's own parser and binder find no mistake in any of them.

Every rule of the conformance cases and of the packages is converted. Names and types of the tables are those of
Microsoft's documentation, so that a misspelt column, or a text compared with a number, is found.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import kql_tables
from cases import conformance_cases

SKIPPED = 77  # what ctest takes for a test that was skipped


def convert(yaral: str, target: str, *arguments):
    called = subprocess.run(
        [yaral, "convert", "--to", target, "--format", "json", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if called.returncode not in (0, 1, 2):
        raise SystemExit(f"FAILED: convert ended with {called.returncode}: {called.stderr[-2000:]}")
    return json.loads(called.stdout)["rules"]


def write_cases(cases: Path, folder: Path):
    """A file for the rules of each case. Lists of one name are the last one: only that there is one counts here."""
    rules, lists, tables = (folder / name for name in ("rules", "lists", "tables"))
    for made in (rules, lists, tables):
        made.mkdir()
    for number, case in enumerate(conformance_cases(cases)):
        (rules / f"{number:04}.yaral").write_text(case.rules, encoding="utf-8")
        for name, text in case.lists.items():
            (lists / f"{name}.txt").write_text(text, encoding="utf-8")
    return ["--lists", lists, rules]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--yaral", required=True, help="the program")
    parser.add_argument("--target", required=True, choices=sorted(kql_tables.LISTS))
    parser.add_argument("--cases", required=True, type=Path, help="folder of conformance cases")
    parser.add_argument("--node-modules", required=True, type=Path, help="folder where npm installed Kusto's parser")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="further rules")
    parser.add_argument("--pack", type=Path, action="append", default=[], help="packages")
    parser.add_argument("--fields", type=Path, help="a file that adds fields, so that more rules convert")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not (options.node_modules / "node_modules" / "@kusto" / "language-service-next").exists():
        print("skipped: no @kusto/language-service-next; scripts/convert-tools installs it")
        return SKIPPED
    try:
        tables = kql_tables.tables(options.target)
    except ImportError as missing:
        print(f"skipped: no {missing}; scripts/convert-tools installs it")
        return SKIPPED
    sets = {}
    with tempfile.TemporaryDirectory() as folder:
        sets["conformance"] = convert(options.yaral, options.target, *write_cases(options.cases, Path(folder)))
    for pack in options.pack:
        sets[pack.name] = convert(options.yaral, options.target, "--lists", pack / "lists", pack / "rules")
    for rules in options.rules:
        sets[rules.name] = convert(options.yaral, options.target, rules)
    queries, failures = [], []
    for name, rules in sets.items():
        counts, reasons = Counter(), Counter()
        for rule in rules:
            level = rule["fidelity"]["level"]
            counts[level] += 1
            notes = [n for n in rule["fidelity"]["notes"] if n["level"] == level]
            if level != "exact" and not notes:
                failures.append(f"{name}: {rule['rule']}: {level}, without a reason")
            if level == "refused":
                reasons.update({f"{n['what']}: {n['why']}" for n in notes})
            else:
                queries.append({"name": f"{name}: {rule['rule']}", "text": rule["text"]})
        print(f"{options.target}, {name}:", ", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
        if options.verbose:
            for reason, times in reasons.most_common(60):
                print(f"{times:5} refused: {reason}")
    request = json.dumps({"tables": tables, "queries": queries})
    checker = ["node", str(Path(__file__).with_name("kql_check.js")), str(options.node_modules)]
    checked = subprocess.run(checker, input=request, capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        print("FAILED: the parser ended with", checked.returncode, checked.stderr[-2000:])
        return 1
    texts = {query["name"]: query["text"] for query in queries}
    for found in json.loads(checked.stdout):
        text = "\n" + texts[found["name"]] if options.verbose else ""
        failures.append(f"{found['name']}: {'; '.join(found['problems'][:5])}{text}")
    for failure in failures:
        print("FAILED", failure)
    print(f"{len(queries)} queries parsed and bound, {len(failures)} failed")
    return 1 if failures or not queries else 0


if __name__ == "__main__":
    sys.exit(main())
