"""UDM events as Sigma's log sources tell them: a row for each log source that an event is of, by the schema that
`yaral convert --to sigma --show-schema` prints."""

import copy
import fnmatch
import json
from collections import defaultdict
from dataclasses import dataclass

import yaml

from schema_events import ADDITIONAL, EPOCH, Udm, is_zero, read, steps, text
from yaral import Yaral

TYPE = "metadata.event_type"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def has_empty_element(node) -> bool:
    if isinstance(node, list):
        return any(is_zero(one) or has_empty_element(one) for one in node)
    return isinstance(node, dict) and any(has_empty_element(value) for value in node.values())


@dataclass
class Field:
    path: str
    told: dict

    @property
    def name(self):
        return self.told["field"]

    def in_sigma(self, value):
        """The value as the source writes it; None when it cannot."""
        value = text(value)
        prefix = self.told.get("prefix", "")
        if not value.startswith(prefix) or (self.told.get("lower") and value != value.lower()):
            return None
        value = value[len(prefix):]
        values = self.told.get("values")
        if values is None:
            return value
        found = values.get(value)
        return found[0] if found else value if self.told.get("others") else None


class Source:
    def __init__(self, row: dict):
        self.name = row["name"]
        self.origin = row["from"]
        known = {p: v if isinstance(v, list) else [v] for p, v in row.get("known", {}).items()}
        self.absent = [steps(p) for p, v in known.items() if v == [""]]
        self.known = {p: (steps(p), [text(x) for x in v]) for p, v in known.items() if v != [""]}
        self.never = {p: (steps(p), v) for p, v in row.get("never", {}).items()}
        self.where = row.get("where", {})
        self.excepted = row.get("except", {})
        self.fields = []
        for path, value in (row.get("fields") or {}).items():
            told = value if isinstance(value, dict) else {"field": value}
            if path not in known:
                self.fields.append((steps(path), Field(path, told)))

    def fits(self, event: dict, strictly: bool) -> bool:
        for at, values in self.known.values():
            found = read(event, at)
            if (strictly and not found) or any(text(one) not in values for one in found):
                return False
        for at, values in self.never.values():
            if any(text(one) in values for one in read(event, at)):
                return False
        return not any(read(event, at) for at in self.absent)


