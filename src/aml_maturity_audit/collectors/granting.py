"""Whether the caller may read everything, so that an absence in a filtered list is a fact.

Source: criteria.md, section 1, rule 3; azure_facts 0.5. Actions may hold `*` anywhere and compare
without casing; within one entry (one role) notActions take away from its actions, and any one
entry that grants suffices.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from aml_maturity_audit.signals.access import Permission
from aml_maturity_audit.signals.reading import FILTERED, Gap, Observed, Reading


def allows(permissions: Sequence[Permission], action: str) -> bool:
    """Whether some entry grants `action` and does not take it away again."""
    return any(
        _any_matches(entry.actions, action) and not _any_matches(entry.not_actions, action)
        for entry in permissions
    )


def filter_gaps(
    permissions: Reading[tuple[Permission, ...]], actions: Sequence[str], what: str
) -> tuple[Gap, ...]:
    """Gaps for those of `actions` that the caller is not known to hold on the whole subscription.

    `what` names the list in the gap's sentence.
    """
    granted = permissions.value if isinstance(permissions, Observed) else ()
    missing = [action for action in actions if not allows(granted, action)]
    return tuple(
        Gap(
            kind=FILTERED,
            action=action,
            reason=(
                f"{what}: the list leaves out what the identity may not read, and {action} "
                f"{_why(permissions)} on the whole subscription."
            ),
        )
        for action in missing
    )


def _why(permissions: Reading[tuple[Permission, ...]]) -> str:
    if isinstance(permissions, Observed):
        return "is not granted"
    return "is not known to be granted"


def _any_matches(patterns: Sequence[str], action: str) -> bool:
    return any(_matcher(pattern).fullmatch(action) is not None for pattern in patterns)


@lru_cache(maxsize=1024)
def _matcher(pattern: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in pattern.strip().split("*")]
    return re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)
