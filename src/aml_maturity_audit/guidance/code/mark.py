"""The mark in the first line of a file: who wrote it, and whether it was changed since.

It lets a second run replace what the first one wrote, and nothing else.
"""

from hashlib import sha256

_WORDS = "Written by aml-maturity-audit plan --write; digest"
_COMMENTS = {".bicep": ("// ", ""), ".md": ("<!-- ", " -->")}


def marked(name: str, text: str) -> str:
    """A text with the mark of its content as its first line."""
    before, after = _comment(name)
    return f"{before}{_WORDS} {_digest(text)}{after}\n{text}"


def is_ours(name: str, content: str) -> bool:
    """Whether a file's content carries a mark and is as it was written."""
    before, after = _comment(name)
    first, _, text = content.partition("\n")
    return first == f"{before}{_WORDS} {_digest(text)}{after}"


def _comment(name: str) -> tuple[str, str]:
    ending = name[name.rfind(".") :]
    return _COMMENTS.get(ending, ("# ", ""))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
