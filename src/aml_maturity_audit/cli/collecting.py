"""Reading an estate: the door, the plan, and what becomes of it when it is interrupted."""

import os
import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.clock import TOLERATED, corrected
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.cli.cicd import Cicd, DevOpsDefaults, GitHubDefaults, both, named_sources
from aml_maturity_audit.cli.interruption import run
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.cli.progress import shown_progress
from aml_maturity_audit.cli.resuming import how_to_go_on, resumed
from aml_maturity_audit.cli.sharding import shard_of
from aml_maturity_audit.cli.terminated import Terminated
from aml_maturity_audit.collectors.plan import Plan, Progress
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.config import Config
from aml_maturity_audit.signals.snapshot import (
    Footer,
    Header,
    ProjectReadings,
    RunWarning,
    Snapshot,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.snapshot_file import SnapshotWriter, partial_path

WINDOW_DAYS = 90


@dataclass(frozen=True)
class Where:
    """Whom to ask: Azure as the environment says, or a sandbox."""

    environ: Mapping[str, str]
    auth: Auth
    organizations: tuple[str, ...] = ()
    """Of Azure DevOps, where the user names none."""
    projects: tuple[str, ...] = ()
    """Of these organizations, as `ORGANIZATION/PROJECT`."""
    owners: tuple[str, ...] = ()
    """Of GitHub, where the user names none."""
    github_api: str | None = None
    """Of the GitHub to ask, where the user names none."""
    at: datetime | None = None
    """The time there; now where it is Azure."""


def azure(config: Config) -> Where:
    """Azure, as the environment and the options say."""
    return Where(dict(os.environ), Auth(config.auth))


def read_estate(
    config: Config,
    where: Where,
    *,
    file: Path | None,
    keep: bool,
    earlier: Snapshot | None = None,
) -> Snapshot:
    """Everything in the configuration's scope.

    It goes to `file` as it is read; with `keep` it is in the returned snapshot too. Interrupted,
    the file holds what was read and says that it is not all. What an `earlier` run of the same file
    had read is taken over. Raises AuditError as `collect` and
    the door do, KeyboardInterrupt and Terminated.
    """
    shard_of(config)
    cicd = Cicd(
        config,
        DevOpsDefaults(where.organizations, where.projects),
        GitHubDefaults(where.owners, where.github_api),
    )
    with ExitStack() as stack:
        writer = stack.enter_context(SnapshotWriter(file)) if file else None
        recorder = _Recorder(writer, cicd, keep=keep, earlier=earlier)
        progress = stack.enter_context(shown_progress())
        try:
            read = run(_read(config, where, recorder, progress, cicd))
        except (KeyboardInterrupt, Terminated):
            _save_rest(recorder, file)
            raise
        except BaseException:
            if file is not None and recorder.begun:
                say(f"What was read is in {partial_path(file)}. {how_to_go_on(file)}")
            raise
        if writer is not None:
            writer.finish(read.footer)
    _tell(config, read.footer)
    return recorder.snapshot(read.header, read.footer)


def plan_of(config: Config, at: datetime) -> Plan:
    """What the run is asked to do."""
    return Plan(
        collected_at=at,
        run_id=config.run_id or f"{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}",
        subscriptions=config.subscription,
        management_group=config.management_group,
        resource_group=config.resource_group,
        workspaces=config.workspace,
        window_days=config.window_days or WINDOW_DAYS,
        max_jobs=config.max_jobs,
        data_plane=config.data_plane,
        cicd=named_sources(config),
        shard=shard_of(config),
    )


async def _read(
    config: Config, where: Where, recorder: "_Recorder", progress: Progress | None, cicd: Cicd
) -> Snapshot:
    settings = Settings(auth=where.auth, cloud=config.cloud, environ=where.environ)
    async with open_door(settings) as door:
        plan, earlier = plan_of(config, where.at or corrected(door.ahead)), recorder.earlier
        if earlier is not None:
            plan = resumed(plan, earlier.header, door)
        estate = collect(door, plan, progress=progress, sink=recorder, earlier=earlier)
        snapshot, beside = await both(estate, cicd.read(door, plan, where.environ))
        for project in beside.projects:
            recorder.project(project)
        beside_it = (*beside.warnings, *cicd.proposed(beside), *_of_the_clock(door.ahead))
        warnings = (*snapshot.footer.warnings, *beside_it)
        requests = door.account.record()
        snapshot.footer = replace(snapshot.footer, requests=requests, warnings=warnings)
        return snapshot


def _of_the_clock(ahead: timedelta | None) -> list[RunWarning]:
    """Where this machine's clock was not gone by."""
    if ahead is None or abs(ahead) <= TOLERATED:
        return []
    way = "ahead of" if ahead > timedelta() else "behind"
    text = (
        f"This machine's clock is {abs(ahead) // timedelta(minutes=1)} minutes {way} Azure's;"
        " Azure's was gone by. Set it: use NTP."
    )
    return [RunWarning(code="clock-skew", text=text)]


class _Recorder:
    """Takes what was read to the file, and keeps it where it is still needed."""

    def __init__(
        self,
        writer: SnapshotWriter | None,
        cicd: Cicd,
        *,
        keep: bool,
        earlier: Snapshot | None = None,
    ) -> None:
        self.earlier = earlier
        self._writer = writer
        self._cicd = cicd
        self._keep = keep
        self._items: list[Any] = []
        self.begun = False
        self.workspaces = 0

    def begin(self, header: Header) -> None:
        self.begun = True
        if self._writer is not None:
            self._writer.begin(header, self.earlier)
        for item in self.earlier.workspaces if self.earlier else ():
            self.workspaces += 1
            self._cicd.note(item)

    def workspace(self, item: WorkspaceReadings) -> None:
        self.workspaces += not item.elsewhere
        self._cicd.note(item)
        if self._writer is not None:
            self._writer.workspace(item)
        self._note(item)

    def subscription(self, item: SubscriptionReadings) -> None:
        if self._writer is not None:
            self._writer.subscription(item)
        self._note(item)

    def project(self, item: ProjectReadings) -> None:
        if self._writer is not None:
            self._writer.project(item)
        self._note(item)

    def _note(self, item: object) -> None:
        if self._keep:
            if isinstance(item, WorkspaceReadings):
                item.readings.pack()
            self._items.append(item)

    def snapshot(self, header: Header, footer: Footer) -> Snapshot:
        """What was kept, as one."""
        return Snapshot(
            header,
            workspaces=[item for item in self._items if isinstance(item, WorkspaceReadings)],
            subscriptions=[item for item in self._items if isinstance(item, SubscriptionReadings)],
            projects=[item for item in self._items if isinstance(item, ProjectReadings)],
            footer=footer,
        )

    def interrupted(self) -> None:
        """End the file as one that is not all."""
        if self._writer is not None:
            warning = RunWarning(code="interrupted", text="The run was interrupted.")
            self._writer.finish(
                Footer(complete=False, workspaces=self.workspaces, warnings=(warning,))
            )


def _save_rest(recorder: _Recorder, file: Path | None) -> None:
    if file is None:
        return
    if not recorder.begun:
        return
    recorder.interrupted()
    say(f"What was read of {recorder.workspaces} workspaces is in {file}; the rest is missing.")
    say(how_to_go_on(file))


def _tell(config: Config, footer: Footer) -> None:
    if not config.verbose:
        return
    requests = footer.requests
    say(
        f"{requests.arm} requests to Resource Manager, {requests.data_plane} to the data plane, "
        f"{requests.devops} to Azure DevOps; {requests.throttled} were throttled."
    )
    for source, count in sorted(requests.by_source.items(), key=lambda each: (-each[1], each[0])):
        say(f"{count:>8}  {source}")
