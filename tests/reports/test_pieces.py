"""Reports in pieces: together they are the report, and of many workspaces few stand in memory."""

import tracemalloc

import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment import lately
from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment, Evidence
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.reports import FORMATS, pieces, render
from aml_maturity_audit.reports.formats.html import shared
from assessments import CRITERIA, assessment, criterion, workspace
from company import COMPANY

KEY = b"a key for tests only"
SIZE = 400_000
"""Characters of each large workspace."""


def large(count: int) -> Assessment:
    """Many large workspaces, each with texts of its own, that are kept."""

    def one(at: int):
        seen = tuple(Evidence(text=f"{at} {n} {'job ' * 200}") for n in range(SIZE // 800))
        said = criterion(CRITERIA[0][0], evidence=seen)
        return workspace(f"w{at:03}", criteria=(said,))

    ordered = in_order(assessment())
    return replace(ordered, workspaces=Kept.of(one(at) for at in range(count)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("masked", [False, True])
def test_pieces_together_are_the_report(format: str, masked: bool) -> None:
    how = {"masked": masked, "mask_key": KEY}
    assert b"".join(pieces(COMPANY, format, **how)) == render(COMPANY, format, **how)


@pytest.mark.parametrize("format", ["csv", "html", "json", "xlsx"])
@pytest.mark.parametrize("masked", [False, True])
def test_of_many_workspaces_few_stand_in_memory(
    format: str, masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "MOST", 100_000)
    monkeypatch.setattr(lately, "MANY", 100)

    def most_room(count: int) -> int:
        document = large(count)
        tracemalloc.start()
        try:
            written = sum(map(len, pieces(document, format, masked=masked, mask_key=KEY)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            assert format not in ("html", "json") or written > SIZE * count

    most_room(2)  # what is imported and compiled once
    further = most_room(20) - most_room(4)
    assert further < 4 * SIZE, "16 more workspaces take less room than 4 do"
