"""A strict parser of the SPL that conversions use: what it does not know is an error.

After the Search Reference of Splunk Enterprise: commands with their arguments, eval expressions with their functions and numbers of
arguments. Back quotes (macros) and `$` (tokens) may stand in no query, in a text a backslash only before a backslash or a quote.
"""

import re

TOKEN = re.compile(
    r'\s+|"(?:[^"\\]|\\.)*"|\'[^\'\n]*\'|==|!=|<=|>=|[0-9]+s\b|[0-9]+(?:\.[0-9]+)?(?![A-Za-z_])|[A-Za-z_][A-Za-z0-9_]*|[-+*/%.,()<>=|\[\]:]',
    re.DOTALL,
)
WORDS = {"and", "or", "not", "xor", "in", "like"}
FUNCTIONS = {  # name: least and most arguments
    "abs": (1, 1), "ceiling": (1, 1), "cidrmatch": (2, 2), "coalesce": (1, 99), "false": (0, 0), "floor": (1, 1), "if": (3, 3),
    "isnotnull": (1, 1), "len": (1, 1), "ln": (1, 1), "lower": (1, 1), "match": (2, 2), "md5": (1, 1), "mvfilter": (1, 1),
    "mvindex": (2, 3), "null": (0, 0), "nullif": (2, 2), "replace": (3, 3), "sha256": (1, 1), "split": (2, 2), "sqrt": (1, 1),
    "substr": (2, 3), "tonumber": (1, 2), "tostring": (1, 2), "true": (0, 0), "upper": (1, 1), "urldecode": (1, 1),
}
AGGREGATES = {"avg", "count", "dc", "first", "last", "list", "max", "min", "stdev", "sum", "values", "var"}
OPTIONS = {"current", "time_window", "reset_after", "window", "global"}


class SplError(Exception):
    pass


def tokens(text: str):
    if "`" in text or "$" in text:
        raise SplError("a macro or token")
    out, at = [], 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise SplError(f"at {text[at:at + 40]!r}")
        at = found.end()
        token = found.group()
        if token.isspace():
            continue
        if token[0] == '"':
            if re.search(r'\\[^\\"]', re.sub(r'\\[\\"]', "", token)) or any(ord(c) < 32 for c in token):
                raise SplError(f"an escape that means something else: {token}")
        out.append(token)
    return out


def unquoted(token: str) -> str:
    return re.sub(r'\\([\\"])', r"\1", token[1:-1])


