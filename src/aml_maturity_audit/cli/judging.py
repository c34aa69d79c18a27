"""Judging a snapshot as the configuration says; everything is checked before any reading starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import cast

from aml_maturity_audit.assessment.aside import Aside
from aml_maturity_audit.assessment.kept import MANY, Kept, Packed
from aml_maturity_audit.assessment.model import Assessment, SystemAssessment
from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.cli.parallel import each
from aml_maturity_audit.config import Config
from aml_maturity_audit.config.values import nearest
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import read_bounded
from aml_maturity_audit.mapping.assess import Assessing
from aml_maturity_audit.mapping.attestations import read_attestations
from aml_maturity_audit.mapping.attested import Attestations
from aml_maturity_audit.mapping.editions import load_edition
from aml_maturity_audit.mapping.estate import Mappings
from aml_maturity_audit.mapping.mappings import mappings_from
from aml_maturity_audit.mapping.policy import Policy, policy_from
from aml_maturity_audit.signals.snapshot import Snapshot

_LARGEST = 4 * 2**20


@dataclass(frozen=True)
class Judging:
    """Edition, thresholds and mappings, known to be usable."""

    edition: str
    policy: Policy
    mappings: Mappings
    attestations: Path | None = None

    def judge(self, snapshot: Snapshot, window_days: int | None = None) -> Assessment:
        """The assessment. Raises UsageError for a window wider than what was collected."""
        assessing = Assessing(
            snapshot,
            assessed_at=now(),
            edition=self.edition,
            policy=self.policy,
            mappings=self.mappings,
            window_days=window_days,
            attestations=_attestations(self.attestations, snapshot.header.collected_at),
        )
        few = len(assessing) < MANY
        return assessing.one_by_one() if few else _judged_packed(assessing)


def _judged_packed(assessing: Assessing) -> Assessment:
    """The workspaces and then the systems, by as many processes as there are cores."""
    workspaces, count = len(assessing), len(assessing) + assessing.systems
    aside = Aside()

    def judged(at: int) -> Packed | SystemAssessment | None:
        if at < workspaces:
            return Packed.of(assessing.workspace(at), aside)
        return assessing.system(at - workspaces)

    found = each(judged, count)
    packed = Kept(cast("Iterator[Packed]", islice(found, workspaces)), aside)
    return assessing.whole(packed, cast("Iterator[SystemAssessment | None]", found))


def _attestations(path: Path | None, at: datetime) -> Attestations | None:
    """The attestations of a file that are valid at a time. Raises UsageError as reading does."""
    if path is None:
        return None
    text = read_bounded(path, _LARGEST).decode("utf-8", "replace")
    return read_attestations(text, now=at, source=str(path))


def judging_of(config: Config) -> Judging:
    """How to judge. Raises UsageError for an edition, threshold, link or system that is none."""
    load_edition(config.edition)
    known = list(Policy.__dataclass_fields__)
    for name in config.policy:
        if name not in known:
            raise UsageError(f"[policy] has an unknown key, {name!r}.", remedy=nearest(name, known))
    _attestations(config.attestations, now())
    return Judging(
        edition=config.edition,
        policy=policy_from(dict(config.policy)),
        mappings=mappings_from(
            config.links, config.systems, config.integration_test_names, config.exceptions
        ),
        attestations=config.attestations,
    )
