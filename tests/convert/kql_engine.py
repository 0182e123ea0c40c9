"""KQL on DuckDB: duckdb-kql, and what it lacks, as Microsoft's documentation tells it: row_window_session (the windows that are
picked), strcmp, bin_at, count_distinct, ipv4_is_in_range of full addresses."""

import re
from datetime import timedelta

SESSION = re.compile(
    r"\n\| order by (?P<order>.*)\n\| extend (?P<into>\w+) = row_window_session\((?P<time>\w+), "
    r"(?P<size>\w+) - 1tick, \w+ - 1tick(?P<restart>, .*)?\)"
)
UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "ms": "milliseconds"}


def add_functions():
    from dataclasses import replace

    from duckdb_kql.translate import functions

    scalar, aggregates = functions.SCALAR_FUNCTIONS, functions.AGGREGATE_FUNCTIONS
    address = "list_reduce(list_transform(string_split({0}, '.'), lambda o: CAST(o AS BIGINT)), lambda a, o: a * 256 + o)"
    mask = "(4294967296 - (1 << (32 - CAST(string_split({1}, '/')[2] AS BIGINT))))"
    block = address.replace("{0}", "string_split({1}, '/')[1]")
    whole = "regexp_full_match({0}, '([0-9]{{1,3}}[.]){{3}}[0-9]{{1,3}}')"
    rows = {
        "strcmp": "(CASE WHEN {0} < {1} THEN -1 WHEN {0} > {1} THEN 1 ELSE 0 END)",
        "bin_at": "time_bucket({1}, {0}, {2})",
        "ipv4_is_in_range": f"(CASE WHEN {whole} THEN ({address} & {mask}) = ({block} & {mask}) END)",
    }
    for name, template in rows.items():
        arity = 3 if name == "bin_at" else 2
        scalar[name] = functions.FunctionSpec(name, "template", template, (arity,))
    aggregates["count_distinct"] = replace(aggregates["dcount"], name="count_distinct", arities=(1,))


class Kql:
    target = "sentinel"

    def __init__(self):
        import duckdb_kql

        add_functions()
        self.kql = duckdb_kql
        self.connection = duckdb_kql.connect()

    def create(self, name: str, columns: dict, rows: list):
        self.connection.sql(f'DROP TABLE IF EXISTS "{name}"')
        shape = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        self.connection.sql(f'CREATE TABLE "{name}" ({shape})')
        places = ", ".join("?" * len(columns))
        for row in rows:
            self.connection.execute(f'INSERT INTO "{name}" VALUES ({places})', row)

    def run(self, text: str):
        result = self.kql.query(self.connection, text)
        described = result.description
        return [column[0] for column in described], [str(column[1]) for column in described], result.fetchall()

    def rows(self, text: str):
        """The names of the columns, and the rows."""
        session = SESSION.search(text)
        if not session:
            names, _, rows = self.run(text)
            return names, rows
        names, kinds, rows = self.run(text[: session.start()])
        rows = with_sessions(names, rows, session)
        columns = dict(zip(names, kinds)) | {session["into"]: "TIMESTAMP"}
        self.create("Sessions", columns, rows)
        return self.rows("Sessions" + text[session.end() :])


def with_sessions(names, rows, session):
    """Each row with the beginning of the session it is in (row_window_session)."""
    number, unit = re.fullmatch(r"(\d+)(\w+)", session["size"]).groups()
    size = timedelta(**{UNITS[unit]: int(number)})
    keys = [names.index(part.split(" ")[0].strip('[]"')) for part in session["order"].split(", ")]
    time = names.index(session["time"])
    begun, before, out = None, None, []
    for row in sorted(rows, key=lambda r: [(r[k] is not None, r[k]) for k in keys]):
        group = [row[k] for k in keys[:-1]]
        if begun is None or group != before or row[time] - begun >= size:
            begun, before = row[time], group
        out.append([*row, begun])
    return out
