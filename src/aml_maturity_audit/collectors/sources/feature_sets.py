"""Feature sets of a feature store, one record per version."""

from functools import partial
from typing import Any
from urllib.parse import quote

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import FEATURE_STORE, Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.lookups import bounded
from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import enum_key, text, whole
from aml_maturity_audit.signals.features import FEATURE_SETS, FeatureSet
from aml_maturity_audit.signals.reading import Observed, Reading

MOST_SETS = 100


class Recurrence(Wire):
    """`schedule` of the materialization."""

    frequency: str | None = None
    interval: int | float | str | None = None


class Notification(Wire):
    """`notification`; addresses are counted and forgotten."""

    emails: list[Any] | None = None
    email_on: list[Any] | None = None


class Materialization(Wire):
    """`materializationSettings`."""

    store_type: str | None = None
    schedule: Recurrence | None = None
    notification: Notification | None = None


class VersionProperties(Wire):
    """The declared part of `properties`."""

    is_archived: bool | None = None
    materialization_settings: Materialization | None = None


class FeatureSetVersionWire(Resource):
    """A version of a feature set."""

    properties: VersionProperties | None = None


async def fetch(context: Context) -> Reading[tuple[FeatureSet, ...]]:
    """The store's feature sets, then the versions of each."""
    collection = f"{context.workspace.id}/featuresets"
    names = await context.arm.listing(
        collection,
        Resource,
        arm_name,
        api=ML,
        action=FEATURE_SETS.actions[0],
        source=FEATURE_SETS.name,
        params={"listViewType": "All"},
    )

    async def of(name: str) -> Listing[FeatureSet]:
        return await context.arm.listing(
            f"{collection}/{quote(name, safe='')}/versions",
            FeatureSetVersionWire,
            partial(parse, name=name),
            api=ML,
            action=FEATURE_SETS.actions[0],
            source=FEATURE_SETS.name,
            params={"listViewType": "All"},
        )

    chosen, left_out = bounded(names.items, MOST_SETS, "feature sets")
    known = Observed(value=tuple(chosen), gaps=(*names.gaps, *left_out))
    return await over(known, lambda name: name, of)


def parse(item: FeatureSetVersionWire, name: str) -> FeatureSet:
    """The record of one version of the feature set `name`."""
    said = item.properties or VersionProperties()
    settings = said.materialization_settings or Materialization()
    schedule = settings.schedule
    stored = enum_key(settings.store_type) != "none"
    return FeatureSet(
        name=name,
        version=arm_name(item),
        archived=said.is_archived is True,
        scheduled=schedule is not None and bool(text(schedule.frequency)) and stored,
        frequency=text(schedule.frequency) if schedule else "",
        interval=(whole(schedule.interval) if schedule else None) or 1,
        notifies_on_failure=_notifies(settings.notification),
    )


def _notifies(notification: Notification | None) -> bool:
    if notification is None:
        return False
    on_failure = any(enum_key(one) == "jobfailed" for one in notification.email_on or ())
    return on_failure and any(text(mail) for mail in notification.emails or ())


COLLECTOR = Collector(
    yields=FEATURE_SETS,
    needs=FEATURE_SETS.actions,
    fetch=fetch,
    kinds=FEATURE_STORE,
    trips=2,
)
