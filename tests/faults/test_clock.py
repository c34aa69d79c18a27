"""A machine whose clock is wrong: Azure's time is gone by, and the report says so.

Source: issue "Unbreakable", Faults (clock skew). Nearly all that is judged is about a window of
days, so a wrong clock would make wrong verdicts.
"""

import json
from dataclasses import replace
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from aml_maturity_audit.azure import clock
from aml_maturity_audit.azure import door as doors
from aml_maturity_audit.azure.auth import Auth
from fakes.credential import StubCredential
from fakes.door import LOCAL


def audited(run, *more):
    ended = run("audit", "--format", "json", *more)
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    verdicts = {
        (workspace["name"], criterion["id"]): criterion["verdict"]
        for workspace in found["workspaces"]
        for criterion in workspace["criteria"]
    }
    return verdicts, found, {warning["code"]: warning["text"] for warning in found["warnings"]}


@pytest.mark.parametrize(("days", "way"), [(400, "ahead of"), (-200, "behind")])
def test_verdicts_are_those_of_a_machine_whose_clock_is_right(days, way, run, sandbox, monkeypatch):
    calm, before, warned = audited(run)
    assert "clock-skew" not in warned
    right = clock.now
    monkeypatch.setattr(clock, "now", lambda: right() + timedelta(days=days))
    verdicts, after, warned = audited(run)
    assert verdicts == calm
    assert after["run"]["collectedAt"][:13] == before["run"]["collectedAt"][:13]
    assert f"{abs(days) * 24 * 60} minutes {way} Azure's" in warned["clock-skew"]


def test_some_minutes_are_no_matter(run, sandbox, monkeypatch):
    right = clock.now
    monkeypatch.setattr(clock, "now", lambda: right() + timedelta(minutes=3))
    _, _, warned = audited(run)
    assert "clock-skew" not in warned


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2026", "Mon, 01 Jan 2035 00:00:01"])
def test_a_date_that_is_none_is_not_gone_by(date):
    assert clock.skew(date) is None
    assert clock.corrected(None) == clock.now()


async def test_where_another_program_gives_the_token_the_time_is_asked_for(sandbox, monkeypatch):
    """As with --auth cli, whose token comes without any answer of Azure."""
    cloud = replace(LOCAL, arm=sandbox.url, authority=sandbox.url)
    monkeypatch.setattr(doors, "new_credential", lambda *_: StubCredential())
    monkeypatch.setattr(doors, "cloud_of", AsyncMock(return_value=cloud))
    settings = doors.Settings(auth=Auth.CLI, environ={"SSL_CERT_FILE": str(sandbox.ca_file)})
    async with doors.open_door(settings) as door:
        assert door.ahead is not None
        assert abs(door.ahead) < timedelta(minutes=1)
    assert [one.authorization for one in sandbox.requests] == [None]
