"""A metric alert that tells somebody, in Bicep. Source: azure_facts A.13."""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import BICEP, Artefact
from aml_maturity_audit.guidance.code.quoting import bicep
from aml_maturity_audit.guidance.code.site import Site
from aml_maturity_audit.guidance.code.writers.bicep_files import applied

WHAT = "a metric alert"
FOR = frozenset({"system-is-automated-and-monitored"})
_FILE = "alert-failed-runs.bicep"


def write(site: Site) -> Iterator[Artefact]:
    """The alert. Raises NameMissing where nobody is named to be told."""
    address = site.given.need("notify", "Whom an alert should tell is in no snapshot")
    stem = site.view.workspace.name
    yield Artefact(
        name=_FILE,
        kind=BICEP,
        text=_group(names.derived(stem, "told", 60), address)
        + "\n"
        + _alert(names.derived(stem, "failed-runs", 60), site.workspace_id),
        does=f"Tells {address} when a run of the workspace fails.",
        apply=(applied(site, _FILE),),
        criteria=site.wants(FOR),
    )


def _group(name: str, address: str) -> str:
    return f"""resource told 'Microsoft.Insights/actionGroups@2023-01-01' = {{
  name: {bicep(name)}
  location: 'global'
  properties: {{
    groupShortName: 'mlfailures'
    enabled: true
    emailReceivers: [
      {{
        name: 'told'
        emailAddress: {bicep(address)}
        useCommonAlertSchema: true
      }}
    ]
  }}
}}
"""


def _alert(name: str, workspace: str) -> str:
    return f"""resource failedRuns 'Microsoft.Insights/metricAlerts@2018-03-01' = {{
  name: {bicep(name)}
  location: 'global'
  properties: {{
    description: 'A run of the workspace failed.'
    severity: 2
    enabled: true
    scopes: [
      {bicep(workspace)}
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {{
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {{
          name: 'failed'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.MachineLearningServices/workspaces'
          metricName: 'Failed Runs'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Total'
        }}
      ]
    }}
    autoMitigate: true
    actions: [
      {{
        actionGroupId: told.id
      }}
    ]
  }}
}}
"""
