"""Whatever stands in an answer: it decodes, or it is one undecoded item, and never a bug."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.test_examples import FIXTURES, KINDS, items_in, kind_of

UNDECODED = (ValueError, TypeError, KeyError, AttributeError, IndexError, msgspec.MsgspecError)
"""What the door counts as undecoded (azure/paging.py)."""

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["", "0001-01-01T00:00:00Z", "NaN", "azureml:a:1", "/subscriptions/x", "🦆"])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3)
    ),
    max_leaves=6,
)
Path = tuple[str | int, ...]


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value."""
    yield here
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, one in inner:
        yield from paths(one, (*here, key))


def replaced(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    changed = copy.deepcopy(value)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return changed


EXAMPLES = [
    (file.stem, item) for file in sorted(FIXTURES.glob("*.json")) for item in items_in(file)
]


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_value_out_of_place_is_no_bug(data: st.DataObject) -> None:
    stem, item = data.draw(st.sampled_from(EXAMPLES))
    path = data.draw(st.sampled_from(list(paths(item))))
    parse = kind_of(stem)
    assert parse is not None
    try:
        record = parse(replaced(item, path, data.draw(VALUES)))
    except UNDECODED:
        return
    if record is not None:
        written = msgspec.json.encode(record)  # and it can be written down and read again
        assert msgspec.json.decode(written, type=type(record)) == record


@pytest.mark.parametrize("stem", sorted(KINDS))
@pytest.mark.parametrize("body", [{}, {"properties": {}}, {"properties": None, "name": "x"}])
def test_an_item_of_almost_nothing_is_no_bug(stem: str, body: Any) -> None:
    try:
        record = KINDS[stem](json.loads(json.dumps(body)))
    except UNDECODED:
        return
    assert record is None or msgspec.json.encode(record)
