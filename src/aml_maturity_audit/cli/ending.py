"""How a command ends: the one place where errors become a sentence on stderr and an exit code."""

import os
import sys
from collections.abc import Sequence

import typer

from aml_maturity_audit.cli.app import COMMANDS, NAME, root
from aml_maturity_audit.cli.lacking import lacking
from aml_maturity_audit.cli.messages import begin, ended, say
from aml_maturity_audit.cli.terminated import Terminated
from aml_maturity_audit.errors import AuditError, ExitCode

DEBUG = "AML_MATURITY_AUDIT_DEBUG"
"""Set it to see where an error comes from."""

_BAD_USAGE: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""Typer's own class of errors, wherever its version keeps it."""


def run_to_the_end(arguments: Sequence[str]) -> int:
    """Run a command; whatever happens, end with one clear sentence and the designed code."""
    begin()
    code = _run(arguments)
    ended(code)
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        code = root().main(list(arguments) or ["--help"], prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
        return int(code or ExitCode.DONE)
    except AuditError as error:
        _debug()
        return _told(str(error), error.exit_code)
    except _BAD_USAGE as error:
        said = str(error.format_message()).rstrip(".")  # type: ignore[attr-defined]
        return _told(f"{said}. {_hint(arguments)}", ExitCode.BAD_INPUT)
    except Terminated:
        return _told("Terminated.", ExitCode.TERMINATED)
    except (KeyboardInterrupt, typer.Abort):
        return _told("Interrupted.", ExitCode.INTERRUPTED)
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:  # noqa: BLE001  the last resort: no traceback reaches a user
        _debug()
        if isinstance(error, ModuleNotFoundError) and (left_out := lacking(error)):
            return _told(str(left_out), left_out.exit_code)
        return _told(
            f"This is a fault of {NAME} itself: {type(error).__name__}: {error}. "
            f"Set {DEBUG}=1 to see where, and report it.",
            ExitCode.TOOL_FAILED,
        )


def _told(sentence: str, code: ExitCode) -> int:
    say(sentence)
    return int(code)


def _hint(arguments: Sequence[str]) -> str:
    command = next((f" {each}" for each in arguments if each in COMMANDS), "")
    return f"See `{NAME}{command} --help`."


def _debug() -> None:
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exc(file=sys.stderr)


def _nobody_reads() -> int:
    """The reader of a pipe has gone (`| head`): nothing more to say, to nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(ExitCode.TOOL_FAILED)
