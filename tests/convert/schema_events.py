"""UDM events as a schema of convert/schemas tells them, so that a query over the schema and the rule see the same.

`Events(yaral, schema_file).place(event)` chooses the source whose `known` fits, fills in what the schema says of all its events,
and gives the event in both forms; None for an event that the schema cannot hold. Two UDM fields that the schema has in one
place become equal in the UDM event.
"""

import copy
import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import yaml

from yaral import Yaral

STEP = re.compile(r'([a-z0-9_]+)(?:\["([^"]*)"\])?')
ADDITIONAL = "additional.fields"
# Messages that repeat, and members of them that do so themselves: `yaral fields` tells of a path whether any of it does.
REPEATED = {"security_result", "about", "intermediary"}
LISTS_WITHIN = {"action", "category", "category_details"}
EPOCH = "1970-01-01T00:00:00Z"


@dataclass
class Placed:
    source: str  # its name
    udm: dict
    document: dict  # dotted name → value, or list of values


@dataclass
class Field:
    path: str
    name: str
    type: str = ""
    list: bool = False
    values: dict = None
    after: str = ""
    to_end: bool = False
    absent: str = ""

    def in_schema(self, value):
        if self.values:
            return self.values.get(text(value))
        if self.type == "number":
            return number(value)
        if self.type == "ip" and not is_address(text(value)):
            return None
        if self.type == "bool" or isinstance(value, (bool, int, float)) and not self.type:
            return value
        return text(value)

    def in_udm(self, value):
        for ours, theirs in (self.values or {}).items():
            if theirs == value:
                return ours
        return None if self.values else value


