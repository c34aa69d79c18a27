"""Shards: parts of one run that several processes do, each for workspaces of its own.

A workspace belongs to the shard that its key names, modulo how many there are. That hangs on the
workspace alone, so it stays where it is when others come and go, and every process finds the same
answer without asking another. A change of the number moves workspaces about, which costs nothing:
no shard keeps anything from one run to the next, so rendezvous hashing would buy nothing here.
"""

import re
from typing import NamedTuple, Self

from aml_maturity_audit.errors import UsageError

_TEXT = re.compile(r"(?P<number>[0-9]{1,5})/(?P<total>[0-9]{1,5})")


class Shard(NamedTuple):
    """One of `total` parts, counted from 1."""

    number: int = 1
    total: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Of `2/4`. Raises UsageError for what is no part of a whole."""
        found = _TEXT.fullmatch(text.strip())
        shard = cls(int(found["number"]), int(found["total"])) if found else None
        if shard is None or not 1 <= shard.number <= shard.total:
            raise UsageError(
                f"{text!r} is no shard.", remedy="Write I/N, with I from 1 to N: --shard 2/4."
            )
        return shard

    @classmethod
    def owner(cls, workspace_key: str, total: int) -> Self:
        """Of `total` shards the one that a workspace, by its hexadecimal key, belongs to."""
        return cls(int(workspace_key, 16) % total + 1, total)

    @property
    def is_whole(self) -> bool:
        """Whether there is no other part."""
        return self.total == 1

    def owns(self, workspace_key: str) -> bool:
        """Whether a workspace, by its key, belongs to this shard."""
        return self.owner(workspace_key, self.total) == self

    def __str__(self) -> str:
        """As it is written everywhere."""
        return f"{self.number}/{self.total}"


WHOLE = Shard()
"""All of a run that is not split."""
