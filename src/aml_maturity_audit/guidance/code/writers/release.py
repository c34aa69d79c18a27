"""An Azure Pipelines deploy stage with tests and an approval. Source: azure_facts A.18."""

from collections.abc import Iterator
from typing import Any

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import PIPELINE, Artefact, Lacking
from aml_maturity_audit.guidance.code.quoting import as_yaml, command
from aml_maturity_audit.guidance.code.repository import Home, home
from aml_maturity_audit.guidance.code.site import RELEASED, Serving, Site
from aml_maturity_audit.guidance.code.writers.deployment import check, file_of
from aml_maturity_audit.guidance.code.writers.each import for_each
from aml_maturity_audit.guidance.code.writers.release_script import release_steps

WHAT = "an Azure Pipelines deploy stage with tests and an approval"
FOR = RELEASED
FOLDER = "azureml"
"""Folder of the repository that the files go to."""


def write(site: Site) -> Iterator[Artefact | Lacking]:
    """One pipeline for each endpoint. Raises NameMissing for the first name that is not known."""
    place = home(site)
    request = site.given.need("request-file", "Which request a release is tried with is not known")
    return for_each(site, WHAT, lambda site, one: _release(site, one, place, request))


def _release(site: Site, serving: Serving, place: Home, request: str) -> Artefact:
    check(site, serving)
    file = names.file_name(f"azure-pipelines-{serving.endpoint}", ".yml")
    path = f"{FOLDER}/{file_of(serving)}"
    approval = (
        ()
        if place.approved
        else (f"Ask for an approval: environment {place.environment}, Approvals and checks.",)
    )
    return Artefact(
        name=file,
        kind=PIPELINE,
        text=as_yaml(_content(site, serving, place, path, request)),
        does=f"On each push to the default branch of {place.repository.name}: runs the tests in"
        f" {place.tests}, then, behind environment {place.environment}, deploys {path} beside what"
        " is live, tries it, and moves the traffic over by way of a mirror and a tenth.",
        apply=(
            f"mkdir -p {FOLDER} && cp {file_of(serving)} {file} {FOLDER}/",
            f"git add {FOLDER} && git commit -m 'Release through a pipeline' && git push",
        ),
        criteria=site.wants(FOR),
        mind=(
            f"The commands are for a checkout of {place.repository.name}; then make a pipeline of"
            f" {FOLDER}/{file} in project {place.project}.",
            *approval,
            f"A release is a commit that changes the model in {path}.",
            f"Releases alternate between {serving.live.name} and {serving.next}: let a monitor"
            " watch each of them.",
            f"Service connection {place.connection} needs no more than to write to the workspace.",
        ),
    )


def _content(site: Site, serving: Serving, place: Home, path: str, request: str) -> dict[str, Any]:
    branch = place.repository.default_branch.removeprefix("refs/heads/") or "main"
    return {
        "trigger": {"branches": {"include": [names.proper(branch, "the default branch")]}},
        "pr": "none",
        "pool": {"vmImage": "ubuntu-latest"},
        "stages": [
            {"stage": "Test", "jobs": [{"job": "tests", "steps": _test_steps(place)}]},
            {
                "stage": "Deploy",
                "dependsOn": "Test",
                "jobs": [
                    {
                        "deployment": "release",
                        "environment": place.environment,
                        "strategy": {
                            "runOnce": {
                                "deploy": {
                                    "steps": release_steps(site, serving, place, path, request)
                                }
                            }
                        },
                    }
                ],
            },
        ],
    }


def _test_steps(place: Home) -> list[dict[str, Any]]:
    install = (
        "python -m pip install pytest\n"
        "if [ -f requirements.txt ]; then python -m pip install -r requirements.txt; fi\n"
    )
    pytest = ("python", "-m", "pytest", place.tests, "--junitxml=tests.xml")
    return [
        {"task": "UsePythonVersion@0", "inputs": {"versionSpec": "3.11"}},
        {"script": install, "displayName": "Install"},
        {
            "script": command(*pytest, *(f"--ignore={folder}" for folder in place.waiting)),
            "displayName": "Run the tests",
        },
        {
            "task": "PublishTestResults@2",
            "condition": "succeededOrFailed()",
            "inputs": {"testResultsFiles": "tests.xml", "testRunTitle": "tests"},
        },
    ]
