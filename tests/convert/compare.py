"""What a detection and a row of a converted query have in common, in one form."""

from datetime import datetime, timezone


def moment(value) -> str:
    """A time to the microsecond."""
    if isinstance(value, str):
        text = value.replace(" ", "T").rstrip("Z")
        whole, _, fraction = text.partition(".")
        return f"{whole}.{(fraction + '000000')[:6]}"
    if value.tzinfo:
        value = value.astimezone(timezone.utc).replace(tzinfo=None)
    return value.strftime("%Y-%m-%dT%H:%M:%S.%f")


def plain(value, ordered: bool):
    """A value as text; lists as tuples, sorted where their order does not count."""
    if isinstance(value, (list, tuple)):
        items = [plain(item, ordered) for item in value]
        return tuple(items if ordered else sorted(items))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{float(value):.10g}"
    text = "" if value is None else str(value)
    try:
        return f"{float(text):.10g}"
    except ValueError:
        pass
    if len(text) > 18 and text[4] == "-" and text[10] in " T" and text[13] == ":":
        return moment(text)
    return text


def variable_value(variable: dict):
    for name, value in variable.items():
        if name.endswith("Seq"):
            return next(iter(value.values()), [])
    return variable.get("value", "")


def shown(ids):
    """Ids of the events of a group. A detection holds the first ten."""
    distinct = tuple(sorted({i for i in ids if i is not None}))
    return distinct if len(distinct) < 10 else "ten or more"


def event_ids(detection: dict, variable: str):
    for element in detection.get("collectionElements", []):
        if element["label"] == variable:
            return [r["event"].get("metadata", {}).get("id", "") for r in element["references"] if "event" in r]
    return []


def from_detection(detection: dict, variables: list, ordered: bool):
    about = detection["detection"][0]
    named = about.get("variables", {})
    keys = [field["value"] for field in about.get("detectionFields", [])]
    outcomes = [variable_value(named[o["key"]]) for o in about.get("outcomes", [])]
    values = tuple(plain(value, ordered) for value in keys + outcomes)
    ids = tuple(shown(event_ids(detection, v)) for v in variables)
    grouped = bool(keys) or detection["timeWindow"]["startTime"] != detection["timeWindow"]["endTime"]
    if not grouped:
        return (ids[0][0] if ids and ids[0] else "", moment(detection["detectionTime"]), values)
    window = detection["timeWindow"]
    return (moment(window["startTime"]), moment(window["endTime"]), values, ids)


def from_row(row: list, variables: list, grouped: bool, ordered: bool):
    if not grouped:
        return (row[0], moment(row[1]), tuple(plain(v, ordered) for v in row[2:]))
    values = row[2 : len(row) - len(variables)]
    ids = tuple(shown(ids) for ids in row[len(row) - len(variables) :])
    return (moment(row[0]), moment(row[1]), tuple(plain(v, ordered) for v in values), ids)


def disagreement(only_rule, only_query) -> str:
    return f"only the rule: {only_rule}\n  only the query: {only_query}"


def difference(wanted: list, got: list):
    """What stands in one of both alone; None when nothing does."""
    if sorted(wanted, key=repr) == sorted(got, key=repr):
        return None
    return disagreement([w for w in wanted if w not in got], [g for g in got if g not in wanted])
