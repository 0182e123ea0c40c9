"""What the evaluators of piped languages share: texts, numbers, aggregates, comparing rows with detections."""

from compare import moment, plain, variable_value


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


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


def over(function, values):
    """An aggregate over values that are set."""
    if function == "distinct":
        return len({text(v) for v in values})
    if not values:
        return None
    if function == "list":
        distinct = sorted({text(v) for v in values})
        return distinct[0] if len(distinct) == 1 else distinct
    if function == "first":
        return values[0]
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
    return variance**0.5


def told(value):
    if isinstance(value, (list, tuple)) and len(value) < 2:
        return plain(value[0], False) if value else ""
    return plain(value, False)


def difference(query, rows, found):
    """What only the rule and only the query found, by keys and outcomes; None when they agree. Windows are not compared: those of
    the rule begin with events, and where both are blocks the outcomes tell. Outcomes that are left out do not count."""
    left_out = {n["what"][1:] for n in query["fidelity"]["notes"] if "left out of the results" in n["why"]}
    wanted, got, names, keys = [], [], [], 0
    for detection in found:
        about = detection["detection"][0]
        named = about.get("variables", {})
        names = [o["key"] for o in about.get("outcomes", []) if o["key"] not in left_out]
        outcomes = tuple(told(variable_value(named[n])) for n in names)
        own = [told(field["value"]) for field in about.get("detectionFields", [])]
        keys = len(own)
        wanted.append((tuple(own) if query["grouped"] else moment(detection["detectionTime"]), outcomes))
    for row in rows:
        columns = [n for n in row if n not in ("window_start", "window_end")]
        own = tuple(told(row[n]) for n in columns[:keys]) if query["grouped"] else row["time"]
        got.append((own, tuple(told(row.get(n)) for n in names)))
    if query["grouped"] and query["fidelity"]["level"] != "exact":
        # Blocks cut in other places: the same keys must be found.
        wanted, got = sorted({w[0] for w in wanted}), sorted({g[0] for g in got})
    if sorted(wanted, key=repr) == sorted(got, key=repr):
        return None
    return f"only the rule: {[w for w in wanted if w not in got]}\n  only the query: {[g for g in got if g not in wanted]}"
