"""A snapshot, judged: the assessment. Pure; the only time known is the snapshot's and the one
handed in."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from aml_maturity_audit import __version__
from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import (
    Assessment,
    Coverage,
    Notice,
    RequestCounts,
    Run,
    SystemAssessment,
    Tool,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.order import workspace_in_order
from aml_maturity_audit.mapping.attested import Attestations
from aml_maturity_audit.mapping.catalogue import catalogue, catalogue_digest
from aml_maturity_audit.mapping.derive import hops, roles
from aml_maturity_audit.mapping.editions import Edition, load_edition
from aml_maturity_audit.mapping.estate import Estate, Mappings
from aml_maturity_audit.mapping.hints import hints
from aml_maturity_audit.mapping.judging import judge_workspace
from aml_maturity_audit.mapping.levels import PEOPLE, blockers, dimension_levels, overall
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.results import result
from aml_maturity_audit.mapping.summaries import covered, summarise
from aml_maturity_audit.mapping.systems import assessed_system
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import studio
from aml_maturity_audit.signals.shards import Shard
from aml_maturity_audit.signals.snapshot import Snapshot


class Assessing:
    """A snapshot being judged, workspace by workspace and system by system."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        assessed_at: datetime,
        edition: str = "2024",
        policy: Policy | None = None,
        mappings: Mappings | None = None,
        window_days: int | None = None,
        attestations: Attestations | None = None,
    ) -> None:
        """`window_days` may narrow the window that was collected.

        Raises UsageError for an edition that is not known, or a window wider than what was
        collected.
        """
        self._snapshot, self._at = snapshot, assessed_at
        self._estate = Estate(snapshot, mappings, window_days)
        self._rules, self._policy = load_edition(edition), policy or Policy()
        self._attestations = attestations
        here = (w for w in self._estate.workspaces() if not w.elsewhere)
        self._readings = sorted(here, key=lambda w: w.workspace.key)
        self._systems = sorted(self._estate.mappings.systems, key=lambda system: system.name)

    def __len__(self) -> int:
        """How many workspaces there are to judge."""
        return len(self._readings)

    @property
    def systems(self) -> int:
        """How many systems are configured."""
        return len(self._systems)

    def workspace(self, at: int) -> WorkspaceAssessment:
        """The workspace at this place in the order of keys, judged; in its published order."""
        view = View(self._readings[at], self._estate, self._policy, self._attestations)
        return workspace_in_order(_assessed(view, self._rules))

    def system(self, at: int) -> SystemAssessment | None:
        """The system at this place in the order of names, judged; None where it cannot be here."""
        return assessed_system(
            self._systems[at], self._estate, self._policy, self._attestations, self._rules
        )

    def one_by_one(self) -> Assessment:
        """Everything judged, one after another."""
        return self.whole(
            tuple(map(self.workspace, range(len(self)))), map(self.system, range(self.systems))
        )

    def whole(
        self,
        workspaces: Sequence[WorkspaceAssessment],
        systems: Iterable[SystemAssessment | None],
    ) -> Assessment:
        """The assessment of all workspaces and systems, once they are judged."""
        estate, policy, attestations = self._estate, self._policy, self._attestations
        scored, incomplete = covered(estate, in_brief(workspaces))
        return Assessment(
            tool=Tool(version=__version__),
            run=_run(self._snapshot, estate, self._rules, policy, self._at),
            coverage=Coverage(
                workspaces=scored,
                complete=self._snapshot.footer.complete and incomplete == 0,
                incomplete_readings=incomplete,
            ),
            workspaces=workspaces,
            systems=tuple(system for system in systems if system is not None),
            warnings=tuple(_warnings(self._snapshot, estate, attestations)),
        )


def assess(
    snapshot: Snapshot,
    *,
    assessed_at: datetime,
    edition: str = "2024",
    policy: Policy | None = None,
    mappings: Mappings | None = None,
    window_days: int | None = None,
    attestations: Attestations | None = None,
) -> Assessment:
    """Judge everything that was read, as `Assessing` does, one workspace after another."""
    assessing = Assessing(
        snapshot,
        assessed_at=assessed_at,
        edition=edition,
        policy=policy,
        mappings=mappings,
        window_days=window_days,
        attestations=attestations,
    )
    return assessing.one_by_one()


