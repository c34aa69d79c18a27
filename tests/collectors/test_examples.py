"""Answers in the shapes that Azure documents and recordings show: every one must decode.

Runs over the fixtures beside it, or over the folder that AML_MATURITY_AUDIT_EXAMPLES names, whose
files have the same names and form: `{"body": …}`.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aml_maturity_audit.collectors.sources import (
    autoscale_settings,
    computes,
    data_assets,
    data_versions,
    diagnostic_settings,
    environments,
    feature_sets,
    models,
    registries,
    registry_models,
    role_assignments,
    topic_event_subscriptions,
)
from aml_maturity_audit.collectors.wire.base import Resource, arm_name, created_at
from aml_maturity_audit.collectors.wire.batch_record import (
    parse_batch_deployment,
    parse_batch_endpoint,
)
from aml_maturity_audit.collectors.wire.container import ContainerWire
from aml_maturity_audit.collectors.wire.event import EventSubscriptionWire, parse_subscription
from aml_maturity_audit.collectors.wire.job import JobWire
from aml_maturity_audit.collectors.wire.job_record import parse_job
from aml_maturity_audit.collectors.wire.model_version import ModelVersionWire, parse_version
from aml_maturity_audit.collectors.wire.online_record import (
    parse_online_deployment,
    parse_online_endpoint,
)
from aml_maturity_audit.collectors.wire.schedule import ScheduleWire
from aml_maturity_audit.collectors.wire.schedule_record import parse_schedule
from aml_maturity_audit.collectors.wire.serving import (
    BatchDeploymentWire,
    EndpointWire,
    OnlineDeploymentWire,
)
from aml_maturity_audit.collectors.wire.workspace import WorkspaceWire, parse_workspace
from aml_maturity_audit.signals.ids import AssetRef
from collectors.decoding import wire
from collectors.fake_azure import HOME

FIXTURES = Path(__file__).with_name("fixtures")
EXAMPLES = Path(os.environ.get("AML_MATURITY_AUDIT_EXAMPLES") or FIXTURES)
REF = AssetRef(kind="models", name="m", version="1")

Parse = Callable[[Any], object]


def of(kind: type[Any], parse: Parse) -> Parse:
    return lambda body: parse(wire(kind, body))


KINDS: dict[str, Parse] = {
    "arm_workspace": of(WorkspaceWire, parse_workspace),
    "arm_computes": of(computes.ComputeWire, lambda one: computes.parse(one, HOME)),
    "arm_job": of(JobWire, lambda one: parse_job(one, HOME, created_at(one))),
    "arm_featurestore_materialization": of(
        JobWire, lambda one: parse_job(one, HOME, created_at(one))
    ),
    "arm_schedule": of(ScheduleWire, lambda one: parse_schedule(one, HOME)),
    "arm_models_list": of(ContainerWire, models.parse),
    "arm_model_version": of(ModelVersionWire, lambda one: parse_version(one, REF, reference="r")),
    "registry_model_version": of(
        ModelVersionWire, lambda one: registry_models.parse(one, "contoso", "m")
    ),
    "arm_data_containers": of(ContainerWire, data_assets.parse),
    "arm_data_versions": of(Resource, lambda one: data_versions.parse(one, "d")),
    "arm_environment_versions": of(
        environments.EnvironmentWire, lambda one: environments.parse(one, REF)
    ),
    "arm_online_endpoint": of(EndpointWire, lambda one: parse_online_endpoint(one, HOME)),
    "arm_online_deployment": of(
        OnlineDeploymentWire, lambda one: parse_online_deployment(one, HOME, "e")
    ),
    "arm_batch_endpoint": of(EndpointWire, lambda one: parse_batch_endpoint(one, HOME)),
    "arm_batch_deployment": of(
        BatchDeploymentWire, lambda one: parse_batch_deployment(one, HOME, "e")
    ),
    "arm_registries": of(registries.RegistryWire, registries.parse),
    "arm_featuresets": of(Resource, arm_name),
    "arm_featureset_versions": of(
        feature_sets.FeatureSetVersionWire, lambda one: feature_sets.parse(one, "t")
    ),
    "arm_diagnostic": of(
        diagnostic_settings.DiagnosticWire, lambda one: diagnostic_settings.parse(one, "e")
    ),
    "arm_autoscale": of(autoscale_settings.AutoscaleWire, autoscale_settings.parse),
    "arm_eventgrid_systemtopics": of(
        topic_event_subscriptions.TopicWire, topic_event_subscriptions.parse_topic
    ),
    "arm_eventgrid_eventsubscriptions": of(
        EventSubscriptionWire, lambda one: parse_subscription(one, HOME, through_topic=False)
    ),
    "arm_role_assignments": of(role_assignments.AssignmentWire, role_assignments.parse),
}
NOT_READ = (
    "ado_",  # Azure DevOps, elsewhere
    "arm_datastore",
    "arm_environment_containers",
    "arm_featurestoreentity",
    "arm_resourcegraph",
    "arm_serverless",
    "registry_import",
)


def kind_of(stem: str) -> Parse | None:
    """By the longest name that fits."""
    fitting = [name for name in KINDS if stem.startswith(name)]
    return KINDS[max(fitting, key=len)] if fitting else None


def items_in(path: Path) -> list[Any]:
    body = json.loads(path.read_text(encoding="utf-8"))["body"]
    items = body.get("value", [body])
    return [{"name": "named-by-its-address", **item} for item in items]


FILES = sorted(EXAMPLES.glob("*.json"))
READ = [path for path in FILES if not path.stem.startswith(NOT_READ)]


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_every_example_decodes(path: Path) -> None:
    parse = kind_of(path.stem)
    assert parse is not None, f"nothing reads {path.name}"
    items = items_in(path)
    assert items
    for item in items:
        parse(item)


def test_there_is_an_example_of_every_kind() -> None:
    assert {name for name in KINDS for path in READ if path.stem.startswith(name)} == set(KINDS)
