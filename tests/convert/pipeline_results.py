"""What a rule found held against the rows of a query in a piped language."""

from compare import difference, moment, plain, variable_value


def told(value):
    if isinstance(value, (list, tuple)) and len(value) < 2:
        return plain(value[0], False) if value else ""
    return plain(value, False)


def window(detection: dict):
    of = detection["timeWindow"]
    return moment(of["startTime"]), moment(of["endTime"])


def results(query: dict, rows: list, found: list, time_of_detection, time_of_row):
    """What the rule and what the query found, each as (time, keys, outcomes). Outcomes that the query leaves out do not count."""
    left_out = {n["what"][1:] for n in query["fidelity"]["notes"] if "left out of the results" in n["why"]}
    about = found[0]["detection"][0] if found else {}
    names = [o["key"] for o in about.get("outcomes", []) if o["key"] not in left_out]
    keys = len(about.get("detectionFields", [])) if query["grouped"] else 0

    def of_detection(detection):
        about = detection["detection"][0]
        own = tuple(told(field["value"]) for field in about.get("detectionFields", []))
        return time_of_detection(detection), own[:keys], tuple(told(variable_value(about["variables"][n])) for n in names)

    def of_row(row):
        columns = [n for n in row if n not in ("window_start", "window_end")]
        return time_of_row(row), tuple(told(row[n]) for n in columns[:keys]), tuple(told(row.get(n)) for n in names)

    return [of_detection(d) for d in found], [of_row(row) for row in rows]


def difference_in_windows(query, rows, found, time_of_row):
    """Of a query whose windows are those of the rule."""
    if query["grouped"]:
        sides = results(query, rows, found, window, lambda row: (row["window_start"], row["window_end"]))
    else:
        sides = results(query, rows, found, lambda d: moment(d["detectionTime"]), time_of_row)
    return difference(*sides)


def difference_in_blocks(query, rows, found):
    """Of a query whose windows are blocks of time: those of the rule begin with events, and where both are blocks the outcomes
    tell."""
    if not query["grouped"]:
        return difference(*results(query, rows, found, lambda d: moment(d["detectionTime"]), lambda row: row["time"]))
    wanted, got = results(query, rows, found, lambda _: None, lambda _: None)
    if query["fidelity"]["level"] != "exact":
        # Blocks cut in other places: the same keys must be found.
        wanted, got = ({keys for _, keys, _ in side} for side in (wanted, got))
    return difference(list(wanted), list(got))
