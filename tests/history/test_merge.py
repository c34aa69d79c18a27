"""Shards put together judge as one run; each alone says unknown, never something else."""

import random
from collections import Counter
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.history.merge import merged, missing
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.signals.features import FEATURE_SETS
from aml_maturity_audit.signals.shards import Shard
from aml_maturity_audit.signals.snapshot import Readings, Snapshot, WorkspaceReadings
from aml_maturity_audit.signals.snapshot_packed import packed, unpacked

SYSTEMS = Mappings(
    systems=(
        System("fraud", {"mlw-fraud-dev": "dev", "mlw-fraud-prod": "prod"}),
        System("vision", {"mlw-vision-train": "dev", "mlw-vision-serve": "prod"}),
    )
)
SPLITS = (2, 3, 4, 40)


def part(snapshot: Snapshot, shard: Shard) -> Snapshot:
    """What this shard would have read."""
    return Snapshot(
        replace(snapshot.header, shard=str(shard)),
        workspaces=[
            item
            if shard.owns(item.workspace.key)
            else WorkspaceReadings.of_another_shard(item.workspace)
            for item in snapshot.workspaces
        ],
        subscriptions=snapshot.subscriptions,
        projects=snapshot.projects,
        footer=snapshot.footer,
    )


def parts(snapshot: Snapshot, total: int) -> list[Snapshot]:
    return [part(snapshot, Shard(number, total)) for number in range(1, total + 1)]


def judged(snapshot: Snapshot) -> Assessment:
    return assess(snapshot, assessed_at=snapshot.header.collected_at, mappings=SYSTEMS)


def without_requests(assessment: Assessment) -> object:
    document = msgspec.json.decode(dump(assessment))
    document["run"].pop("requests")
    return document


@pytest.mark.parametrize("total", SPLITS)
def test_together_they_say_what_one_run_says(whole: Snapshot, total: int) -> None:
    split = parts(whole, total)
    random.Random(total).shuffle(split)
    files = [unpacked(packed(one), "a shard") for one in split]
    assert without_requests(judged(merged(files))) == without_requests(judged(whole))


@pytest.mark.parametrize("total", SPLITS)
def test_alone_a_shard_says_the_same_or_unknown(whole: Snapshot, total: int) -> None:
    truth = {workspace.key: workspace for workspace in judged(whole).workspaces}
    seen: Counter[str] = Counter()
    for one in parts(whole, total):
        for workspace in judged(one).workspaces:
            seen[workspace.key] += 1
            known = truth[workspace.key]
            for own, real in zip(workspace.criteria, known.criteria, strict=True):
                assert own.verdict in {real.verdict, "unknown"}, (workspace.name, own.id)
            if workspace.level is not None and known.level is not None:
                assert workspace.level.confirmed <= known.level.confirmed
                assert workspace.level.possible >= known.level.possible
    assert seen == Counter(dict.fromkeys(truth, 1))


def test_what_crosses_is_unknown_to_a_shard(whole: Snapshot) -> None:
    """Whether the feature store has sets, only the shard that reads it can tell."""
    store = next(w.workspace for w in whole.workspaces if w.workspace.name == "fs-contoso")
    split = parts(whole, 40)
    verdicts = {
        result.verdict
        for one in split
        if not Shard.parse(one.header.shard).owns(store.key)
        for workspace in judged(one).workspaces
        for result in workspace.criteria
        if result.id == "feature-store-is-adopted"
    }
    assert verdicts == {"unknown"}
    adopted = {
        result.verdict
        for workspace in judged(whole).workspaces
        for result in workspace.criteria
        if result.id == "feature-store-is-adopted"
    }
    assert "met" in adopted


