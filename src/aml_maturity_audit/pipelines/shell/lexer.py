"""Bash text to tokens: words, operators, line ends and here-documents."""

import re
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.shell.words import LITERAL, OPAQUE, VARIABLE, Part, RawWord

_OPERATORS = ("&&", "||", ";;", "<<<", "<<-", "<<", ">>", "&>", ">|", "<(", ">(", "|&")
_SINGLE = set(";&|()<>")
_NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!-]")
_BRACED = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_MACRO = re.compile(r"\$\(([A-Za-z_][\w.-]*)\)")
_DEFAULTED = re.compile(r"\$\{([A-Za-z_]\w*):?-([^{}$`]*)\}")


@dataclass(slots=True)
class Token:
    """An operator (`kind` "op"), a line end ("newline"), or a word ("word")."""

    kind: str
    text: str
    position: int
    word: RawWord | None = None
    heredoc: str | None = None
    heredoc_position: int = 0


@dataclass
class Lexer:
    """Reads `source` from its start; never raises, whatever stands there."""

    source: str
    position: int = 0
    tokens: list[Token] = field(default_factory=list)
    pending: list[tuple[str, bool, Token]] = field(default_factory=list)

    def run(self) -> list[Token]:
        """All tokens."""
        while self.position < len(self.source):
            self._step()
        return self.tokens

    def _step(self) -> None:
        char = self.source[self.position]
        if char == "\n":
            self.tokens.append(Token("newline", "\n", self.position))
            self.position += 1
            self._heredocs()
        elif char.isspace():
            self.position += 1
        elif self.source.startswith("\\\n", self.position):
            self.position += 2
        elif char == "#":
            end = self.source.find("\n", self.position)
            self.position = len(self.source) if end < 0 else end
        elif char in _SINGLE:
            self._operator()
        else:
            self._word()

    def _operator(self) -> None:
        for text in _OPERATORS:
            if self.source.startswith(text, self.position):
                break
        else:
            text = self.source[self.position]
        token = Token("op", text, self.position)
        self.tokens.append(token)
        self.position += len(text)
        if text in {"<<", "<<-"}:
            self._heredoc_start(token)

    def _heredoc_start(self, token: Token) -> None:
        match = re.compile(r"[ \t]*\\?(['\"]?)([\w.-]+)\1").match(self.source, self.position)
        if match:
            self.position = match.end()
            self.pending.append((match.group(2), token.text == "<<-", token))

    def _heredocs(self) -> None:
        for delimiter, dedent, token in self.pending:
            start = self.position
            while self.position < len(self.source):
                end = self.source.find("\n", self.position)
                end = len(self.source) if end < 0 else end
                line = self.source[self.position : end]
                stop = self.position
                self.position = min(end + 1, len(self.source))
                if (line.lstrip("\t") if dedent else line).rstrip() == delimiter:
                    break
            else:
                stop = len(self.source)
            token.heredoc = self.source[start:stop]
            token.heredoc_position = start
        self.pending.clear()

    def _word(self) -> None:
        word = RawWord(self.position)
        start = self.position
        while self.position < len(self.source):
            char = self.source[self.position]
            if char.isspace() or char in _SINGLE:
                break
            self._piece(word, char)
        self.tokens.append(Token("word", self.source[start : self.position], start, word))

    def _piece(self, word: RawWord, char: str) -> None:
        if char == "'":
            end = self.source.find("'", self.position + 1)
            end = len(self.source) if end < 0 else end
            word.parts.append(Part(LITERAL, self.source[self.position + 1 : end], quoted=True))
            self.position = end + 1
        elif char == '"':
            self._double(word)
        elif char in "$`":
            self._dollar(word, quoted=False)
        elif char == "\\":
            following = self.source[self.position + 1 : self.position + 2]
            if following != "\n":
                word.parts.append(Part(LITERAL, following, quoted=True))
            self.position += 2
        else:
            match = re.compile(r"[^\s;&|()<>'\"$`\\]+").match(self.source, self.position)
            assert match is not None
            word.parts.append(Part(LITERAL, match.group()))
            self.position = match.end()

    def _double(self, word: RawWord) -> None:
        self.position += 1
        word.parts.append(Part(LITERAL, "", quoted=True))
        while self.position < len(self.source):
            char = self.source[self.position]
            if char == '"':
                self.position += 1
                return
            if char in "$`":
                self._dollar(word, quoted=True)
            elif char == "\\":
                following = self.source[self.position + 1 : self.position + 2]
                if following != "\n":
                    kept = following if following in '"$`\\' else "\\" + following
                    word.parts.append(Part(LITERAL, kept, quoted=True))
                self.position += 2
            else:
                match = re.compile(r'[^"$`\\]+').match(self.source, self.position)
                assert match is not None
                word.parts.append(Part(LITERAL, match.group(), quoted=True))
                self.position = match.end()

    def _dollar(self, word: RawWord, *, quoted: bool) -> None:
        source, start = self.source, self.position
        if source.startswith("${{", start):
            end = source.find("}}", start)
            self._opaque(word, len(source) if end < 0 else end + 2, quoted)
        elif match := _BRACED.match(source, start):
            self.position = match.end()
            word.parts.append(Part(VARIABLE, match.group(), match.group(1), quoted))
        elif match := _DEFAULTED.match(source, start):
            self._opaque(word, match.end(), quoted)
        elif source.startswith("$((", start):
            self._opaque(word, closing(source, start + 1, "(", ")"), quoted)
        elif source.startswith("$(", start):
            end = closing(source, start + 1, "(", ")")
            word.substitutions.append((source[start + 2 : end - 1], start + 2))
            self._opaque(word, end, quoted)
        elif source[start] == "`":
            end = source.find("`", start + 1)
            end = len(source) if end < 0 else end
            word.substitutions.append((source[start + 1 : end], start + 1))
            self._opaque(word, end + 1, quoted)
        elif source.startswith("${", start):
            self._opaque(word, closing(source, start + 1, "{", "}"), quoted)
        elif match := _NAME.match(source, start + 1):
            self.position = match.end()
            word.parts.append(Part(VARIABLE, source[start : match.end()], match.group(), quoted))
        else:
            word.parts.append(Part(LITERAL, "$", quoted=quoted))
            self.position += 1

    def _opaque(self, word: RawWord, end: int, quoted: bool) -> None:
        text = self.source[self.position : end]
        macro = _MACRO.fullmatch(text)
        name = macro.group(1) if macro else ""
        word.parts.append(Part(OPAQUE, text, name, quoted))
        self.position = end


def closing(source: str, start: int, opens: str, closes: str) -> int:
    """The position after the bracket that closes the one at `start`; the end where none does."""
    depth, position, quote = 0, start, ""
    while position < len(source):
        char = source[position]
        if char == "\\":
            position += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == opens:
            depth += 1
        elif char == closes:
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return len(source)
