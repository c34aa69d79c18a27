"""Every error this tool can end with, each with its exit code and its remedy.

::

    AuditError                    what happened, to what, and what to do        exit
    ├── ToolFailure               the tool itself failed                        1
    ├── UsageError                bad arguments or files                        2
    │   └── NotFoundError         a named subscription, group or workspace      2
    ├── NothingToAudit            no scope named and nothing visible            3
    └── AccessError               sign-in or access refused                     4
        └── SignInRefused         Entra refused the credential                  4

The gate's outcomes (10, 11), an incomplete strict run (5) and interruptions (130, 143) are
results, not errors; their codes stand in `ExitCode`. Source: design.md, section 3.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the command line, a published contract."""

    DONE = 0
    TOOL_FAILED = 1
    BAD_INPUT = 2
    NOTHING_TO_AUDIT = 3
    ACCESS_REFUSED = 4
    INCOMPLETE = 5
    GATE_FAILED = 10
    GATE_UNDECIDED = 11
    INTERRUPTED = 130
    TERMINATED = 143


class AuditError(Exception):
    """What happened, to which resource, and what to do about it."""

    exit_code: ExitCode = ExitCode.TOOL_FAILED

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        """The sentence, and the way out after it."""
        return f"{self.what} {self.remedy}".strip()


class ToolFailure(AuditError):
    """The tool could not do its work, through no fault of the arguments."""


class UsageError(AuditError):
    """An argument, a configuration or a file that cannot be used as it is."""

    exit_code = ExitCode.BAD_INPUT


class NotFoundError(UsageError):
    """A subscription, resource group or workspace that was named and does not exist."""


class NothingToAudit(AuditError):
    """No scope was named and no workspace is visible to the identity."""

    exit_code = ExitCode.NOTHING_TO_AUDIT


class AccessError(AuditError):
    """Access refused to everything, or to what was named."""

    exit_code = ExitCode.ACCESS_REFUSED


class SignInRefused(AccessError):
    """Entra refused the credential; says which one, which tenant and what Entra said."""
