"""Reads expressions into nested tuples by binding strength: what the parsers of query languages share."""

import re


class ExpressionParser:
    """A language adds the pattern of its tokens, its functions (with the least and most of their arguments) and what only it has.
    What it does not know is an error."""

    error = ValueError
    space = re.compile(r"\s+")
    comparisons = ("==", "!=", "<", "<=", ">", ">=")

    def __init__(self, text: str):
        self.tokens = []
        self.at = 0
        place = 0
        while place < len(text):
            skipped = self.space.match(text, place)
            found = skipped or self.token_pattern(text[place]).match(text, place)
            if not found:
                raise self.error(f"at {text[place:place + 40]!r}")
            if not skipped:
                self.tokens.append(found.group())
            place = found.end()

    def token_pattern(self, first: str) -> re.Pattern:
        """The pattern of a token that begins with this character."""
        return self.token

    # Tokens

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        if not token or (wanted is not None and token != wanted):
            raise self.error(f"{wanted!r} wanted, found {self.tokens[self.at:self.at + 6]}")
        self.at += 1
        return token

    def accept(self, word) -> bool:
        if self.peek() != word:
            return False
        self.at += 1
        return True

    def end(self):
        if self.peek():
            raise self.error(f"left over: {self.tokens[self.at:self.at + 6]}")

    def listed(self, read) -> list:
        """What `read` takes, once or more, with commas between."""
        out = [read()]
        while self.accept(","):
            out.append(read())
        return out

    def enclosed(self, read):
        """What `read` takes, in parentheses."""
        self.take("(")
        inner = read()
        self.take(")")
        return inner

    # Expressions, by binding strength

    def expression(self):
        return self.joined("or", self.conjunction)

    def conjunction(self):
        return self.joined("and", self.negation)

    def joined(self, word, operand):
        left = operand()
        while self.accept(word):
            left = (word, left, operand())
        return left

    def negation(self):
        return ("not", self.negation()) if self.accept("not") else self.comparison()

    def comparison(self):
        left = self.operand()
        if self.peek() in self.comparisons:
            return ("compare", self.take(), left, self.operand())
        return self.other_test(left)

    def other_test(self, left):
        return left

    def operand(self):
        return self.sum()

    def sum(self):
        return self.arithmetic("+-", self.product)

    def product(self):
        return self.arithmetic("*/%", self.primary)

    def arithmetic(self, marks, operand):
        left = operand()
        while self.peek() in tuple(marks):
            left = ("arithmetic", self.take(), left, operand())
        return left

    def primary(self):
        if self.peek() == "(":
            return self.enclosed(self.expression)
        token = self.take()
        if token == "-":
            return ("arithmetic", "-", ("constant", 0), self.primary())
        if token[0] == '"':
            return ("constant", self.unquoted(token))
        if token[0].isdigit():
            return ("constant", float(token) if "." in token else int(token))
        return self.other_primary(token)

    def unquoted(self, token: str) -> str:
        return re.sub(r'\\([\\"])', r"\1", token[1:-1])

    def call(self, name):
        if name not in self.functions:
            raise self.error(f"unknown function {name}")
        args = self.arguments()
        least, most = self.functions[name]
        if not least <= len(args) <= most:
            raise self.error(f"{name} of {len(args)}")
        return ("call", name, args)

    def arguments(self) -> list:
        return self.enclosed(lambda: [] if self.peek() == ")" else self.listed(self.argument))

    def argument(self):
        return self.expression()
