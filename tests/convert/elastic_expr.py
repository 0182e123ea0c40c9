"""Reads the conditions and values of EQL and ES|QL."""

import re

from expression_parser import ExpressionParser

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\"}
CONSTANTS = {"true": True, "false": False, "null": None}
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


class Parser(ExpressionParser):
    """`upper`: of ES|QL, whose operators are words in capitals."""

    space = re.compile(r"\s+|//[^\n]*")
    token = re.compile(
        r"""  "(?:\\.|[^"\\\n])*"
          | \d+(?:\.\d+)?
          | (?:`(?:``|[^`])+`|[A-Za-z_@][A-Za-z0-9_@]*)(?:\.(?:`(?:``|[^`])+`|[A-Za-z0-9_@]+))*~?
          | ==|!=|<=|>=|<|>|[():,\[\]|+\-*/%=!]""",
        re.VERBOSE,
    )
    comparisons = (*ExpressionParser.comparisons, ":")

    def __init__(self, text: str, upper: bool):
        super().__init__(text)
        self.upper = upper
        self.escapes = 'nrt"\\' if upper else 'nrtbf"\\'

    def accept(self, word):
        return super().accept(word.upper() if self.upper else word)

    def other_test(self, left):
        if self.upper and self.accept("is"):
            negated = self.accept("not")
            self.take("NULL")
            return ("not", ("null", left)) if negated else ("null", left)
        for operator in ("like", "like~", "regex", "regex~", "rlike"):
            if self.accept(operator):
                return (operator, left, self.sum())
        for operator in ("in", "in~"):
            if self.accept(operator):
                return (operator, left, self.arguments())
        return left

    def argument(self):
        return ("star",) if self.accept("*") else self.expression()

    def primary(self):
        is_span = self.upper and self.peek()[:1].isdigit() and self.peek(1) in SECONDS
        value = super().primary()
        return ("span", value[1] * SECONDS[self.take()]) if is_span else value

    def unquoted(self, token: str) -> str:
        def one(match):
            if match.group(1) not in self.escapes:
                raise ValueError(f"the escape {match.group()} in {token}")
            return ESCAPES[match.group(1)]

        return re.sub(r"\\(.)", one, token[1:-1], flags=re.DOTALL)

    def other_primary(self, token):
        if not re.match(r"[`A-Za-z_@]", token):
            raise ValueError(f"no value: {token!r}")
        if token in CONSTANTS:
            return ("constant", CONSTANTS[token])
        if self.peek() == "(":
            return ("call", token, self.arguments())
        if token.endswith("~"):
            raise ValueError(f"no field: {token}")
        return ("field", re.sub(r"`((?:``|[^`])+)`", lambda m: m.group(1).replace("``", "`"), token))
