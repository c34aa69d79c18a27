"""Literal models, environments, data and schedules, complete by default."""

from typing import Any

from aml_maturity_audit.signals.components import ComponentVersion
from aml_maturity_audit.signals.computes import Compute
from aml_maturity_audit.signals.data import DataReference
from aml_maturity_audit.signals.environments import EnvironmentVersion
from aml_maturity_audit.signals.events import EventFilter, EventSubscription
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import Job, JobInput
from aml_maturity_audit.signals.models import Model, ModelVersion
from aml_maturity_audit.signals.schedules import Monitor, MonitorSignal, Schedule
from mapping.build import days_ago, job, workspace

ENVIRONMENT = "azureml:train-env:3"
BREACHED = "azureml_modelmonitor_threshold_breached"


def key(reference: str, kind: str) -> str:
    """The reference as collectors spell it."""
    asset = parse_asset(reference)
    assert asset is not None
    return asset.within(workspace().id.lower(), kind).key


def model(name: str = "churn", **more: Any) -> Model:
    return Model(name=name, **{"latest_version": "1", "modified_at": days_ago(3), **more})


def version(name: str = "churn", number: str = "1", **more: Any) -> ModelVersion:
    """The latest version of a model of the workspace, made by job `train`."""
    told = {
        "reference": key(f"azureml:{name}:{number}", "models"),
        "workspace_id": workspace().id.lower(),
        "job_name": "train",
        "latest": True,
        **more,
    }
    return ModelVersion(name=name, version=number, **told)


def environment(reference: str = ENVIRONMENT, **more: Any) -> EnvironmentVersion:
    return EnvironmentVersion(
        reference=key(reference, "environments"), **{"state": "found", **more}
    )


def component(reference: str = "azureml:prepare:2", **more: Any) -> ComponentVersion:
    told = {"state": "found", "environment_id": ENVIRONMENT, **more}
    return ComponentVersion(reference=key(reference, "components"), **told)


def data(reference: str = "azureml:customers:7", state: str = "found") -> DataReference:
    return DataReference(reference=key(reference, "data"), state=state)


def reads(uri: str = "azureml:customers:7") -> JobInput:
    return JobInput(name="training_data", uri=uri)


def compute(name: str = "gpu", kind: str = "AmlCompute") -> Compute:
    return Compute(id=f"{workspace().id}/computes/{name}", name=name, type=kind)


def schedule(name: str = "weekly", action: str = "CreateJob", **more: Any) -> Schedule:
    """An enabled schedule without an end."""
    told = {"enabled": True, "state": "Succeeded", "job_type": "Pipeline", **more}
    return Schedule(id=f"{workspace().id}/schedules/{name}", name=name, action=action, **told)


def fired(name: str = "weekly", days: float = 1, **more: Any) -> Job:
    """A job that a schedule started."""
    stamp = days_ago(days).strftime("%Y%m%dT%H%M%SZ")
    told = {"type": "Pipeline", "display_name": f"{name}-{stamp}", "at": days_ago(days), **more}
    return job(f"{name}-{days}", **told)


def monitor(name: str = "watch", on: str | None = None, **more: Any) -> Schedule:
    """A monitor on the production deployment that mails when a signal breaches."""
    target = on or f"{workspace().id}/onlineEndpoints/scoring/deployments/blue"
    told = Monitor(
        deployment_id=target,
        signals=(MonitorSignal(name="drift", type="DataDrift", notifies=True),),
        has_emails=True,
    )
    return schedule(name, "CreateMonitor", **{"job_type": "", "monitor": told, **more})


def monitor_run(name: str = "watch", days: float = 2, **more: Any) -> Job:
    return fired(name, days, **{"monitor_run": True, **more})


def breach(days: float = 2) -> Job:
    return monitor_run(days=days, status="Failed", breached=True)


def events(**more: Any) -> EventSubscription:
    """An Event Grid subscription that passes breaches to a Function."""
    told = {
        "id": f"{workspace().id}/providers/Microsoft.EventGrid/eventSubscriptions/retrain",
        "name": "retrain",
        "source": workspace().id,
        "state": "Succeeded",
        "event_types": ("Microsoft.MachineLearningServices.RunStatusChanged",),
        "filters": (EventFilter(operator="StringContains", key=f"data.RunTags.{BREACHED}"),),
        "destination": "AzureFunction",
        **more,
    }
    return EventSubscription(**told)
