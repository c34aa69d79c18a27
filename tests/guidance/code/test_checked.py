"""What azure-ai-ml loads is written; a copy with a mistake in it is refused."""

import logging

import pytest
import yaml

from aml_maturity_audit.guidance.code.artefact import AZURE_ML
from aml_maturity_audit.guidance.code.checked import NotLoadable, check, load

MISTAKES = {
    "schedule-retrain.yml": [
        ("colour", "green"),
        ("name", None),
        ("create_job", "azureml:"),
        ("create_job", "azureml:no such job; rm -rf"),
        ("create_job", 7),
        ("trigger.frequency", "fortnight"),
        ("trigger.interval", "often"),
        ("trigger.schedule.hours", "two"),
        ("trigger.type", "whenever"),
    ],
    "monitor-churn-green.yml": [
        ("create_monitor.monitoring_target.endpoint_deployment_id", "azureml:churn"),
        ("create_monitor.monitoring_target.endpoint_deployment_id", "nonsense"),
        ("create_monitor.monitoring_target.endpoint_deployment_id", None),
        ("create_monitor.monitoring_target.ml_task", "guessing"),
        ("create_monitor.monitoring_signals.data_drift.type", "drift"),
        ("create_monitor.monitoring_signals.data_drift.metric_thresholds.numerical", {"x": 1}),
        ("create_monitor.alert_notification", {"telephone": "1"}),
        ("create_monitor.compute.size", "large"),
    ],
    "deployment-churn-green.yml": [
        ("instance_type", None),
        ("instance_count", "two"),
        ("model", "churn"),
        ("model", "azureml:churn"),
        ("model", None),
        ("environment", "azureml:churn-serve@latest"),
        ("code_configuration.code", "./src"),
        ("data_collector.collections.model_inputs.enabled", "maybe"),
        ("data_collector.sampling_rate", 7.0),
        ("app_insights", True),
    ],
    "endpoint-churn-mirror.yml": [
        ("auth_mode", "none"),
        ("traffic", {"blue": 90}),
        ("mirror_traffic", {"blue": 10}),
        ("mirror_traffic", {"green": 60}),
        ("mirror_traffic", {"green": 10, "red": 10}),
        ("mirrored", {"green": 10}),
    ],
}


def changed(text: str, path: str, value) -> str:
    content = yaml.safe_load(text)
    *above, last = path.split(".")
    place = content
    for key in above:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return yaml.safe_dump(content, sort_keys=False)


def test_what_is_written_is_loaded(made):
    loaded = {n: load(a.kind, a.text, n) for n, a in made.items() if a.kind in AZURE_ML}
    assert set(loaded) == set(MISTAKES)
    deployment = loaded["deployment-churn-green.yml"]
    assert (deployment.name, deployment.endpoint_name) == ("green", "churn")
    assert deployment.app_insights_enabled
    assert deployment.data_collector.collections["model_inputs"].enabled
    assert loaded["endpoint-churn-mirror.yml"].mirror_traffic == {"green": 10}


@pytest.mark.parametrize(
    ("file", "path", "value"), [(f, p, v) for f, many in MISTAKES.items() for p, v in many]
)
def test_a_copy_with_a_mistake_is_not(made, file, path, value):
    one = made[file]
    with pytest.raises(NotLoadable, match=file):
        load(one.kind, changed(one.text, path, value), file)


def test_an_environment_without_image(made):
    good = "name: churn-training\nversion: '1'\nimage: contoso.azurecr.io/train:1\n"
    assert load("environment", good, "e.yml").version == "1"
    for bad in (good + "flavour: x\n", good.replace("image", "build"), "- a list\n"):
        with pytest.raises(NotLoadable):
            load("environment", bad, "e.yml")


def test_the_library_is_kept_quiet(made, capfd, recwarn):
    level = logging.getLogger("azure.ai.ml").level
    for one in made.values():
        check(one)
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list
    assert logging.getLogger("azure.ai.ml").level == level


def test_the_library_is_imported_only_where_a_file_is_checked():
    import subprocess
    import sys

    program = (
        "import sys; import aml_maturity_audit.guidance.code.writing, "
        "aml_maturity_audit.cli.commands.plan; print('azure.ai.ml' in sys.modules)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout == b"False\n"
