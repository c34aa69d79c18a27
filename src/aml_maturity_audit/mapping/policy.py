"""Every threshold of judging, with its default. Source: criteria.md, section 1, rule 5.

All can be changed in the configuration file; one that is looser than the default is said in every
report.
"""

from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any, cast

import msgspec

from aml_maturity_audit.errors import UsageError

_AT_MOST = {"release_by_hand_share", "breach_response_hours", "materialization_intervals"}
"""Thresholds that are upper bounds: looser is higher. All others: looser is lower."""


@dataclass(frozen=True)
class Policy:
    """The thresholds, as shares of 1 unless said otherwise."""

    managed_compute_share: float = 0.8
    named_experiment_share: float = 0.8
    clean_commit_share: float = 0.8
    automated_training_share: float = 0.5
    automated_training_completed: int = 2
    """Automated training jobs that must be Completed."""
    tracked_metrics_share: float = 0.8
    traced_models_share: float = 0.8
    automatic_release_share: float = 0.8
    release_by_hand_share: float = 0.2
    """At most this share of releases by hand by people who also train."""
    managed_environment_share: float = 0.8
    defined_environment_share: float = 0.8
    reproducible_models_share: float = 0.8
    minimum_instances: int = 2
    breach_response_hours: float = 24
    materialization_intervals: float = 2
    """A materialization must have completed within this many of its intervals."""
    dimensions: tuple[str, ...] = ()
    """Columns in scope; empty for all."""
    score_kinds: tuple[str, ...] = field(default=("Default",))
    """Workspace kinds that get a level."""

    def digest(self) -> str:
        """A short digest, for telling whether two runs were judged alike."""
        return sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:16]

    def loosened(self) -> tuple[str, ...]:
        """One sentence for each threshold that is looser than the default."""
        sentences = []
        for name, value, default in self._changed():
            looser = value > default if name in _AT_MOST else value < default
            if looser:
                sentences.append(f"{name} is {value:g} instead of {default:g}.")
        if self.dimensions:
            sentences.append(f"Only these dimensions are in scope: {', '.join(self.dimensions)}.")
        return tuple(sentences)

    def _changed(self) -> list[tuple[str, float, float]]:
        default = Policy()
        return [
            (f.name, getattr(self, f.name), getattr(default, f.name))
            for f in fields(self)
            if isinstance(getattr(default, f.name), int | float)
            and getattr(self, f.name) != getattr(default, f.name)
        ]


def thresholds() -> dict[str, float]:
    """The name and default of every threshold."""
    default = Policy()
    return {
        f.name: getattr(default, f.name)
        for f in fields(Policy)
        if isinstance(getattr(default, f.name), int | float)
    }


def policy_from(settings: dict[str, Any]) -> Policy:
    """The policy of a configuration's `[policy]` table. Raises UsageError for a bad value."""
    known = {f.name for f in fields(Policy)}
    for name, value in settings.items():
        if name not in known:
            raise UsageError(f"The policy has no threshold {name!r}.")
        _check(name, value)
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in settings.items()}
    return Policy(**cast("dict[str, Any]", values))


def _check(name: str, value: object) -> None:
    if name in {"dimensions", "score_kinds"}:
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise UsageError(f"policy.{name} must be a list of names, not {value!r}.")
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"policy.{name} must be a number, not {value!r}.")
    if name.endswith("_share") and not 0 < value <= 1:
        raise UsageError(f"policy.{name} must be above 0 and at most 1, not {value:g}.")
    if value <= 0:
        raise UsageError(f"policy.{name} must be above 0, not {value:g}.")
