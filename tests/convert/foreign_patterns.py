"""Regular expressions of PCRE, RE2 and Java as those of Python."""

import re
from functools import cache


@cache
def python_pattern(source: str) -> re.Pattern:
    told = source.replace(r"\pL", r"[^\W\d_]")
    told = re.sub(r"\\x\{([0-9A-Fa-f]+)\}", lambda m: re.escape(chr(int(m[1], 16))), told)
    return re.compile(told, 0 if r"\p" in source else re.ASCII)
