"""How long an answer asks us to wait, in every form that Azure uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.azure.patience import Patience, retry_after

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "0.5"}, 0.5),
        ({"Retry-After": "-3"}, 0),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:42 GMT", "Date": DATE}, 42),
        ({"Retry-After": DATE, "Date": "Wed, 21 Oct 2026 07:29:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "Wed, 99 Oct 2026"}, None),
        ({"x-ms-retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "20"}, 0.02),
        ({"Retry-After": "3", "retry-after-ms": "20"}, 3),
    ],
)
def test_retry_after(headers, seconds):
    assert retry_after(headers) == seconds


def test_a_date_without_the_answers_own_counts_from_now():
    assert retry_after({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0


@given(st.text(max_size=40))
def test_no_header_breaks_it(text):
    wait = retry_after({"Retry-After": text})
    assert wait is None or wait >= 0


def test_waits_grow_and_are_bounded():
    patience = Patience(backoff=1, longest=8)
    for attempt, middle in [(2, 1), (3, 2), (4, 4), (5, 8), (9, 8)]:
        assert 0.75 * middle <= patience.backoff_before(attempt) <= 1.25 * middle
