"""What the Bicep files share."""

import re

from aml_maturity_audit.guidance.code.artefact import NameMissing
from aml_maturity_audit.guidance.code.quoting import bicep, command
from aml_maturity_audit.guidance.code.site import Site

_REGION = re.compile(r"[a-z0-9]{2,40}")


def location(site: Site) -> str:
    """The workspace's region, as a Bicep string. Raises NameMissing where there is none."""
    region = site.view.workspace.location.lower()
    if not _REGION.fullmatch(region):
        raise NameMissing(f"The workspace's region, {region[:40]!r}, is none.")
    return bicep(region)


def applied(site: Site, file: str) -> str:
    """The command that deploys a file into the workspace's resource group."""
    _, _, _, group, option, subscription = site.where
    create = ("az", "deployment", "group", "create", "-g", group, option, subscription)
    return command(*create, "--template-file", file)


def scale_rule(target: str, operator: str, threshold: int, direction: str) -> str:
    """A rule of an autoscale profile, by processor load over five minutes."""
    return f"""          {{
            metricTrigger: {{
              metricName: 'CpuUtilizationPercentage'
              metricResourceUri: {target}
              timeGrain: 'PT1M'
              statistic: 'Average'
              timeWindow: 'PT5M'
              timeAggregation: 'Average'
              operator: '{operator}'
              threshold: {threshold}
            }}
            scaleAction: {{
              direction: '{direction}'
              type: 'ChangeCount'
              value: '1'
              cooldown: 'PT5M'
            }}
          }}"""
