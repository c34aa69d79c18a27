"""Pages of GitHub: bare lists and wrapped ones, and the next page of a Link header.

Of the next page's address only the query is taken over, and put on the address that was asked:
GitHub's own leads by the repository's number to a path that nobody named.
"""

import re

import msgspec
from yarl import URL

from aml_maturity_audit.azure.answers import Answer
from aml_maturity_audit.azure.decoding import UNDECODABLE, Page
from aml_maturity_audit.azure.wire import Garbled

SIZE = 100
"""Items a page, the most there are."""
_LINK = re.compile(r'<(?P<address>[^<>]{1,4000})>\s*;\s*rel="?next"?')
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Told(msgspec.Struct):
    """A page, and how many items the list has in all, where it says."""

    page: Page
    total: int | None = None


def page_in(body: bytes, key: str) -> Told:
    """The page in `body`: a bare list, or for a `key` what stands under it.

    Raises Garbled where it is none.
    """
    try:
        if not key:
            return Told(Page(_LIST.decode(body)))
        found = _OBJECT.decode(body)
        return Told(Page(_LIST.decode(found[key])), _number(found.get("total_count")))
    except KeyError as error:
        raise Garbled("JSON of another shape than documented") from error
    except UNDECODABLE as error:
        raise Garbled("something that is no list") from error


def following(address: str, page: Page, answer: Answer) -> Page:
    """The page with the address of the next one, where there is one."""
    found = _LINK.search(answer.headers.get("Link", ""))
    if found is None:
        return page
    try:
        query = URL(found["address"]).query
    except ValueError:
        return Page(page.value, "https://[")  # a list that goes on nobody knows where
    return Page(page.value, str(URL(address, encoded=True).with_query(query)))


def _number(raw: msgspec.Raw | None) -> int | None:
    try:
        return msgspec.json.decode(raw, type=int) if raw is not None else None
    except UNDECODABLE:
        return None
