"""What a report format is, and what it is asked for."""

from dataclasses import dataclass

from aml_maturity_audit.assessment.trend import Trend


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format, as its folder in `formats` declares it. Declaring one imports nothing heavy."""

    extension: str
    """Of the files that it is written to."""
    masked: bool
    """Whether it is masked unless asked otherwise: documents to pass on are, data is not."""
    summary: str
    """One line for help and documentation."""
    extra: str = ""
    """The optional extra of the package that has to be installed."""
    brief: bool = False
    """Without details it shows of a workspace only what keeps it from its next level."""
    text: bool = True
    """Whether it can be shown in a terminal."""
    trends: bool = False
    """Whether it shows levels over time, where a history is at hand."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to render; a format ignores what does not concern it."""

    details: bool = False
    """Every criterion with its evidence, in formats that leave them out otherwise."""
    width: int = 100
    """Columns of the terminal."""
    color: bool = False
    masked: bool = False
    """Said in documents; the masking itself has happened before."""
    trends: tuple[Trend, ...] = ()
    """Levels over time: of the fleet in every dimension, of each workspace overall."""
