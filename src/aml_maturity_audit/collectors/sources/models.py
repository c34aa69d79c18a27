"""Registered models of a workspace, archived ones too, told apart here."""

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import arm_name, modified_at
from aml_maturity_audit.collectors.wire.container import ContainerProperties, ContainerWire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.models import MODELS, Model


async def fetch(context: Context) -> Listing[Model]:
    """All models, in the order given."""
    return await context.arm.listing(
        f"{context.workspace.id}/models",
        ContainerWire,
        parse,
        api=ML,
        action=MODELS.actions[0],
        source=MODELS.name,
        params={"listViewType": "All"},
    )


def parse(item: ContainerWire) -> Model:
    """The record of one model."""
    said = item.properties or ContainerProperties()
    return Model(
        name=arm_name(item),
        latest_version=text(said.latest_version),
        archived=said.is_archived is True,
        modified_at=modified_at(item),
    )


COLLECTOR = Collector(yields=MODELS, needs=MODELS.actions, fetch=fetch)
