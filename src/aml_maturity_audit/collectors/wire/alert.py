"""An alert rule as ARM answers it: a metric alert or a scheduled query rule (azure_facts A.13)."""

from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.observability import AlertRule


class AlertProperties(Wire):
    """The declared part of `properties`."""

    enabled: bool | None = None
    scopes: list[str] | None = None


class AlertWire(Resource):
    """An alert rule."""

    properties: AlertProperties | None = None


def parse_alert(item: AlertWire) -> AlertRule:
    """The record of one rule. Raises ValueError where it does not say what it watches."""
    said = item.properties
    if said is None or said.scopes is None:
        raise ValueError("the rule does not say what it watches")
    return AlertRule(
        id=text(item.id) or arm_name(item),
        name=arm_name(item),
        enabled=said.enabled is True,
        scopes=tuple(text(scope) for scope in said.scopes if text(scope)),
    )
