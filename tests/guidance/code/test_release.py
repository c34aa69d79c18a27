"""The deploy stage, read back with our own reader, and its scripts, run with an `az` that only says
what it is asked."""

import subprocess

import pytest
import yaml

from aml_maturity_audit.pipelines.reader import read_pipeline

FILE = "azure-pipelines-churn.yml"
SHOWN = {
    "automatic_trigger",
    "runs_tests",
    "deploys_model",
    "tests_deployment",
    "shifts_traffic",
    "approval_or_environment_gate",
}
AZ = """
az() {
  case "$*" in
    *'traffic."blue"'*) echo "$BLUE";;
    *'traffic."green"'*) echo "$GREEN";;
    *) echo "az $*";;
  esac
}
sleep() { :; }
"""


@pytest.fixture
def content(made):
    return read_pipeline(FILE, {FILE: made[FILE].text.encode()})


def test_it_shows_what_it_should(content):
    assert content.parsed
    assert content.unresolved == ()
    assert set(content.practices) == SHOWN
    assert content.environments == ("churn-prod",)
    assert content.service_connections == ("sc-churn",)
    assert {one.workspace for one in content.mentions} == {"mlw-churn-prod"}


def test_what_it_does_to_the_model_is_behind_the_gate_and_the_tests_are_before(content):
    for practice in ("deploys_model", "tests_deployment", "shifts_traffic"):
        assert all(one.gated for one in content.practices[practice])
    assert any(one.splits_traffic for one in content.practices["shifts_traffic"])
    assert {one.stage for one in content.practices["runs_tests"]} == {"Test"}


def test_nothing_in_it_is_an_expression(made):
    assert "$(" not in made[FILE].text.replace("$(az ml", "")
    assert "${{" not in made[FILE].text


def ran(made, step: int, blue: str, green: str) -> subprocess.CompletedProcess[str]:
    stages = yaml.safe_load(made[FILE].text)["stages"]
    steps = stages[1]["jobs"][0]["strategy"]["runOnce"]["deploy"]["steps"]
    script = AZ + steps[step]["inputs"]["inlineScript"]
    values = {"BLUE": blue, "GREEN": green, "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["bash", "-c", script], check=False, env=values, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("blue", "green", "live", "new"), [("100", "", "blue", "green"), ("0", "100", "green", "blue")]
)
def test_it_never_touches_what_is_live(made, blue, green, live, new):
    deployed, tried, moved = (ran(made, step, blue, green).stdout for step in (1, 2, 3))
    assert deployed.rstrip().endswith(f"-n {new}")
    assert tried.rstrip().endswith(f"-d {new}")
    shares = [line.split("000000000001 ")[1] for line in moved.splitlines()[1:]]
    assert shares == [
        f"--mirror-traffic {new}=10",
        f"--mirror-traffic {new}=0",
        f"--traffic {live}=90 {new}=10",
        f"--traffic {live}=0 {new}=100",
    ]


@pytest.mark.parametrize(("blue", "green"), [("90", "10"), ("", ""), ("0", "0")])
def test_a_rollout_left_half_way_stops_it(made, blue, green):
    for step in (1, 2, 3):
        ended = ran(made, step, blue, green)
        assert ended.returncode != 0
        assert "half way" in ended.stderr
        assert "az ml" not in ended.stdout
