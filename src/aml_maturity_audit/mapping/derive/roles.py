"""The role of a workspace: training-only, serving-only or both. Source: criteria.md, section 1,
"role"."""

from dataclasses import dataclass
from operator import itemgetter

from aml_maturity_audit.mapping.derive import models, serving, training
from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.seen import Seen, seen
from aml_maturity_audit.mapping.truth import Fact, all_of, any_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import JOB_HISTORY
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.registries import REGISTRY_MODELS, RegistryModel, is_system_registry
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    ONLINE_DEPLOYMENTS,
    BatchDeployment,
    OnlineDeployment,
)
from aml_maturity_audit.signals.workspaces import SCORED_KINDS, Workspace

TRAINING_ONLY = "training-only"
SERVING_ONLY = "serving-only"
BOTH = "both"


def role(view: View) -> str:
    """The role as the report shows it; `both` where neither other one is certain."""
    if training_only(view).yes:
        return TRAINING_ONLY
    return SERVING_ONLY if serving_only(view).yes else BOTH


@derived
def serving_only(view: View) -> Fact:
    """No training, now or before, and all that is in production comes from elsewhere."""
    return all_of(training.no_training(view), _never_trained(view), _serves_others(view))


def _never_trained(view: View) -> Fact:
    """Work that stopped is no role."""
    reading = view.read(JOB_HISTORY)
    if not isinstance(reading, Observed) or reading.value.older_jobs is None:
        return unknown("whether jobs ran before the window is not known")
    if reading.value.older_jobs:
        return no("training jobs ran before the window")
    return yes("no training job is older than the window")


def _serves_others(view: View) -> Fact:
    here = serving.production(view)
    for deployed in here.items:
        answer = models.comes_from_elsewhere(view, deployed)
        if not answer.yes:
            return answer
    if not here.complete:
        return here.hiding()
    if not here.items:
        return no(serving.NOTHING_DEPLOYED)
    labels = ", ".join(d.label for d in here.items[:3])
    return yes(f"{labels} serve models from elsewhere")


@derived
def training_only(view: View) -> Fact:
    """It trains, deploys nothing, and a model of it is promoted or deployed elsewhere."""
    trains = training.no_training(view).negated()
    idle = serving.any_succeeded(view)
    if trains.no or idle.yes:
        return no(trains.because if trains.no else idle.because)
    return all_of(trains, idle.negated(), _used_elsewhere(view))


@derived
def specialised(view: View) -> Fact:
    """Whether it is one or the other: it does not do both."""
    return any_of(serving_only(view), training_only(view))


def _used_elsewhere(view: View) -> Fact:
    """A model of the workspace is in a registry, or deployed in another workspace in scope."""
    return any_of(_in_a_registry(view), _deployed_elsewhere(view))


def _in_a_registry(view: View) -> Fact:
    known = view.see_everywhere(REGISTRY_MODELS)
    promoted = view.estate.once("promoted models", lambda _: _by_origin(known))
    found = [promoted[home] for home in _homes(view) if home in promoted]
    if found:
        _, model = min(found, key=itemgetter(0))
        return yes(f"model {model.name}:{model.version} was promoted to {model.registry}")
    if not known.complete:
        return known.hiding()
    untold = [m for m in known.items if not m.origin_known and not is_system_registry(m.registry)]
    if untold:
        return unknown(f"no answer tells the origin of {untold[0].registry}/{untold[0].name}")
    return no("no model of the workspace is in a registry")


def _by_origin(known: Seen[RegistryModel]) -> dict[str, tuple[int, RegistryModel]]:
    """The first model in an organisation's registry from each workspace, with its place."""
    found: dict[str, tuple[int, RegistryModel]] = {}
    for at, model in enumerate(known.items):
        home = None if is_system_registry(model.registry) else _home(model.origin)
        if home is not None:
            found.setdefault(home, (at, model))
    return found


def _homes(view: View) -> list[str]:
    """What a reference may call this workspace: its ARM id, and its guid."""
    guid = view.workspace.guid.lower()
    return [view.workspace.id.lower(), *([f"guid:{guid}"] if guid else [])]


def _deployed_elsewhere(view: View) -> Fact:
    view.note(ONLINE_DEPLOYMENTS, BATCH_DEPLOYMENTS)
    known = view.estate.once("deployed models", _deployed)
    own = view.workspace.id.lower()
    places = [p for home in _homes(view) for p in known.by_home.get(home, ()) if p.where != own]
    if places:
        return yes(f"a model of the workspace is deployed as {places[0].label}")
    doubts = [doubt for where, doubt in known.doubts if where != own]
    return doubts[0] if doubts else no("no model of the workspace is deployed elsewhere")


@dataclass(frozen=True)
class _Place:
    where: str
    """ARM id, in lower case, of the workspace that deploys it."""
    label: str


@dataclass(frozen=True)
class _Deployed:
    """Which workspaces' models stand where, over the whole estate."""

    by_home: dict[str, list[_Place]]
    doubts: list[tuple[str, Fact]]


def _deployed(estate: Estate) -> _Deployed:
    found = _Deployed({}, [])
    for other in estate.workspaces():
        if other.workspace.kind.lower() in SCORED_KINDS:
            online = seen(ONLINE_DEPLOYMENTS, other.readings.glance(ONLINE_DEPLOYMENTS))
            batch = seen(BATCH_DEPLOYMENTS, other.readings.glance(BATCH_DEPLOYMENTS))
            for known in (online, batch):
                _add(found, other.workspace, known)
    return found


def _add(
    found: _Deployed, workspace: Workspace, known: Seen[OnlineDeployment] | Seen[BatchDeployment]
) -> None:
    where = workspace.id.lower()
    for deployment in known.items:
        home = _home(deployment.model) if serving.succeeded(deployment.state) else None
        if home is not None:
            label = f"{workspace.name}/{deployment.endpoint}/{deployment.name}"
            found.by_home.setdefault(home, []).append(_Place(where, label))
    if not known.complete:
        found.doubts.append((where, known.hiding()))


def _home(reference: str | None) -> str | None:
    """The workspace that a reference names outright: its ARM id, or `guid:` and its guid."""
    asset = parse_asset(reference)
    if asset is None:
        return None
    if asset.workspace_guid:
        return f"guid:{asset.workspace_guid.lower()}"
    return asset.workspace_id.lower() if asset.workspace_id else None


def left_out(view: View) -> tuple[str, ...]:
    """What the role leaves out, in sentences for the report."""
    if training_only(view).yes:
        what, why = "release and serving", training_only(view).because
    elif serving_only(view).yes:
        what, why = "training", serving_only(view).because
    else:
        return ()
    return (
        f"Criteria about {what} do not apply here: {why}.",
        "Group this workspace with those it works with in a system, to judge them as one.",
    )
