"""Autoscale of online deployments, in Bicep. Source: azure_facts A.14, F."""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import BICEP, Artefact, NameMissing
from aml_maturity_audit.guidance.code.quoting import bicep
from aml_maturity_audit.guidance.code.site import Serving, Site
from aml_maturity_audit.guidance.code.writers.bicep_files import applied, location, scale_rule

WHAT = "autoscale of the production deployment"
FOR = frozenset({"serving-approaches-zero-downtime"})
_TYPE = "Microsoft.Insights/autoscalesettings@2022-10-01"
_MOST = 5


def write(site: Site) -> Iterator[Artefact]:
    """One file for each endpoint. Raises NameMissing where it runs on Kubernetes."""
    for serving in site.serving():
        if serving.live.kind.lower() not in {"", "managed"}:
            raise NameMissing(f"{serving.endpoint} is on {serving.live.kind}, which scales itself.")
        yield _autoscale(site, serving)


def _autoscale(site: Site, serving: Serving) -> Artefact:
    file = names.file_name(f"autoscale-{serving.endpoint}", ".bicep")
    least = max(site.view.policy.minimum_instances, 2)
    most = max(_MOST, 2 * (serving.live.capacity or 1))
    targets = dict.fromkeys((serving.live.name, serving.next))
    parent = serving.live.id.rsplit("/", 1)[0]
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
        mind=("Instances cost by the hour: see that the quota allows for them.",),
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
