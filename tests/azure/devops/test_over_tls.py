"""Whole projects through the real SDK over TLS, against the sandbox: rights, faults, promises."""

import pytest

from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.azure.devops.door import DevOpsSettings
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.collectors.cicd.azure_devops.collect import all_sources
from aml_maturity_audit.collectors.cicd.collect import collect_projects
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.sandbox import Sandbox, load_estate
from aml_maturity_audit.signals.cicd import (
    BRANCH_POLICIES,
    DEPLOYMENT_ENVIRONMENTS,
    DEPLOYMENT_RECORDS,
    PIPELINE_RUNS,
    PIPELINES,
    PULL_REQUESTS,
    REPOSITORIES,
    SERVICE_CONNECTIONS,
    TEST_RUNS,
)
from aml_maturity_audit.signals.reading import Denied, Failed, Observed
from fakes.door import HURRY, patient

PAT = "AZURE_DEVOPS_EXT_PAT"


async def collected(
    sandbox, *, pat: str | None = "pat-auditor", organization="contoso", projects=(), patience=HURRY
):
    """What collecting gives, and the account of requests."""
    environ = dict(sandbox.environment)
    environ.pop(PAT, None)
    if pat:
        environ[PAT] = pat
    plan = Plan(collected_at=now(), run_id="run-1")
    named = organizations([f"{sandbox.url}/{organization}"], projects)
    async with open_door(Settings(environ=environ, patience=patience)) as door:
        sandbox.requests.clear()
        settings = DevOpsSettings(environ=environ, patience=patience)
        return await collect_projects(door, named, plan, settings), door.account


async def project(sandbox, **options):
    """The readings of the project that has something in it."""
    found, _ = await collected(sandbox, projects=("ml ops",), **options)
    return found.projects[0].readings


@pytest.mark.parametrize("pat", ["pat-auditor", None])
async def test_everything_is_read_with_a_pat_and_with_an_entra_token(sandbox, pat, capsys):
    found, account = await collected(sandbox, pat=pat)
    assert [one.project.name for one in found.projects] == ["ml ops", "apps"]
    readings = found.projects[0].readings
    for source in all_sources():
        reading = readings.get(source.yields)
        assert isinstance(reading, Observed), (source.yields, reading)
        assert reading.gaps == ()
        assert reading.value, source.yields
    assert found.warnings == []
    assert account.record().devops == len(list(sandbox.requests.to("/_apis")))
    assert capsys.readouterr() == ("", "")


async def test_what_is_read_is_what_is_there(sandbox):
    readings = await project(sandbox)
    (repository,) = readings.get(REPOSITORIES).value
    assert repository.origins == ("dev.azure.com/contoso/ml ops/_git/churn",)
    assert repository.files == ("src/score.py",)
    yaml, classic = readings.get(PIPELINES).value
    assert yaml.origin == repository.origins[0]
    assert yaml.content.practices["deploys_model"][0].stage == "Deploy"
    assert yaml.content.environments == ("prod",)
    assert classic.id.startswith("release:")
    assert classic.content.practices["deploys_model"][0].stage == "Prod"
    pushed, pulled, deployed = readings.get(PIPELINE_RUNS).value
    assert "roll out" in pushed.ran
    assert pushed.skipped == ()
    assert "deploy" not in (pulled.ran or ())
    assert pulled.skipped
    assert deployed.reason == "individualCI"
    (tests,) = readings.get(TEST_RUNS).value
    assert (tests.name, tests.total, tests.run_id) == ("unit tests", 40, pushed.id)
    (prod,) = readings.get(DEPLOYMENT_ENVIRONMENTS).value
    assert (prod.name, prod.approvals) == ("prod", 1)
    (record,) = readings.get(DEPLOYMENT_RECORDS).value
    assert (record.pipeline_id, record.run_id) == (yaml.id, pushed.id)
    (connection,) = readings.get(SERVICE_CONNECTIONS).value
    assert connection.resource_groups == ("rg",)
    assert connection.service_principal == "c1c1c1c1-0000-4000-8000-000000000001"
    (policy,) = readings.get(BRANCH_POLICIES).value
    assert policy.pipeline_id == yaml.id
    (request,) = readings.get(PULL_REQUESTS).value
    assert request.approvers[0].upn == "ben@contoso.example"


async def test_only_reads_are_sent(sandbox):
    await collected(sandbox)
    asked = {(one.method, one.path.rpartition("/_apis")[2].lower()) for one in sandbox.requests}
    others = {(method, path) for method, path in asked if method != "GET"}
    assert others == {("OPTIONS", ""), ("POST", "/pipelines/checks/queryconfigurations")}


@pytest.mark.parametrize(
    ("pat", "says"),
    [
        ("pat-expired", "has expired"),
        ("no-such-pat", "sign-in page (203)"),
    ],
)
async def test_a_pat_that_is_no_good_costs_all_readings_and_says_why(sandbox, pat, says):
    found, _ = await collected(sandbox, pat=pat)
    (one,) = found.projects
    for source in all_sources():
        reading = one.readings.get(source.yields)
        assert isinstance(reading, Denied)
        assert says in reading.detail
    assert says in found.warnings[0].text
    assert pat not in repr([found.warnings, *one.readings.raw().values()])


