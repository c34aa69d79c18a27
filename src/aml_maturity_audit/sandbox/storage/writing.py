"""Put Blob, blocks, copies, deletion.

Source: learn.microsoft.com, "Put Blob", "Put Block", "Put Block List", "Copy Blob", "Delete Blob".
"""

import re
from dataclasses import replace
from email.utils import format_datetime
from html import unescape
from urllib.parse import unquote, urlsplit

from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.storage import refusals
from aml_maturity_audit.sandbox.storage.model import Blob, Container
from aml_maturity_audit.sandbox.storage.reading import unmet
from aml_maturity_audit.sandbox.web import Answer, Call

_LISTED = re.compile(r"<(?:Latest|Uncommitted|Committed)>([^<]*)</")


def put(container: Container, name: str, call: Call) -> Answer:
    """What a PUT on a blob asks for."""
    what = call.asked("comp").lower()
    if what == "block":
        container.blocks.setdefault(name, {})[call.asked("blockid")] = call.body
        return Answer(201, b"", {}, "")
    refused = unmet(container.blobs.get(name), call)
    if refused is not None:
        return refused
    if what == "blocklist":
        return _together(container, name, call)
    if call.header("x-ms-copy-source"):
        return _copy(container, name, call)
    if what or call.header("x-ms-blob-type") != "BlockBlob":
        return refusals.unsupported("PUT", what or call.header("x-ms-blob-type"))
    return _kept(container, name, _new(call, call.body))


def delete(container: Container, name: str, call: Call) -> Answer:
    """Delete a blob, or a directory with nothing in it."""
    blob = container.blobs.get(name)
    if blob is None:
        return refusals.no_blob()
    refused = unmet(blob, call)
    if refused is not None:
        return refused
    if container.has_within(name):
        return refusals.not_empty()
    del container.blobs[name]
    return Answer(202, b"", {"x-ms-delete-type-permanent": "true"}, "")


def _together(container: Container, name: str, call: Call) -> Answer:
    sent = container.blocks.get(name, {})
    wanted = [unescape(one) for one in _LISTED.findall(call.body.decode("utf-8", "replace"))]
    if not sent.keys() >= set(wanted):
        return refusals.bad_blocks()
    return _kept(container, name, _new(call, b"".join(sent[one] for one in wanted)))


def _copy(container: Container, name: str, call: Call) -> Answer:
    """Within the container only, at once."""
    source = unquote(urlsplit(call.header("x-ms-copy-source")).path)
    found = next(
        (blob for known, blob in container.blobs.items() if source.endswith(f"/{known}")), None
    )
    if found is None:
        return refusals.no_blob()
    kept = _kept(container, name, replace(found, modified=now()))
    return replace(kept, status=202, headers={**kept.headers, "x-ms-copy-status": "success"})


def _new(call: Call, content: bytes) -> Blob:
    metadata = {
        key[len("x-ms-meta-") :]: value
        for key, value in call.headers.items()
        if key.lower().startswith("x-ms-meta-")
    }
    kind = call.header("x-ms-blob-content-type") or "application/octet-stream"
    return Blob(content, now(), kind, metadata)


def _kept(container: Container, name: str, blob: Blob) -> Answer:
    container.put(name, blob)
    modified = format_datetime(blob.modified, usegmt=True)
    return Answer(201, b"", {"ETag": blob.etag, "Last-Modified": modified}, "")
