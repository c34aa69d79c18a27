"""Where the session may go, and what it leaves behind: areas, writes, the SDK's cache."""

import contextlib
import ssl
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
import requests

from aml_maturity_audit.azure.devops.adapter import GuardedAdapter, GuardedCredentials
from aml_maturity_audit.azure.devops.client import Route
from aml_maturity_audit.azure.devops.guard import DevOpsGuard
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.problems import GuardRefused
from fakes.devops import World, fake_devops


class Thing(msgspec.Struct):
    id: object = None


async def test_a_foreign_resource_area_is_not_followed(monkeypatch):
    world = World()
    area = "efc2f575-36ef-48e9-b672-0c6fb4a48ac5"
    route = Route(
        path="/p/_apis/release", scope="vso.release", source="s", api=("7.1",), area=("vsrm", area)
    )
    for location in ("https://evil.example/contoso/", "https://vsrm.dev.azure.com/other/"):
        world.areas = [SimpleNamespace(id=area, location_url=location)]
        async with fake_devops(monkeypatch, world) as (clients, _):
            await clients[0].listing(route, Thing, lambda one: one)
        assert world.asked[-1].url.startswith("https://vsrm.dev.azure.com/contoso/p/_apis/release")


async def test_areas_that_cannot_be_looked_up_are_found_by_rule(monkeypatch):
    world = World()
    world.areas = ValueError("the SDK did not expect that")
    area = ("vsrm", "efc2f575-36ef-48e9-b672-0c6fb4a48ac5")
    route = Route(path="/p/_apis/release", scope="vso.release", source="s", api=("7.1",), area=area)
    async with fake_devops(monkeypatch, world) as (clients, account):
        await clients[0].listing(route, Thing, lambda one: one)
    assert world.asked[-1].url.startswith("https://vsrm.dev.azure.com/contoso/")
    assert account.by_source["resource-areas"] == 2


async def test_only_reads_leave(monkeypatch):
    world = World()
    async with fake_devops(monkeypatch, world) as (clients, _):
        writing = Route(path="/p/_apis/build/builds", scope="x", source="s", api=("1",), body=[1])
        with pytest.raises(GuardRefused):
            await clients[0].item(writing, Thing)
    assert world.asked == []


async def test_the_cache_is_in_a_directory_that_goes_away(monkeypatch):
    from azure.devops import _file_cache

    world = World()
    async with fake_devops(monkeypatch, world):
        file = Path(_file_cache.OPTIONS_CACHE.file_name)
        assert file.parent.is_dir()
        assert "aml-maturity-audit-" in str(file.parent)
    assert not file.parent.exists()
    with contextlib.suppress(KeyError):
        _file_cache.OPTIONS_CACHE["x"] = 1
    assert not file.exists()


def session() -> requests.Session:
    guard = DevOpsGuard(organizations(["https://dev.azure.com/contoso"]))
    adapter = GuardedAdapter(guard, ssl.create_default_context(), Patience(), 1)
    adapter.authorization = "Basic secret"
    return GuardedCredentials(adapter).signed_session()


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/contoso",
        "https://dev.azure.com/fabrikam/_apis",
        "https://app.vssps.visualstudio.com/_apis/ResourceAreas",
    ],
)
def test_a_session_of_the_sdk_asks_no_stranger(url):
    with session() as ours, pytest.raises(GuardRefused):
        ours.get(url)


def test_a_session_of_the_sdk_speaks_no_http_follows_nothing_and_remembers_nothing():
    with session() as ours:
        with pytest.raises(requests.exceptions.InvalidSchema):
            ours.get("http://dev.azure.com/contoso/_apis")
        moved = requests.Response()
        moved.status_code = 302
        moved.headers["Location"] = "https://dev.azure.com/contoso/_apis"
        assert ours.get_redirect_target(moved) is None
        assert ours.auth is None
        assert ours.cookies._policy.is_not_allowed("dev.azure.com")
