"""An Event Grid subscription that passes events on, in Bicep. Source: azure_facts A.9, A.15."""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import BICEP, Artefact
from aml_maturity_audit.guidance.code.quoting import bicep
from aml_maturity_audit.guidance.code.site import Site
from aml_maturity_audit.guidance.code.writers.bicep_files import applied

WHAT = "an Event Grid subscription"
FOR = frozenset({"lifecycle-events-are-emitted", "retraining-is-triggered-by-production-metrics"})
_RETRAINING = frozenset({"retraining-is-triggered-by-production-metrics"})
_WORKSPACE = "Microsoft.MachineLearningServices/workspaces@2024-04-01"
_FILE = "events.bicep"
_HANDLERS = {
    "microsoft.web": "AzureFunction",
    "microsoft.eventhub": "EventHub",
    "queues": "ServiceBusQueue",
    "topics": "ServiceBusTopic",
}
_BREACHES = """      includedEventTypes: [
        'Microsoft.MachineLearningServices.RunStatusChanged'
      ]
      advancedFilters: [
        {
          operatorType: 'StringContains'
          key: 'data.RunTags.azureml_modelmonitor_threshold_breached'
          values: [
            'has failed due to one or more features violating metric thresholds'
          ]
        }
      ]"""
_LIFECYCLE = """      includedEventTypes: [
        'Microsoft.MachineLearningServices.ModelRegistered'
        'Microsoft.MachineLearningServices.ModelDeployed'
        'Microsoft.MachineLearningServices.RunCompleted'
      ]"""


def write(site: Site) -> Iterator[Artefact]:
    """The subscription. Raises NameMissing where what handles the events is not given."""
    breach = bool(site.wants(_RETRAINING))
    handler = site.given.need("events-to", "What should handle a breach is in no snapshot")
    yield Artefact(
        name=_FILE,
        kind=BICEP,
        text=_text(
            names.proper(site.view.workspace.name, "the workspace"),
            names.derived(site.view.workspace.name, "events", 60),
            _kind_of(handler),
            handler,
            _BREACHES if breach else _LIFECYCLE,
        ),
        does="Passes every breach that a model monitor finds on to what can start training."
        if breach
        else "Passes on that a run ended, and that a model was registered or deployed.",
        apply=(applied(site, _FILE),),
        criteria=site.wants(FOR),
        mind=(f"What {handler.rsplit('/', 1)[-1]} does with an event is yours to write.",),
    )


def _kind_of(handler: str) -> str:
    parts = handler.lower().split("/")
    return next(kind for part, kind in _HANDLERS.items() if part in parts)


def _text(workspace: str, name: str, kind: str, handler: str, passing: str) -> str:
    return f"""resource workspace '{_WORKSPACE}' existing = {{
  name: {bicep(workspace)}
}}

resource onBreach 'Microsoft.EventGrid/eventSubscriptions@2022-06-15' = {{
  name: {bicep(name)}
  scope: workspace
  properties: {{
    destination: {{
      endpointType: '{kind}'
      properties: {{
        resourceId: {bicep(handler)}
      }}
    }}
    eventDeliverySchema: 'EventGridSchema'
    filter: {{
{passing}
    }}
  }}
}}
"""
