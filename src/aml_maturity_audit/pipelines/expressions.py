"""The expression language of Azure Pipelines and GitHub Actions, three-valued.

What only the run knows is UNKNOWN, and an operator yields UNKNOWN only where that could matter. An
expression that cannot be parsed is UNKNOWN too, so nothing is ever called dead by mistake.
"""

import re
from collections.abc import Callable

from aml_maturity_audit.pipelines.functions import FUNCTIONS
from aml_maturity_audit.pipelines.limits import MAX_DEPTH
from aml_maturity_audit.pipelines.values import (
    UNKNOWN,
    Free,
    Unknown,
    Value,
    equal,
    order,
    truth,
    usual,
)

Lookup = Callable[[list[str]], Value]
"""Resolves a dotted name, as ["parameters", "env"]."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>'(?:[^']|'')*')
    |(?P<number>-?\d+(?:\.\d+)*(?![\w.]))
    |(?P<name>[A-Za-z_][\w-]*)
    |(?P<op>\$\{\{|\}\}|==|!=|<=|>=|&&|\|\||[()\[\].,!<>*]))""",
    re.X,
)
_LONGEST = 4000


class _Unparsable(Exception):
    pass


def tokens_of(source: str) -> list[tuple[str, str]]:
    """(kind, text) pairs. Raises _Unparsable."""
    found, position = [], 0
    source = source.strip()
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _Unparsable
        kind = match.lastgroup or ""
        found.append((kind, match.group(kind)))
        position = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], lookup: Lookup) -> None:
        self.tokens = tokens
        self.lookup = lookup
        self.position = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.position][1] if self.position < len(self.tokens) else ""

    def next(self) -> tuple[str, str]:
        if self.position >= len(self.tokens):
            raise _Unparsable
        self.position += 1
        return self.tokens[self.position - 1]

    def expect(self, text: str) -> None:
        if self.next()[1] != text:
            raise _Unparsable

    def whole(self) -> Value:
        value = self.either()
        if self.position != len(self.tokens):
            raise _Unparsable
        return value

    def either(self) -> Value:
        value = self.both()
        while self.peek() == "||":
            self.next()
            other = self.both()
            known = truth(value)
            if known is None:
                value = _fallback(value, other)
            elif not known:
                value = other
        return value

    def both(self) -> Value:
        value = self.compared()
        while self.peek() == "&&":
            self.next()
            other = self.compared()
            known = truth(value)
            if known is None:
                value = False if truth(other) is False else UNKNOWN
            elif known:
                value = other
        return value

    def compared(self) -> Value:
        value = self.unary()
        while self.peek() in {"==", "!=", "<", ">", "<=", ">="}:
            operator = self.next()[1]
            value = _compare(operator, value, self.unary())
        return value

    def unary(self) -> Value:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Unparsable
        if self.peek() == "!":
            self.next()
            known = truth(self.unary())
            value: Value = UNKNOWN if known is None else not known
        else:
            value = self.primary()
        self.depth -= 1
        return value

    def primary(self) -> Value:
        kind, text = self.next()
        if text in {"(", "${{"}:
            value = self.either()
            self.expect(")" if text == "(" else "}}")
            return value
        if kind == "string":
            return _literal(text[1:-1].replace("''", "'"), self.lookup)
        if kind == "number":
            return text
        if kind == "name":
            return self.named(text)
        raise _Unparsable

    def named(self, name: str) -> Value:
        if self.peek() == "(":
            self.next()
            return self.called(name)
        word = name.casefold()
        if word in {"true", "false"}:
            return word == "true"
        if word == "null":
            return None
        path = [name]
        while self.peek() in {".", "["}:
            path.append(self.member())
        return self.lookup(path)

    def member(self) -> str:
        if self.next()[1] == ".":
            return self.next()[1]
        kind, text = self.tokens[self.position] if self.position < len(self.tokens) else ("", "")
        value = self.either()
        self.expect("]")
        return text[1:-1] if kind == "string" else str(value)

    def called(self, name: str) -> Value:
        arguments: list[Value] = []
        while self.peek() != ")":
            arguments.append(self.either())
            if self.peek() == ",":
                self.next()
        self.next()
        function = FUNCTIONS.get(name.casefold())
        return function(arguments) if function else UNKNOWN


def _compare(operator: str, left: Value, right: Value) -> Value:
    if operator in {"==", "!="}:
        same = equal(left, right)
        return UNKNOWN if same is None else same == (operator == "==")
    sign = order(left, right)
    if sign is None:
        return UNKNOWN
    return {"<": sign < 0, ">": sign > 0, "<=": sign <= 0, ">=": sign >= 0}[operator]


def _fallback(value: Value, other: Value) -> Value:
    """`a || b` where only the run knows a: it decides nothing, and as text b stands for it."""
    if isinstance(other, bool):
        return True if other else UNKNOWN
    usually = usual(value)
    stands = usually if truth(usually) else usual(other)
    return UNKNOWN if isinstance(stands, Unknown) else Free(stands)


def _literal(text: str, lookup: Lookup) -> Value:
    """A string literal; an expression within it that is not settled makes it unknown."""
    if "$(" in text:
        return UNKNOWN
    if "${{" not in text:
        return text
    match = re.fullmatch(r"\s*\$\{\{(.*?)\}\}\s*", text, re.S)
    return evaluate(match.group(1), lookup) if match else UNKNOWN


def evaluate(source: str, lookup: Lookup) -> Value:
    """The value of an expression; UNKNOWN where only the run knows, or it is no expression."""
    if len(source) > _LONGEST:
        return UNKNOWN
    try:
        return _Parser(tokens_of(source), lookup).whole()
    except (_Unparsable, RecursionError):
        return UNKNOWN
