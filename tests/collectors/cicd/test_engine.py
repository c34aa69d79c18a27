"""The sources fit together, and each is run when what it needs is read."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import AccessDenied, Unanswered
from aml_maturity_audit.collectors.cicd import engine
from aml_maturity_audit.collectors.cicd.source import ProjectContext, Source
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES, REPOSITORIES
from aml_maturity_audit.signals.reading import Denied, Failed, NotCollected, Observed

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def source(key, fetch, *after) -> Source:
    return Source(yields=key, needs=(), fetch=fetch, after=after)


def context() -> ProjectContext:
    return ProjectContext(window_start=NOW, collected_at=NOW)


async def test_a_source_waits_for_what_it_needs():
    order = []

    async def first(at):
        order.append("repositories")
        return Listing()

    async def second(at):
        order.append("pipelines")
        assert at.read(REPOSITORIES) == Observed(value=())
        return Observed(value=())

    at = context()
    await engine.read_project(
        [source(PIPELINES, second, REPOSITORIES), source(REPOSITORIES, first)], at
    )
    assert order == ["repositories", "pipelines"]
    assert isinstance(at.read(PIPELINE_RUNS), NotCollected)
    assert at.seen(PIPELINE_RUNS) == ()


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (AccessDenied("no", action="vso.code"), Denied(action="vso.code", detail="no")),
        (Unanswered("why"), Failed(reason="why")),
    ],
)
async def test_a_problem_is_a_reading(problem, expected):
    async def fetch(at):
        raise problem

    assert await engine.read(source(REPOSITORIES, fetch), context()) == expected


async def test_an_error_of_the_user_ends_the_run():
    async def fetch(at):
        raise UsageError("no")

    with pytest.raises(UsageError):
        await engine.read_project([source(REPOSITORIES, fetch)], context())


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        ([source(PIPELINES, None), source(PIPELINES, None)], "two sources yield pipelines"),
        ([source(PIPELINES, None, REPOSITORIES)], "nothing yields repositories"),
        (
            [source(PIPELINES, None, REPOSITORIES), source(REPOSITORIES, None, PIPELINES)],
            "wait for each other",
        ),
    ],
)
def test_sources_that_do_not_fit_are_found_at_load(monkeypatch, sources, says):
    modules = {f"p.{n}": SimpleNamespace(SOURCE=one) for n, one in enumerate(sources)}
    listed = [SimpleNamespace(name=name) for name in modules]
    monkeypatch.setattr(engine.pkgutil, "iter_modules", lambda path, prefix: listed)
    monkeypatch.setattr(engine.importlib, "import_module", modules.__getitem__)
    with pytest.raises(ValueError, match=says):
        engine.sources_in(SimpleNamespace(__path__=[], __name__="p"))
