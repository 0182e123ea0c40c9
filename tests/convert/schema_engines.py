"""The engines of targets over a schema, by the name of the target."""

from eql_engine import Eql
from esql_engine import Esql
from lucene_engine import Lucene

ENGINES = {engine.target: engine for engine in (Eql, Esql, Lucene)}
