"""An exception explains; it never raises a level."""

import pytest

from aml_maturity_audit.assessment.model import NOT_MET
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping import assess, mappings_from
from mapping.build import NOW, job, snapshot, workspace

TABLE = {
    "workspace": "shop",
    "criterion": "models-are-versioned",
    "reason": "models live in another product.",
    "owner": "Ines Sample",
    "expires": "2026-12-31",
}


def judged(**changed):
    known = mappings_from(exceptions=[{**TABLE, **changed}])
    found = assess(snapshot(jobs=[job()]), assessed_at=NOW, mappings=known)
    results = {c.id: c for c in found.workspaces[0].criteria}
    return found, results


def test_it_is_said_beside_the_verdict() -> None:
    found, results = judged()
    plain = assess(snapshot(jobs=[job()]), assessed_at=NOW)
    result = results["models-are-versioned"]
    assert result.verdict == NOT_MET
    assert result.because.endswith(
        "Accepted by ⟦person:Ines Sample⟧ until 2026-12-31: models live in another product."
    )
    assert found.workspaces[0].level == plain.workspaces[0].level
    assert "Accepted" not in results["training-is-automated"].because


@pytest.mark.parametrize("pattern", ["SHOP", "sh*", workspace().id])
def test_by_name_pattern_or_id(pattern: str) -> None:
    assert "Accepted" in judged(workspace=pattern)[1]["models-are-versioned"].because
    assert "Accepted" not in judged(workspace="other")[1]["models-are-versioned"].because


def test_what_is_met_needs_no_exception() -> None:
    results = judged(criterion="experiments-are-tracked")[1]
    assert "Accepted" not in results["experiments-are-tracked"].because


def test_one_that_is_over_is_a_warning() -> None:
    found, results = judged(expires="2026-05-31")
    assert "Accepted" not in results["models-are-versioned"].because
    assert "exception-expired" in {notice.code for notice in found.warnings}


@pytest.mark.parametrize(
    "changed",
    [
        {"criterion": "models-are-versionned"},
        {"expires": "soon"},
        {"reason": ""},
        {"owner": None},
        {"level": 4},
    ],
)
def test_bad_tables_are_refused(changed) -> None:
    with pytest.raises(UsageError):
        judged(**changed)
