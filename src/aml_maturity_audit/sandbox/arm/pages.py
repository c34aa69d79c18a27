"""Pages with absolute nextLinks; each page is rendered once."""

import base64
import binascii
from collections.abc import Sequence

from aml_maturity_audit.sandbox.arm.selection import selected
from aml_maturity_audit.sandbox.estate.settings import Paging
from aml_maturity_audit.sandbox.estate.world import Collection, Resource
from aml_maturity_audit.sandbox.web import Answer, Call, encode


def offset_of(call: Call) -> int:
    """Where the page starts, read from our own opaque token; 0 for anything else."""
    return offset_from(call.asked("$skipToken") or call.asked("$skip"))


def offset_from(token: str) -> int:
    """Where the page of one of our tokens starts; 0 for anything else."""
    try:
        mark, _, number = base64.urlsafe_b64decode(token).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return 0
    return int(number) if mark == "page" and number.isdecimal() else 0


def token_for(offset: int) -> str:
    """The opaque token of the page that starts at `offset`."""
    return base64.urlsafe_b64encode(f"page:{offset}".encode()).decode()


def page_size(paging: Paging, name: str, call: Call) -> int:
    """The estate's size for the collection, or fewer where the caller asks for fewer."""
    size = {key.lower(): value for key, value in paging.sizes.items()}.get(name, paging.size)
    for parameter in ("count", "pageSize"):
        asked = call.asked(parameter)
        if asked.isdecimal() and int(asked) > 0:
            size = min(size, int(asked))
    return max(size, 1)


def page(items: Sequence[Resource], call: Call, base: str, paging: Paging) -> Answer:
    """One page of the items, starting where the token says."""
    start = offset_of(call)
    size = page_size(paging, call.path.rstrip("/").rpartition("/")[2].lower(), call)
    shown = items[start : start + size]
    body = b'{"value":[' + b",".join(item.json for item in shown) + b"]"
    if start + size < len(items):
        link = call.link(base, **{"$skipToken": token_for(start + size)})
        body += b',"nextLink":' + encode(link)
    return Answer(body=body + b"}")


def collection_page(collection: Collection, call: Call, base: str, paging: Paging) -> Answer:
    """A page of a collection as the query selects it; selections and pages are kept."""
    key = (call.path, call.query)
    known = collection.pages.get(key)
    if known is None:
        items = _kept_selection(collection, call)
        known = collection.pages[key] = page(items, call, base, paging).body
    return Answer(body=known)


def _kept_selection(collection: Collection, call: Call) -> list[Resource]:
    key = tuple(pair for pair in call.query if pair[0].lower() not in ("$skiptoken", "$skip"))
    if key not in collection.selections:
        collection.selections[key] = selected(collection, call)
    return collection.selections[key]