def text(value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def is_address(value: str) -> bool:
    try:
        ip_address(value)
        return True
    except ValueError:
        return False


def number(value):
    try:
        return value if isinstance(value, (int, float)) else int(value)
    except ValueError:
        try:
            return float(value)
        except ValueError:
            return None


def steps(path: str):
    """[(member, key or None)] of a path such as `a.b["key"].c`; the members of `additional.fields` stand in `additional`."""
    found = [match.groups() for match in STEP.finditer(path)]
    if path.startswith(ADDITIONAL):
        return [("additional", found[1][1])]
    return [(name, key) for name, key in found]


def is_zero(value) -> bool:
    return value in ("", 0, False, None, [], {}) or (isinstance(value, str) and value.startswith("UNKNOWN_"))


def read(node, path_steps, zeros=False):
    """All values at a path, without zero values."""
    if not path_steps:
        return [] if isinstance(node, dict) or node is None or (is_zero(node) and not zeros) else [node]
    if not isinstance(node, dict):
        return []
    (name, key), rest = path_steps[0], path_steps[1:]
    found = node.get(name)
    if key is not None:
        if isinstance(found, dict):
            found = found.get(key)
        else:
            found = next((entry.get("value") for entry in found or [] if entry.get("key") == key), None)
        return read(found, rest, zeros)
    out = []
    for one in found if isinstance(found, list) else [found]:
        out += read(one, rest, zeros)
    return out


class Udm:
    """Which fields of UDM are repeated, and of which type."""

    def __init__(self, yaral: Yaral):
        self.yaral = yaral
        self.rows = {}

    def learn(self, paths):
        wanted = set()
        for path in paths:
            parts = path.split(".")
            wanted |= {".".join(parts[: i + 1]) for i in range(len(parts))}
        wanted = sorted(path for path in wanted - set(self.rows) if "[" not in path)
        if wanted:
            for row in self.yaral.fields(*wanted):
                self.rows[row["path"]] = row

    def repeated(self, path: str) -> bool:
        return self.rows.get(path, {}).get("repeated", False)

    def kind(self, path: str) -> str:
        return self.rows.get(path, {}).get("type", "string")

    def set(self, event: dict, path: str, values: list):
        node, so_far = event, ""
        parts = steps(path)
        for i, (name, key) in enumerate(parts):
            so_far += ("." if so_far else "") + name
            last = i + 1 == len(parts)
            if key is not None:
                if name == "additional":
                    node.setdefault(name, {})[key] = values[0]
                else:
                    node.setdefault(name, []).append({"key": key, "value": values[0]})
                return
            if last:
                within = i > 0 and parts[0][0] in REPEATED
                listed = name in LISTS_WITHIN if within else self.repeated(so_far)
                node[name] = values if listed else values[0]
                return
            if so_far in REPEATED or self.repeated(so_far):
                node = (node.setdefault(name, []) or node[name].append({}) or node[name])[0]
            else:
                node = node.setdefault(name, {})


class Source:
    def __init__(self, row: dict, shared: dict, absent: str):
        self.name = row["name"]
        self.origin = row.get("from", "")
        self.known = {
            path: [text(v) for v in (value if isinstance(value, list) else [value])]
            for path, value in row.get("known", {}).items()
        }
        where = row.get("where", {})
        self.where = [pair for part in (where if isinstance(where, list) else [where]) for pair in part.items()]
        self.fields = []
        for path, value in {**shared, **(row.get("fields") or {})}.items():
            if len(self.known.get(path, [])) == 1:
                continue
            told = value if isinstance(value, dict) else {"field": value}
            self.fields.append(
                Field(path, told["field"], told.get("type", ""), told.get("list", False),
                      {text(k): v for k, v in told.get("values", {}).items()} or None, told.get("after", ""),
                      told.get("to_end", False), told.get("absent", absent))
            )

    def fits(self, event: dict) -> bool:
        for path, values in self.known.items():
            if any(text(found) not in values for found in read(event, steps(path))):
                return False
        return True


class Events:
    def __init__(self, yaral: Yaral, file: Path):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        self.title = told["title"]
        self.sources = [Source(row, told.get("fields") or {}, told.get("absent", "")) for row in told["sources"]]
        self.udm = Udm(yaral)
        self.udm.learn([f.path for s in self.sources for f in s.fields] + [p for s in self.sources for p in s.known])
        for source in self.sources:
            for field in source.fields:
                kind = self.udm.kind(field.path)
                if not field.type and not kind.startswith(("string", "enum")):
                    field.type = "bool" if kind == "bool" else "time" if kind == "timestamp" else \
                        "number" if re.match("u?int|float|double", kind) else ""
        self.count = 0

    def place(self, event: dict):
        """The event in the source that holds most of it."""
        self.count += 1
        event = copy.deepcopy(event)
        about = event.setdefault("metadata", {})
        about.setdefault("id", f"n{self.count}")
        about.setdefault("event_timestamp", EPOCH)
        best = None
        for source in self.sources:
            if not source.fits(event):
                continue
            held = sum(1 for field in source.fields if read(event, steps(field.path)))
            if best is None or held > best[0]:
                best = (held, source)
        return self.in_source(event, best[1]) if best else None

    def in_source(self, event: dict, source: Source):
        for path, values in source.known.items():
            if not read(event, steps(path)):
                self.udm.set(event, path, values[:1])
        document = {}
        for name, values in source.where:
            first = values[0] if isinstance(values, list) else values
            document[name] = [document[name], first] if name in document else first
        places = {}
        for field in source.fields:
            if field.path == ADDITIONAL:
                for key, value in event.get("additional", {}).items():
                    if isinstance(value, (str, int, float, bool)) and not is_zero(value):
                        one = Field(f'{ADDITIONAL}["{key}"]', field.name.replace("*", key))
                        places.setdefault(one.name, []).append((one, [text(value)]))
            else:
                values = read(event, steps(field.path))
                if len(values) > 0 and len(values) < len(read(event, steps(field.path), zeros=True)):
                    return None  # one of several is empty
                places.setdefault(field.name, []).append((field, values))
        for name, uses in places.items():
            if not self.put(event, document, name, uses, dict(source.where).get(name)):
                return None
        for field in source.fields:
            if field.absent and field.type != "time":
                document.setdefault(field.name, field.absent)
        if source.origin.startswith("sec_record"):
            document["_index"] = source.origin
        if source.origin.startswith("datamodel:"):
            document["datamodel"] = source.origin.partition(":")[2]
        return Placed(source.name, event, document)

    def parts_of(self, event: dict, whole: str, within: list) -> bool:
        """Sets the fields that stand within a longer text, which is there; False where they have another value."""
        for field, values in within:
            before, mark, rest = whole.rpartition(field.after) if field.to_end else whole.partition(field.after)
            part = rest if field.to_end else rest.partition(",")[0]
            if values and text(values[0]) != part:
                return False
            if mark and part and not values:
                self.udm.set(event, field.path, [part])
        return True

    def agree(self, event: dict, within: list) -> bool:
        """Whether fields behind the same mark have the same value, which those without one get."""
        for mark in {field.after for field, _ in within}:
            own = [(field, values) for field, values in within if field.after == mark]
            told = [text(values[0]) for _, values in own if values]
            if any(value != told[0] for value in told):
                return False
            for field, values in own:
                if told and not values:
                    self.udm.set(event, field.path, told[:1])
                    values.append(told[0])
        return True

    def put(self, event: dict, document: dict, name: str, uses: list, one_of) -> bool:
        """Puts the values of the UDM fields that stand in one place; False when they cannot."""
        within = [(field, values) for field, values in uses if field.after]
        if within:
            if any(len(values) > 1 for _, values in within):
                return False
            whole = [text(values[0]) for field, values in uses if not field.after and values]
            if whole:
                document[name] = whole[0]
                return self.parts_of(event, whole[0], within)
            if not self.agree(event, within):
                return False
            parts = {f.after: text(v[0]) for f, v in sorted(within, key=lambda u: u[0].to_end) if v}
            parts = [mark + value for mark, value in parts.items()]
            if parts:
                document[name] = ("DOMAIN" if parts[0].startswith("\\") else "") + ",".join(parts)
            return True
        told = [[field.in_schema(v) for v in values] for field, values in uses if values]
        if any(None in values for (field, _), values in zip([u for u in uses if u[1]], told) if not field.values):
            return False
        told = [[v for v in values if v is not None] for values in told]
        told = [values for values in told if values]
        if not told:
            return True
        one = told[0]
        if any(values != one for values in told) or (len(one) > 1 and not uses[0][0].list):
            return False
        for field, values in uses:
            back = [field.in_udm(v) for v in one]
            if not values and None not in back:
                if field.type == "number" and self.udm.kind(field.path) == "string":
                    back = [text(v) for v in back]
                self.udm.set(event, field.path, back if self.udm.repeated(field.path) else back[:1])
        if one_of is not None and not uses[0][0].list:
            if one[0] not in (one_of if isinstance(one_of, list) else [one_of]):
                return False
            document[name] = one[0]
        elif name in document:
            before = document[name] if isinstance(document[name], list) else [document[name]]
            document[name] = before + one
        else:
            document[name] = one if len(one) > 1 else one[0]
        return True
