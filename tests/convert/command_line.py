"""What the tests over conformance cases take, and how they end where something is missing."""

import argparse
from pathlib import Path

from cases import conformance_cases

SKIPPED = 77  # what ctest takes for a test that was skipped


def case_options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--yaral", required=True, help="the program")
    parser.add_argument("--cases", required=True, type=Path, help="folder of conformance cases")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--verbose", action="store_true")
    return parser


def chosen_cases(options) -> list:
    return [case for case in conformance_cases(options.cases) if options.only in case.name]


def skipped(missing) -> int:
    print(f"skipped: {missing}; scripts/convert-tools installs it")
    return SKIPPED
