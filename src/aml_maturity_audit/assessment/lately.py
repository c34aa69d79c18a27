"""Texts of many workspaces made into something else: most stand in hundreds of criteria."""

from collections.abc import Callable
from functools import lru_cache
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

SHORT, MANY = 1000, 8192
"""Texts up to this length are made into it once while they are among the last so many."""


def lately(make: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """`make`, asked once for a text that comes again soon; long ones are not held on to."""
    known = cast("Callable[Concatenate[str, P], T]", lru_cache(MANY)(make))

    def made(text: str, /, *rest: P.args, **named: P.kwargs) -> T:
        return known(text, *rest, **named) if len(text) <= SHORT else make(text, *rest, **named)

    return made
