"""Simple commands out of tokens: words, redirections, assignments and the status of tests."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.shell.lexer import Token
from aml_maturity_audit.pipelines.shell.words import LITERAL, Part, RawWord, Word, expanded

_REDIRECTIONS = {"<", ">", ">>", "&>", ">|", "<<<"}
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)\+?=")
_DECLARING = {"export", "declare", "local", "readonly", "typeset"}
_READING = {"read", "mapfile", "readarray", "unset", "getopts"}


@dataclass(slots=True)
class SimpleCommand:
    """The words of one command and the here-document fed to it."""

    position: int = 0
    end: int = 0
    words: list[RawWord] = field(default_factory=list)
    targets: list[RawWord] = field(default_factory=list)
    heredoc: str | None = None
    heredoc_position: int = 0

    @property
    def every_word(self) -> list[RawWord]:
        """Its words and the targets of its redirections."""
        return self.words + self.targets


def collect(tokens: list[Token], index: int) -> tuple[SimpleCommand, int]:
    """The simple command that starts at `index`, and the index after it."""
    found = SimpleCommand(position=tokens[index].position, end=tokens[index].position)
    is_test = tokens[index].text == "[["
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "word" and token.word:
            index = _take_word(found, tokens, index)
            if is_test and token.text == "]]":
                break
        elif token.text in {"<<", "<<-"}:
            found.heredoc, found.heredoc_position = token.heredoc, token.heredoc_position
            index += 1
        elif token.text in _REDIRECTIONS and not is_test:
            index = _redirection(found, tokens, index)
        elif is_test and token.kind == "op":
            index = _operator_word(found, token, index)
        else:
            break
    return found, index


def _take_word(found: SimpleCommand, tokens: list[Token], index: int) -> int:
    token = tokens[index]
    assert token.word is not None
    end = token.position + len(token.text)
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    is_descriptor = token.text.isdigit() and following is not None and (
        following.position == end and following.text in _REDIRECTIONS
    )  # fmt: skip
    if not is_descriptor:
        found.words.append(token.word)
        found.end = end
    return index + 1


def _redirection(found: SimpleCommand, tokens: list[Token], index: int) -> int:
    index += 1
    if index < len(tokens) and tokens[index].text == "&":
        index += 1
    if index < len(tokens) and tokens[index].word is not None:
        word = tokens[index].word
        assert word is not None
        found.targets.append(word)
        index += 1
    return index


def _operator_word(found: SimpleCommand, token: Token, index: int) -> int:
    found.words.append(RawWord(token.position, [Part(LITERAL, token.text)]))
    return index + 1


def assignment(word: RawWord, variables: Mapping[str, str | None]) -> tuple[str, str | None] | None:
    """Name and value of a word that is an assignment; the value None where it is not known."""
    if not word.parts or word.parts[0].kind != LITERAL or word.parts[0].quoted:
        return None
    match = _ASSIGNED.match(word.parts[0].text)
    if match is None:
        return None
    first = Part(LITERAL, word.parts[0].text[match.end() :])
    rest = [Part(part.kind, part.text, part.name, True) for part in word.parts[1:]]
    values = expanded(RawWord(word.position, [first, *rest]), variables)
    appends = match.group().endswith("+=")
    if appends or len(values) != 1 or not values[0].known:
        known = "" if not values and not appends else None
        return match.group(1), known
    return match.group(1), values[0].value


def declare(words: list[Word]) -> Iterator[tuple[str, str | None]]:
    """Variables that a built-in command sets."""
    if words[0].value in _DECLARING:
        for word in words[1:]:
            name, equals, value = word.value.partition("=")
            if equals and name.isidentifier():
                yield name, value if word.known else None
    elif words[0].value in _READING:
        for word in words[1:]:
            if word.value.isidentifier():
                yield word.value, None


def status_of(words: list[Word]) -> bool | None:
    """Whether a command always succeeds (True) or fails (False); None where only the run knows."""
    name = words[0].value
    if name in {"true", ":"} and words[0].known:
        return True
    if name == "false":
        return False
    if name in {"[", "test", "[["}:
        return _test([word for word in words[1:] if word.value not in {"]", "]]"}])
    return None


def _test(words: list[Word]) -> bool | None:
    if not all(word.known for word in words):
        return None
    values = [word.value for word in words]
    if values and values[0] == "!":
        inner = _test(words[1:])
        return None if inner is None else not inner
    if len(values) == 2 and values[0] in {"-z", "-n"}:
        return (values[1] == "") == (values[0] == "-z")
    if len(values) == 3 and values[1] in {"=", "==", "-eq", "!=", "-ne"}:
        if any(mark in values[2] for mark in "*?["):
            return None
        return (values[0] == values[2]) == (values[1] in {"=", "==", "-eq"})
    return None
