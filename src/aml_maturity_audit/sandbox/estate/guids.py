"""GUIDs that stay the same from start to start."""

import uuid


def guid_of(id_: str) -> str:
    """A GUID that stays the same for the same id."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, id_.lower()))