class Parser:
    def __init__(self, text: str):
        self.tokens = tokens(text)
        self.at = 0

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, wanted=None):
        token = self.peek()
        if not token or (wanted is not None and token != wanted):
            raise SplError(f"{wanted!r} wanted, found {self.tokens[self.at:self.at + 6]}")
        self.at += 1
        return token

    def accept(self, *words):
        if self.peek().lower() in words:
            self.at += 1
            return True
        return False

    # Pipelines

    def query(self):
        out = self.pipeline(True)
        if self.at != len(self.tokens):
            raise SplError(f"left over: {self.tokens[self.at:self.at + 6]}")
        return out

    def pipeline(self, leading):
        """A list of commands. The first is `search`, or generates and stands behind a pipe."""
        out = []
        if not self.accept("|"):
            if self.peek() != "search":
                raise SplError(f"begins with {self.peek()}")
        while True:
            name = self.take()
            command = getattr(self, f"command_{name}", None)
            if not command:
                raise SplError(f"unknown command {name}")
            if (name in ("multisearch", "union", "from")) != (not out and name != "search"):
                raise SplError(f"{name} at place {len(out)}")
            out.append((name, *command()))
            if not self.accept("|"):
                return out

    def name(self):
        token = self.take()
        if token[0] == '"':
            return unquoted(token)
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", token) or token.lower() in WORDS | {"by", "as"}:
            raise SplError(f"{token} is no name")
        return token

    def names(self, comma=True):
        out = [self.name()]
        while self.accept(",") if comma else (self.peek() not in ("|", "]", "")):
            out.append(self.name())
        return out

    def command_search(self):
        terms = []
        while self.peek() not in ("|", "]", ""):
            field = self.name()
            if self.accept("in"):
                self.take("(")
                values = [self.value()]
                while self.accept(","):
                    values.append(self.value())
                self.take(")")
            else:
                self.take("=")
                values = [self.value()]
            terms.append((field, values))
        return (terms,)

    def value(self):
        token = self.take()
        if token[0] != '"':
            raise SplError(f"{token} is no text")
        return unquoted(token)

    def command_from(self):
        self.take("datamodel")
        self.take(":")
        return (self.value(),)

    def command_multisearch(self):
        branches = []
        while self.accept("["):
            branches.append(self.pipeline(False))
            self.take("]")
        if len(branches) < 2:
            raise SplError("one branch")
        for branch in branches:
            for command in branch:
                if command[0] not in ("search", "from", "where", "eval", "fields", "rename", "mvexpand"):
                    raise SplError(f"{command[0]} does not stream")
        return (branches,)

    command_union = command_multisearch

    def command_where(self):
        return (self.expression(),)

    def command_eval(self):
        out = []
        while True:
            name = self.name()
            self.take("=")
            out.append((name, self.expression()))
            if not self.accept(","):
                return (out,)

    def command_fields(self):
        return (self.names(),)

    command_table = command_dedup = command_fields

    def command_mvexpand(self):
        return (self.name(),)

    def command_reverse(self):
        return ()

    def command_rename(self):
        out = []
        while True:
            old = self.name()
            if not self.accept("as"):
                raise SplError("rename without as")
            out.append((old, self.name()))
            if not self.accept(","):
                return (out,)

    def command_sort(self):
        if self.take() != "0":
            raise SplError("sort with a limit")
        out = []
        while True:
            falls = self.accept("-")
            out.append((self.name(), falls))
            if not self.accept(","):
                return (out,)

    def command_fillnull(self):
        self.take("value")
        self.take("=")
        return (self.take(), self.names(comma=False))

    def command_convert(self):
        self.take("timeformat")
        self.take("=")
        self.value()
        names = []
        while self.accept("ctime"):
            self.take("(")
            names.append(self.name())
            self.take(")")
        return (names,)

    def command_streamstats(self):
        options = {}
        while self.peek() in OPTIONS and self.peek(1) == "=":
            name = self.take()
            self.take("=")
            options[name] = self.option(name)
        return (options, *self.aggregates())

    def option(self, name):
        if name == "reset_after":
            text = self.value()
            if not (text.startswith("(") and text.endswith(")")):
                raise SplError("reset_after without parentheses")
            return Parser(text).whole_expression()
        if name == "time_window":
            token = self.take()
            if not re.fullmatch("[0-9]+s", token):
                raise SplError(f"a span of {token}")
            return int(token[:-1])
        return self.take()

    def command_stats(self):
        return self.aggregates()

    def aggregates(self):
        out = []
        while True:
            function = self.take()
            if function not in AGGREGATES:
                raise SplError(f"{function} is no aggregate")
            argument = None
            if self.accept("("):
                if self.accept("eval"):
                    self.take("(")
                    argument = self.expression()
                    self.take(")")
                else:
                    argument = ("field", self.name())
                self.take(")")
            elif function != "count":
                raise SplError(f"{function} of nothing")
            if not self.accept("as"):
                raise SplError("an aggregate without name")
            out.append((function, argument, self.name()))
            if not self.accept(","):
                break
        return out, self.names() if self.accept("by") else []

    # Expressions, by binding strength

    def whole_expression(self):
        out = self.expression()
        if self.at != len(self.tokens):
            raise SplError("left over in an expression")
        return out

    def expression(self):
        left = self.conjunction()
        while self.accept("or"):
            left = ("or", left, self.conjunction())
        return left

    def conjunction(self):
        left = self.negation()
        while self.accept("and"):
            left = ("and", left, self.negation())
        return left

    def negation(self):
        return ("not", self.negation()) if self.accept("not") else self.comparison()

    def comparison(self):
        left = self.joined()
        if self.peek() in ("==", "!=", "<", "<=", ">", ">="):
            mark = self.take()
            return ("compare", mark, left, self.joined())
        return left

    def joined(self):
        left = self.sum()
        while self.accept("."):
            left = ("join", left, self.sum())
        return left

    def sum(self):
        left = self.product()
        while self.peek() in ("+", "-"):
            left = ("arithmetic", self.take(), left, self.product())
        return left

    def product(self):
        left = self.primary()
        while self.peek() in ("*", "/", "%"):
            left = ("arithmetic", self.take(), left, self.primary())
        return left

    def primary(self):
        token = self.take()
        if token == "(":
            inner = self.expression()
            self.take(")")
            return inner
        if token == "-":
            return ("arithmetic", "-", ("constant", 0), self.primary())
        if token[0] == '"':
            return ("constant", unquoted(token))
        if token[0] == "'":
            return ("field", token[1:-1])
        if token[0].isdigit():
            return ("constant", float(token) if "." in token else int(token))
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", token) or token.lower() in WORDS:
            raise SplError(f"{token} in an expression")
        if self.peek() != "(":
            return ("field", token)
        return self.call(token)

    def call(self, name):
        if name not in FUNCTIONS:
            raise SplError(f"unknown function {name}")
        self.take("(")
        args = []
        if self.peek() != ")":
            args.append(self.expression())
            while self.accept(","):
                args.append(self.expression())
        self.take(")")
        least, most = FUNCTIONS[name]
        if not least <= len(args) <= most:
            raise SplError(f"{name} of {len(args)}")
        return ("call", name, args)


def parse(query: str):
    """The commands of a query as nested tuples. The comment before it is left out."""
    comment = re.match(r"```\n(.*?)```\n", query, re.DOTALL)
    if comment and ("`" in comment.group(1) or "$" in comment.group(1)):
        raise SplError("a macro or token in the comment")
    return Parser(query[comment.end() :] if comment else query).query()
