"""Autoscale of online deployments, in Bicep. Source: azure_facts A.14, F."""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import BICEP, Artefact, Lacking, NameMissing
from aml_maturity_audit.guidance.code.quoting import bicep
from aml_maturity_audit.guidance.code.site import Serving, Site
from aml_maturity_audit.guidance.code.writers.bicep_files import applied, location, scale_rule
from aml_maturity_audit.guidance.code.writers.deployment import will_stand
from aml_maturity_audit.guidance.code.writers.each import for_each, managed
from aml_maturity_audit.signals.observability import AUTOSCALE_SETTINGS

WHAT = "autoscale of the production deployment"
FOR = frozenset({"serving-approaches-zero-downtime"})
_TYPE = "Microsoft.Insights/autoscalesettings@2022-10-01"
_MOST = 5


def write(site: Site) -> Iterator[Artefact | Lacking]:
    """One file for each endpoint."""
    return for_each(site, WHAT, _autoscale)


def _autoscale(site: Site, serving: Serving) -> Artefact:
    if not managed(serving):
        raise NameMissing(f"{serving.endpoint} is on {serving.live.kind}, which scales itself.")
    file = names.file_name(f"autoscale-{serving.endpoint}", ".bicep")
    least = max(site.view.policy.minimum_instances, 2)
    most = max(_MOST, 2 * (serving.live.capacity or 1))
    parent = serving.live.id.rsplit("/", 1)[0]
    known = {one.target.strip("/").lower() for one in site.view.see(AUTOSCALE_SETTINGS).items}
    taking_over = [serving.next] if will_stand(site, serving) else []
    wanted = dict.fromkeys((*site.standing(serving.live), *taking_over))
    targets = [name for name in wanted if f"{parent}/{name}".strip("/").lower() not in known]
    if not targets:
        raise NameMissing(f"{serving.endpoint} is scaled already: raise the minimum to {least}.")
    settings = [
        _setting(site, f"{parent}/{name}", f"{serving.endpoint}-{name}", least, most)
        for name in targets
    ]
    return Artefact(
        name=file,
        kind=BICEP,
        text="\n".join(settings),
        does=f"Keeps {least} to {most} instances of {' and of '.join(targets)}, by how busy they"
        " are.",
        apply=(applied(site, file),),
        criteria=site.wants(FOR),
        mind=(
            "Instances cost by the hour: see that the quota allows for them.",
            *(
                f"{name} is scaled already by a setting of its own: let that keep {least} or more."
                for name in wanted
                if name not in targets
            ),
        ),
    )


def _setting(site: Site, target: str, stem: str, least: int, most: int) -> str:
    symbol = f"scale{names.derived(stem, 'x', 60).removesuffix('-x').replace('-', '_')}"
    name = names.derived(stem, "autoscale", 80)
    target = bicep(names.proper_id(target, "the deployment"))
    return f"""resource {symbol} '{_TYPE}' = {{
  name: {bicep(name)}
  location: {location(site)}
  properties: {{
    enabled: true
    targetResourceUri: {target}
    profiles: [
      {{
        name: 'by load'
        capacity: {{
          minimum: '{least}'
          maximum: '{most}'
          default: '{least}'
        }}
        rules: [
{scale_rule(target, "GreaterThan", 70, "Increase")}
{scale_rule(target, "LessThan", 30, "Decrease")}
        ]
      }}
    ]
  }}
}}
"""
