"""Trends of the fixed company, as a history would have given them."""

from datetime import timedelta

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.trend import FLEET, Point, Trend
from company import COMPANY, RESEARCH

RUN = f"night-{RESEARCH}"


def trend(key: str, dimension: str, *levels: tuple[float, float], run: str = RUN) -> Trend:
    """A run a week up to the company's own; before the second the policy changed."""
    last = COMPANY.run.collected_at
    points = tuple(
        Point(
            run_id=f"{run}-{number}",
            time=last - timedelta(weeks=len(levels) - 1 - number),
            confirmed=confirmed,
            possible=possible,
            workspaces=6,
            changed=("policy",) if number == 1 else (),
        )
        for number, (confirmed, possible) in enumerate(levels)
    )
    return Trend(key=key, name=key, dimension=dimension, points=points)


def trends(document: Assessment = COMPANY, run: str = RUN) -> tuple[Trend, ...]:
    """Of the fleet, overall and in one dimension, and of each scored workspace."""
    rising = ((0, 1), (0.5, 1.25), (1.5, 2))
    own = [w.key for w in document.workspaces if w.level is not None]
    return (
        trend(FLEET, "overall", *rising, run=run),
        trend(FLEET, "technology", *rising, run=run),
        *(trend(key, "overall", (0, 1), (1, 1), (2, 4), run=run) for key in own),
    )
