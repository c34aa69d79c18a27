"""Parts of answers that come time and again, each made sense of once.

A workspace's jobs are mostly runs of the same few things: their inputs, outputs and marks are the
same bytes. What a part means depends on its bytes alone, so it is remembered by them.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

LONGEST = 4096
"""Bytes of what is remembered; more (a pipeline of many steps) is read anew."""
MOST = 512
"""Things of one kind that are remembered, those read last."""


def remembered(parse: Callable[[bytes, str], T]) -> Callable[[bytes, str], T]:
    """`parse`, asked once for the same bytes of a part in the same workspace (an ARM id)."""
    once = lru_cache(maxsize=MOST)(parse)

    def parsed(part: bytes, workspace_id: str) -> T:
        return once(part, workspace_id) if len(part) <= LONGEST else parse(part, workspace_id)

    return parsed
