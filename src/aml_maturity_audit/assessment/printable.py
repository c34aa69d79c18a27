"""JSON made readable, and harmless to what it is printed to."""

import json
import re
import unicodedata

import msgspec

_ACTIVE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Kinds of characters that a terminal or an editor acts on and JSON leaves as they are."""
_COMMAND = re.compile(r"#(?=#(?:vso)?\[)", re.IGNORECASE)
"""What a pipeline agent reads as a command wherever it stands in a line."""
_USUAL = bytes((*range(0x20, 0x7F), 0x0A))


def printable(raw: bytes, depth: int = 0) -> bytes:
    """Compact JSON over several lines, with nothing in it that acts; no line feed at its end.

    It stands `depth` lists deep: all its lines but the first are indented by as much.
    """
    formatted = _formatted(raw, depth)
    unusual = set(raw.translate(None, _USUAL).decode())
    active = {character for character in unusual if unicodedata.category(character) in _ACTIVE}
    if not active and (b"#" not in raw or b"##" not in raw):  # one byte is found much faster
        return formatted
    text = formatted.decode().translate({ord(one): json.dumps(one)[1:-1] for one in active})
    return _COMMAND.sub(r"\\u0023", text).encode()


def _formatted(raw: bytes, depth: int) -> bytes:
    within = msgspec.json.format(b"[" * depth + raw + b"]" * depth, indent=2)
    before = sum(len("[\n") + 2 * level for level in range(1, depth + 1))
    after = sum(len("\n]") + 2 * level for level in range(depth))
    return within[before : len(within) - after]


def printable_json(raw: bytes) -> bytes:
    """Compact JSON as a document: readable, harmless, with a line feed at its end."""
    return printable(raw) + b"\n"
