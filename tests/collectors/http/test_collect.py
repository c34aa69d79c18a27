"""Collecting over TLS from a local Azure: every source, refusals, and what is asked."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from aml_maturity_audit.collectors.catalogue import all_collectors, of_scope
from aml_maturity_audit.errors import AccessError, NotFoundError, NothingToAudit
from aml_maturity_audit.signals.activity import ACTIVITY_LOG
from aml_maturity_audit.signals.components import COMPONENTS
from aml_maturity_audit.signals.environments import ENVIRONMENTS
from aml_maturity_audit.signals.jobs import JOB_HISTORY, JOBS, SOURCE_JOBS
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.reading import Denied, NotCollected, Observed
from aml_maturity_audit.signals.registries import REGISTRIES, REGISTRY_MODELS
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.snapshot import WORKSPACES, Snapshot, items_of
from aml_maturity_audit.signals.snapshot_file import SnapshotWriter, read_snapshot
from aml_maturity_audit.signals.tracking import RUN_METRICS
from collectors.http.conftest import SUBSCRIPTION, Collect, Start, of_subscription, reading

EVERYTHING = '["*/read"]'
BASICS = (
    "Microsoft.Resources/subscriptions/read",
    # Azure documents featuresets/read for versions, too; the sandbox names actions by path.
    "Microsoft.MachineLearningServices/workspaces/featuresets/versions/read",
)
ANYBODYS = {
    "Microsoft.MachineLearningServices/workspaces/read",  # without it there is no workspace
    "Microsoft.Authorization/permissions/read",  # what one may do oneself is told to everybody
    "Microsoft.Resources/subscriptions/resources/read",  # the list is filtered by each type's read
}


def granting(*actions: str) -> tuple[str, str]:
    return EVERYTHING, str(list(actions)).replace("'", '"')


def needed() -> set[str]:
    return {action for one in all_collectors() for action in one.needs} | set(BASICS)


def incomplete(snapshot: Snapshot) -> set[str]:
    found = set()
    for one in (*snapshot.workspaces, *snapshot.subscriptions):
        for collector in all_collectors():
            if collector.yields.name in set(one.readings.names()):
                known = one.readings.get(collector.yields)
                if not (isinstance(known, Observed) and known.complete):
                    found.add(collector.yields.name)
    return found


async def test_every_source_finds_something(start: Start, gather: Collect) -> None:
    snapshot = await gather(start())
    assert incomplete(snapshot) == set()
    empty = {
        collector.yields.name
        for collector in of_scope("workspace")
        if not items_of(reading(snapshot, "churn", collector.yields))
    }
    assert empty == {"feature-sets"}
    nothing = [c.yields.name for c in of_scope("subscription")
               if not items_of(of_subscription(snapshot, c.yields))]  # fmt: skip
    assert nothing == []


async def test_what_is_read_is_what_the_estate_says(start: Start, gather: Collect) -> None:
    snapshot = await gather(start())
    jobs = reading(snapshot, "churn", JOBS)
    names = [job.name for job in jobs.value]
    assert sorted(names) == sorted([*(f"train-{n}" for n in range(1, 9)), "steps"])
    dates = [job.created_at for job in jobs.value]
    assert dates == sorted(dates, reverse=True)
    assert reading(snapshot, "churn", JOB_HISTORY).value.older_jobs is True
    (schedule,) = reading(snapshot, "churn", SCHEDULES).value
    assert not schedule.enabled
    (lookup,) = reading(snapshot, "churn", SOURCE_JOBS).value
    assert (lookup.name, lookup.state) == ("ancient", "found")
    metrics = {one.job: one.logged for one in reading(snapshot, "churn", RUN_METRICS).value}
    assert metrics["train-1"] is True
    environments = reading(snapshot, "churn", ENVIRONMENTS).value
    assert sorted(one.reference.split("|", 1)[1] for one in environments) == [
        "environments|prepare|1",
        "environments|train|3",
    ]
    (component,) = reading(snapshot, "churn", COMPONENTS).value
    assert component.state == "found"
    writes = of_subscription(snapshot, ACTIVITY_LOG).value
    assert [one.by_user for one in writes] == [False, True]


async def test_a_promoted_model_leads_back_to_its_origin(start: Start, gather: Collect) -> None:
    snapshot = await gather(start())
    versions = {one.reference: one for one in reading(snapshot, "churn", MODEL_VERSIONS).value}
    promoted = versions["registry:contoso|models|churn|1"]
    guid = next(w.workspace.guid for w in snapshot.workspaces if w.workspace.name == "churn")
    assert (
        promoted.origin
        == f"azureml://locations/westeurope/workspaces/{guid}/models/churn/versions/3"
    )
    (own,) = (one for reference, one in versions.items() if reference.endswith("|models|churn|3"))
    assert (own.latest, own.job_name) == (True, "ancient")
    (in_registry,) = of_subscription(snapshot, REGISTRY_MODELS).value
    assert in_registry.origin == promoted.origin


async def test_kinds_of_workspaces(start: Start, gather: Collect) -> None:
    snapshot = await gather(start())
    assert sorted(one.workspace.kind for one in snapshot.workspaces) == [
        "Default",
        "FeatureStore",
        "Hub",
    ]
    by_kind = {w.workspace.kind: list(w.readings.names()) for w in snapshot.workspaces}
    assert by_kind["Hub"] == []
    assert by_kind["FeatureStore"] == ["feature-sets", "jobs"]
    assert items_of(of_subscription(snapshot, WORKSPACES)) == 3


async def test_the_declared_needs_are_enough(start: Start, gather: Collect) -> None:
    snapshot = await gather(start(granting(*sorted(needed()))))
    assert incomplete(snapshot) == set()


SCOPED = sorted({action for one in all_collectors() for action in one.needs} - ANYBODYS)


@pytest.mark.parametrize("action", SCOPED)
async def test_each_declared_need_is_one(start: Start, gather: Collect, action: str) -> None:
    """Without it some source that declares it reads less, and none that does not wait for one."""
    snapshot = await gather(start(granting(*sorted(needed() - {action}))))
    suffering = incomplete(snapshot)
    declaring = {one.yields.name for one in all_collectors() if action in one.needs}
    assert suffering & declaring
    assert suffering <= _reached(declaring)


def _reached(names: set[str]) -> set[str]:
    """With those that wait for them, and lists that cannot be told to be whole any more."""
    reached = set(names)
    for _ in all_collectors():
        reached |= {
            one.yields.name for one in all_collectors() if reached & {key.name for key in one.after}
        }
    return reached


async def test_a_refused_list_is_denied_with_its_action(start: Start, gather: Collect) -> None:
    read_jobs = "Microsoft.MachineLearningServices/workspaces/jobs/read"
    snapshot = await gather(start(granting(*sorted(needed() - {read_jobs}))))
    denied = reading(snapshot, "churn", JOBS)
    assert isinstance(denied, Denied)
    assert denied.action == read_jobs


async def test_a_refused_second_page_is_a_gap(start: Start, gather: Collect) -> None:
    sandbox = start()
    sandbox.faults.add(r"/churn/jobs\?.*skip", status=403)
    jobs = reading(await gather(sandbox), "churn", JOBS)
    assert isinstance(jobs, Observed)
    assert len(jobs.value) == 3
    assert [gap.kind for gap in jobs.gaps] == ["denied"]


async def test_a_cap_cuts_jobs(start: Start, gather: Collect) -> None:
    jobs = reading(await gather(start(), max_jobs=4), "churn", JOBS)
    assert len(jobs.value) == 4
    assert [gap.kind for gap in jobs.gaps] == ["truncated"]


async def test_a_role_on_one_workspace_only(start: Start, gather: Collect) -> None:
    """Filtered lists show it, and prove the absence of nothing."""
    scope = '{scope: /, actions: ["*/read"]}'
    here = '{scope: "${workspace:churn}", actions: ["*/read"]}'
    tenant = '{scope: /, actions: ["Microsoft.Resources/subscriptions/read"]}'
    snapshot = await gather(start((scope, f"{here}, {tenant}")))
    assert [one.workspace.name for one in snapshot.workspaces] == ["churn"]
    workspaces = of_subscription(snapshot, WORKSPACES)
    assert [gap.kind for gap in workspaces.gaps] == ["filtered"]
    assert of_subscription(snapshot, REGISTRIES).gaps[0].kind == "filtered"
    assert reading(snapshot, "churn", JOBS).complete


async def test_without_the_data_plane(start: Start, gather: Collect) -> None:
    sandbox = start()
    snapshot = await gather(sandbox, data_plane=False)
    assert isinstance(reading(snapshot, "churn", RUN_METRICS), NotCollected)
    assert snapshot.footer.requests.data_plane == 0
    assert not list(sandbox.requests.to("mlflow")) + list(sandbox.requests.to("mferp"))


async def test_only_reads_are_sent_and_no_secret_is_kept(
    start: Start, gather: Collect, tmp_path: Path
) -> None:
    sandbox = start()
    path = tmp_path / "run.snapshot"
    with SnapshotWriter(path) as writer:
        snapshot = await gather(sandbox, sink=writer)
        writer.finish(snapshot.footer)
    assert snapshot.workspaces == []
    searches = [one for one in sandbox.requests.writes() if "/mlflow/" not in one.path]
    assert [one.path for one in searches if "/oauth2/" not in one.path] == []
    written = gzip.decompress(path.read_bytes())
    assert b"hunter2" not in written
    assert b"python train.py" not in written
    read = read_snapshot(path)
    assert len(read.workspaces) == read.footer.workspaces == 3
    assert items_of(reading(read, "churn", JOBS)) == 9


async def test_scopes(start: Start, gather: Collect) -> None:
    sandbox = start()
    by_group = await gather(sandbox, management_group="corp", workspaces=("CHURN",))
    assert [one.workspace.name for one in by_group.workspaces] == ["churn"]
    by_id = await gather(sandbox, workspaces=(by_group.workspaces[0].workspace.id.upper(),))
    assert [one.workspace.name for one in by_id.workspaces] == ["churn"]
    everything = await gather(sandbox)
    assert [one.code for one in everything.footer.warnings] == ["subscription-disabled"]
    with pytest.raises(NotFoundError, match="chrn"):
        await gather(sandbox, subscriptions=(SUBSCRIPTION,), workspaces=("chrn",))
    with pytest.raises(NotFoundError, match="nowhere"):
        await gather(sandbox, resource_group="nowhere")
    with pytest.raises(NotFoundError, match="ghosts"):
        await gather(sandbox, management_group="ghosts")


async def test_nothing_visible_and_nothing_allowed(start: Start, gather: Collect) -> None:
    nothing = '{scope: /, actions: ["Microsoft.Resources/subscriptions/read"]}'
    stranger = start(('{scope: /, actions: ["*/read"]}', nothing))
    with pytest.raises((NothingToAudit, AccessError)):
        await gather(stranger)


async def test_progress_is_told(start: Start, gather: Collect) -> None:
    told: list[Any] = []

    class Listener:
        def found(self, subscriptions: int, workspaces: int) -> None:
            told.append((subscriptions, workspaces))

        def done(self, workspace: Any) -> None:
            told.append(workspace.name)

    await gather(start(), progress=Listener())
    assert told[0] == (1, 3)
    assert sorted(told[1:]) == ["churn", "features", "hub"]
