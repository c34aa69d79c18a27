"""Which jobs run in a qualifying environment. Source: criteria.md, section 1, "environment of a
job"."""

from collections.abc import Callable

from aml_maturity_audit.mapping.derive.kinds import JobKind
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import NO, YES, Fact, all_of, no, unknown
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.components import COMPONENTS, ComponentVersion
from aml_maturity_audit.signals.environments import ENVIRONMENTS, EnvironmentVersion
from aml_maturity_audit.signals.ids import AssetRef, parse_asset
from aml_maturity_audit.signals.jobs import JobStep

_ANONYMOUS = "cliv2anonymousenvironment"
_SERVICE_IMAGE = frozenset({"automl", "finetuning"})


@derived
def environments(view: View) -> Seen[EnvironmentVersion]:
    """The environment versions that were looked up."""
    return view.see(ENVIRONMENTS)


@derived
def components(view: View) -> Seen[ComponentVersion]:
    """The component versions that were looked up."""
    return view.see(COMPONENTS)


@derived
def _environment_of(view: View) -> dict[str, EnvironmentVersion]:
    return {environment.reference: environment for environment in environments(view).items}


@derived
def _component_of(view: View) -> dict[str, ComponentVersion]:
    return {component.reference: component for component in components(view).items}


def has_qualifying_environment(view: View, job: JobKind) -> Fact:
    """Whether a job ran in a named, versioned environment that is not anonymous."""
    kind = job.type.lower()
    if kind == "pipeline":
        return _of_pipeline(view, job)
    if job.environment_id:
        return qualifies(view, job.environment_id)
    if kind in _SERVICE_IMAGE:
        return YES
    if job.component_id:
        return _of_component(view, job.component_id) or NO
    return no(f"job {job.called} names no environment")


def _of_pipeline(view: View, job: JobKind) -> Fact:
    """Qualifies when every step that has an environment has a qualifying one."""
    answers = [answer for step in job.steps if (answer := _of_step(view, step)) is not None]
    if answers:
        return all_of(*answers)
    if job.component_id:
        return _of_component(view, job.component_id) or NO
    return no(f"no step of pipeline {job.called} has an environment")


def _of_step(view: View, step: JobStep) -> Fact | None:
    """The step's own, else the one in the spec of its component; None where it has none."""
    if step.environment_id:
        return qualifies(view, step.environment_id)
    if step.component_id:
        return _of_component(view, step.component_id)
    return None


def _of_component(view: View, reference: str) -> Fact | None:
    asset = parse_asset(reference)
    if asset is None:
        return unknown(f"component {reference} cannot be told")
    found = _component_of(view).get(_key(view, asset, "components"))
    if found is None:
        known = components(view)
        if known.complete:
            return unknown(f"component {asset.name}:{asset.version} was not looked up")
        return known.hiding()
    if found.state == "found":
        return qualifies(view, found.environment_id) if found.environment_id else None
    if found.state == "missing":
        return no(f"component {asset.name}:{asset.version} is gone")
    return unknown(
        found.detail or f"component {asset.name} could not be read", components(view).missing
    )


@derived
def _told_of(view: View) -> dict[str, Fact]:
    """What was found of a reference: many jobs run in one environment."""
    environments(view)
    return {}


def qualifies(view: View, reference: str) -> Fact:
    """Whether an environment is named, versioned and not anonymous."""
    told = _told_of(view)
    if reference not in told:
        told[reference] = _qualifies(view, reference)
    return told[reference]


def _qualifies(view: View, reference: str) -> Fact:
    asset = parse_asset(reference)
    if asset is None or not asset.version:
        return no(f"environment {reference[:80]} names no version")
    if asset.name.lower().startswith(_ANONYMOUS):
        return NO
    return _looked_up(view, asset, lambda found: NO if found.anonymous else YES)


def _looked_up(view: View, asset: AssetRef, judge: Callable[[EnvironmentVersion], Fact]) -> Fact:
    found = _environment_of(view).get(_key(view, asset, "environments"))
    if found is not None and found.state == "found":
        return judge(found)
    if found is not None and found.state == "missing":
        return no(f"environment {asset.name}:{asset.version} is gone")
    known = environments(view)
    if known.complete:
        return unknown(
            (found.detail if found else "")
            or f"environment {asset.name}:{asset.version} was not looked up"
        )
    return known.hiding()


def _key(view: View, asset: AssetRef, kind: str) -> str:
    return asset.within(view.workspace.id.lower(), kind).key
