"""Files that a host cuts short and sends as if they were whole are noticed, and fetched again."""

import pytest

from aml_maturity_audit.azure.devops.client import Route
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.azure_devops.wholeness import blob_id, whole_file
from fakes.devops import Reply, World, fake_devops, refusal

CONTENT = b"trigger: none\nsteps: []\n"
ID = "01821cbf6444439f118719168d56c8beef9220da"
"""As `git hash-object` has it."""
CUT = CONTENT[:10]
ROUTE = Route(
    path="/_apis/git/repositories/r/items",
    scope="vso.code",
    source="pipelines",
    api=("7.1",),
    params={"path": "/azure-pipelines.yml", "$format": "octetStream"},
)


def file(content: bytes) -> Reply:
    return Reply(content, kind="application/octet-stream")


async def fetched(monkeypatch, *contents: bytes, id_: str = ID, blob: object = None):
    answers = {"/items$": [file(one) for one in contents]}
    answers["/blobs/"] = blob or Reply({"objectId": ID, "size": len(CONTENT)})
    world = World(answers)
    async with fake_devops(monkeypatch, world) as (clients, _):
        try:
            return await whole_file(clients[0], ROUTE, "r", id_), world
        except Problem as problem:
            return problem.reason, world


def test_the_id_is_that_of_git():
    assert blob_id(CONTENT) == ID
    assert blob_id(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


async def test_a_whole_file_costs_one_request(monkeypatch):
    content, world = await fetched(monkeypatch, CONTENT)
    assert (content, len(world.asked)) == (CONTENT, 1)


@pytest.mark.parametrize("id_", ["", "none", "x" * 64])
async def test_without_an_id_that_can_be_compared_it_is_taken_as_it_comes(monkeypatch, id_):
    content, world = await fetched(monkeypatch, CUT, id_=id_)
    assert (content, len(world.asked)) == (CUT, 1)


async def test_a_file_cut_short_is_fetched_again(monkeypatch):
    content, world = await fetched(monkeypatch, CUT, CONTENT)
    assert content == CONTENT
    assert [one.path.rsplit("/", 1)[-1] for one in world.asked] == ["items", ID, "items"]


async def test_one_that_stays_cut_short_was_not_read(monkeypatch):
    said, _ = await fetched(monkeypatch, CUT, CUT)
    assert said == "/azure-pipelines.yml arrived cut short: 10 of 24 bytes."


@pytest.mark.parametrize("other", [CONTENT.upper(), b"\xef\xbb\xbf" + CONTENT, CONTENT + b"# more"])
async def test_one_of_another_content_that_is_not_shorter_was_changed(monkeypatch, other):
    content, world = await fetched(monkeypatch, other)
    assert (content, len(world.asked)) == (other, 2)


@pytest.mark.parametrize("blob", [refusal(404, "GitObjectDoesNotExistException"), Reply({})])
async def test_where_its_size_is_not_told_it_was_not_read(monkeypatch, blob):
    said, _ = await fetched(monkeypatch, CUT, blob=blob)
    assert isinstance(said, str)
