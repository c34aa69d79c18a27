"""Assets that come from the organisation's registries. Source: criteria.md, section 3,
`artifacts-are-promoted-through-registry`."""

from aml_maturity_audit.mapping.derive.serving import Production, production
from aml_maturity_audit.mapping.derive.training import training_jobs
from aml_maturity_audit.mapping.truth import Fact, no, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_evidence
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.registries import is_system_registry


def uses_a_registry(view: View) -> Fact:
    """Whether a production deployment or a training job uses an organisation's registry."""
    here, people = production(view), training_jobs(view)
    for deployed in here.items:
        for reference in _references(deployed):
            asset = parse_asset(reference)
            if asset and asset.registry and not is_system_registry(asset.registry):
                text = f"{deployed.label} uses {asset.name} of registry {asset.registry}"
                return yes(text, (deployed.shown(text),), (deployed.subject(),))
    maybe: Fact | None = None
    for group in people.groups:
        own = [name for name in group.kind.registries if not is_system_registry(name)]
        if own and group.certain:
            _, job = group.members[0]
            text = f"training job {job.name} uses registry {own[0]}"
            return yes(text, (job_evidence(view, job, text),))
        maybe = group.belongs if own else maybe
    if maybe is not None:
        return maybe
    if not here.complete:
        return here.hiding()
    if people.may_have_more:
        return people.doubts()
    return no(
        f"none of {len(here.items)} production deployments and {people.size} training jobs"
        " uses a registry of the organisation"
    )


def _references(deployed: Production) -> tuple[str | None, ...]:
    deployment = deployed.deployment
    return (deployment.model, deployment.environment_id, deployment.code_id)
