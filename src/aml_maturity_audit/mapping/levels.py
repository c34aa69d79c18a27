"""From verdicts to levels, and what blocks the next one. Source: criteria.md, section 4."""

from collections.abc import Mapping

from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Blocker,
    DimensionLevel,
    Level,
)
from aml_maturity_audit.mapping.editions import Edition

PEOPLE = "people"
HIGHEST = 4
_CONFIRMING = frozenset({MET, NOT_APPLICABLE})
_ALLOWING = _CONFIRMING | {UNKNOWN}


def dimension_levels(
    edition: Edition,
    verdicts: Mapping[str, str],
    *,
    people_attested: bool,
    in_scope: tuple[str, ...] = (),
) -> tuple[DimensionLevel, ...]:
    """The level of every dimension; People only where an attestation covers the workspace."""
    levels = []
    for dimension in DIMENSIONS:
        assessed = (not in_scope or dimension in in_scope) and (
            dimension != PEOPLE or people_attested
        )
        if not assessed:
            levels.append(DimensionLevel(id=dimension, assessed=False))
            continue
        levels.append(
            DimensionLevel(
                id=dimension,
                confirmed=_reached(edition, dimension, verdicts, _CONFIRMING),
                possible=_reached(edition, dimension, verdicts, _ALLOWING),
            )
        )
    return tuple(levels)


def _reached(
    edition: Edition, dimension: str, verdicts: Mapping[str, str], good: frozenset[str]
) -> int:
    """The highest level whose criteria, and those of all levels below, have a good verdict."""
    reached = 0
    for level in range(1, HIGHEST + 1):
        if any(verdicts[name] not in good for name in edition.required(dimension, level)):
            break
        reached = level
    return reached


def overall(dimensions: tuple[DimensionLevel, ...]) -> Level:
    """The minimum over the assessed dimensions; 0 where none is assessed."""
    confirmed = [d.confirmed for d in dimensions if d.confirmed is not None]
    possible = [d.possible for d in dimensions if d.possible is not None]
    return Level(confirmed=min(confirmed, default=0), possible=min(possible, default=0))


def blockers(
    edition: Edition,
    verdicts: Mapping[str, str],
    dimensions: tuple[DimensionLevel, ...],
    effort: Mapping[str, int],
) -> tuple[Blocker, ...]:
    """What keeps each dimension, and the workspace, from the next level, in the order to do it."""
    found: list[Blocker] = []
    level = overall(dimensions).confirmed + 1
    for dimension in dimensions:
        if dimension.confirmed is None or dimension.confirmed >= HIGHEST:
            continue
        target = dimension.confirmed + 1
        criteria = _missing(edition, dimension.id, target, verdicts, effort)
        found.append(Blocker(dimension=dimension.id, level=target, criteria=criteria))
    everywhere = {
        name: None
        for dimension in dimensions
        if dimension.confirmed is not None and dimension.confirmed < level
        for name in _missing(edition, dimension.id, level, verdicts, effort)
    }
    if everywhere:
        criteria = tuple(sorted(everywhere, key=lambda name: _order(name, verdicts, effort)))
        found.insert(0, Blocker(dimension="overall", level=level, criteria=criteria))
    return tuple(found)


def _missing(
    edition: Edition,
    dimension: str,
    level: int,
    verdicts: Mapping[str, str],
    effort: Mapping[str, int],
) -> tuple[str, ...]:
    missing = [n for n in edition.required(dimension, level) if verdicts[n] not in _CONFIRMING]
    return tuple(sorted(missing, key=lambda name: _order(name, verdicts, effort)))


def _order(
    name: str, verdicts: Mapping[str, str], effort: Mapping[str, int]
) -> tuple[bool, int, str]:
    """Seeing what is there comes before building; then the smaller effort first."""
    return verdicts[name] == NOT_MET, effort[name], name
