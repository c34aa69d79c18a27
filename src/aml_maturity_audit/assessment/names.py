"""Finding people's names in texts, however they are spelt out there.

A name is found in any case, whole (`Ada` is not found in `Adaptive`), and also where the text
holds it URL-encoded, or escaped as HTML or JSON do.
"""

import json
import re
from collections.abc import Iterable
from html import escape
from urllib.parse import quote, quote_plus

_END = ""
"""Marks in a tree of characters that a name may end here."""

_Tree = dict[str, "_Tree"]

_BEFORE = r"(?:(?<![^\W_])|(?<=%[0-9A-Fa-f]{2}))"
_AFTER = r"(?![^\W_])"
_WITHOUT_SPACES = 0x2E80
"""From here on come scripts that write words without spaces between them."""


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the names; None where there is none to find.

    It is a tree of characters, so that its cost does not grow with the number of names.
    """
    bounded: _Tree = {}
    free: _Tree = {}
    for spelling in set().union(*map(spellings, names)):
        _plant(bounded if _is_bounded(spelling[0]) else free, spelling)
    parts = []
    if bounded:
        parts.append(_BEFORE + _grown(bounded))
    if free:
        parts.append(_grown(free))
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def spellings(name: str) -> set[str]:
    """The name as it may stand in a text: plain, URL-encoded, escaped. Empty for a blank name."""
    plain = name.strip()
    if not plain:
        return set()
    return {
        plain,
        quote(plain, safe=""),
        quote_plus(plain),
        escape(plain),
        json.dumps(plain)[1:-1],
    }


def _is_bounded(character: str) -> bool:
    return character.isalnum() and ord(character) < _WITHOUT_SPACES


def _plant(tree: _Tree, name: str) -> None:
    for character in name:
        tree = tree.setdefault(character, {})
    tree[_AFTER if _is_bounded(name[-1]) else _END] = {}


def _grown(tree: _Tree) -> str:
    """The tree as a regular expression; longer names are tried before shorter ones."""
    ends = {_AFTER, _END}
    branches = [re.escape(key) + _grown(tree[key]) for key in sorted(tree) if key not in ends]
    branches += [end for end in (_AFTER, _END) if end in tree]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
