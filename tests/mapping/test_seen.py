"""A reading as judges see it: an absence counts only where nothing hides."""

import pytest

from aml_maturity_audit.mapping.seen import Seen, every, exists, merged, seen
from aml_maturity_audit.mapping.truth import NO, YES, Fact, fact, unknown
from aml_maturity_audit.signals.computes import COMPUTES, Compute
from aml_maturity_audit.signals.reading import (
    Denied,
    Failed,
    Gap,
    NotCollected,
    Observed,
    Reading,
)

CLUSTER = Compute(id="/c/gpu", name="gpu", type="AmlCompute")
ACTION = "Microsoft.MachineLearningServices/workspaces/computes/read"
TRUNCATED = Gap(kind="truncated", reason="only 100 were read")
UNDECODED = Gap(kind="undecoded", reason="item 3 cannot be read", resource="odd")

UNREAD: list[Reading[tuple[Compute, ...]]] = [
    Denied(action=ACTION),
    Failed(reason="the server did not answer"),
    NotCollected(hint="Leave out --no-data-plane."),
    Observed(value=(), gaps=(TRUNCATED,)),
    Observed(value=(), gaps=(UNDECODED,)),
]


def is_cluster(compute: Compute) -> Fact:
    return fact(compute.type == "AmlCompute")


@pytest.mark.parametrize("reading", UNREAD)
def test_what_was_not_read_is_no_absence(reading: Reading[tuple[Compute, ...]]) -> None:
    answer = exists(seen(COMPUTES, reading), is_cluster, none="0 clusters")
    assert answer.unknown
    assert answer.because
    assert answer.missing


def test_an_empty_complete_list_is_an_absence() -> None:
    answer = exists(seen(COMPUTES, Observed(value=())), is_cluster, none="0 clusters")
    assert answer.no
    assert answer.because == "0 clusters"


@pytest.mark.parametrize("gap", [TRUNCATED, UNDECODED])
def test_a_partial_list_still_proves_presence(gap: Gap) -> None:
    reading = Observed(value=(CLUSTER,), gaps=(gap,))
    assert exists(seen(COMPUTES, reading), is_cluster, none="0 clusters").yes


@pytest.mark.parametrize("gap", [TRUNCATED, UNDECODED])
def test_every_is_unknown_beside_a_gap_unless_one_fails(gap: Gap) -> None:
    reading = Observed(value=(CLUSTER,), gaps=(gap,))
    assert every(seen(COMPUTES, reading), is_cluster, all_pass="all", none="none").unknown
    assert every(seen(COMPUTES, reading), lambda _: NO, all_pass="all", none="none").no


def test_every_of_nothing_is_no() -> None:
    nothing = seen(COMPUTES, Observed(value=()))
    assert every(nothing, is_cluster, all_pass="all", none="0 computes").because == "0 computes"


def test_an_unknown_item_beats_an_absence() -> None:
    doubt = unknown("gpu cannot be classified")
    one = seen(COMPUTES, Observed(value=(CLUSTER,)))
    assert exists(one, lambda _: doubt, none="0") is doubt


def test_a_denial_names_the_action() -> None:
    hidden = seen(COMPUTES, Denied(action=ACTION))
    assert hidden.missing[0].action == ACTION
    assert ACTION in hidden.why


def test_a_gap_that_cannot_matter_is_left_out() -> None:
    gap = Gap(kind="denied", reason="no", resource="old", action=ACTION)
    known = seen(COMPUTES, Observed(value=(), gaps=(gap,)))
    assert not known.complete
    assert known.without_gaps(lambda g: g.resource == "old").complete
    assert not known.without_gaps(lambda g: g.resource == "new").complete


def test_merged_lists_hide_what_any_of_them_hides() -> None:
    whole: Seen[Compute] = seen(COMPUTES, Observed(value=(CLUSTER,)))
    both = merged((whole, seen(COMPUTES, Denied(action=ACTION))))
    assert both.items == (CLUSTER,)
    assert both.open
    assert exists(both, lambda _: YES, none="0").yes
