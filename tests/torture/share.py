"""How much of the torture this process does: TORTURE=whole, a share as 3/8, or else a sample."""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_ASKED = os.environ.get("TORTURE", "")
WHOLE = _ASKED == "whole"
SHARE = tuple(int(number) for number in _ASKED.split("/")) if "/" in _ASKED else None
SLICES = 40 if WHOLE or SHARE else 2
"""Tests that the pairs are dealt out to, so that several processes can take them."""
_STRIDE = 211
"""Every so many-th pair is in the sample; prime, and no divisor of the number of kinds, so that
requests and kinds are mixed."""


def of_this_process(groups: Sequence[Sequence[T]]) -> list[list[T]]:
    """The groups (each request with all kinds) that are to be tried; of a sample, one each."""
    if WHOLE:
        return [list(group) for group in groups]
    if SHARE:
        which, of = SHARE
        return [list(group) for group in groups[which - 1 :: of]]
    return [[one] for one in [one for group in groups for one in group][::_STRIDE]]
