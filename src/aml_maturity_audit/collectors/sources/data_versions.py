"""Versions of the most recently changed data assets: who makes them, and when."""

from collections.abc import Iterable
from functools import partial
from urllib.parse import quote

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.lookups import bounded
from aml_maturity_audit.collectors.wire.base import Resource, arm_name, created_at, created_by
from aml_maturity_audit.signals.data import DATA_ASSETS, DATA_VERSIONS, DataAsset, DataVersion
from aml_maturity_audit.signals.reading import Observed, Reading

MOST_RECENT = 10
MOST_VERSIONS = 200
"""Of one asset; who makes them shows in far fewer."""


async def fetch(context: Context) -> Reading[tuple[DataVersion, ...]]:
    """Versions of up to `MOST_RECENT` assets; a gap says how many assets were left out."""
    assets = context.read(DATA_ASSETS)
    if not isinstance(assets, Observed):
        return assets
    chosen, left_out = bounded(most_recent(assets.value), MOST_RECENT, "data assets")

    async def of(asset: DataAsset) -> Listing[DataVersion]:
        return await context.arm.listing(
            f"{context.workspace.id}/data/{quote(asset.name, safe='')}/versions",
            Resource,
            partial(parse, asset=asset.name),
            api=ML,
            action=DATA_VERSIONS.actions[0],
            source=DATA_VERSIONS.name,
            params={"listViewType": "All"},
            limit=MOST_VERSIONS,
        )

    known = Observed(value=tuple(chosen), gaps=(*assets.gaps, *left_out))
    return await over(known, lambda asset: asset.name, of)


def most_recent(assets: Iterable[DataAsset]) -> tuple[DataAsset, ...]:
    """By last change; undated ones come first, as they may be the newest."""
    listed = list(assets)
    dated = sorted(
        (asset for asset in listed if asset.modified_at is not None),
        key=lambda asset: (asset.modified_at, asset.name),
        reverse=True,
    )
    return (*(asset for asset in listed if asset.modified_at is None), *dated)


def parse(item: Resource, asset: str) -> DataVersion:
    """The record of one version of `asset`."""
    return DataVersion(
        name=asset,
        version=arm_name(item),
        created_at=created_at(item),
        created_by=created_by(item),
    )


COLLECTOR = Collector(
    yields=DATA_VERSIONS, needs=DATA_VERSIONS.actions, fetch=fetch, after=(DATA_ASSETS,)
)
