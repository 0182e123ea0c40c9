"""A strict parser of the SPL that conversions use: what it does not know is an error.

After the Search Reference of Splunk Enterprise: commands with their arguments, eval expressions with their functions and numbers of
arguments. Back quotes (macros) and `$` (tokens) may stand in no query, in a text a backslash only before a backslash or a quote.
"""

import re

from expression_parser import ExpressionParser

TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'[^\'\n]*\'|==|!=|<=|>=|[0-9]+s\b|[0-9]+(?:\.[0-9]+)?(?![A-Za-z_])|[A-Za-z_][A-Za-z0-9_]*|[-+*/%.,()<>=|\[\]:]',
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


class Parser(ExpressionParser):
    error = SplError
    token = TOKEN
    functions = FUNCTIONS

    def __init__(self, text: str):
        if "`" in text or "$" in text:
            raise SplError("a macro or token")
        super().__init__(text)
        for token in self.tokens:
            if token[0] == '"':
                if re.search(r'\\[^\\"]', re.sub(r'\\[\\"]', "", token)) or any(ord(c) < 32 for c in token):
                    raise SplError(f"an escape that means something else: {token}")

    def accept(self, word):
        if self.peek().lower() != word:
            return False
        self.at += 1
        return True

    # Pipelines

    def query(self):
        out = self.pipeline()
        self.end()
        return out

    def pipeline(self):
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
            return self.unquoted(token)
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", token) or token.lower() in WORDS | {"by", "as"}:
            raise SplError(f"{token} is no name")
        return token

    def names(self):
        return self.listed(self.name)

    def command_search(self):
        terms = []
        while self.peek() not in ("|", "]", ""):
            field = self.name()
            if self.accept("in"):
                values = self.enclosed(lambda: self.listed(self.value))
            else:
                self.take("=")
                values = [self.value()]
            terms.append((field, values))
        return (terms,)

    def value(self):
        token = self.take()
        if token[0] != '"':
            raise SplError(f"{token} is no text")
        return self.unquoted(token)

    def command_from(self):
        self.take("datamodel")
        self.take(":")
        return (self.value(),)

    def command_multisearch(self):
        branches = []
        while self.accept("["):
            branches.append(self.pipeline())
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
        return (self.listed(self.assignment),)

    def assignment(self):
        name = self.name()
        self.take("=")
        return name, self.expression()

    def command_fields(self):
        return (self.names(),)

    command_table = command_dedup = command_fields

    def command_mvexpand(self):
        return (self.name(),)

    def command_reverse(self):
        return ()

    def command_rename(self):
        return (self.listed(lambda: (self.name(), self.name_after_as())),)

    def name_after_as(self):
        if not self.accept("as"):
            raise SplError(f"no name before {self.peek()}")
        return self.name()

    def command_sort(self):
        if self.take() != "0":
            raise SplError("sort with a limit")
        return (self.listed(self.sorted_by),)

    def sorted_by(self):
        falls = self.accept("-")
        return self.name(), falls

    def command_fillnull(self):
        self.take("value")
        self.take("=")
        value = self.take()
        names = [self.name()]
        while self.peek() not in ("|", "]", ""):
            names.append(self.name())
        return (value, names)

    def command_convert(self):
        self.take("timeformat")
        self.take("=")
        self.value()
        names = []
        while self.accept("ctime"):
            names.append(self.enclosed(self.name))
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
        return self.listed(self.aggregate), self.names() if self.accept("by") else []

    def aggregate(self):
        function = self.take()
        if function not in AGGREGATES:
            raise SplError(f"{function} is no aggregate")
        argument = None
        if self.peek() == "(":
            argument = self.enclosed(self.aggregated)
        elif function != "count":
            raise SplError(f"{function} of nothing")
        return function, argument, self.name_after_as()

    def aggregated(self):
        return self.enclosed(self.expression) if self.accept("eval") else ("field", self.name())

    # Expressions

    def whole_expression(self):
        out = self.expression()
        self.end()
        return out

    def operand(self):
        return self.joined(".", self.sum)

    def other_primary(self, token):
        if token[0] == "'":
            return ("field", token[1:-1])
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", token) or token.lower() in WORDS:
            raise SplError(f"{token} in an expression")
        return self.call(token) if self.peek() == "(" else ("field", token)


def parse(query: str):
    """The commands of a query as nested tuples. The comment before it is left out."""
    comment = re.match(r"```\n(.*?)```\n", query, re.DOTALL)
    if comment and ("`" in comment.group(1) or "$" in comment.group(1)):
        raise SplError("a macro or token in the comment")
    return Parser(query[comment.end() :] if comment else query).query()
