"""Annotations say what the gate said, and a name in them is never a command of its own."""

import pytest
from msgspec.structs import replace

from aml_maturity_audit.gate import Finding, GateResult, azure_pipelines, both, github, judge_gate
from assessments import assessment, workspace


def gated(name="a", verdicts="+++++-++++", minimum=2):
    return judge_gate(assessment(replace(workspace("a", verdicts), name=name)), minimum=minimum)


def test_azure_pipelines():
    assert azure_pipelines(gated()).startswith(
        "##vso[task.logissue type=error;code=failed a]"
        "a cannot reach level 2: it is at level 1, at most 1. models-are-managed is not met: "
    )
    assert "type=warning;code=undecided a]" in azure_pipelines(gated(verdicts="+++++?++++"))


def test_github():
    assert github(gated()).startswith(
        "::error title=Azure ML maturity%3A failed a::a cannot reach level 2: it is at level 1"
    )
    assert github(gated(verdicts="+++++?++++")).startswith("::warning title=")


def test_nothing_to_say_is_nothing():
    assert azure_pipelines(gated(verdicts="+" * 10)) == ""
    assert github(GateResult()) == ""


@pytest.mark.parametrize(
    "name",
    [
        "x\n##vso[task.complete result=Succeeded]",
        "x]y;z##vso[task.setvariable variable=a]b",
        "x\r\n::set-output name=a::b",
        "x::stop-commands::y",
        "100%0A::error::x",
        "\u2028::add-mask::x",
    ],
)
def test_a_name_is_never_a_command(name):
    for text, start in ((azure_pipelines(gated(name)), "##vso["), (github(gated(name)), "::")):
        (line,) = text.splitlines()
        assert line.count(start) == (1 if start == "##vso[" else 2)
    (azure,) = azure_pipelines(gated(name)).splitlines()
    properties = azure.removeprefix("##vso[task.logissue ").split("]", 1)[0]
    assert properties.count(";") == 1
    assert "%0A" not in azure.replace("%AZP250A", "")


def test_a_finding_of_raw_texts_is_no_command_either():
    text = "x\n##vso[task.complete]\n::error::y"
    finding = Finding(outcome="failed", workspace=text, key="k", dimension="overall", sentence=text)
    result = GateResult(findings=(finding,), judged=1)
    assert azure_pipelines(result).count("##vso[") == 1
    assert len(azure_pipelines(result).splitlines()) == 1
    assert len(github(result).splitlines()) == 1


def test_two_gates_are_as_good_as_the_worse():
    failed, passed = gated(), gated(minimum=0)
    assert both(passed, failed).outcome == "failed"
    assert both(passed, passed).outcome == "passed"
    assert both(failed, passed).judged == 1
