"""Registered models, and the way from a model back to its job. Source: criteria.md, section 1,
"registered model"; azure_facts A.19."""

from dataclasses import dataclass

from aml_maturity_audit.mapping.derive.serving import Production, production
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.ids import AssetRef, parse_asset
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS, Job
from aml_maturity_audit.signals.models import MODEL_VERSIONS, MODELS, Model, ModelVersion
from aml_maturity_audit.signals.registries import is_system_registry

_ANONYMOUS = "azureml_anonymous"


@dataclass(frozen=True)
class Source:
    """The job that made a model, and the workspace it ran in."""

    workspace_id: str
    job: Job


@derived
def own_models(view: View) -> Seen[Model]:
    """The non-anonymous, non-archived models of the workspace."""
    return view.see(MODELS).where(lambda m: not m.archived and m.name.lower() != _ANONYMOUS)


@derived
def versions(view: View) -> Seen[ModelVersion]:
    """The model versions that were looked up."""
    return view.see(MODEL_VERSIONS)


@derived
def _by_reference(view: View) -> dict[str, ModelVersion]:
    return {version.reference: version for version in versions(view).items}


def reference_key(view: View, reference: str | None) -> str:
    """The key of a model reference as it stands in a deployment; empty where it is none."""
    asset = parse_asset(reference)
    return _key(view, asset) if asset else ""


def _key(view: View, asset: AssetRef) -> str:
    home = view.estate.workspace_of_guid(asset.workspace_guid)
    if home is not None:
        asset = AssetRef(kind=asset.kind, name=asset.name, version=asset.version, workspace_id=home)
    return asset.within(view.workspace.id.lower(), "models").key


def find(view: View, reference: str | None) -> ModelVersion | None:
    """The looked-up model version of a reference."""
    return view.remember(
        f"found {reference}", lambda view: _by_reference(view).get(reference_key(view, reference))
    )


@derived
def latest_versions(view: View) -> Seen[ModelVersion]:
    """The latest versions of the (up to 20) most recently modified registered models."""
    own = versions(view).without_gaps(lambda gap: gap.resource.startswith("deployed:"))
    return own.where(lambda v: v.latest and not v.archived and not v.anonymous)


def is_registered(view: View, deployed: Production) -> Fact:
    """Whether a production deployment uses a registered model."""
    return view.remember(
        f"registered {deployed.id} {deployed.label}", lambda view: _is_registered(view, deployed)
    )


def _is_registered(view: View, deployed: Production) -> Fact:
    asset = parse_asset(deployed.deployment.model)
    label = deployed.label
    if asset is None or not (asset.version or asset.label):
        return no(f"{label} uses no registered model", subjects=(deployed.subject(),))
    if asset.name.lower() == _ANONYMOUS:
        return no(f"the model of {label} is anonymous", subjects=(deployed.subject(),))
    if asset.registry is not None and is_system_registry(asset.registry):
        return no(
            f"{label} uses a model of registry {asset.registry}, which is not the organisation's",
            subjects=(deployed.subject(),),
        )
    return _registered_version(view, deployed, asset)


def _registered_version(view: View, deployed: Production, asset: AssetRef) -> Fact:
    found = find(view, deployed.deployment.model)
    text = f"{deployed.label} uses {asset.name}:{asset.version or asset.label}"
    if found is None or found.state in {"denied", "failed"}:
        known = versions(view)
        reason = (found.detail if found else "") or known.why or "it was not looked up"
        return unknown(f"{text}, which could not be read ({reason})", known.missing)
    if found.state == "missing":
        return no(f"{text}, which is gone", subjects=(deployed.subject(),))
    if found.anonymous or found.archived:
        which = "anonymous" if found.anonymous else "archived"
        return no(f"{text}, which is {which}", subjects=(deployed.subject(),))
    return yes(text, (deployed.shown(text),), (deployed.subject(),))


