#!/usr/bin/env python3
"""Proof that the queries are KQL: Kusto's own parser and binder find no mistake in any of them.

Every rule of the conformance cases and of the packages is converted. Names and types of the tables are those of
Microsoft's documentation, so that a misspelt column, or a text compared with a number, is found.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import kql_tables
from command_line import case_options, chosen_cases, skipped
from tally import Tally, report
from yaral import Yaral


def write_cases(cases: list, folder: Path):
    """A file for the rules of each case. Lists of one name are the last one: only that there is one counts here."""
    rules, lists, tables = (folder / name for name in ("rules", "lists", "tables"))
    for made in (rules, lists, tables):
        made.mkdir()
    for number, case in enumerate(cases):
        (rules / f"{number:04}.yaral").write_text(case.rules, encoding="utf-8")
        for name, text in case.lists.items():
            (lists / f"{name}.txt").write_text(text, encoding="utf-8")
    return ["--lists", lists, rules]


def main():
    parser = case_options(__doc__)
    parser.add_argument("--target", required=True, choices=sorted(kql_tables.LISTS))
    parser.add_argument("--node-modules", required=True, type=Path, help="folder where npm installed Kusto's parser")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="further rules")
    parser.add_argument("--pack", type=Path, action="append", default=[], help="packages")
    options = parser.parse_args()
    if not (options.node_modules / "node_modules" / "@kusto" / "language-service-next").exists():
        return skipped("no @kusto/language-service-next")
    try:
        tables = kql_tables.tables(options.target)
    except ImportError as missing:
        return skipped(f"no {missing}")
    yaral, sets = Yaral(options.yaral), {}
    with tempfile.TemporaryDirectory() as folder:
        sets["conformance"] = yaral.converted(options.target, *write_cases(chosen_cases(options), Path(folder)))
    for pack in options.pack:
        sets[pack.name] = yaral.converted(options.target, "--lists", pack / "lists", pack / "rules")
    for rules in options.rules:
        sets[rules.name] = yaral.converted(options.target, rules)
    tallies, queries = {}, []
    for name, rules in sets.items():
        tallies[name] = Tally(f"{options.target}, {name}", options.verbose)
        for rule in rules:
            if tallies[name].fidelity(rule["rule"], rule) != "refused":
                queries.append({"name": f"{name}: {rule['rule']}", "text": rule["text"]})
    request = json.dumps({"tables": tables, "queries": queries})
    checker = ["node", str(Path(__file__).with_name("kql_check.js")), str(options.node_modules)]
    checked = subprocess.run(checker, input=request, capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        print("FAILED: the parser ended with", checked.returncode, checked.stderr[-2000:])
        return 1
    texts = {query["name"]: query["text"] for query in queries}
    for found in json.loads(checked.stdout):
        text = "\n" + texts[found["name"]] if options.verbose else ""
        name, _, rule = found["name"].partition(": ")
        tallies[name].failures.append(f"{rule}: {'; '.join(found['problems'][:5])}{text}")
    print(f"{len(queries)} queries parsed and bound")
    return report(list(tallies.values())) if queries else 1


if __name__ == "__main__":
    sys.exit(main())
