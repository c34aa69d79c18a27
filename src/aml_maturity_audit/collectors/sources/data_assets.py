"""Data assets of a workspace, archived ones too, told apart here."""

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import arm_name, modified_at
from aml_maturity_audit.collectors.wire.container import ContainerProperties, ContainerWire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.data import DATA_ASSETS, DataAsset


async def fetch(context: Context) -> Listing[DataAsset]:
    """All data assets, in the order given."""
    return await context.arm.listing(
        f"{context.workspace.id}/data",
        ContainerWire,
        parse,
        api=ML,
        action=DATA_ASSETS.actions[0],
        source=DATA_ASSETS.name,
        params={"listViewType": "All"},
    )


def parse(item: ContainerWire) -> DataAsset:
    """The record of one data asset."""
    said = item.properties or ContainerProperties()
    return DataAsset(
        name=arm_name(item),
        type=text(said.data_type),
        latest_version=text(said.latest_version),
        archived=said.is_archived is True,
        modified_at=modified_at(item),
    )


COLLECTOR = Collector(yields=DATA_ASSETS, needs=DATA_ASSETS.actions, fetch=fetch)
