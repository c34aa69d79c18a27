"""One writer a file: from a site to what it takes, in the order in which it is applied."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from aml_maturity_audit.guidance.code.artefact import Artefact, Lacking, NameMissing
from aml_maturity_audit.guidance.code.site import Site
from aml_maturity_audit.guidance.code.writers import (
    alert,
    autoscale,
    deployment,
    environment,
    events,
    monitor,
    release,
    rollout,
    schedule,
)


class Writer(Protocol):
    """A module that writes one kind of file."""

    WHAT: str
    FOR: frozenset[str]

    def write(self, site: Site, /) -> Iterator[Artefact | Lacking]:
        """The files, as they come."""
        ...


WRITERS: tuple[Writer, ...] = (
    environment,
    schedule,
    deployment,
    rollout,
    autoscale,
    monitor,
    alert,
    events,
    release,
)
"""In the order in which their files are applied."""


def artefacts(
    site: Site, writers: Sequence[Writer] = WRITERS
) -> tuple[tuple[Artefact, ...], tuple[Lacking, ...]]:
    """The files for what a plan asks for, and those that a missing name prevents."""
    made: list[Artefact] = []
    lacking: list[Lacking] = []
    for writer in writers:
        if not site.wants(writer.FOR):
            continue
        try:
            for one in writer.write(site):
                if isinstance(one, Artefact):
                    made.append(one)
                else:
                    lacking.append(one)
        except NameMissing as missing:
            lacking.append(Lacking(what=writer.WHAT, why=missing.why))
    return tuple(made), tuple(lacking)
