"""The engines of targets over a schema, by the name of the target: module and class. Some need packages of scripts/convert-tools."""

from importlib import import_module

ENGINES = {
    "eql": ("eql_engine", "Eql"),
    "esql": ("esql_engine", "Esql"),
    "logscale": ("cql_engine", "Cql"),
    "lucene": ("lucene_engine", "Lucene"),
    "splunk": ("spl_engine", "Splunk"),
    "splunk-cim": ("spl_engine", "SplunkCim"),
    "sumo": ("sumo_engine", "Sumo"),
}


def engine(target: str):
    module, name = ENGINES[target]
    return getattr(import_module(module), name)()
