"""A model monitor on a production deployment. Source: azure_facts A.15, F."""

from collections.abc import Iterator
from typing import Any

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import SCHEDULE, Artefact, Lacking, NameMissing
from aml_maturity_audit.guidance.code.quoting import as_yaml, command
from aml_maturity_audit.guidance.code.site import MONITORED, Serving, Site
from aml_maturity_audit.guidance.code.writers import deployment
from aml_maturity_audit.guidance.code.writers.each import for_each
from aml_maturity_audit.mapping.derive.monitors import is_on, monitors
from aml_maturity_audit.mapping.derive.schedules import schedules
from aml_maturity_audit.mapping.derive.serving import Production

WHAT = "a model monitor on the production deployment"
FOR = MONITORED
_SCHEMA = "https://azuremlschemas.azureedge.net/latest/monitorSchedule.schema.json"
_DRIFT = {
    "numerical": {"jensen_shannon_distance": 0.1},
    "categorical": {"pearsons_chi_squared_test": 0.05},
}
_QUALITY = {"numerical": {"null_value_rate": 0.05}, "categorical": {"null_value_rate": 0.05}}


def write(site: Site) -> Iterator[Artefact | Lacking]:
    """One file for each endpoint."""
    return for_each(site, WHAT, _monitor)


def _monitor(site: Site, serving: Serving) -> Artefact:
    deployment.check(site, serving)
    name = names.derived(f"{serving.endpoint}-{serving.next}", "monitor", 80)
    _is_new(site, serving, name)
    file = names.file_name(f"monitor-{serving.endpoint}-{serving.next}", ".yml")
    turn = (f"It watches {serving.next}: create it once that takes the traffic.",)
    return Artefact(
        name=file,
        kind=SCHEDULE,
        text=as_yaml(_content(site, serving, name)),
        does=f"Compares every day what {serving.next} was asked and answered with the days before:"
        " data drift, prediction drift and data quality.",
        apply=(command("az", "ml", "schedule", "create", "-f", file, *site.where),),
        criteria=site.wants(FOR),
        mind=(
            *(turn if serving.replaced else ()),
            "The workspace's datastore must sign in with a credential for monitors to read it.",
            "Set the thresholds after the first runs: these are where to begin.",
        ),
    )


def _is_new(site: Site, serving: Serving, name: str) -> None:
    """Creating a schedule replaces one of its name."""
    if name in {one.name.lower() for one in schedules(site.view).items}:
        raise NameMissing(f"A schedule {name} exists already: see why its runs come to nothing.")
    here = Production(True, serving.live)
    for watch in monitors(site.view).items:
        if not serving.replaced and is_on(site.view, watch, here):
            raise NameMissing(
                f"Monitor {watch.schedule.name} is on {here.label} already: see why its runs come"
                " to nothing."
            )


def _content(site: Site, serving: Serving, name: str) -> dict[str, Any]:
    task = site.given.need("task", f"What the model of {serving.endpoint} does is in no snapshot")
    definition: dict[str, Any] = {
        "compute": {"instance_type": "standard_e4s_v3", "runtime_version": "3.4"},
        "monitoring_target": {
            "ml_task": task,
            "endpoint_deployment_id": f"azureml:{serving.endpoint}:{serving.next}",
        },
        "monitoring_signals": {
            "data_drift": _signal("data_drift", _DRIFT),
            "prediction_drift": _signal("prediction_drift", _DRIFT),
            "data_quality": _signal("data_quality", _QUALITY),
        },
    }
    address = site.given.get("notify")
    if address is not None:
        definition["alert_notification"] = {"emails": [address]}
    return {
        "$schema": _SCHEMA,
        "name": name,
        "display_name": f"Monitor of {serving.endpoint}/{serving.next}",
        "trigger": {
            "type": "recurrence",
            "frequency": "day",
            "interval": 1,
            "schedule": {"hours": [6], "minutes": [0]},
            "time_zone": "UTC",
        },
        "create_monitor": definition,
    }


def _signal(kind: str, thresholds: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "alert_enabled": True, "metric_thresholds": thresholds}