def _run(
    snapshot: Snapshot, estate: Estate, rules: Edition, policy: Policy, assessed_at: datetime
) -> Run:
    requests = snapshot.footer.requests
    return Run(
        id=snapshot.header.run_id,
        collected_at=snapshot.header.collected_at,
        assessed_at=assessed_at,
        edition=rules.id,
        window_days=estate.window_days,
        scope=msgspec.to_builtins(snapshot.header.scope),
        catalogue_digest=catalogue_digest(rules),
        policy_digest=policy.digest(),
        policy_loosened=policy.loosened(),
        requests=RequestCounts(
            arm=requests.arm,
            devops=requests.devops,
            data_plane=requests.data_plane,
            throttled=requests.throttled,
            by_source=requests.by_source,
        ),
    )


def _assessed(view: View, edition: Edition) -> WorkspaceAssessment:
    workspace = view.workspace
    shown = WorkspaceAssessment(
        key=workspace.key,
        id=workspace.id,
        name=workspace.name,
        role=None,
        subscription_id=workspace.subscription_id,
        resource_group=workspace.resource_group,
        location=workspace.location,
        kind=workspace.kind,
        scored=False,
        level=None,
        readings=summarise(view),
        tags=workspace.tags,
        url=studio(view),
    )
    if workspace.kind.lower() in {kind.lower() for kind in view.policy.score_kinds}:
        shown = _scored(shown, view, edition)
    view.forget()  # thousands of workspaces do not fit into memory decoded
    return shown


def _scored(shown: WorkspaceAssessment, view: View, edition: Edition) -> WorkspaceAssessment:
    judged = judge_workspace(view)
    verdicts = {name: each.verdict for name, each in judged.items()}
    dimensions = dimension_levels(
        edition,
        verdicts,
        people_attested=any(
            each.attested is not None and PEOPLE in edition.dimensions_of(name)
            for name, each in judged.items()
        ),
        in_scope=view.policy.dimensions,
    )
    effort = {name: criterion.effort for name, criterion in catalogue().items()}
    return msgspec.structs.replace(
        shown,
        scored=True,
        role=roles.role(view),
        level=overall(dimensions),
        dimensions=dimensions,
        criteria=tuple(result(view, edition, judged[name]) for name in sorted(judged)),
        blockers=blockers(edition, verdicts, dimensions, effort),
        notes=(*roles.left_out(view), *hops.told(view)),
        hints=hints(view),
    )


def _unmatched(attestations: Attestations | None, estate: Estate) -> Iterator[Notice]:
    """Attestations whose selector covers no workspace of this run."""
    for one in attestations.valid if attestations else ():
        if not any(one.covers(w.workspace) for w in estate.workspaces()):
            text = f"The attestation of {one.criterion} for {one.selector!r} covers no workspace."
            yield Notice(code="attestation-covers-nothing", text=text)


def _of_other_shards(snapshot: Snapshot, estate: Estate) -> Iterator[Notice]:
    others = sum(w.elsewhere for w in estate.workspaces())
    if others and snapshot.header.shard != str(Shard()):
        yield Notice(
            code="shard",
            text=f"This is shard {snapshot.header.shard}: {others} of {len(snapshot.workspaces)}"
            " workspaces are read by others, and what only they can tell is unknown here."
            " Systems across shards are judged when the run is put together.",
        )


def _warnings(
    snapshot: Snapshot, estate: Estate, attestations: Attestations | None
) -> Iterator[Notice]:
    yield from attestations.problems if attestations else ()
    yield from _unmatched(attestations, estate)
    for warning in snapshot.footer.warnings:
        yield Notice(code=warning.code, text=warning.text, resource=warning.resource)
    yield from _of_other_shards(snapshot, estate)
    if not snapshot.footer.complete:
        yield Notice(code="interrupted", text="The collection was interrupted; parts are missing.")
    yield from estate.mappings.exceptions.expired(estate.collected_at)
    if not estate.projects:
        yield Notice(
            code="no-cicd-source",
            text="No CI/CD source was read, so criteria about pipelines are unknown: name one with"
            " --devops-organization URL.",
        )
