"""Reports that come in many small parts, in fewer and larger ones."""

from collections.abc import Iterable, Iterator

_CHUNK = 2**16
"""Characters that are written at once."""


def chunks(texts: Iterable[str]) -> Iterator[bytes]:
    """The same texts, encoded."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= _CHUNK:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()
