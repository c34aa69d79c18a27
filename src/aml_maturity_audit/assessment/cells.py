"""Texts as cells of a spreadsheet that no program takes for a formula.

A text that starts like a formula gets an apostrophe before it, as OWASP's page on CSV injection
advises; so does one after a semicolon, at which some locales split a CSV again.
"""

import re

LONGEST = 32_000
"""Excel keeps 32,767 characters of a cell."""

_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")
_AFTER_SEPARATOR = re.compile(r"([;|]\s*)(?=[=+\-@＝＋－＠])")
_ERROR = re.compile(r"^#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)$", re.IGNORECASE)


def cell(text: str) -> str:
    """The text as a cell: never a formula, never an error value, never longer than one holds."""
    if _FORMULA.match(text) or _ERROR.match(text):
        text = f"'{text}"
    text = _AFTER_SEPARATOR.sub(r"\1'", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
