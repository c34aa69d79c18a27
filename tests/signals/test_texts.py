"""Every text in a value is found, each once."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.signals.jobs import GitOrigin, Job, JobInput, JobStep
from aml_maturity_audit.signals.reading import Denied, Gap, Observed
from aml_maturity_audit.signals.record import Actor, Record
from aml_maturity_audit.signals.texts import Opaque, texts_in

TEXT = st.text(max_size=5)
MAYBE = st.none() | TEXT
INPUTS = st.lists(st.builds(JobInput, name=TEXT, uri=TEXT), max_size=2).map(tuple)
STEPS = st.builds(JobStep, name=TEXT, component_id=MAYBE, inputs=INPUTS)
JOBS = st.builds(
    Job,
    name=TEXT,
    type=TEXT,
    created_at=st.none() | st.just(datetime(2026, 11, 20, tzinfo=UTC)),
    created_by=st.builds(Actor, name=TEXT, type=TEXT),
    inputs=INPUTS,
    steps=st.lists(STEPS, max_size=2).map(tuple),
    git=st.builds(GitOrigin, repository=MAYBE, dirty=st.none() | st.booleans()),
    registries=st.lists(TEXT, max_size=2).map(tuple),
)
GAPS = st.lists(st.builds(Gap, kind=TEXT, reason=TEXT, action=MAYBE), max_size=2).map(tuple)


def leaves(plain: Any) -> set[str]:
    if isinstance(plain, str):
        return {plain}
    if isinstance(plain, dict):
        return {text for value in plain.values() for text in leaves(value)}
    return {text for value in plain for text in leaves(value)} if isinstance(plain, list) else set()


@given(st.lists(JOBS, max_size=4).map(tuple), GAPS)
def test_whatever_text_is_written_of_records_is_among_them(jobs: Any, gaps: Any) -> None:
    reading = Observed(value=jobs, gaps=gaps)
    written = leaves(msgspec.json.decode(msgspec.json.encode(reading)))
    dates = {text for text in written if text.startswith("2026-11-20T")}
    assert written - dates - {"observed"} <= texts_in(reading)


@given(st.recursive(TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)))
def test_of_plain_values_they_are_the_texts_and_the_keys(tree: Any) -> None:
    def with_keys(value: Any) -> set[str]:
        keys = set(value) if isinstance(value, dict) else set()
        inner = value.values() if isinstance(value, dict) else value
        return {value} if isinstance(value, str) else keys.union(*map(with_keys, inner))

    assert texts_in(tree) == with_keys(tree)


class Holding(Record, frozen=True, kw_only=True):
    held: Any


@pytest.mark.parametrize("inner", [{"key": ["text"]}, ["text", "key"], ("text", ("key",))])
def test_a_record_may_hold_what_has_no_hash(inner: Any) -> None:
    assert texts_in(Holding(held=inner)) == {"key", "text"}


def test_a_refusal_is_read_as_anything_else() -> None:
    assert texts_in(Denied(action="jobs/read", detail="said")) == {"jobs/read", "said"}


class Plain(Record, frozen=True, kw_only=True):
    at: datetime | None = None
    times: Annotated[int, msgspec.Meta(ge=0)] | None = None
    share: float = 0.0


class Both(Plain, frozen=True, kw_only=True):
    told: str | int


def test_what_is_declared_without_text_is_not_looked_into() -> None:
    fields = {"at": datetime(2026, 11, 20, tzinfo=UTC), "times": 3, "share": 0.5}
    assert texts_in([Plain(**fields), Both(told="text", **fields), Both(told=4)]) == {"text"}


@pytest.mark.parametrize("opaque", [b"bytes", msgspec.Raw(b'"x"'), object(), {"x": {1, 2}}])
def test_what_may_hold_text_unseen_is_refused(opaque: Any) -> None:
    with pytest.raises(Opaque):
        texts_in(Holding(held=opaque))
