"""Members that say how long they are: any tool unpacks them, ours walks over them."""

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.signals.members import (
    Holds,
    Member,
    NoMember,
    TornMember,
    member,
    next_member,
)

TEXT = b'{"workspace":1}\n' * 50


def first(content: bytes) -> Member:
    found = next_member(BytesIO(content))
    assert found is not None
    return found


@given(st.lists(st.binary(max_size=2000), max_size=4), st.sampled_from(Holds))
def test_any_tool_unpacks_what_ours_walks_over(texts: list[bytes], holds: Holds) -> None:
    content = b"".join(member(text, holds, 4) for text in texts)
    assert gzip.decompress(content) == b"".join(texts)
    file = BytesIO(content)
    walked = [next_member(file) for _ in texts]
    assert next_member(file) is None
    assert [(m.holds, m.unpacked()) for m in walked if m] == [(holds, text) for text in texts]


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TEXT, mtime=0), b"{}" * 30, b"\x1f\x8b\x08\x04" * 10],
    ids=["gzip", "json", "magic"],
)
def test_other_files_are_not_ours(content: bytes) -> None:
    with pytest.raises(NoMember):
        next_member(BytesIO(content))


@given(st.data())
def test_one_that_is_cut_is_torn(data: st.DataObject) -> None:
    whole = member(TEXT, Holds.ALL, 4)
    kept = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(TornMember):
        next_member(BytesIO(whole[:kept]))


@given(st.data())
def test_one_that_was_changed_does_not_unpack_to_something_else(data: st.DataObject) -> None:
    whole = bytearray(member(TEXT, Holds.ALL, 4))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = next_member(BytesIO(bytes(whole)))
        text = found.unpacked() if found else b""
    except (NoMember, TornMember):
        return
    assert text == TEXT


def test_no_more_is_unpacked_than_was_promised() -> None:
    whole = first(member(b"0" * 10_000_000, Holds.ALL, 9))
    with pytest.raises(TornMember, match="unpack"):
        whole._replace(size=100).unpacked()
