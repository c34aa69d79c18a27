"""Whether a file arrived whole: what git calls it says what is in it.

A listing tells the id of each file, which is the SHA-1 of its kind, length and content (git's
object format; Azure DevOps: Items, Blobs). Where the bytes that arrived have another, the size that
Azure DevOps tells of the file decides: fewer bytes were cut short on the way; as many or more were
changed since the listing, or are served in another encoding, and are as good.
"""

import hashlib

from aml_maturity_audit.azure.devops.api import STABLE
from aml_maturity_audit.azure.devops.client import DevOps, Route
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import whole

_ID_LENGTH = 40


class _Blob(Wire):
    size: object = None


async def whole_file(devops: DevOps, route: Route, repository_id: str, id_: str) -> bytes:
    """The file at `route`, whose id the listing told, or nothing where it is not known.

    It is fetched again where it was cut short. Raises Problem, also where it stays so.
    """
    content = await devops.file(route)
    if len(id_) != _ID_LENGTH or blob_id(content) == id_:
        return content
    size = await _size(devops, route, repository_id, id_)
    if len(content) >= size:
        return content
    again = await devops.file(route)
    if blob_id(again) == id_ or len(again) >= size:
        return again
    raise Problem(f"{_path(route)} arrived cut short: {len(again)} of {size} bytes.")


def blob_id(content: bytes) -> str:
    """What git calls a file with this content."""
    kept = b"blob %d\0" % len(content) + content
    return hashlib.sha1(kept, usedforsecurity=False).hexdigest()


async def _size(devops: DevOps, route: Route, repository_id: str, id_: str) -> int:
    asked = Route(
        path=f"/_apis/git/repositories/{repository_id}/blobs/{id_}",
        scope=route.scope,
        source=route.source,
        api=STABLE,
        params={"$format": "json"},
    )
    size = whole((await devops.item(asked, _Blob)).size)
    if size is None:
        raise Problem(f"{_path(route)} arrived other than it was listed, and its size is not told.")
    return size


def _path(route: Route) -> str:
    return str((route.params or {}).get("path", route.path))