async def test_a_scope_that_is_missing_is_named_and_costs_its_own_reading(sandbox):
    readings = await project(sandbox, pat="pat-narrow")
    for key, scope in ((TEST_RUNS, "vso.test"), (SERVICE_CONNECTIONS, "vso.serviceendpoint")):
        reading = readings.get(key)
        assert isinstance(reading, Denied)
        assert reading.action == scope
        assert f"lacks the scope {scope}" in reading.detail
    assert isinstance(readings.get(PIPELINES), Observed)


async def test_an_unknown_organization_and_project_are_told_apart(sandbox):
    found, _ = await collected(sandbox, organization="fabrikam")
    lost = found.projects[0].readings.get(PIPELINES)
    assert isinstance(lost, Failed)
    assert "no organization fabrikam" in lost.reason
    gone, _ = await collected(sandbox, projects=("gone",))
    lost = gone.projects[0].readings.get(PIPELINES)
    assert isinstance(lost, Failed)
    assert "project does not exist in contoso" in lost.reason


async def test_an_identity_that_is_no_member_is_told_to_join(estate_file):
    with Sandbox(load_estate(estate_file), identity="stranger") as sandbox:
        found, _ = await collected(sandbox, pat=None)
    lost = found.projects[0].readings.get(PIPELINES)
    assert isinstance(lost, Denied)
    assert "Add the identity to the users of contoso" in lost.detail


async def test_a_redirect_is_not_followed_and_takes_no_token_along(sandbox, estate_file):
    with Sandbox(load_estate(estate_file)) as other:
        sandbox.faults.add("/serviceendpoint", kind="redirect", to=f"{other.url}/contoso/_apis")
        other.requests.clear()
        reading = (await project(sandbox)).get(SERVICE_CONNECTIONS)
        assert isinstance(reading, Denied)
        assert "sign-in page (302)" in reading.detail
        assert list(other.requests) == []


async def test_nor_is_the_redirect_of_a_question_that_is_posted(sandbox, estate_file):
    with Sandbox(load_estate(estate_file)) as other:
        sandbox.faults.add("/queryconfigurations", kind="redirect", to=f"{other.url}/contoso/_apis")
        other.requests.clear()
        reading = (await project(sandbox)).get(DEPLOYMENT_ENVIRONMENTS)
        told = [reading.detail] if isinstance(reading, Denied) else [g.reason for g in reading.gaps]
        assert any("sign-in page (302)" in text for text in told), reading
        assert list(other.requests) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Retry-After": "0"}},
        {"status": 503},
        {"kind": "reset"},
        {"kind": "close"},
        {"kind": "truncate"},
    ],
)
async def test_trouble_that_passes_leaves_no_trace(sandbox, fault):
    sandbox.faults.add("/build/builds", nth=1, **fault)
    reading = (await project(sandbox)).get(PIPELINE_RUNS)
    assert isinstance(reading, Observed)
    assert reading.gaps == ()
    assert len(reading.value) == 3


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"kind": "reset"},
        {"kind": "truncate"},
        {"status": 200, "body": "not json"},
        {"kind": "hang"},
    ],
)
async def test_trouble_that_stays_costs_its_own_reading(sandbox, fault):
    sandbox.faults.add("/serviceendpoint", **fault)
    readings = await project(sandbox, patience=patient(read=0.5, attempt=1, total=2, attempts=2))
    assert isinstance(readings.get(SERVICE_CONNECTIONS), Failed)
    assert isinstance(readings.get(PIPELINES), Observed)


async def test_a_host_whose_certificate_is_not_trusted_gets_no_token(sandbox, estate_file):
    from aml_maturity_audit.azure.account import RequestAccount
    from aml_maturity_audit.azure.auth import Auth
    from aml_maturity_audit.azure.devops.door import open_devops
    from aml_maturity_audit.azure.tokens import Tokens
    from aml_maturity_audit.collectors.cicd.azure_devops.collect import azure_devops_projects
    from fakes.credential import StubCredential

    tokens = Tokens(StubCredential, Auth.DEFAULT, {})
    settings = DevOpsSettings(environ={PAT: "pat-auditor"}, patience=HURRY)
    named = organizations([f"{sandbox.url}/contoso"])
    async with open_devops(named, tokens, RequestAccount(), settings) as clients:
        (found,), _ = await azure_devops_projects(clients, Plan(collected_at=now(), run_id="run-1"))
    lost = found.readings.get(PIPELINES)
    assert isinstance(lost, Failed)
    assert "certificate is not trusted" in lost.reason
    assert list(sandbox.requests) == []


async def test_no_proxy_is_asked_for_this_machine(sandbox, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert isinstance((await project(sandbox)).get(PIPELINES), Observed)


async def test_a_netrc_is_not_taken_for_a_token(sandbox, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ada password not-ours")
    monkeypatch.setenv("NETRC", str(netrc))
    assert isinstance((await project(sandbox)).get(PIPELINES), Observed)


async def test_nothing_is_left_behind(sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    await collected(sandbox)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
