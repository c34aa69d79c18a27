"""Where the session may go, and what it leaves behind: areas, writes, the SDK's cache."""

import contextlib
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from aml_maturity_audit.azure.devops.client import Route
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
