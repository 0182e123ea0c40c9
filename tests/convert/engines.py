"""Runs converted queries: each engine loads events, one JSON a line, and gives the rows of a query as lists."""

from pathlib import Path


class DuckDb:
    target = "duckdb"

    def __init__(self):
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 2")

    def load(self, events: Path):
        self.connection.execute(
            "CREATE OR REPLACE TABLE events AS "
            f"SELECT row_number() OVER () AS n, json AS j FROM read_ndjson_objects('{events}')"
        )

    def rows(self, query: str):
        return [list(row) for row in self.connection.execute(query).fetchall()]


class ClickHouse:
    target = "clickhouse"

    def __init__(self):
        from chdb import session

        self.session = session.Session()

    def load(self, events: Path):
        self.session.query("DROP TABLE IF EXISTS events")
        self.session.query("CREATE TABLE events (n UInt64, j String) ENGINE = MergeTree ORDER BY n")
        self.session.query(
            "INSERT INTO events SELECT rowNumberInAllBlocks() + 1, json "
            f"FROM file('{events}', 'JSONAsString') SETTINGS max_threads = 1"
        )

    def rows(self, query: str):
        import json

        answer = str(self.session.query(query, "JSONCompact"))
        return json.loads(answer)["data"] if answer else []


ENGINES = {engine.target: engine for engine in (DuckDb, ClickHouse)}
