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
        text=_text(
            site.workspace_id,
            address,
            group=names.derived(stem, "told", 60),
            alert=names.derived(stem, "failed-runs", 60),
        ),
        does=f"Tells {address} when a run of the workspace fails.",
        apply=(applied(site, _FILE),),
        criteria=site.wants(FOR),
    )


def _text(workspace: str, address: str, *, group: str, alert: str) -> str:
    return f"""resource told 'Microsoft.Insights/actionGroups@2023-01-01' = {{
  name: {bicep(group)}
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

resource failedRuns 'Microsoft.Insights/metricAlerts@2018-03-01' = {{
  name: {bicep(alert)}
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
