"""From literal JSON to the record a source keeps, as the door would decode it."""

import json
from typing import Any, TypeVar

import msgspec

S = TypeVar("S")


def wire(kind: type[S], body: Any) -> S:
    return msgspec.json.decode(json.dumps(body).encode(), type=kind)
