"""Walks bash tokens the way bash would, and lists the simple commands that can run.

What cannot run is left out: after `exit`, in `if false`, behind `false &&`, in functions nobody
calls. Conditions only the run knows keep both branches. Nothing raises, whatever the text.
"""

from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.limits import MAX_DEPTH
from aml_maturity_audit.pipelines.shell.compound import COMPOUND
from aml_maturity_audit.pipelines.shell.lexer import Lexer, Token
from aml_maturity_audit.pipelines.shell.simple import (
    SimpleCommand,
    assignment,
    collect,
    declare,
    status_of,
)
from aml_maturity_audit.pipelines.shell.words import Command, RawWord, Word, expanded

_STRAY = {"then", "do", "else", "elif", "fi", "done", "esac", "in", "}"}
_MOST_COMMANDS = 5000
_MOST_CALLS = 300
"""Of functions in one script: functions that call each other multiply."""


@dataclass
class Walker:
    """One script; `variables` maps names to values, None where a name has no known value."""

    source: str
    variables: dict[str, str | None]
    offset: int = 0
    depth: int = 0
    commands: list[Command] = field(default_factory=list)
    functions: dict[str, tuple[int, int]] = field(default_factory=dict)
    conditional: int = 0
    stopped: bool = False
    calls: int = 0
    index: int = 0
    tokens: list[Token] = field(default_factory=list)

    def run(self) -> list[Command]:
        """The commands that can run, in the order of the text."""
        self.tokens = Lexer(self.source).run()
        while self.index < len(self.tokens):
            self.block(set(), live=True)
            self.index += 1
        return self.commands

    def peek(self) -> Token | None:
        """The next token; None at the end."""
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or bare words."""
        token = self.peek()
        if token is None:
            return False
        return (token.word.bare() if token.word else token.text) in texts

    def skip(self, *texts: str) -> None:
        """Passes over operators or bare words."""
        while self.at(*texts):
            self.index += 1

    def block(self, stops: set[str], *, live: bool) -> bool | None:
        """Commands up to one of `stops`; the status of the last, None where unknown."""
        status: bool | None = None
        self.depth += 1
        while self.index < len(self.tokens) and self.depth <= MAX_DEPTH:
            if self.at(*stops):
                break
            token = self.tokens[self.index]
            if token.kind != "word" and token.text not in {"(", "<(", ">(", "<", ">", "<<"}:
                self.index += 1
                continue
            before = self.index
            status = self.chain(live=live)
            self.index = max(self.index, before + 1)
        self.depth -= 1
        return status

    def chain(self, *, live: bool) -> bool | None:
        """Commands joined by `&&` and `||`."""
        status = self.pipeline(live=live)
        while self.at("&&", "||"):
            wanted = self.at("&&")
            self.index += 1
            self.skip("\n")
            runs = live and (status is None or status is wanted)
            self.conditional += status is None
            right = self.pipeline(live=runs)
            self.conditional -= status is None
            status = right if status is wanted else status
        return status

    def pipeline(self, *, live: bool) -> bool | None:
        """Commands joined by `|`, perhaps negated."""
        negated = self.at("!")
        self.index += negated
        status = self.command(live=live and not self.stopped)
        while self.at("|", "|&"):
            self.index += 1
            self.skip("\n")
            self.command(live=live and not self.stopped)
            status = None
        return (not status) if negated and status is not None else status

    def command(self, *, live: bool) -> bool | None:
        """One command, simple or compound."""
        self.skip(*_STRAY)
        token = self.peek()
        if token is None or self.depth > MAX_DEPTH:
            self.index += 1
            return None
        self.depth += 1
        status = self._command(token, live=live)
        self.depth -= 1
        return status

    def _command(self, token: Token, *, live: bool) -> bool | None:
        if token.text in {"(", "<(", ">("} and token.kind == "op":
            return self.group(")", live=live)
        name = token.word.bare() if token.word else ""
        if name == "{":
            return self.group("}", live=live)
        if name in COMPOUND:
            self.index += 1
            COMPOUND[name](self, live)
            return None
        if self._defines_function(name):
            return None
        return self.simple(live=live)

    def group(self, end: str, *, live: bool) -> bool | None:
        """Commands in brackets."""
        self.index += 1
        self.conditional += end == ")"
        status = self.block({end}, live=live)
        self.conditional -= end == ")"
        self.index += 1
        return status

    def _defines_function(self, name: str) -> bool:
        following = self.tokens[self.index + 1 : self.index + 3]
        keyword = name == "function"
        if not keyword and [token.text for token in following] != ["(", ")"]:
            return False
        if keyword:
            self.index += 1
            token = self.peek()
            name = token.text if token else ""
        self.index += 1
        self.skip("(", ")", "\n")
        start = self.index
        self.command(live=False)
        self.functions[name] = (start, self.index)
        return True

    def call(self, name: str) -> None:
        """The body of a function of this script."""
        back = self.index
        self.index, _ = self.functions[name]
        self.depth += 1
        self.conditional += 1
        self.calls += 1
        if self.depth <= MAX_DEPTH and self.calls <= _MOST_CALLS:
            self.command(live=True)
        self.conditional -= 1
        self.depth -= 1
        self.index = back

    def simple(self, *, live: bool) -> bool | None:
        """A command of words; it is listed where it can run."""
        before = self.index
        found, self.index = collect(self.tokens, self.index)
        self.index = max(self.index, before + 1)
        if not live or len(self.commands) >= _MOST_COMMANDS:
            return None
        for word in found.every_word:
            self.substitutions(word)
        return self._execute(found)

    def _execute(self, found: SimpleCommand) -> bool | None:
        raw = list(found.words)
        while raw and (bound := assignment(raw[0], self.variables)):
            self.set(*bound)
            raw.pop(0)
        words = [word for item in raw for word in expanded(item, self.variables)]
        if not words:
            return True if not raw else None
        for name, value in declare(words):
            self.set(name, value)
        if words[0].value == "exit" and not self.conditional:
            self.stopped = True
        if words[0].value in self.functions:
            self.call(words[0].value)
            return None
        self._emit(found, words)
        return status_of(words)

    def _emit(self, found: SimpleCommand, words: list[Word]) -> None:
        self.commands.append(
            Command(
                tuple(words),
                self.offset + found.position,
                found.heredoc,
                self.offset + found.heredoc_position,
                self.source[found.position : found.end],
            )
        )

    def substitutions(self, word: RawWord) -> None:
        """The commands a word substitutes."""
        for script, position in word.substitutions:
            if self.depth < MAX_DEPTH:
                inner = Walker(
                    script, dict(self.variables), self.offset + position, self.depth + 1,
                )  # fmt: skip
                inner.functions = {}
                self.commands += inner.run()

    def set(self, name: str, value: str | None) -> None:
        """A variable; two values on two possible paths make none."""
        if self.conditional and name in self.variables and self.variables[name] != value:
            value = None
        self.variables[name] = value
