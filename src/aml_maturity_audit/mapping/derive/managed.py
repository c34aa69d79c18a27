"""Models that name where they come from. Source: criteria.md, section 2, `models-are-managed`,
`model-is-reproducible`."""

from aml_maturity_audit.assessment.model import Evidence, Subject
from aml_maturity_audit.mapping.derive.code import has_clean_commit
from aml_maturity_audit.mapping.derive.environments import has_qualifying_environment
from aml_maturity_audit.mapping.derive.inputs import all_versioned
from aml_maturity_audit.mapping.derive.kinds import kind_of
from aml_maturity_audit.mapping.derive.models import (
    Source,
    comes_from_elsewhere,
    find,
    latest_versions,
    own_models,
    source_job,
)
from aml_maturity_audit.mapping.derive.serving import production
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.share import Population, population, share
from aml_maturity_audit.mapping.truth import NO, Fact, all_of, fact, unknown
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.jobs import SOURCE_JOBS
from aml_maturity_audit.signals.models import MODEL_FOUND, ModelVersion

NO_MODEL = "0 registered models"


@derived
def judged_versions(view: View) -> Population[ModelVersion, ModelVersion]:
    """The latest versions of the workspace's own models, and those deployed from elsewhere."""
    own, latest = own_models(view), latest_versions(view)
    found = {version.reference: version for version in latest.items}
    for deployed in production(view).items:
        version = find(view, deployed.deployment.model)
        if version is not None and comes_from_elsewhere(view, deployed).yes:
            found.setdefault(version.reference, version)
    here = production(view)
    whole = Seen(
        items=tuple(found.values()),
        hidden=own.hidden + latest.hidden + here.hidden,
        open=own.open or latest.open or here.open,
        missing=tuple(dict.fromkeys(own.missing + latest.missing + here.missing)),
        why="; ".join(why for why in (own.why, latest.why, here.why) if why),
    )
    return population(whole)


def model_subject(version: ModelVersion) -> Subject:
    """A model version as a subject of a verdict."""
    return Subject(kind="model", id=version.reference, name=f"{version.name}:{version.version}")


def shown_model(version: ModelVersion) -> Evidence:
    """A model version as evidence."""
    source = version.workspace_id or version.registry or ""
    made = f"made by job {version.job_name}" if version.job_name else "names no source job"
    return Evidence(
        text=f"model {version.name}:{version.version}: {made}",
        source=f"{source}/models/{version.name}/versions/{version.version}",
    )


def traced_models(view: View) -> Fact:
    """Whether enough models name a source job, or come from a registry."""
    people = judged_versions(view)
    verdict = share(
        people,
        _is_traced,
        threshold=view.policy.traced_models_share,
        noun="registered models",
        what="name a source job or come from a registry",
        empty=NO_MODEL,
        subject=model_subject,
        show=shown_model,
    )
    gone = _deleted_sources(view)
    return verdict.saying(f"{verdict.because}, {gone} of these jobs deleted") if gone else verdict


def _is_traced(version: ModelVersion) -> Fact:
    if version.state in {"denied", "failed"}:
        return _unread(version)
    return fact(bool(version.job_name) or version.registry is not None)


def _unread(version: ModelVersion) -> Fact:
    reason = version.detail or "it could not be read"
    return unknown(f"model {version.name or version.reference}: {reason}")


def _deleted_sources(view: View) -> int:
    jobs = {v.job_name for v in judged_versions(view).certain if v.job_name}
    return sum(
        1 for look in view.see(SOURCE_JOBS).items if look.state == "missing" and look.name in jobs
    )


def reproducible_models(view: View) -> Fact:
    """Whether enough models can be made again from what their job names."""
    return share(
        judged_versions(view),
        lambda version: _is_reproducible(view, version),
        threshold=view.policy.reproducible_models_share,
        noun="registered models",
        what="have a source job with a clean commit, a qualifying environment and versioned data",
        empty=NO_MODEL,
        subject=model_subject,
        show=shown_model,
    )


def _is_reproducible(view: View, version: ModelVersion) -> Fact:
    if version.state != MODEL_FOUND:
        return NO if version.state == "missing" else _unread(version)
    source, exists = source_job(view, version)
    if source is None:
        return exists
    job = f"{source.workspace_id}/{source.job.name}"
    return view.remember(f"{job} can be repeated", lambda view: _can_be_repeated(view, source))


def _can_be_repeated(view: View, source: Source) -> Fact:
    kind = kind_of(source.job)
    return all_of(
        has_clean_commit(kind),
        has_qualifying_environment(view, kind),
        all_versioned(view, source.workspace_id, source.job),
    )
