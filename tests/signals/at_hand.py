"""A small snapshot, and files made of its lines."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from aml_maturity_audit.signals.computes import COMPUTES, Compute
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.reading import Denied, Gap, Observed
from aml_maturity_audit.signals.snapshot import (
    WORKSPACES,
    Footer,
    Header,
    Project,
    ProjectReadings,
    Readings,
    Requests,
    RunWarning,
    Scope,
    Snapshot,
    Subscription,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.workspaces import Workspace

HEADER = Header(
    tool_version="0.1.0",
    run_id="r1",
    collected_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    scope=Scope(subscriptions=("11111111-0000-4000-8000-000000000001",)),
)
CLUSTER = Compute(id="/c/cpu", name="cpu", type="AmlCompute")


def workspace(name: str) -> WorkspaceReadings:
    return WorkspaceReadings(
        Workspace(
            id=f"/subscriptions/s/{name}", name=name, subscription_id="s", resource_group="g"
        ),
        Readings.of(
            {
                COMPUTES: Observed(
                    value=(CLUSTER,), gaps=(Gap(kind="undecoded", reason="x", resource="y"),)
                ),
                JOBS: Denied(action="Microsoft.MachineLearningServices/workspaces/jobs/read"),
            }
        ),
    )


def whole() -> Snapshot:
    return Snapshot(
        HEADER,
        workspaces=[workspace("a"), workspace("ümläut")],
        subscriptions=[
            SubscriptionReadings(
                Subscription(id="s", name="prod"), Readings.of({WORKSPACES: Observed(value=())})
            )
        ],
        projects=[
            ProjectReadings(
                Project(provider="azure-devops", organization="https://dev.azure.com/o", name="p"),
                Readings(),
            )
        ],
        footer=Footer(
            workspaces=2,
            requests=Requests(arm=3, by_source={"jobs": 3}),
            warnings=(RunWarning(code="c", text="t"),),
        ),
    )


def lines_of(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines()


def packed(path: Path, *lines: object) -> Path:
    body = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    path.write_bytes(gzip.compress(body))
    return path
