"""Words of a command line, before and after variables are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LITERAL, VARIABLE, OPAQUE = "literal", "variable", "opaque"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a word: literal text, a variable, or something only the run knows."""

    kind: str
    text: str
    """The literal, or the expression as it stands in the script."""
    name: str = ""
    quoted: bool = False


@dataclass(slots=True)
class RawWord:
    """A word as lexed, with the scripts it substitutes."""

    position: int
    parts: list[Part] = field(default_factory=list)
    substitutions: list[tuple[str, int]] = field(default_factory=list)

    def bare(self) -> str:
        """The word where it is a plain unquoted literal, as a keyword is; else empty."""
        if all(part.kind == LITERAL and not part.quoted for part in self.parts):
            return "".join(part.text for part in self.parts)
        return ""


@dataclass(frozen=True, slots=True)
class Word:
    """An argument as the command gets it."""

    value: str
    """Its text; expressions that are not known stand as they were written."""
    known: bool = True
    """False where a part of it is an expression that could not be resolved."""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command: its words, where its first word stands, and what is piped into it."""

    words: tuple[Word, ...]
    position: int
    heredoc: str | None = None
    heredoc_position: int = 0
    source: str = ""
    """The command as it was written."""


def expanded(word: RawWord, variables: Mapping[str, str | None]) -> list[Word]:
    """The arguments a word becomes: unquoted variables are split at white space."""
    done: list[Word] = []
    text, known, started = "", True, False
    for part in word.parts:
        value = variables.get(part.name) if part.kind == VARIABLE else None
        if part.kind == LITERAL:
            text, started = text + part.text, True
        elif value is None:
            text, known, started = text + part.text, False, True
        elif part.quoted or not any(c.isspace() for c in value):
            text, started = text + value, started or bool(value) or part.quoted
        else:
            pieces = value.split()
            done += [Word(piece) for piece in [text + pieces[0], *pieces[1:-1]]] if pieces else []
            text, started = (pieces[-1] if len(pieces) > 1 else ""), bool(pieces)
    if started:
        done.append(Word(text, known))
    return done
