"""Lucene's query strings, parsed by the `luqum` package and run on documents whose texts are keywords."""

from luqum import tree
from luqum.parser import parser

from elastic_values import lone_difference, lucene_pattern, unescaped, wildcards
from values import as_list, within


def without_escapes(text: str) -> str:
    return "".join(c for c, _ in unescaped(text))


def typed(text: str, like):
    """A text of the query as a value of the type of a document's."""
    if isinstance(like, bool):
        return {"true": True, "false": False}[text]
    if isinstance(like, (int, float)):
        return float(text)
    return text


def equal(value, text: str) -> bool:
    if "/" in text and isinstance(value, str) and within(value, text):
        return True
    try:
        return typed(text, value) == value or str(value) == text
    except (ValueError, KeyError):
        return False


def word(values, text: str) -> bool:
    parts = unescaped(text)
    if any(c in "*?" and not literal for c, literal in parts):
        pattern = wildcards(parts)
        return any(isinstance(v, str) and pattern.fullmatch(v) for v in values)
    return any(equal(v, without_escapes(text)) for v in values)


def ordered(value, node) -> bool:
    than = typed(plain(node.a), value)
    if isinstance(node, tree.From):
        return value >= than if node.include else value > than
    return value <= than if node.include else value < than


def plain(node) -> str:
    text = node.value
    return without_escapes(text[1:-1] if isinstance(node, tree.Phrase) else text)


def test(node, values) -> bool:
    if isinstance(node, tree.Phrase):
        return any(equal(v, plain(node)) for v in values)
    if isinstance(node, tree.Regex):
        pattern = lucene_pattern(node.value[1:-1].replace("\\/", "/"))
        return any(isinstance(v, str) and pattern.fullmatch(v) for v in values)
    if isinstance(node, (tree.From, tree.To)):
        return any(ordered(v, node) for v in values)
    if isinstance(node, tree.Word):
        return word(values, node.value)
    raise ValueError(f"{type(node).__name__} of a field")


def evaluate(node, document) -> bool:
    if isinstance(node, (tree.Group, tree.FieldGroup)):
        return evaluate(node.expr, document)
    if isinstance(node, tree.AndOperation):
        # Lucene takes what negations name from what the others find: alone they find nothing.
        found = [child for child in node.children if not isinstance(child, tree.Not)]
        without = [child.a for child in node.children if isinstance(child, tree.Not)]
        return bool(found) and all(evaluate(child, document) for child in found) and \
            not any(evaluate(child, document) for child in without)
    if isinstance(node, tree.OrOperation):
        return any(evaluate(child, document) for child in node.children)
    if isinstance(node, tree.Not):
        return False
    if isinstance(node, tree.SearchField):
        name = without_escapes(node.name)
        if name == "*":
            return True
        if name == "_exists_":
            return without_escapes(node.expr.value) in document
        return test(node.expr, as_list(document.get(name)))
    raise ValueError(f"{type(node).__name__}: {node}")


class Lucene:
    target = "lucene"

    def difference(self, query: dict, documents: list, found: list):
        text = query["text"]
        while text.startswith("-- "):
            text = text.partition("\n")[2]
        parsed = parser.parse(text.rstrip("\n"))
        got = {d["event.id"] for d in documents if evaluate(parsed, d)}
        return lone_difference(query, found, got)
