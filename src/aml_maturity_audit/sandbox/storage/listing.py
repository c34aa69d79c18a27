"""List Blobs: names in order, a page at a time, what lies below a delimiter as one prefix.

Source: learn.microsoft.com, "List Blobs". In an account with directories these are listed too,
with the property ResourceType.
"""

from collections.abc import Iterator
from email.utils import format_datetime
from xml.sax.saxutils import escape

from aml_maturity_audit.sandbox.storage.model import Blob, Container
from aml_maturity_audit.sandbox.storage.refusals import XML
from aml_maturity_audit.sandbox.web import Answer, Call

_LARGEST_PAGE = 5000


def listed(container: Container, name: str, call: Call) -> Answer:
    """One page of a container called `name`."""
    found = list(_entries(container, call.asked("prefix"), call.asked("delimiter")))
    start = call.asked("startFrom")
    after = [entry for entry in found if entry[0] > call.asked("marker") and entry[0] >= start]
    size = min(int(call.asked("maxresults") or _LARGEST_PAGE), _LARGEST_PAGE)
    page, rest = after[:size], after[size:]
    blobs = "".join(_entry(entry, blob) for entry, blob in page)
    marker = escape(page[-1][0]) if rest else ""
    asked = "".join(
        f"<{told}>{escape(call.asked(name))}</{told}>"
        for told, name in (("Prefix", "prefix"), ("Marker", "marker"), ("MaxResults", "maxresults"))
        if call.asked(name)
    )
    body = (
        f'<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="{name}">'
        f"{asked}<Blobs>{blobs}</Blobs>"
        f"<NextMarker>{marker}</NextMarker></EnumerationResults>"
    )
    return Answer(200, body.encode(), {}, XML)


def _entries(
    container: Container, prefix: str, delimiter: str
) -> Iterator[tuple[str, Blob | None]]:
    """Names with their blobs, in order; a prefix has none."""
    told = set[str]()
    for name, blob in sorted(container.blobs.items()):
        if not name.startswith(prefix):
            continue
        below, found, _ = name[len(prefix) :].partition(delimiter) if delimiter else (name, "", "")
        if found or (delimiter and blob.directory):
            group = f"{prefix}{below}{delimiter}"
            if group not in told:
                told.add(group)
                yield group, None
        else:
            yield name, blob


def _entry(name: str, blob: Blob | None) -> str:
    if blob is None:
        return f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>"
    modified = format_datetime(blob.modified, usegmt=True)
    kind = "directory" if blob.directory else "file"
    return (
        f"<Blob><Name>{escape(name)}</Name><Properties>"
        f"<Creation-Time>{modified}</Creation-Time><Last-Modified>{modified}</Last-Modified>"
        f"<Etag>{blob.etag.strip(chr(34))}</Etag><ResourceType>{kind}</ResourceType>"
        f"<Content-Length>{len(blob.content)}</Content-Length>"
        f"<Content-Type>{escape(blob.content_type)}</Content-Type>"
        "<BlobType>BlockBlob</BlobType><ServerEncrypted>true</ServerEncrypted>"
        "</Properties></Blob>"
    )