class SigmaEvents:
    def __init__(self, yaral: Yaral):
        printed = yaral.call("convert", "--to", "sigma", "--show-schema")
        self.sources = [Source(row) for row in yaml.load(printed.stdout, LOADER)["sources"]]
        self.udm = Udm(yaral)
        paths = {field.path for source in self.sources for _, field in source.fields}
        self.udm.learn(sorted(paths | {path for source in self.sources for path in source.known}))
        self.by_type = defaultdict(list)
        for source in self.sources:
            for one in source.known[TYPE][1] if TYPE in source.known else [None]:
                self.by_type[one].append(source)
        self.numbers = {f.name for s in self.sources for _, f in s.fields if f.told.get("type") == "number"}
        self.count = 0

    def candidates(self, event: dict):
        kind = event.get("metadata", {}).get("event_type")
        return (self.by_type.get(kind, []) if kind else self.sources) + (self.by_type[None] if kind else [])

    def place(self, event: dict, only=None):
        """(the event in UDM, [(log source, row)]), or None for one that no log source of Sigma has. What a source says
        of all its events is filled in; two UDM fields that stand in one field of Sigma become equal."""
        self.count += 1
        if has_empty_element(event):
            return None  # lists of texts of which one is none: no record of a source becomes that
        event = copy.deepcopy(event)
        about = event.setdefault("metadata", {})
        about.setdefault("id", f"n{self.count}")
        about.setdefault("event_timestamp", EPOCH)
        candidates = [s for s in self.candidates(event) if only in (None, s.name)]
        sources = [s for s in candidates if s.fits(event, True)]
        if not sources:
            source = self.nearest(event, candidates)
            if source is None:
                return None
            for path, (_, values) in source.known.items():
                if not read(event, steps(path)) and not self.put_in(event, path, values[0]):
                    return None
            sources = [source]
            candidates = [s for s in self.candidates(event) if only in (None, s.name)]
        for _ in range(3):  # until what is made equal in one source is so in the others
            before = json.dumps(event, sort_keys=True)
            rows = [(s.origin, self.row(event, s)) for s in sources]
            if any(row is None for _, row in rows):
                return None
            sources = [s for s in candidates if s.fits(event, True)]
            if before == json.dumps(event, sort_keys=True):
                rows = [(s.origin, self.row(event, s)) for s in sources]
                return None if any(row is None for _, row in rows) else (event, rows)
        return None

    @staticmethod
    def nearest(event: dict, candidates: list):
        """The source that holds most of the event."""
        best = None
        for source in candidates:
            if not source.fits(event, False):
                continue
            held = sum(1 for at, _ in source.fields if read(event, at))
            if best is None or held > best[0]:
                best = (held, source)
        return best[1] if best else None

    def row(self, event: dict, source: Source):
        row = {"yaral_id": event["metadata"]["id"], "timestamp": event["metadata"]["event_timestamp"]}
        for name, values in source.where.items():
            if not values[0].endswith("*"):
                row[name] = values[0]
        uses = defaultdict(list)
        for at, field in source.fields:
            if field.path == ADDITIONAL:
                for key, value in event.get("additional", {}).items():
                    exact = f'{ADDITIONAL}["{key}"]'
                    if not isinstance(value, (dict, list)) and not is_zero(value) and exact not in source.known and \
                            not any(f.path == exact for _, f in source.fields):
                        uses[key].append((Field(exact, {"field": key}), [value]))
            elif not field.name.startswith("."):
                uses[field.name].append((field, read(event, at)))
        for name, used in uses.items():
            if not self.put(event, row, name, used):
                return None
        for name, values in source.where.items():
            if not any(fnmatch.fnmatchcase(str(row.get(name, "")), value) for value in values):
                return None
        for name, values in source.excepted.items():
            if any(fnmatch.fnmatchcase(str(row.get(name, "")), value) for value in values):
                return None
        return row

    def put(self, event, row, name, used):
        if any(len(values) > 1 for _, values in used):
            return False  # the source has one value in the field
        told = []
        for field, values in used:
            if not values or field.told.get("after") or field.told.get("before"):
                continue
            value = field.in_sigma(values[0])
            if value is None:
                return False
            told.append(value)
        parts = [(f, text(v[0])) for f, v in used if v and (f.told.get("after") or f.told.get("before"))]
        if parts:
            value = self.together(parts, [f for f, _ in used])
            if value is None:
                return False
            told.append(value)
        if not told and name not in row:
            return True
        if name in row:
            told.insert(0, row[name])
        if any(value != told[0] for value in told):
            return False
        row[name] = told[0]
        for field, values in used:
            if not values:
                self.fill(event, field, told[0])
        return True

    def together(self, parts, fields):
        digests = [(f, v) for f, v in parts if f.told.get("after") and not f.told.get("to_end")]
        if digests:
            lower = all(v == v.lower() and len(v) == f.told.get("length", len(v)) for f, v in digests)
            return ",".join(f.told["after"] + v.upper() for f, v in digests) if lower else None
        fronts = {v for f, v in parts if f.told.get("before")}
        backs = {v for f, v in parts if f.told.get("after")}
        marks = {f.told.get("before") or f.told["after"] for f, _ in parts}
        if len(fronts) > 1 or len(backs) != 1 or any(m in v for m in marks for v in fronts | backs):
            return None
        return "".join(f + m for f in fronts for m in marks) + backs.pop()

    def fill(self, event, field, value):
        """UDM has the value here as well."""
        if field.told.get("wider"):
            return
        mark = field.told.get("after") or field.told.get("before")
        if mark:
            front, found, back = value.rpartition(mark)
            value = front if field.told.get("before") else back
            if not field.told.get("to_end") and field.told.get("after"):
                return
        for ours, theirs in (field.told.get("values") or {}).items():
            if value in theirs:
                value = ours
                break
        else:
            if field.told.get("values") and not field.told.get("others"):
                return
        if not value:
            return
        value = field.told.get("prefix", "") + (value.lower() if field.told.get("lower") else value)
        kind = self.udm.kind(field.path)
        if kind.startswith(("uint", "int", "float", "double")):
            if not value.isdigit():
                return
            value = int(value)
        if kind == "bool":
            value = value == "true"
        if kind == "timestamp" or kind.startswith("enum"):
            return
        self.put_in(event, field.path, value)

    def put_in(self, event: dict, path: str, value) -> bool:
        """False where the event has a list of messages on the way, of which none is the one."""
        try:
            self.udm.set(event, path, [value])
        except TypeError:
            return False
        return True
