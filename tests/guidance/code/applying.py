"""Files of a plan, applied to an estate: what was written, read back as the bodies that Azure would
then show, and the runs that would follow.

Nothing is taken from the writers: only the files' content counts.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml
from pycep import BicepParser

from aml_maturity_audit.guidance.code.checked import load
from guidance.code.auditing import WORKSPACE

SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"
FOLDER = "azureml"
Tree = dict[str, Any]


def apply(estate: Tree, files: Iterable[Path]) -> Tree:
    """The estate as it is some weeks after the files were applied."""
    group = estate["subscriptions"][SUBSCRIPTION]["resourceGroups"]["rg-churn-prod"]
    workspace = group["workspaces"][WORKSPACE]
    paths = sorted(files, key=lambda path: path.name)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".bicep":
            _bicep(group, workspace, text)
        elif path.suffix == ".yml" and not path.name.startswith("azure-pipelines"):
            kind = path.name.split("-", 1)[0].replace("monitor", "schedule")
            _AZURE_ML[kind](workspace, load(kind, text, path.name), yaml.safe_load(text))
    for path in paths:
        if path.name.startswith("azure-pipelines"):
            _pipeline(estate, workspace, path, paths)
    _retrained_on_breach(workspace)
    return estate


def _schedule(workspace: Tree, entity: Any, content: Tree) -> None:
    body = entity._to_rest_object().as_dict()["properties"]
    body |= {"isEnabled": True, "provisioningState": "Succeeded"}
    name = content["name"]
    schedule = {"created": "-40d", "by": "ben", "properties": body}
    workspace.setdefault("schedules", {})[name] = schedule
    fired = {"repeat": 30, "every": "1d", "by": "ben"}
    stamped = {"displayName": f"{name}-${{stamp}}"}
    if "create_monitor" in content:
        run = {"like": "monitor-run", "created": "-1d@06:00", "properties": stamped}
    else:
        stem = content["create_job"].removeprefix("azureml:").rsplit("-", 1)[0]
        source = workspace["jobs"][stem]
        run = {"like": source["like"], "created": "-1d@02:00", "properties": stamped}
    workspace["jobs"][name] = run | fired


def _deployment(workspace: Tree, entity: Any, content: Tree) -> None:
    body = entity._to_rest_object(location="westeurope").as_dict()
    body["properties"]["provisioningState"] = "Succeeded"
    if "model" in content:
        body["properties"]["model"] = content["model"].removeprefix("azureml:")
    endpoint = workspace["onlineEndpoints"][content["endpoint_name"]]
    kept = {key: body[key] for key in ("sku", "properties")}
    endpoint["deployments"][content["name"]] = {"created": "-30d", "by": "ben", **kept}


def _endpoint(workspace: Tree, _: Any, content: Tree) -> None:
    properties = workspace["onlineEndpoints"][content["name"]]["properties"]
    properties["traffic"] = content["traffic"]
    properties["mirrorTraffic"] = content["mirror_traffic"]


def _environment(workspace: Tree, entity: Any, content: Tree) -> None:
    body = entity._to_rest_object().as_dict()["properties"]
    versions = {content["version"]: {"created": "-40d", "by": "ben", "properties": body}}
    workspace["environments"][content["name"]] = {"versions": versions}


_AZURE_ML: dict[str, Callable[[Tree, Any, Tree], None]] = {
    "schedule": _schedule,
    "deployment": _deployment,
    "endpoint": _endpoint,
    "environment": _environment,
}
_PLACES = {
    "Microsoft.Insights/autoscalesettings": "autoscaleSettings",
    "Microsoft.Insights/metricAlerts": "metricAlerts",
    "Microsoft.EventGrid/eventSubscriptions": "eventSubscriptions",
}


def _bicep(group: Tree, workspace: Tree, text: str) -> None:
    known = BicepParser().parse(text=text)["resources"]
    for resource in known.values():
        if resource["existing"] or resource["type"] not in _PLACES:
            continue
        config = resource["config"]
        place = workspace if config.get("scope") == "workspace" else group
        plain = json.loads(json.dumps(config["properties"], default=str))
        body = {"properties": plain | {"provisioningState": "Succeeded"}}
        place.setdefault(_PLACES[resource["type"]], {})[config["name"]] = body


def _pipeline(estate: Tree, workspace: Tree, path: Path, files: list[Path]) -> None:
    """Committed with what it deploys, made a pipeline, and run every week."""
    project = estate["devops"]["contoso"]["projects"]["ml"]
    text = path.read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    repository = project["repositories"]["churn"]["files"]
    repository |= {f"{FOLDER}/{one.name}": one.read_text(encoding="utf-8") for one in files}
    weekly = {"repeat": 4, "every": "7d"}
    project["pipelines"] = {
        "churn-release": {
            "repository": "churn",
            "yaml": f"{FOLDER}/{path.name}",
            "builds": [
                weekly
                | {"at": "-2d@11:00", "took": "1h", "reason": "individualCI", "by": "ada"}
                | {
                    "result": "succeeded",
                    "branch": "main",
                    "tests": {"tests": {"total": 9, "passed": 9}},
                }
                | {"timeline": [_stage(stage) for stage in content["stages"]]}
            ],
        }
    }
    release = content["stages"][-1]["jobs"][0]
    script = str(release["strategy"])
    record = {"at": "-2d@10:50", "took": "30m", "pipeline": "churn-release", "result": "succeeded"}
    environment = project["environments"][release["environment"]]
    environment["deployments"] = [weekly | record | {"stage": content["stages"][-1]["stage"]}]
    _released(estate, workspace, project, script, weekly)


def _stage(stage: Tree) -> Tree:
    job = stage["jobs"][0]
    steps = job.get("steps") or job["strategy"]["runOnce"]["deploy"]["steps"]
    names = [s.get("displayName") or s.get("task") or "Checkout" for s in steps]
    return {
        "stage": stage["stage"],
        "jobs": [{"job": job.get("job") or job["deployment"], "steps": names}],
    }


def _released(estate: Tree, workspace: Tree, project: Tree, script: str, weekly: Tree) -> None:
    """Each run writes as the identity of its service connection; the other deployment is live."""
    connection = next(name for name in project["serviceConnections"] if name in script)
    by = project["serviceConnections"][connection]["principal"]
    endpoint = workspace["onlineEndpoints"]["churn"]
    new = next(name for name in endpoint["deployments"] if name != "blue")
    endpoint["deployments"][new]["by"] = by
    endpoint["properties"]["traffic"] = {"blue": 0, new: 100}
    endpoint["properties"]["mirrorTraffic"] = {}
    on = f"${{workspace:{WORKSPACE}}}/onlineEndpoints/churn"
    log = estate["subscriptions"][SUBSCRIPTION].setdefault("activityLog", {})
    for name, target in (("deploy", f"{on}/deployments/{new}"), ("shift", on)):
        log[name] = weekly | {"at": "-2d@10:40", "by": by, "operation": "write", "on": target}


def _retrained_on_breach(workspace: Tree) -> None:
    """A monitor finds something once; who is told of it trains."""
    names = [name for name in workspace.get("schedules", {}) if "monitor" in name]
    if not names:
        return
    tag = {"azureml_modelmonitor_threshold_breached": "The data_drift signal has failed"}
    workspace["jobs"]["breach"] = {
        "like": "monitor-run",
        "created": "-9d@06:00",
        "by": "ben",
        "properties": {"displayName": f"{names[0]}-${{stamp}}", "status": "Failed", "tags": tag},
    }
    if workspace.get("eventSubscriptions"):
        source = workspace["jobs"]["train"]["like"]
        answer = {"like": source, "created": "-9d@07:00", "by": "churn-retrain"}
        workspace["jobs"]["answer"] = answer