def test_a_shard_says_that_it_is_one_and_judges_no_system_across(whole: Snapshot) -> None:
    alone = judged(part(whole, Shard(1, 40)))
    assert alone.systems == ()
    (notice,) = (n for n in alone.warnings if n.code == "shard")
    assert notice.text.startswith("This is shard 1/40: ")
    assert [system.name for system in judged(whole).systems] == ["fraud", "vision"]
    assert not [n for n in judged(whole).warnings if n.code == "shard"]


def test_a_workspace_stays_in_its_shard_when_others_come_and_go() -> None:
    keys = [f"{number * 7919:016x}" for number in range(500)]
    before = {key: Shard.owner(key, 4) for key in keys}
    assert {key: Shard.owner(key, 4) for key in keys[100:]}.items() <= before.items()
    assert all(sum(Shard(n, 4).owns(key) for n in range(1, 5)) == 1 for key in keys)


@given(st.text(max_size=12))
def test_only_parts_of_a_whole_are_shards(text: str) -> None:
    try:
        shard = Shard.parse(text)
    except UsageError:
        return
    assert 1 <= shard.number <= shard.total


@pytest.mark.parametrize("text", ["", "1", "0/4", "5/4", "1/0", "a/b", "-1/4", "1/4/4", "١/٤"])
def test_no_shard(text: str) -> None:
    with pytest.raises(UsageError, match="is no shard"):
        Shard.parse(text)


def test_a_shard_that_is_not_there_is_named(whole: Snapshot) -> None:
    with pytest.raises(UsageError, match="Shard 2/4"):
        merged([part(whole, Shard(number, 4)) for number in (4, 1, 3)])
    assert missing([]) == ()
    assert missing(["1/1"]) == ()
    with pytest.raises(UsageError, match="no shard"):
        merged([])


def test_other_splits_and_other_questions_do_not_merge(whole: Snapshot) -> None:
    with pytest.raises(UsageError, match="different splits"):
        merged([part(whole, Shard(1, 2)), part(whole, Shard(2, 3))])
    first, second = parts(whole, 2)
    second.header = replace(second.header, window_days=30)
    with pytest.raises(UsageError, match="different things"):
        merged([first, second])


def test_a_workspace_that_appeared_under_way_is_told_and_not_scored(whole: Snapshot) -> None:
    first, second = parts(whole, 2)
    late = next(w for w in whole.workspaces if Shard(1, 2).owns(w.workspace.key))
    first.workspaces = [w for w in first.workspaces if w.workspace.id != late.workspace.id]
    together = merged([first, second])
    assert together.footer.workspaces == len(whole.workspaces) - 1
    document = judged(together)
    assert late.workspace.key not in {w.key for w in document.workspaces}
    notices = [n for n in document.warnings if n.code == "appeared"]
    assert [n.resource for n in notices] == [late.workspace.id]


def test_a_workspace_is_judged_at_the_time_its_shard_read_it(whole: Snapshot) -> None:
    first, second = parts(whole, 2)
    later = whole.header.collected_at + timedelta(hours=5)
    second.header = replace(second.header, collected_at=later)
    together = merged([second, first])
    assert together.header.collected_at == later
    times = {w.workspace.key: w.collected_at for w in together.workspaces}
    assert {Shard.owner(key, 2).number: at for key, at in times.items()} == {
        1: whole.header.collected_at,
        2: later,
    }


def test_the_scope_is_as_the_last_shard_read_it(whole: Snapshot) -> None:
    first, second = parts(whole, 2)
    at = whole.header.collected_at
    second.header = replace(second.header, collected_at=at - timedelta(minutes=1))
    kept = first.subscriptions
    second.subscriptions = [type(kept[0])(each.subscription, Readings()) for each in kept]
    together = merged([first, second])
    assert [s.readings.raw() for s in together.subscriptions] == [s.readings.raw() for s in kept]


def test_another_shards_workspace_says_so(whole: Snapshot) -> None:
    item = WorkspaceReadings.of_another_shard(whole.workspaces[0].workspace)
    assert "Another shard of the run" in str(item.readings.get(FEATURE_SETS))
