"""Leaves of an answer as plain values: text, whole numbers, yes and no."""

import re
from functools import lru_cache

_USER_INFO = re.compile(r"^(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)[^/\s]*@")
_SCP_USER = re.compile(r"^[^/@:\s]+:[^/@\s]*@")
_LONGEST_ENUM = 64
MAX_TEXT = 1024
"""No name, id or reference of Azure is longer; what is, is cut."""


def text(value: object) -> str:
    """`value` as text; empty for null, an object or a list."""
    if value is None:  # most leaves are null: they cost nothing
        return ""
    if isinstance(value, str):
        return value.strip()[:MAX_TEXT]
    return str(value) if isinstance(value, bool | int | float) else ""


def text_or_none(value: object) -> str | None:
    """`value` as text; None for null, nothing, an object or a list."""
    return text(value) or None


def whole(value: object) -> int | None:
    """`value` as a whole number; None where it is none. Azure writes some as text (A.14)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    try:
        return int(text(value))
    except ValueError:
        return None


def truth(value: object) -> bool | None:
    """A yes or no in any spelling ("True", true); None where it is neither (azure_facts A.3)."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(text(value).lower())


def enum_key(value: object) -> str:
    """An enum value to compare by: `UriFile`, `uri_file` and `URI_FILE` are one (A.16)."""
    known = text(value)
    return _key(known) if len(known) <= _LONGEST_ENUM else known.lower()


@lru_cache(maxsize=1024)
def _key(known: str) -> str:
    return known.replace("_", "").replace("-", "").lower()


@lru_cache(maxsize=256)
def without_user(url: str | None) -> str | None:
    """A repository's URL without the user information, which may be a password (A.3)."""
    if not url:
        return None
    bare = url.strip()[:MAX_TEXT].split("?", 1)[0].split("#", 1)[0]
    bare = _USER_INFO.sub(lambda found: found["scheme"], bare)
    return _SCP_USER.sub("", bare) or None
