"""Tables that queries in KQL read, with the types of their columns, as Microsoft's documentation tells them.

pySigma-backend-kusto holds those lists; nothing else of it is used.
"""

import importlib.util
import sys
from pathlib import Path

LISTS = {"defender": "microsoftxdr", "sentinel": "azuremonitor", "asim": "sentinelasim"}

# Types of ASIM's documentation that are not Kusto's own.
ASIM_TYPES = {
    "integer": "int",
    "long": "long",
    "boolean": "bool",
    "datetime": "datetime",
    "date/time": "datetime",
    "latitude": "real",
    "longitude": "real",
}

# Columns that the lists leave out: of all tables (documented apart from them), and of all events of ASIM.
STANDARD = {"sentinel": {"_ItemId": "string"}, "defender": {}, "asim": {}}
ASIM_COMMON = {
    "TimeGenerated": "datetime",
    "EventUid": "string",
    "EventOriginalUid": "string",
    "EventOriginalType": "string",
    "EventProduct": "string",
    "EventVendor": "string",
    "EventType": "string",
    "EventResult": "string",
    "EventResultDetails": "string",
    "DvcHostname": "string",
    "DvcAction": "string",
}
ASIM_PARSERS = {
    "_Im_ProcessCreate": ["imProcessCreate"],
    "_Im_FileEvent": ["imFileEvent"],
    "_Im_RegistryEvent": ["imRegistry"],
    "_Im_NetworkSession": ["imNetworkSession"],
    "_Im_Dns": ["_Im_Dns"],
    "_Im_WebSession": ["imWebSession", "imNetworkSession"],
    "_Im_Authentication": ["imAuthentication"],
    "_Im_AuditEvent": ["imAuditEvent"],
}


def lists_of(name: str) -> dict:
    for folder in map(Path, sys.path):
        file = folder / "sigma" / "pipelines" / name / "tables.py"
        if file.exists():
            spec = importlib.util.spec_from_file_location(name, file)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return next(value for key, value in vars(module).items() if key.endswith("TABLES"))
    raise ImportError("pysigma-backend-kusto")


def kusto_type(text: str, target: str) -> str:
    if target != "asim":
        return {"boolean": "bool"}.get(text, text)
    return ASIM_TYPES.get(text.lower(), "string")


def columns_of(table: dict, target: str) -> dict:
    columns = {}
    for name, about in table.items():
        name = name.strip().rstrip("`*")
        if name and " " not in name:
            columns[name] = kusto_type(about["data_type"], target)
    return columns


def tables(target: str) -> dict:
    """{table: {column: type of Kusto}}"""
    known = lists_of(LISTS[target])
    if target != "asim":
        return {
            name: {**columns_of(table, target), **STANDARD[target]}
            for name, table in known.items()
            if name and all(isinstance(about, dict) for about in table.values())
        }
    out = {}
    for parser, sources in ASIM_PARSERS.items():
        out[parser] = {}
        for source in sources:
            out[parser].update(columns_of(known[source], target))
        out[parser].update(ASIM_COMMON)
    return out
