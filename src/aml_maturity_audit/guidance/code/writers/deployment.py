"""A deployment beside the one in production, which tells what goes on in it.

It serves the same model; its logs go to Application Insights and its data is collected. The one in
production is not touched: a file for it would take away what a snapshot does not hold (environment
variables, probes, request settings). Source: azure_facts A.13, A.14.
"""

from collections.abc import Iterator
from typing import Any

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import DEPLOYMENT, Artefact, Lacking, NameMissing
from aml_maturity_audit.guidance.code.quoting import as_yaml, command
from aml_maturity_audit.guidance.code.site import (
    COLLECTED,
    MONITORED,
    RELEASED,
    ROLLED_OUT,
    Serving,
    Site,
)
from aml_maturity_audit.guidance.code.writers.each import for_each, managed
from aml_maturity_audit.signals.serving import OnlineDeployment

WHAT = "a deployment with data collection and Application Insights"
FOR = COLLECTED | MONITORED | ROLLED_OUT | RELEASED
_SCHEMA = "https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json"
_LEAST = 2


def write(site: Site) -> Iterator[Artefact | Lacking]:
    """One file for each endpoint that needs it."""
    return for_each(site, WHAT, lambda site, one: _deployment(site, one) if one.written else None)


def file_of(serving: Serving) -> str:
    """The name of the file of a deployment."""
    return names.file_name(f"deployment-{serving.endpoint}-{serving.next}", ".yml")


def _deployment(site: Site, serving: Serving) -> Artefact:
    file = file_of(serving)
    check(site, serving)
    show = ("online-deployment", "show", "-e", serving.endpoint, "-n", serving.live.name)
    return Artefact(
        name=file,
        kind=DEPLOYMENT,
        text=as_yaml(_content(site, serving)),
        does=f"Deploys the model of {serving.live.name} as {serving.next} beside it, with no live"
        " traffic, with Application Insights and data collection.",
        apply=(command("az", "ml", "online-deployment", "create", "-f", file, *site.where),),
        criteria=site.wants(FOR),
        mind=(
            "Environment variables, probes and request settings are in no snapshot: take them over"
            f" from what {command('az', 'ml', *show, *site.where)} shows.",
            "An MLflow model collects by itself; a scoring script has to use the"
            " azureml-ai-monitoring package for model_inputs and model_outputs.",
        ),
    )


def check(site: Site, serving: Serving) -> None:
    """Raises NameMissing where what is to take over neither stands nor can be written."""
    if not serving.written:
        return
    live = serving.live
    if not managed(serving):
        raise NameMissing(
            f"{live.endpoint}/{live.name} runs on {live.kind}: its resource requests are in no"
            " snapshot."
        )
    if not site.view.workspace.application_insights:
        raise NameMissing(
            "The workspace has no Application Insights to send logs to: attach one, then collect"
            " and plan again."
        )
    _content(site, serving)


def will_stand(site: Site, serving: Serving) -> bool:
    """Whether the deployment that is to take over stands, or is written."""
    try:
        check(site, serving)
    except NameMissing:
        return False
    return True


def _size(site: Site, live: OnlineDeployment) -> str:
    return site.given.need("instance-type", f"The instance type of {live.name} is in no snapshot")


def _content(site: Site, serving: Serving) -> dict[str, Any]:
    live = serving.live
    content: dict[str, Any] = {
        "$schema": _SCHEMA,
        "name": serving.next,
        "endpoint_name": serving.endpoint,
        "type": "managed",
        "model": names.asset_reference(live.model, "model"),
    }
    if live.environment_id:
        content["environment"] = names.asset_reference(live.environment_id, "environment")
    if live.code_id and live.scoring_script:
        content["code_configuration"] = {
            "code": names.asset_reference(live.code_id, "code"),
            "scoring_script": live.scoring_script,
        }
    collection = {"enabled": "True"}
    return content | {
        "instance_type": _size(site, live),
        "instance_count": max(_LEAST, live.capacity or _LEAST),
        "app_insights_enabled": True,
        "data_collector": {
            "collections": {"model_inputs": dict(collection), "model_outputs": dict(collection)},
            "sampling_rate": 1.0,
        },
    }
