"""Bodies as typed records: only declared fields are taken, so no secret has a place to be in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

import msgspec

from aml_maturity_audit.azure.wire import Garbled

S = TypeVar("S")

UNDECODABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that do not fit: RecursionError for nesting without end."""
_BOM = b"\xef\xbb\xbf"


class Page(msgspec.Struct):
    """A page of a list; its items are decoded one by one."""

    value: list[msgspec.Raw]
    nextLink: str | None = None  # noqa: N815  ARM's name


@dataclass(frozen=True, slots=True)
class WholePage(Generic[S]):
    """A page of a list all of whose items decode."""

    items: list[S]
    nextLink: str | None  # noqa: N815  ARM's name
    body: bytes

    def raw(self, position: int) -> msgspec.Raw:
        """An item as it came."""
        return page(self.body).value[position]


class _Typed(msgspec.Struct, Generic[S]):
    value: list[S]
    nextLink: str | None = None  # noqa: N815  ARM's name


class _Named(msgspec.Struct):
    name: str | None = None
    id: str | None = None


_PAGES = msgspec.json.Decoder(Page)
_NAMES = msgspec.json.Decoder(_Named)


def page(body: bytes) -> Page:
    """The page in `body`. Raises Garbled where it is none."""
    return _decoded(_PAGES.decode, body)


def page_of(kind: type[S]) -> Callable[[bytes], Page | WholePage[S]]:
    """What decodes a body as a page of `kind`, at once where every item is one.

    Else the items come undecoded, so that each that is none can be told. Raises Garbled where the
    body is no page.
    """
    return cast("Callable[[bytes], Page | WholePage[S]]", _page_of(cast("Any", kind)))


@cache
def _page_of(kind: Any) -> Callable[[bytes], Page | WholePage[Any]]:  # noqa: ANN401  a type
    typed: msgspec.json.Decoder[_Typed[Any]] = msgspec.json.Decoder(_Typed[kind])

    def decode(body: bytes) -> Page | WholePage[Any]:
        try:
            whole = typed.decode(body)
        except UNDECODABLE:
            return page(body)
        return WholePage(whole.value, whole.nextLink, body)

    return decode


def decoder_of(kind: type[S]) -> Callable[[bytes], S]:
    """What decodes a body as `kind`; it raises Garbled where the body does not fit."""
    decoder = msgspec.json.Decoder(kind)

    def decode(body: bytes) -> S:
        return _decoded(decoder.decode, body)

    return decode


def item_of(kind: type[S]) -> Callable[[bytes], S]:
    """What decodes a body as one `kind`; Garbled also where nothing that `kind` declares is in it.

    An object that says nothing of what was asked for (`{}`, an empty page) is another answer, not
    an item without properties.
    """
    return cast("Callable[[bytes], S]", _item_of(cast("Any", kind)))


@cache
def _item_of(kind: Any) -> Callable[[bytes], Any]:  # noqa: ANN401  a type
    decode = decoder_of(kind)
    nothing = (
        decode(b"{}") if getattr(kind, "__struct_fields__", ()) and _needs_none(kind) else None
    )

    def decode_item(body: bytes) -> Any:  # noqa: ANN401  of the kind
        found = decode(body)
        if nothing is not None and found == nothing:
            raise Garbled("an object that says nothing of what was asked for")
        return found

    return decode_item


def _needs_none(kind: type[S]) -> bool:
    fields = msgspec.structs.fields(kind)  # type: ignore[arg-type]  # checked by the caller
    return not any(field.required for field in fields)


def name_in(raw: msgspec.Raw, position: str) -> str:
    """What an item that does not decode calls itself, or its position in the list."""
    try:
        named = _NAMES.decode(raw)
    except UNDECODABLE:
        return position
    return (named.id or named.name or position)[:400]


def _decoded(decode: Callable[[bytes], S], body: bytes) -> S:
    if body.startswith(_BOM):
        body = body[len(_BOM) :]
    start = body[:64].lstrip()
    if not start:
        raise Garbled("an empty body")
    if start.startswith(b"<"):
        raise Garbled("a web page instead of JSON (from a sign-in page or a proxy?)")
    try:
        return decode(body)
    except msgspec.ValidationError as error:
        raise Garbled("JSON of another shape than documented") from error
    except UNDECODABLE as error:
        raise Garbled("something that is no JSON") from error
