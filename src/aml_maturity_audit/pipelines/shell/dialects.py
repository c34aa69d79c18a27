"""PowerShell and cmd rewritten, character for character, into what the bash lexer understands.

Positions do not move, so evidence keeps its lines. It covers what decides which commands run:
continuations, comments, blocks, assignments, and `if ($false)`.
"""

import re

_BLOCK_COMMENT = re.compile(r"<#.*?(?:#>|\Z)", re.S)
_HERE_STRING = re.compile(r"@(['\"])[ \t]*\n.*?(?:\n\1@|\Z)", re.S)
_DEAD = re.compile(r"\bif\s*\(\s*(?:\$false|0)\s*\)\s*\{", re.I)
_FUNCTION = re.compile(r"(?m)^[ \t]*function\s+([\w:-]+)[^{\n]*\{", re.I)
_KEYWORD = re.compile(
    r"(?<![\w$.-])(?:if|elseif|else|foreach|for|while|switch|try|catch|finally|do|until|return|"
    r"param|process|begin|end|in)(?=\s*[({\s])",
    re.I,
)
_ASSIGNED = re.compile(r"\$(?:env:|script:|global:)?([A-Za-z_]\w*)([ \t]*\+?=[ \t]*)", re.I)
_MOST_BLOCKS = 200
_EXIT = re.compile(r"(?i)\bexit\b")
"""Which block an `exit` stands in is lost with the brackets, so it ends nothing."""
_COMMENT = re.compile(r"(?im)^[ \t]*(?:@?rem\b|::)[^\n]*")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def powershell_as_bash(source: str) -> str:
    """A PowerShell script as text of the same length that reads as bash."""
    source = _BLOCK_COMMENT.sub(_blank, source)
    source = _HERE_STRING.sub(_blank, source)
    source = source.replace("\\", "/").replace("`\n", "\\\n").replace("`", "\\")
    source = _without_dead_blocks(source)
    source = _EXIT.sub(_blank, _KEYWORD.sub(_blank, source))
    source = _ASSIGNED.sub(_assignment, source)
    source = re.sub(r"(?m)(^|[;|{(=]|[ \t])&(?=[ \t]+[\"'$\w./])", r"\1 ", source)
    return _outside_strings(source)


def _assignment(match: re.Match[str]) -> str:
    """`$x = "literal"` becomes an assignment; before a command the target disappears."""
    following = match.string[match.end() : match.end() + 1]
    name = match.group(1)
    if following in {'"', "'"} and "+" not in match.group(2):
        return f"{name}=".rjust(len(match.group()))
    return " " * len(match.group())


def _without_dead_blocks(source: str) -> str:
    """Blanks `if ($false) { … }` and functions that are not called."""
    for pattern in (_DEAD, _FUNCTION):
        position = 0
        for _ in range(_MOST_BLOCKS):
            match = pattern.search(source, position)
            if match is None:
                break
            end = _block_end(source, match.end() - 1)
            position = match.end()
            if pattern is _FUNCTION and _called(source, match.group(1), match.start(), end):
                continue
            blank = re.sub(r"[^\n]", " ", source[match.start() : end])
            source = source[: match.start()] + blank + source[end:]
    return source


def _called(source: str, name: str, start: int, end: int) -> bool:
    elsewhere = source[:start] + source[end:]
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", elsewhere, re.I) is not None


def _block_end(source: str, start: int) -> int:
    depth = 0
    for position in range(start, len(source)):
        if source[position] == "{":
            depth += 1
        elif source[position] == "}":
            depth -= 1
            if depth == 0:
                return position + 1
    return len(source)


_QUOTED = re.compile(
    r"\$\{\{.*?\}\}|\$\([A-Za-z_][\w.-]*\)|'[^']*'|\"(?:\\.|[^\"\\])*\"|#[^\n]*", re.S
)
_BRACKETS = str.maketrans("(){}", ";;;;")


def _outside_strings(source: str) -> str:
    """Brackets outside strings, comments and expressions become statement ends."""
    pieces, position = [], 0
    for match in _QUOTED.finditer(source):
        pieces += [_plain(source[position : match.start()]), match.group()]
        position = match.end()
    pieces.append(_plain(source[position:]))
    return "".join(pieces)


def _plain(source: str) -> str:
    return source.replace("@{", ";;").replace("@(", ";;").translate(_BRACKETS)


def cmd_as_bash(source: str) -> str:
    """A cmd script as text of the same length that reads as bash."""
    source = _COMMENT.sub(_blank, source)
    source = source.replace("\\", "/").replace("^\n", "\\\n")
    source = re.sub(r"(?im)^([ \t]*)@(?=\w)", r"\1 ", source)
    source = re.sub(r"(?im)^([ \t]*(?:.*?&[ \t]*)?)call(?=[ \t])", r"\1    ", source)
    source = re.sub(r"(?im)^([ \t]*)set[ \t]+(?=\w+=)", lambda m: " " * len(m.group()), source)
    return _EXIT.sub(_blank, source).replace("'", " ")
