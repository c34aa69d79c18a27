"""What an account holds: containers of blobs, and the directories that their names imply.

As in an account with a hierarchical namespace a directory is an entry of its own, which comes with
the first blob in it and stays when the last one goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

_NUMBERS = count(0x8DC0000000000000)


@dataclass(frozen=True)
class Blob:
    """One blob, or a directory; a change makes another one."""

    content: bytes
    modified: datetime
    content_type: str = "application/octet-stream"
    metadata: Mapping[str, str] = field(default_factory=dict)
    directory: bool = False
    etag: str = field(default_factory=lambda: f'"0x{next(_NUMBERS):X}"')


class Container:
    """Blobs by name."""

    def __init__(self) -> None:
        self.blobs: dict[str, Blob] = {}
        self.blocks: dict[str, dict[str, bytes]] = {}
        """Blocks that were sent and not yet put together, by blob and id."""

    def put(self, name: str, blob: Blob) -> Blob:
        """Keep a blob, and the directories above it."""
        parts = name.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            above = Blob(b"", blob.modified, directory=True)
            self.blobs.setdefault("/".join(parts[:depth]), above)
        self.blobs[name] = blob
        self.blocks.pop(name, None)
        return blob

    def has_within(self, directory: str) -> bool:
        """Whether something lies in a directory."""
        return any(name.startswith(f"{directory}/") for name in self.blobs)
