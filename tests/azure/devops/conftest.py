"""An organization in the sandbox, and what it takes to collect it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aml_maturity_audit.sandbox import Sandbox, load_estate

ESTATE = """
identities:
  auditor:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d1
    secret: sandbox-secret
    devops: {pat: pat-auditor}
  expired:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d2
    secret: sandbox-secret
    devops: {pat: pat-expired, expired: true}
  narrow:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d3
    secret: sandbox-secret
    devops: {pat: pat-narrow, scopes: [vso.build, vso.code, vso.project, vso.release]}
  stranger:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d4
    secret: sandbox-secret
    devops: {pat: pat-stranger, member: false}
principals:
  ada: {name: Ada Example, upn: ada@contoso.example}
  ben: {name: Ben Example, upn: ben@contoso.example}
  ci: {name: release, type: Application, clientId: c1c1c1c1-0000-4000-8000-000000000001}
subscriptions: {}
devops:
  contoso:
    projects:
      ml ops:
        repositories:
          churn:
            files:
              azure-pipelines.yml: |
                trigger: [main]
                stages:
                  - stage: Test
                    jobs: [{job: unit, steps: [{script: pytest tests, displayName: Unit tests}]}]
                  - stage: Deploy
                    condition: eq(variables['Build.SourceBranch'], 'refs/heads/main')
                    jobs: [{template: templates/deploy.yml}]
              templates/deploy.yml: |
                jobs:
                  - deployment: release
                    environment: prod
                    strategy:
                      runOnce:
                        deploy:
                          steps:
                            - script: az ml online-deployment create -f d.yml -w churn -g rg
                              displayName: Roll out
              src/score.py: "def run(data): return data"
            commits: [{at: -1d, by: ada, comment: Score faster}]
            pullRequests:
              - {title: a, by: ada, created: -3d, closed: -2d, closedBy: ben,
                 reviewers: [{by: ben, vote: 10}]}
            policies: [{kind: build, branch: main, pipeline: release}]
        pipelines:
          release:
            repository: churn
            yaml: azure-pipelines.yml
            builds:
              - {at: -1d, took: 12m, reason: individualCI, result: succeeded, by: ada, branch: main,
                 tests: {unit tests: {total: 40, passed: 40}},
                 timeline: [
                   {stage: Test, jobs: [{job: unit, steps: [Unit tests]}]},
                   {stage: Deploy, jobs: [{job: release, steps: [Roll out]}]}]}
              - {at: -2d, took: 12m, reason: pullRequest, result: succeeded, by: ada, branch: x,
                 timeline: [
                   {stage: Test, jobs: [{job: unit, steps: [Unit tests]}]},
                   {stage: Deploy, result: skipped}]}
        environments:
          prod:
            checks: [{kind: approval, approvers: [ben]}]
            deployments: [{at: -1d, took: 6m, pipeline: release, stage: Deploy, result: succeeded}]
        serviceConnections:
          sc: {scope: /subscriptions/11111111-0000-4000-8000-000000000001/resourceGroups/rg,
               principal: ci}
        releases:
          classic:
            environments: [{name: Prod, approvers: [ben],
                            tasks: [{name: Roll out, inputs: {
                              scriptLocation: inlineScript,
                              inlineScript: az ml online-deployment create -w churn}}]}]
            deployments: [{at: -1d, environment: Prod, status: succeeded,
                           reason: continuousIntegration, by: ci}]
      apps: {}
"""


@pytest.fixture(scope="module")
def estate_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("estate") / "estate.yaml"
    file.write_text(ESTATE)
    return file


@pytest.fixture
def sandbox(estate_file: Path) -> Iterator[Sandbox]:
    with Sandbox(load_estate(estate_file)) as running:
        yield running
