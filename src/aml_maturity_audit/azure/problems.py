"""What can go wrong with a question to Azure, and what a reading says of it.

The only place where an exception becomes a reading. A problem never quotes an answer's free text
(it may hold a stranger's secret), only status, error code, action and correlation id.

::

    Problem
    ├── AccessDenied        the identity may not; `action` is what to grant
    ├── Missing             no such thing
    │   └── Unregistered    the subscription does not use this resource provider at all
    └── Unanswered          any other way of getting no usable answer
        └── GuardRefused    we did not ask: it would have broken a safety promise
"""

from aml_maturity_audit.signals.reading import DENIED, FAILED, Denied, Failed, Gap


class Problem(Exception):
    """No usable answer; `reason` is one sentence that names the resource."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AccessDenied(Problem):
    """The identity may not read this; `action` is the RBAC action or token scope to grant."""

    def __init__(self, reason: str, *, action: str) -> None:
        super().__init__(reason)
        self.action = action


class Missing(Problem):
    """The resource does not exist (any more)."""


class Unregistered(Missing):
    """The subscription is not registered with the resource provider, so holds nothing of it."""


class Unanswered(Problem):
    """Asked for and not answered: throttled out, broken, too big, not JSON, unreachable."""


class GuardRefused(Unanswered):
    """Not sent, because it would have broken a safety promise (design.md, section 5)."""


def reading_of(problem: Problem) -> Denied | Failed:
    """What a reading says where `problem` came instead of an answer."""
    if isinstance(problem, AccessDenied):
        return Denied(action=problem.action, detail=problem.reason)
    return Failed(reason=problem.reason)


def gap_of(problem: Problem, resource: str = "") -> Gap:
    """What an observed reading says of the part of it that `problem` hides."""
    if isinstance(problem, AccessDenied):
        return Gap(kind=DENIED, reason=problem.reason, resource=resource, action=problem.action)
    return Gap(kind=FAILED, reason=problem.reason, resource=resource)
