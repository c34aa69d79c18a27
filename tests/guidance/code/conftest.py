"""The estate as it is, its plan to level 4, and the files that are written for it."""

from pathlib import Path

import pytest

from aml_maturity_audit.guidance.code.given import Given
from aml_maturity_audit.guidance.code.writing import code_for, write_code
from aml_maturity_audit.guidance.plan import plans
from guidance.code.auditing import GIVEN, WORKSPACE, estate, judged, read


@pytest.fixture(scope="session")
def before():
    """(snapshot, assessment) of the estate before anything is applied."""
    snapshot = read(estate())
    return snapshot, judged(snapshot)


@pytest.fixture(scope="session")
def plan(before):
    return plans(before[1], workspaces=[WORKSPACE], to=4)[0]


@pytest.fixture(scope="session")
def made(before, plan):
    """The files, by name."""
    files, lacking = code_for(plan, before[0], Given(GIVEN))
    assert lacking == ()
    return {one.name: one for one in files}


@pytest.fixture(scope="session")
def written(tmp_path_factory, plan, made) -> Path:
    """A directory with the files."""
    directory = tmp_path_factory.mktemp("plan") / "code"
    write_code(directory, plan, list(made.values()), ())
    return directory
