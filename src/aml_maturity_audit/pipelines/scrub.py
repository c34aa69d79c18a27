"""Evidence lines without secrets: one line, printable, short.

A pipeline file may hold what it should not. Whatever looks like a secret is replaced before a line
leaves this package (design.md, section 5).
"""

import re
import unicodedata

from aml_maturity_audit.pipelines.limits import EVIDENCE_CHARS

HIDDEN = "***"

_EXPRESSION = r"(?:\$\{\{[^}]*\}\}|\$\([\w.:-]+\)|\$\{\w+\}|\$\w+|%\w+%)"
_TELLING = (  # the name of an option or variable that holds a secret
    r"(?:[\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|"
    r"account[_-]?key|shared[_-]?access|credential|private[_-]?key|connection[_-]?string|"
    r"instrumentation[_-]?key|subscription[_-]?key|signing[_-]?key|encryption[_-]?key|signature|"
    r"authorization|bearer)[\w.-]*|"
    r"(?:[\w.]*[_.-])?(?:pwd|sas|pat|sig|auth|key|pass|creds?|passwort)(?:[_-](?:value|env|var))?|"
    r"[a-z]+Key|[a-z]+Pat|[a-z]+Sas|[a-z]+Pwd)"
)
_VALUE = r"(?:\"[^\"]*(?:\"|$)|'[^']*(?:'|$)|[^\s\"';,&|]+)"
_AFTER_OPTION = re.compile(
    rf"(?i)((?:^|\s)--?{_TELLING}(?:\s+|=))(?!{_EXPRESSION}(?:\s|$))(?!-){_VALUE}"
)
_ASSIGNED = re.compile(
    rf"(?i)(\b{_TELLING}[\"']?\s*[=:]\s*)(?!{_EXPRESSION}[\"']?(?:\s|$)){_VALUE}"
)
_SCHEME = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}")
_USERINFO = re.compile(r"(?i)([a-z][a-z0-9+.-]*://)[^\s/@]+@")
_SIGNS_IN = re.compile(r"(?i)\b(?:login|mysql|psql|sqlcmd|curl|sshpass|wget|bcp|htpasswd)\b")
_SHORT_OPTION = re.compile(rf"((?:^|\s)-[pPu]\s*)(?!{_EXPRESSION}){_VALUE}")
_JWT = re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+)*")
_LONG = re.compile(
    r"(?<![\w/+$])(?!(?<=@)[0-9a-f]{40}(?![\w]))(?=[\w+/=~-]*[0-9])(?=[\w+/=~-]*[A-Za-z])[A-Za-z0-9+/_~-]{32,}={0,2}"
)
_KNOWN_TOKEN = re.compile(
    r"\b(?:gh[pousr]_\w{16,}|github_pat_\w{20,}|sk-[\w-]{16,}|xox[abprs]-[\w-]{10,}|"
    r"AKIA\w{12,}|glpat-[\w-]{16,})"
)
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def scrubbed(text: str) -> str:
    """`text` as one printable line of at most 200 characters, secrets replaced by `***`."""
    line = " ".join(_printable(text[:4000]).split())
    line = _JWT.sub(HIDDEN, line)
    line = _KNOWN_TOKEN.sub(HIDDEN, line)
    line = _USERINFO.sub(rf"\1{HIDDEN}@", line)
    line = _SCHEME.sub(rf"\1 {HIDDEN}", line)
    line = _AFTER_OPTION.sub(rf"\1{HIDDEN}", line)
    line = _ASSIGNED.sub(rf"\1{HIDDEN}", line)
    if _SIGNS_IN.search(line):
        line = _SHORT_OPTION.sub(rf"\1{HIDDEN}", line)
    line = _LONG.sub(_long, line)
    if len(line) > EVIDENCE_CHARS:
        line = line[: EVIDENCE_CHARS - 1] + "…"
    return line


def _long(match: re.Match[str]) -> str:
    """A long run of letters and digits is hidden unless it reads as a path, a GUID or a name."""
    text = match.group()
    if _GUID.fullmatch(text):
        return text
    pieces = re.split(r"[/_-]", text)
    wordy = all(len(piece) < 20 or (piece.isalpha() and piece.islower()) for piece in pieces)
    return text if wordy and len(pieces) > 1 and not text.endswith("=") else HIDDEN


def _printable(text: str) -> str:
    return "".join(
        " " if char.isspace() else "" if unicodedata.category(char)[0] == "C" else char
        for char in text
    )
