"""Get Blob and its properties: whole, a range, or on a condition.

Source: learn.microsoft.com, "Get Blob" and "Specifying conditional headers".
"""

import re
from email.utils import format_datetime

from aml_maturity_audit.sandbox.storage import refusals
from aml_maturity_audit.sandbox.storage.model import Blob
from aml_maturity_audit.sandbox.web import Answer, Call

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def read(blob: Blob, call: Call) -> Answer:
    """The content, or the headers of HEAD."""
    size = len(blob.content)
    headers = {**_facts(blob), "Content-Length": str(size)}
    refused = unmet(blob, call)
    if refused is not None:
        return refused
    wanted = _RANGE.fullmatch(call.header("x-ms-range") or call.header("Range"))
    if call.method == "HEAD" or wanted is None:
        return Answer(200, blob.content, headers, blob.content_type)
    first, last = int(wanted[1]), int(wanted[2] or size - 1)
    if first >= size:
        return refusals.no_such_range(size)
    part = blob.content[first : last + 1]
    headers |= {
        "Content-Length": str(len(part)),
        "Content-Range": f"bytes {first}-{first + len(part) - 1}/{size}",
    }
    return Answer(206, part, headers, blob.content_type)


def unmet(blob: Blob | None, call: Call) -> Answer | None:
    """The refusal where If-Match or If-None-Match do not hold; None: go on."""
    wanted, unwanted = call.header("If-Match"), call.header("If-None-Match")
    etag = blob.etag if blob is not None else None
    if unwanted and etag is not None and unwanted in ("*", etag):
        if call.method in ("GET", "HEAD"):
            return Answer(304, b"", {"ETag": etag}, "")
        return refusals.exists() if unwanted == "*" else refusals.condition_not_met()
    if wanted and (etag is None or wanted not in ("*", etag)):
        return refusals.condition_not_met()
    return None


def _facts(blob: Blob) -> dict[str, str]:
    own = {f"x-ms-meta-{name}": value for name, value in blob.metadata.items()}
    if blob.directory:
        own["x-ms-meta-hdi_isfolder"] = "true"
    return {
        **own,
        "ETag": blob.etag,
        "Last-Modified": format_datetime(blob.modified, usegmt=True),
        "Accept-Ranges": "bytes",
        "x-ms-blob-type": "BlockBlob",
        "x-ms-resource-type": "directory" if blob.directory else "file",
    }
