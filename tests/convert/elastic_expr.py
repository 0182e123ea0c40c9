"""Reads the conditions and values of EQL and ES|QL into tuples, (operator, argument, …)."""

import re

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<word>(?:`(?:``|[^`])+`|[A-Za-z_@][A-Za-z0-9_@]*)(?:\.(?:`(?:``|[^`])+`|[A-Za-z0-9_@]+))*~?)
      | (?P<mark>==|!=|<=|>=|<|>|[():,\[\]|+\-*/%=!])""",
    re.VERBOSE,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\"}
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", ":")


def tokens(text: str):
    out, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"cannot read {text[at:at + 40]!r}")
        at = match.end()
        if match.lastgroup != "space":
            out.append((match.lastgroup, match.group()))
    return out


def string(token: str, escapes: str) -> str:
    def one(match):
        if match.group(1) not in escapes:
            raise ValueError(f"the escape {match.group()} in {token}")
        return ESCAPES[match.group(1)]

    return re.sub(r"\\(.)", one, token[1:-1], flags=re.DOTALL)


def name(token: str) -> str:
    """A field's name without backquotes."""
    return re.sub(r"`((?:``|[^`])+)`", lambda m: m.group(1).replace("``", "`"), token)


class Parser:
    """`words` are the operators that are words; case counts in EQL alone."""

    def __init__(self, text: str, upper: bool):
        self.tokens = tokens(text)
        self.at = 0
        self.upper = upper  # ES|QL
        self.escapes = 'nrt"\\' if upper else 'nrtbf"\\'

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def word(self, text: str) -> bool:
        return self.take(text.upper() if self.upper else text)

    def take(self, text: str) -> bool:
        if self.peek() == text and self.tokens[self.at][0] != "string":
            self.at += 1
            return True
        return False

    def need(self, text: str):
        if not self.take(text):
            raise ValueError(f"{text!r} is missing before {[t for _, t in self.tokens[self.at : self.at + 5]]}")

    def end(self):
        if self.peek() is not None:
            raise ValueError(f"what follows is too much: {[t for _, t in self.tokens[self.at : self.at + 5]]}")

    def condition(self):
        left = self.conjunction()
        while self.word("or"):
            left = ("or", left, self.conjunction())
        return left

    def conjunction(self):
        left = self.negation()
        while self.word("and"):
            left = ("and", left, self.negation())
        return left

    def negation(self):
        if self.word("not"):
            return ("not", self.negation())
        return self.comparison()

    def comparison(self):
        left = self.sum()
        if self.upper and self.word("is"):
            negated = self.word("not")
            self.need("NULL")
            return ("not", ("null", left)) if negated else ("null", left)
        for mark in COMPARISONS:
            if self.take(mark):
                return (mark, left, self.sum())
        for operator in ("like", "like~", "regex", "regex~", "rlike"):
            if self.word(operator):
                return (operator, left, self.sum())
        for operator in ("in", "in~"):
            if self.word(operator):
                self.need("(")
                return (operator, left, self.arguments())
        return left

    def sum(self):
        left = self.product()
        while self.peek() in ("+", "-"):
            mark = self.tokens[self.at][1]
            self.at += 1
            left = (mark, left, self.product())
        return left

    def product(self):
        left = self.value()
        while self.peek() in ("*", "/", "%"):
            mark = self.tokens[self.at][1]
            self.at += 1
            left = (mark, left, self.value())
        return left

    def arguments(self):
        out = []
        while not self.take(")"):
            if out:
                self.need(",")
            out.append(("star",) if self.take("*") else self.condition())
        return out

    def value(self):
        if self.take("("):
            inner = self.condition()
            self.need(")")
            return inner
        if self.take("-"):
            return ("-", ("constant", 0), self.value())
        kind, token = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        self.at += 1
        if kind == "string":
            return ("constant", string(token, self.escapes))
        if kind == "number":
            number = float(token) if "." in token else int(token)
            following = self.peek()
            if self.upper and following in ("hours", "minutes", "seconds"):
                self.at += 1
                return ("span", number * {"hours": 3600, "minutes": 60, "seconds": 1}[following])
            return ("constant", number)
        if kind != "word":
            raise ValueError(f"no value: {token!r}")
        constant = {"true": True, "false": False, "null": None}
        if token in constant:
            return ("constant", constant[token])
        if self.take("("):
            return ("call", token, self.arguments())
        if token.endswith("~"):
            raise ValueError(f"no field: {token}")
        return ("field", name(token))
