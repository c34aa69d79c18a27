"""Diagnostic settings of every online endpoint: where its logs go."""

from functools import partial

from aml_maturity_audit.azure.api import DIAGNOSTICS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.observability import DIAGNOSTIC_SETTINGS, DiagnosticSetting
from aml_maturity_audit.signals.reading import Reading
from aml_maturity_audit.signals.serving import ONLINE_ENDPOINTS, OnlineEndpoint


class LogWire(Wire):
    """One of `logs`: a category or a group of them."""

    category: str | None = None
    category_group: str | None = None
    enabled: bool | None = None


class DiagnosticProperties(Wire):
    """The declared part of `properties`; storage accounts and event hubs are not read."""

    workspace_id: str | None = None
    logs: list[LogWire] | None = None


class DiagnosticWire(Resource):
    """A diagnostic setting."""

    properties: DiagnosticProperties | None = None


async def fetch(context: Context) -> Reading[tuple[DiagnosticSetting, ...]]:
    """One list per endpoint: settings of a workspace do not reach its endpoints (A.13)."""

    async def of(endpoint: OnlineEndpoint) -> Listing[DiagnosticSetting]:
        return await context.arm.listing(
            f"{endpoint.id}/providers/Microsoft.Insights/diagnosticSettings",
            DiagnosticWire,
            partial(parse, endpoint=endpoint.name),
            api=DIAGNOSTICS,
            action=DIAGNOSTIC_SETTINGS.actions[0],
            source=DIAGNOSTIC_SETTINGS.name,
        )

    return await over(context.read(ONLINE_ENDPOINTS), lambda endpoint: endpoint.name, of)


def parse(item: DiagnosticWire, endpoint: str) -> DiagnosticSetting:
    """The record of a setting of `endpoint`."""
    said = item.properties or DiagnosticProperties()
    enabled = [log for log in said.logs or () if log.enabled is True]
    return DiagnosticSetting(
        id=text(item.id) or arm_name(item),
        resource=endpoint,
        to_log_analytics=bool(text(said.workspace_id)),
        categories=tuple(text(log.category) for log in enabled if text(log.category)),
        groups=tuple(text(log.category_group) for log in enabled if text(log.category_group)),
    )


COLLECTOR = Collector(
    yields=DIAGNOSTIC_SETTINGS,
    needs=DIAGNOSTIC_SETTINGS.actions,
    fetch=fetch,
    after=(ONLINE_ENDPOINTS,),
)
