"""What Elastic's languages have in common in tests: patterns, times, and what queries for events find."""

import re
from datetime import datetime, timezone

from compare import disagreement, event_ids

# Operators that only Lucene's patterns have: a pattern of ours escapes them all, so that Python reads it in the same way.
LUCENE_ONLY = set('~#@&<>"')


def lucene_pattern(text: str):
    """A regular expression of Lucene, for fullmatch."""
    in_class = escaped = False
    for c in text:
        if escaped:
            if c.isalnum() and c.isascii():
                raise ValueError(f"\\{c} in {text!r}")
            escaped = False
        elif c == "\\":
            escaped = True
        elif c in "[]":
            in_class = c == "["
        elif not in_class and c in LUCENE_ONLY:
            raise ValueError(f"the operator {c} in {text!r}")
    return re.compile(text, re.DOTALL)


def wildcards(parts) -> re.Pattern:
    """A pattern of (character, is it escaped) pairs."""
    out = ""
    for c, literal in parts:
        out += ".*" if c == "*" and not literal else "." if c == "?" and not literal else re.escape(c)
    return re.compile(out, re.DOTALL)


def unescaped(text: str):
    """(character, was it escaped) of a text with backslashes."""
    out, at = [], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            out.append((text[at + 1], True))
            at += 2
        else:
            out.append((text[at], False))
            at += 1
    return out


def nanos(text: str) -> int:
    """A time of RFC 3339 as nanoseconds since 1970."""
    whole, _, rest = text.rstrip("Z").partition(".")
    moment = datetime.strptime(whole.replace(" ", "T"), "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * 10**9 + int((rest + "000000000")[:9])


def lone_difference(query: dict, found: list, got: set):
    """Of a query that shows events one by one."""
    lists = [event_ids(d, v) for d in found for v in query["variables"]]
    wanted = {i for ids in lists for i in ids}
    whole = all(len(ids) < 10 for ids in lists) or not query["grouped"]
    if wanted == got or (not whole and wanted <= got):
        return None
    return disagreement(sorted(wanted - got), sorted(got - wanted))
