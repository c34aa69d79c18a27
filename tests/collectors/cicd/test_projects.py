"""Which projects are read, which count, and what each bad input costs."""

import pytest

from aml_maturity_audit.collectors.cicd.azure_devops.collect import all_sources
from aml_maturity_audit.signals import cicd
from aml_maturity_audit.signals.cicd import PIPELINES, SERVICE_CONNECTIONS
from aml_maturity_audit.signals.reading import Denied, Failed, Observed
from fakes.devops import NOT_FOUND_PAGE, SIGN_IN, Reply, page, refusal
from fakes.mlops import mlops, readings

NO_PROJECT = refusal(404, "ProjectDoesNotExistWithNameException")


def test_every_signal_of_a_project_has_a_source():
    keys = {key.name for key in vars(cicd).values() if getattr(key, "scope", "") == "project"}
    assert {source.yields.name for source in all_sources()} == keys


async def test_a_named_project_is_named_and_spelled_as_it_is(monkeypatch):
    world = mlops(**{r"projects/MLOPS$": Reply({"name": "mlops"})})
    (found,), warnings = await readings(monkeypatch, world, projects=("MLOPS",))
    assert (found.project.name, found.project.named) == ("mlops", True)
    assert found.project.organization == "https://dev.azure.com/contoso"
    assert found.project.url == "https://dev.azure.com/contoso/mlops"
    assert warnings == []


async def test_an_organization_named_alone_means_all_projects_it_shows_but_none_is_named(
    monkeypatch,
):
    two = page({"name": "mlops"}, {"name": "apps"})
    found, _ = await readings(monkeypatch, mlops(**{r"projects$": two}), projects=())
    assert [(one.project.name, one.project.named) for one in found] == [
        ("mlops", False),
        ("apps", False),
    ]


async def test_projects_of_a_list_that_was_cut_do_not_count_as_named(monkeypatch):
    cut = [page({"name": "mlops"}, token="x"), Reply("", 403)]
    (found,), _ = await readings(monkeypatch, mlops(**{r"projects$": cut}), projects=())
    assert not found.project.named
    assert isinstance(found.readings.get(PIPELINES), Observed)


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (NOT_FOUND_PAGE, Failed, "There is no organization contoso"),
        (SIGN_IN, Denied, "sign-in page"),
        (Reply("", 401), Denied, "not valid for contoso"),
    ],
)
async def test_an_organization_that_cannot_be_read_has_every_reading_lost(
    monkeypatch, reply, kind, says
):
    (found,), warnings = await readings(monkeypatch, mlops(**{r"projects$": reply}), projects=())
    for source in all_sources():
        lost = found.readings.get(source.yields)
        assert isinstance(lost, kind)
        assert says in (lost.reason if isinstance(lost, Failed) else lost.detail)
    assert [warning.code for warning in warnings] == ["cicd-source-unread"]
    assert says in warnings[0].text


async def test_a_missing_project_costs_itself_and_says_what_to_do(monkeypatch):
    world = mlops(**{r"projects/gone$": NO_PROJECT})
    (gone, mlops_), warnings = await readings(monkeypatch, world, projects=("gone", "mlops"))
    lost = gone.readings.get(PIPELINES)
    assert isinstance(lost, Failed)
    assert "Check --devops-project" in lost.reason
    assert isinstance(mlops_.readings.get(PIPELINES), Observed)
    assert [warning.resource for warning in warnings] == ["https://dev.azure.com/contoso/gone"]


async def test_a_project_whose_own_record_may_not_be_read_is_read(monkeypatch):
    (found,), warnings = await readings(monkeypatch, mlops(**{r"projects/mlops$": Reply("", 403)}))
    assert isinstance(found.readings.get(PIPELINES), Observed)
    assert warnings == []


async def test_a_project_named_for_two_organizations_need_be_in_one(monkeypatch):
    world = mlops(**{r"fabrikam/_apis/projects/mlops$": NO_PROJECT})
    urls = ("https://dev.azure.com/contoso", "https://dev.azure.com/fabrikam")
    found, warnings = await readings(monkeypatch, world, urls=urls)
    assert [one.project.organization for one in found] == ["https://dev.azure.com/contoso"]
    assert warnings == []


async def test_a_scope_that_is_missing_costs_its_own_reading_and_is_named(monkeypatch):
    (found,), _ = await readings(monkeypatch, mlops(**{r"endpoints$": Reply("", 401)}))
    denied = found.readings.get(SERVICE_CONNECTIONS)
    assert isinstance(denied, Denied)
    assert denied.action == "vso.serviceendpoint"
    assert "lacks the scope vso.serviceendpoint" in denied.detail
    assert isinstance(found.readings.get(PIPELINES), Observed)


async def test_a_bug_in_a_source_costs_its_own_reading(monkeypatch):
    def broken(asked):
        raise RuntimeError("a stranger's words")

    (found,), _ = await readings(monkeypatch, mlops(**{r"endpoints$": broken}))
    failed = found.readings.get(SERVICE_CONNECTIONS)
    assert isinstance(failed, Failed)
    assert "RuntimeError" in failed.reason
    assert "stranger" not in failed.reason
    assert isinstance(found.readings.get(PIPELINES), Observed)
