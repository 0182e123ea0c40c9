"""What the evaluators of piped languages share: texts, numbers, times, comparisons, aggregates."""

from datetime import datetime, timezone

from compare import moment
from values import ORDER


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def number(value):
    if isinstance(value, (bool, list)) or value is None:
        return None
    try:
        return value if isinstance(value, (int, float)) else float(value)
    except ValueError:
        return None


def epoch(value):
    whole, _, fraction = moment(value).partition(".")
    seconds = int(datetime.fromisoformat(whole).replace(tzinfo=timezone.utc).timestamp())
    return seconds + int(fraction) / 1e6 if int(fraction) else seconds


def as_moment(seconds):
    if isinstance(seconds, str) and "T" in seconds:
        return seconds
    value = float(seconds)
    whole = int(value // 1)
    return datetime.fromtimestamp(whole, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{round((value - whole) * 1e6):06}"


def compare(mark, left, right, number=number):
    """As numbers where both look like some, otherwise as texts."""
    if left is None or right is None:
        return None
    a, b = number(left), number(right)
    if a is None or b is None:
        a, b = text(left), text(right)
    return ORDER[mark](a, b)


def arithmetic(mark, left, right):
    if left is None or right is None or (mark in "/%" and right == 0):
        return None
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": lambda: left / right,
            "%": lambda: left % right}[mark]()


def over(function, values, number=number):
    """An aggregate over values that are set."""
    if function == "distinct":
        return len({text(v) for v in values})
    if not values:
        return None
    if function == "list":
        distinct = sorted({text(v) for v in values})
        return distinct[0] if len(distinct) == 1 else distinct
    if function in ("first", "last"):
        return values[0 if function == "first" else -1]
    numbers = [number(v) for v in values]
    if None in numbers:
        numbers = [text(v) for v in values]
    if function in ("min", "max"):
        return (min if function == "min" else max)(numbers)
    if function == "sum":
        return sum(numbers)
    mean = sum(numbers) / len(numbers)
    if function == "avg":
        return mean
    variance = sum((n - mean) ** 2 for n in numbers) / (len(numbers) - 1) if len(numbers) > 1 else 0
    return variance if function == "var" else variance**0.5
