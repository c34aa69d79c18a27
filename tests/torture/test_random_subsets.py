"""Random subsets of the requests fail, each in its own way, and still nothing is wrong."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torture.kinds import KINDS
from torture.rack import Rack
from torture.share import WHOLE
from torture.verdicts import wrongs

EXAMPLES = 300 if WHOLE else 6
MOST = 40
"""Requests that fail at the same time."""


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_no_trouble_with_some_requests_makes_a_verdict_wrong(
    data: st.DataObject, rack: Rack
) -> None:
    places = st.integers(0, len(rack.requests) - 1)
    drawn: dict[int, Any] = data.draw(
        st.dictionaries(places, st.sampled_from(sorted(KINDS)), min_size=2, max_size=MOST)
    )
    troubles = [(rack.requests[place], kind) for place, kind in sorted(drawn.items())]
    run = rack.disturbed((request, KINDS[kind]) for request, kind in troubles)
    gone = any(kind == "404" and request.asks_for_one_asset for request, kind in troubles)
    assert wrongs(rack.undisturbed, run, gone=gone) == []
