"""What the evaluators of all languages do with values."""

import operator
from ipaddress import ip_address, ip_network

ORDER = {
    "=": operator.eq, "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}


def as_list(value) -> list:
    return [] if value is None else value if isinstance(value, list) else [value]


def within(address, block: str) -> bool:
    try:
        return ip_address(address) in ip_network(block, strict=False)
    except ValueError:
        return False
