"""Texts from strangers, made inert: what they can do, whatever shows them, is be read.

Names and tags come from whoever may create a resource. Every report but JSON (which has its own
escapes) shows texts that went through `inert` first, and then escapes them as its format needs.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit

from aml_maturity_audit.assessment.persons import unmarked
from aml_maturity_audit.assessment.walk import S, map_text

_BLANK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_ACTING = {"Cc", "Cf", "Cs", "Co"}
"""Controls, formats (bidirectional overrides, zero-width), half characters, private use."""
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_AGENT = re.compile(r"##(?=(?:vso)?\[)", re.IGNORECASE)
"""Azure Pipelines and GitHub read `##vso[` and `##[` anywhere in a line as a command."""
_WORKFLOW = re.compile(r"::(?=[a-z])", re.IGNORECASE)
"""GitHub reads `::word` at the start of a line as a command; wrapping may put it there."""


def inert(text: str) -> str:
    """The text on one line, its control characters spelt out, its commands broken."""
    if not text.isprintable():
        text = _BLANK.sub(" ", text)
        text = "".join(_visible(character) for character in text)
    if "##" in text:
        text = _AGENT.sub("# #", text)
    return _WORKFLOW.sub(": :", text) if "::" in text else text


def web_address(url: str | None) -> str:
    """The address, encoded, where it is one of the web; empty for `javascript:` and all else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url or "", safe="/:?#@!$&*+,;=%~-._")


def text(marked: str) -> str:
    """The text for showing: names plain, and inert."""
    return inert(unmarked(marked))


def shown(record: S) -> S:
    """`record` for showing: names plain, every text inert."""
    return map_text(record, lambda each, _owner, _field: text(each))


def _visible(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if unicodedata.category(character) in _ACTING or _NONCHARACTERS.match(character):
        return f"\\u{ord(character):04x}"
    return character
