"""From online endpoints and deployments as answered to the records that are kept of them."""

from collections.abc import Mapping
from math import isfinite

from aml_maturity_audit.collectors.wire.base import arm_id, arm_name, created_at, created_by
from aml_maturity_audit.collectors.wire.plain import enum_key, text, text_or_none, whole
from aml_maturity_audit.collectors.wire.serving import (
    CodeConfiguration,
    EndpointWire,
    Number,
    OnlineDeploymentProperties,
    OnlineDeploymentWire,
    Scaling,
)
from aml_maturity_audit.signals.serving import OnlineDeployment, OnlineEndpoint


def parse_online_endpoint(item: EndpointWire, collection: str) -> OnlineEndpoint:
    """The record of an endpoint of `collection`. Raises ValueError where it says nothing of itself
    or a traffic share is no number: what it does could be anything."""
    said = item.properties
    if said is None:
        raise ValueError("the endpoint does not say what it does")
    return OnlineEndpoint(
        id=arm_id(item, collection),
        name=arm_name(item),
        state=text(said.provisioning_state),
        compute_id=text_or_none(said.compute),
        traffic=_shares(said.traffic),
        mirror_traffic=_shares(said.mirror_traffic),
        created_at=created_at(item),
        created_by=created_by(item),
    )


def parse_online_deployment(
    item: OnlineDeploymentWire, collection: str, endpoint: str
) -> OnlineDeployment:
    """The record of a deployment of `endpoint`. Raises ValueError where it says nothing of
    itself."""
    said = item.properties
    if said is None:
        raise ValueError("the deployment does not say what it serves")
    code = said.code_configuration or CodeConfiguration()
    return OnlineDeployment(
        id=arm_id(item, collection),
        name=arm_name(item),
        endpoint=endpoint,
        state=text(said.provisioning_state),
        kind=text(said.endpoint_compute_type) or text(item.kind),
        model=text_or_none(said.model),
        environment_id=text_or_none(said.environment_id),
        code_id=text_or_none(code.code_id),
        scoring_script=text_or_none(code.scoring_script),
        app_insights=said.app_insights_enabled,
        collects_data=_collects(said),
        capacity=whole(item.sku.capacity) if item.sku else None,
        min_instances=_minimum(said.scale_settings),
        created_at=created_at(item),
        created_by=created_by(item),
    )


def _shares(traffic: Mapping[str, Number] | None) -> dict[str, float]:
    told = {name: share for name, share in (traffic or {}).items() if share is not None}
    shares = {text(name): float(share) for name, share in told.items()}
    if not all(isfinite(share) for share in shares.values()):
        raise ValueError("a share of the traffic is no number")
    return shares


def _collects(said: OnlineDeploymentProperties) -> bool:
    collections = said.data_collector.collections if said.data_collector else None
    return any(
        one is not None and enum_key(one.data_collection_mode) == "enabled"
        for one in (collections or {}).values()
    )


def _minimum(scaling: Scaling | None) -> int | None:
    if scaling is None or enum_key(scaling.scale_type) != "targetutilization":
        return None
    return whole(scaling.min_instances)
