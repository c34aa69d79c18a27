"""People's names in texts, marked where they are written so that they can be found and hidden.

The mapping writes a person as ``person(name)``. A document never shows the marker: texts are
unmarked before they are shown, and a masked document has a pseudonym in its place.
"""

import re

OPENING = "⟦person:"
CLOSING = "⟧"

MARKED = re.compile(r"⟦person:([^⟦⟧]*)(?:⟧|$)")
"""A marked name; a marker cut off by a length limit counts to the end of the text."""

_BRACKETS = str.maketrans({"⟦": "[", "⟧": "]"})


def person(name: str) -> str:
    """The marked form of a person's name, to put into a text. Brackets in it lose their meaning."""
    return f"{OPENING}{name.translate(_BRACKETS)}{CLOSING}"


def unmarked(text: str) -> str:
    """The text with plain names in place of markers."""
    return MARKED.sub(r"\1", text) if "⟦" in text else text


def persons_in(text: str) -> list[str]:
    """The names marked in the text, in order."""
    return MARKED.findall(text) if "⟦" in text else []
