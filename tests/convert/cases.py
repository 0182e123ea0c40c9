"""Reads the conformance cases: Markdown with fenced blocks (tests/conformance/README.md)."""

import re
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^```([a-z]+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Case:
    name: str
    rules: str = ""
    events: str = ""
    options: str = ""
    lists: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)


def read_cases(file: Path, root: Path):
    for part in re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        case = Case(f"{file.relative_to(root)}: {heading}")
        for kind, name, text in FENCE.findall(body):
            if kind == "yaral":
                case.rules = text
            elif kind == "udm":
                case.events = text
            elif kind == "options":
                case.options = text
            elif kind == "list":
                case.lists[name] = text
            elif kind == "table":
                case.tables[name] = text
        if case.rules:
            yield case


def conformance_cases(root: Path):
    for file in sorted(root.rglob("*.md")):
        yield from read_cases(file, root)