def comes_from_elsewhere(view: View, deployed: Production) -> Fact:
    """Whether its model is from an organisation's registry or another workspace."""
    asset = parse_asset(deployed.deployment.model)
    if asset is None:
        return no(f"{deployed.label} uses no registered model")
    if asset.registry is not None:
        if is_system_registry(asset.registry):
            return no(f"{deployed.label} uses a model of the catalogue {asset.registry}")
        return yes(f"{deployed.label} uses registry {asset.registry}")
    home = asset.workspace_id or view.estate.workspace_of_guid(asset.workspace_guid)
    if asset.workspace_guid and asset.workspace_guid.lower() == view.workspace.guid.lower():
        home = view.workspace.id.lower()
    if home is None and asset.workspace_guid:
        if not view.workspace.guid:
            return unknown(f"whether {deployed.label} uses a model of this workspace is not told")
        return yes(f"{deployed.label} uses a model of workspace {asset.workspace_guid}")
    if home is None or home.lower() == view.workspace.id.lower():
        return no(f"{deployed.label} uses a model of this workspace")
    return yes(f"{deployed.label} uses a model of workspace {home.rsplit('/', 1)[-1]}")


@derived
def registered(view: View) -> Fact:
    """Whether there is a registered model: of the workspace, or used from elsewhere here."""
    own = own_models(view)
    if own.items:
        names = sorted(m.name for m in own.items)
        return yes(f"{len(names)} registered: {', '.join(names[:5])}")
    maybe: Fact | None = None
    for deployed in production(view).items:
        foreign = comes_from_elsewhere(view, deployed)
        if foreign.yes:
            answer = is_registered(view, deployed)
            if answer.yes:
                return answer
            maybe = answer if answer.unknown else maybe
    if maybe is not None:
        return maybe
    for known in (own, production(view)):
        if not known.complete:
            return known.hiding()
    return no("0 models are registered, and none from elsewhere is in production")


@derived
def _jobs(view: View) -> dict[str, Job]:
    return {job.name.lower(): job for job in view.see(JOBS).items}


@derived
def _looked_up(view: View) -> dict[tuple[str, str], tuple[str, str, Job | None]]:
    return {
        (look.workspace_id.lower(), look.name.lower()): (look.state, look.detail, look.job)
        for look in view.see(SOURCE_JOBS).items
    }


def origin(view: View, version: ModelVersion) -> tuple[ModelVersion | None, Fact]:
    """The workspace version that a registry version was promoted from; itself where it is none."""
    if version.registry is None:
        return version, yes(f"model {version.name}:{version.version}")
    label = f"{version.registry}/{version.name}:{version.version}"
    if not version.origin and not version.origin_known:
        return None, unknown(f"no answer tells the origin of {label}", versions(view).missing)
    if not version.origin:
        return None, no(f"{label} names no origin")
    found = find(view, version.origin)
    if found is None or found.state in {"denied", "failed"}:
        known = versions(view)
        reason = (found.detail if found else "") or "its workspace could not be read"
        text = f"the origin of {version.registry}/{version.name}:{version.version} is not known"
        return None, unknown(f"{text} ({reason})", known.missing)
    if found.state == "missing":
        return None, no(f"the origin of {version.registry}/{version.name} is gone")
    return found, yes(f"{version.registry}/{version.name} comes from {found.name}:{found.version}")


def source_job(view: View, version: ModelVersion) -> tuple[Source | None, Fact]:
    """The job that made a model version, and whether it exists."""
    return view.remember(f"source of {version.reference}", lambda view: _source(view, version))


def _source(view: View, version: ModelVersion) -> tuple[Source | None, Fact]:
    made, path = origin(view, version)
    if made is None:
        return None, path
    label = f"model {made.name}:{made.version}"
    if not made.job_name:
        return None, no(f"{label} names no source job")
    home = (made.workspace_id or view.workspace.id).lower()
    own = home == view.workspace.id.lower()
    known = _jobs(view).get(made.job_name.lower()) if own else None
    if known is not None:
        return Source(home, known), yes(f"{label} was made by job {made.job_name}")
    state, detail, job = _looked_up(view).get(
        (home, made.job_name.lower()), ("failed", "it was not looked up", None)
    )
    if state == "found" and job is not None:
        return Source(home, job), yes(f"{label} was made by job {made.job_name}")
    if state == "missing":
        return None, no(f"job {made.job_name}, which made {label}, is gone")
    missing = view.see(SOURCE_JOBS).missing
    return None, unknown(f"job {made.job_name} of {label} could not be read ({detail})", missing)
