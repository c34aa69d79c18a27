"""Resources that could gather data from outside Azure ML. Source: azure_facts A.16."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class Feeder(Record, frozen=True, kw_only=True):
    """A Data Factory, Synapse workspace or Databricks workspace."""

    id: str
    name: str
    type: str


FEEDER_TYPES = (
    "Microsoft.DataFactory/factories",
    "Microsoft.Synapse/workspaces",
    "Microsoft.Databricks/workspaces",
)

FEEDERS = SignalKey(
    "data-feeders",
    tuple[Feeder, ...],
    scope="subscription",
    title="Resources that could feed data (Data Factory, Synapse, Databricks)",
    actions=(
        *(f"{kind}/read" for kind in FEEDER_TYPES),
        "Microsoft.Resources/subscriptions/resources/read",
    ),
)
