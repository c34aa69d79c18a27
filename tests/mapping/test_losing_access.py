"""Losing access never raises a confirmed level or lowers a possible one. Source: criteria.md,
section 4, last rule but one; section 1, rule 2.

Whatever is read less of, a verdict stays as it was or becomes unknown: not met never turns into
met or not applicable, met never into not met, and what was unknown stays so.
"""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.mapping.editions import EDITIONS, load_edition
from aml_maturity_audit.mapping.levels import dimension_levels
from aml_maturity_audit.mapping.vocabulary import signal_keys
from aml_maturity_audit.signals.reading import (
    DENIED,
    FILTERED,
    TRUNCATED,
    UNDECODED,
    Denied,
    Failed,
    Gap,
    NotCollected,
    Observed,
)
from aml_maturity_audit.signals.snapshot import (
    ProjectReadings,
    Readings,
    Snapshot,
    SubscriptionReadings,
    WorkspaceReadings,
)
from mapping.build import verdicts
from mapping.stories import MAPPINGS, STORIES

GOOD = {"met", "not_applicable"}
WHOLLY: list[Any] = [
    Denied(action="Some/read"),
    Failed(reason="it answered 503"),
    NotCollected(hint="Name the source."),
]
OPEN = (TRUNCATED, DENIED, FILTERED)

Place = tuple[str, int, str]
"""Group of readings, position in it, signal."""
Loss = Any
"""A reading that replaces all, or (gap kind, positions that are kept)."""


@cache
def whole(story: str) -> Snapshot:
    return STORIES[story]()


@cache
def judged(story: str) -> dict[str, str]:
    return {
        name: each.verdict
        for name, each in verdicts(whole(story), mappings=MAPPINGS.get(story)).items()
    }


@cache
def places(story: str) -> list[Place]:
    """Every reading of a story; the ones in which something was found stand several times."""
    found = []
    for group in ("workspaces", "subscriptions", "projects"):
        for at, item in enumerate(getattr(whole(story), group)):
            for name in item.readings.names():
                value = item.readings.get(signal_keys()[name]).value
                found += [(group, at, name)] * (4 if value else 1)
    return found


def lost(readings: Readings, name: str, loss: Loss) -> Any:
    key = signal_keys()[name]
    if not isinstance(loss, tuple):
        return key, loss
    kind, kept = loss
    reading = readings.get(key)
    if not isinstance(reading, Observed) or not isinstance(reading.value, tuple):
        return key, WHOLLY[0]
    items = reading.value
    keep = [item for at, item in enumerate(items) if at in kept]
    if kind == UNDECODED:
        keep = list(items[1:]) if items else []
    gap = Gap(kind=kind, reason="it was lost")
    return key, Observed(value=tuple(keep), gaps=(*reading.gaps, gap))


def less(story: str, losses: dict[Place, Loss]) -> Snapshot:
    """The story, read less of."""
    base = whole(story)
    makes = {
        "workspaces": lambda item, r: WorkspaceReadings(item.workspace, r),
        "subscriptions": lambda item, r: SubscriptionReadings(item.subscription, r),
        "projects": lambda item, r: ProjectReadings(item.project, r),
    }
    parts: dict[str, Any] = {group: list(getattr(base, group)) for group in makes}
    for (group, at, name), loss in losses.items():
        item = parts[group][at]
        key, reading = lost(item.readings, name, loss)
        raw = {**item.readings.raw(), **Readings.of({key: reading}).raw()}
        parts[group][at] = makes[group](item, Readings(raw))
    return Snapshot(base.header, footer=base.footer, **parts)


def check(story: str, losses: dict[Place, Loss]) -> None:
    before = judged(story)
    judged_again = verdicts(less(story, losses), mappings=MAPPINGS.get(story))
    after = {name: each.verdict for name, each in judged_again.items()}
    wrong = {
        name: (before[name], after[name])
        for name in before
        if after[name] != "unknown" and not same(before[name], after[name])
    }
    assert not wrong, f"{story} without {losses}"
    for edition in EDITIONS:
        rules = load_edition(edition)
        for was, now in zip(
            dimension_levels(rules, before, people_attested=True),
            dimension_levels(rules, after, people_attested=True),
            strict=True,
        ):
            assert was.confirmed is not None and now.confirmed is not None
            assert was.possible is not None and now.possible is not None
            assert now.confirmed <= was.confirmed
            assert now.possible >= was.possible


def same(before: str, after: str) -> bool:
    """The same verdict; not applicable counts as met."""
    return before == after or {before, after} <= GOOD


@pytest.mark.parametrize("criterion", sorted(judged("idle")))
def test_the_stories_hold_both_verdicts(criterion: str) -> None:
    """The properties below say something only where there is something to lose."""
    found = {judged(story)[criterion] for story in STORIES}
    assert {"met", "not_met"} <= found or found == {"unknown"}


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("loss", [*WHOLLY, (TRUNCATED, ()), (UNDECODED, ())], ids=str)
def test_losing_any_one_reading_changes_no_verdict_to_another(story: str, loss: Loss) -> None:
    for place in sorted(set(places(story))):
        check(story, {place: loss})


@settings(max_examples=400)
@given(data=st.data(), story=st.sampled_from(sorted(STORIES)))
def test_losing_several_readings_in_part_changes_no_verdict_to_another(
    data: st.DataObject, story: str
) -> None:
    kept = st.frozensets(st.integers(0, 5), max_size=5)
    partly = st.tuples(st.sampled_from((*OPEN, UNDECODED)), kept)
    loss = st.one_of(st.sampled_from(WHOLLY), partly)
    check(
        story,
        data.draw(st.dictionaries(st.sampled_from(places(story)), loss, min_size=1, max_size=4)),
    )
