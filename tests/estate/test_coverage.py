"""Every criterion comes out in every way somewhere in the estate, over HTTP."""

import pytest

from aml_maturity_audit.mapping.catalogue import catalogue
from estate.auditing import Audit

WAYS = ("met", "not_met", "unknown", "not_applicable")
PEOPLE = {
    "data-scientists-build-jobs-with-data-engineers",
    "data-engineers-work-with-data-scientists",
    "data-engineers-manage-io-with-engineers",
    "engineers-automate-integration",
    "data-scientists-and-engineers-identify-markers",
    "engineers-implement-post-deployment-metrics",
}
"""By attestation only."""
WITHOUT_CASE = {
    "scoring-script-is-versioned",
    "scoring-script-is-tested",
    "deployed-model-metrics-are-centralized",
    "serving-approaches-zero-downtime",
}
"""Not applicable for a reason of their own, besides the role."""


@pytest.fixture(scope="module")
def table(audit: Audit, labs: Audit, guests: Audit) -> dict[str, dict[str, list[str]]]:
    """Criterion to verdict to workspaces, over three audits: of all, of one subscription (where
    there is neither a feature store nor a factory), and of one who may read next to nothing."""
    found: dict[str, dict[str, list[str]]] = {
        criterion: {way: [] for way in WAYS} for criterion in catalogue()
    }
    for mark, one in (("", audit), (" (labs)", labs), (" (guest)", guests)):
        for name, workspace in one.workspaces.items():
            for result in workspace.criteria:
                found[result.id][result.verdict].append(name + mark)
    return found


def test_every_criterion_is_met_not_met_and_unknown_somewhere(
    table: dict[str, dict[str, list[str]]],
) -> None:
    print(drawn(table))
    lacking = [
        f"{criterion} is nowhere {way}"
        for criterion, ways in table.items()
        for way in ("met", "not_met", "unknown")
        if not ways[way] and criterion not in PEOPLE
    ]
    assert not lacking, "\n".join([*lacking, drawn(table)])


def test_people_are_unknown_everywhere(table: dict[str, dict[str, list[str]]]) -> None:
    for criterion in PEOPLE:
        assert [way for way in WAYS if table[criterion][way]] == ["unknown"]


def test_every_criterion_is_not_applicable_where_that_can_be(
    table: dict[str, dict[str, list[str]]],
) -> None:
    for criterion in catalogue().values():
        if criterion.training:
            assert "vision-serve" in table[criterion.id]["not_applicable"]
        if criterion.serving:
            assert "vision-train" in table[criterion.id]["not_applicable"]
    for criterion_id in ("scoring-script-is-versioned", "scoring-script-is-tested"):
        assert "recs-prod" in table[criterion_id]["not_applicable"]
    for criterion_id in WITHOUT_CASE - {"scoring-script-is-versioned", "scoring-script-is-tested"}:
        assert "forecast" in table[criterion_id]["not_applicable"]


def drawn(table: dict[str, dict[str, list[str]]]) -> str:
    """The table as text."""
    lines = []
    for criterion, ways in sorted(table.items()):
        lines.append(criterion)
        lines += [f"    {way:15} {', '.join(ways[way])}" for way in WAYS if ways[way]]
    return "\n".join(lines)
